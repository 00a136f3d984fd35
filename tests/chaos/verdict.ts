import type { DeliveryRow } from '../../src/delivery/rows.ts';
import type { ShownMessage } from '../platforms/driver.ts';
import type { Environment } from '../support/bot.ts';
import type { Member } from './member.ts';
import type { PlayedRound } from './round.ts';
import { readRecord, type Stored } from './stored.ts';

/** What a message is, by the words it begins with. */
const WORDS: Readonly<Record<string, string>> = {
  'checkin:prompt': 'How was your week?',
  'checkin:nudge': 'If you have not yet',
};
const ROUND = 1;

export interface Verdict {
  /** Empty when every promise was kept. */
  readonly broken: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Holds what people were told and what arrived against the record, which the stopped bot has left. */
export async function judge(round: PlayedRound, environment: Environment): Promise<Verdict> {
  const { platform, members, bystanders, channel } = round;
  const stored = await readRecord(environment);
  const inChannel = await platform.messages(channel);
  const inboxes = await Promise.all(members.map(({ person }) => person.inbox()));
  const others = await Promise.all(
    [...bystanders, platform.person('mo'), platform.person('lead')].map((person) => person.inbox()),
  );
  const arrived = [...inboxes, inChannel].reduce((sum, messages) => sum + messages.length, 0);
  const sent = platform.everySend().length;
  const broken = [
    ...platform.violations().map((violation) => `the platform: ${violation}`),
    ...members.flatMap((member, index) =>
      faultsOf(member, { stored, round, inbox: inboxes[index] ?? [] }).map(
        (fault) => `${member.person.handle} (${member.plan}) ${fault}`,
      ),
    ),
    ...channelFaults(stored.deliveries, inChannel),
    ...(others.some((inbox) => inbox.length > 0) ? ['somebody who never joined was written to'] : []),
    ...(arrived === sent ? [] : [`${sent} messages were sent and ${arrived} stand where they belong`]),
    ...(round.exitCode === 0 ? [] : [`the last process ended with ${round.exitCode}`]),
  ];
  const count = (state: DeliveryRow['state']) => stored.deliveries.filter((row) => row.state === state).length;
  return {
    broken,
    figures: {
      kills: round.kills,
      members: members.length,
      answers: stored.checkIns.length,
      'answers told': members.filter(({ told }) => told.answers !== null && !told.hasLeft).length,
      'presses without an answer': members.reduce((sum, member) => sum + member.lost(), 0),
      messages: sent,
      'deliveries sent': count('sent'),
      'deliveries maybe sent': count('maybe-sent'),
      'deliveries dropped': count('dropped'),
      'deliveries undeliverable': count('undeliverable'),
    },
  };
}

interface Evidence {
  readonly stored: Stored;
  readonly round: PlayedRound;
  readonly inbox: readonly ShownMessage[];
}

/** Once closed, a round counts once for whoever it asked and heard nothing from. Slack never tells them apart. */
function mayHaveMissed({ plan, isReminded }: Member, { platform }: PlayedRound): readonly number[] {
  if (platform.name === 'slack') return [0];
  if (plan === 'pause' || plan === 'stop') return [0, 1];
  if (plan !== 'silent') return [0];
  // A process that died while it wrote to a closed inbox cannot know that nothing arrived there.
  return isReminded ? [1] : [0, 1];
}

function faultsOf(member: Member, { stored, round, inbox }: Evidence): readonly string[] {
  const { person, plan, told, isReminded } = member;
  const rows = stored.members.filter((row) => row.person === person.id);
  const [row] = rows;
  const quiet =
    told.hadWhenQuiet !== null && inbox.length > told.hadWhenQuiet ? ['was written to after being told of quiet'] : [];
  const repeated = Object.values(WORDS).filter(
    (words) => countOf(inbox, words) > (round.isClosed && words.startsWith('How') ? 2 : 1),
  );
  const faults = [...quiet, ...repeated.map((words) => `got "${words}" again`)];
  if (!isReminded && inbox.length > 0) faults.push('did not agree and was written to');
  if (told.hasLeft) return [...faults, ...(row ? ['was told that all is erased and is still there'] : [])];
  if (!row || rows.length > 1) return [...faults, `is there ${rows.length} times`];

  const checkIns = stored.checkIns.filter((one) => one.member === row.id && one.round_number === ROUND);
  const answers = checkIns[0] ? JSON.stringify(JSON.parse(checkIns[0].answers)) : 'null';
  if (checkIns.length > 1) faults.push('is stored twice');
  if (answers !== JSON.stringify(told.answers)) faults.push(`was told ${JSON.stringify(told.answers)}, and stored is ${answers}`);
  if ((checkIns[0]?.note ?? null) !== told.note) faults.push('was told of another note than is stored');

  const owed = stored.deliveries.filter((one) => one.to_member === row.id);
  for (const [kind, words] of Object.entries(WORDS)) faults.push(...countFaults(owed, kind, countOf(inbox, words)));
  const known = Object.values(WORDS).reduce((sum, words) => sum + countOf(inbox, words), 0);
  if (known !== inbox.length) faults.push('got a message that nobody owed');
  const isAskedAll = isReminded && (plan === 'late' || plan === 'silent');
  for (const kind of Object.keys(WORDS)) {
    if (isAskedAll && !owed.some((one) => one.kind === kind && (one.state === 'sent' || one.state === 'maybe-sent')))
      faults.push(`was never sent ${kind}`);
  }
  if (round.isClosed && !mayHaveMissed(member, round).includes(row.missed)) faults.push(`has missed ${row.missed} rounds`);
  return faults;
}

function channelFaults(deliveries: readonly DeliveryRow[], messages: readonly ShownMessage[]): readonly string[] {
  const owed = deliveries.filter((row) => row.to_channel !== null && row.edits === null);
  const sent = owed.filter(({ state }) => state === 'sent').length;
  const maybe = owed.filter(({ state }) => state === 'maybe-sent').length;
  const isRight = messages.length >= sent && messages.length <= sent + maybe;
  return isRight ? [] : [`the channel holds ${messages.length} messages; ${sent} were sent and ${maybe} are in doubt`];
}

/** A message is there once where it was sent, and at most once where that is in doubt. */
export function countFaults(owed: readonly DeliveryRow[], kind: string, arrived: number): readonly string[] {
  const of = owed.filter((row) => row.kind === kind);
  const sent = of.filter(({ state }) => state === 'sent').length;
  const maybe = of.filter(({ state }) => state === 'maybe-sent').length;
  const isRight = arrived >= sent && arrived <= sent + maybe;
  return isRight ? [] : [`got ${arrived} of ${kind}; ${sent} were sent and ${maybe} are in doubt`];
}

const countOf = (inbox: readonly ShownMessage[], words: string): number =>
  inbox.filter(({ text }) => text.startsWith(words)).length;
