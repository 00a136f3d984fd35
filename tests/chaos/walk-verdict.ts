import type { ShownMessage } from '../platforms/driver.ts';
import type { Environment } from '../support/bot.ts';
import type { Member } from './member.ts';
import { readRecord, type Stored } from './stored.ts';
import { countFaults } from './verdict.ts';
import type { Walks } from './walk.ts';

const PROMPT = 'How was your week?';

/** What was broken in walks, in each of which one member answered a round of their own. */
export async function judgeWalks({ platform, members, channel }: Walks, environment: Environment): Promise<readonly string[]> {
  const stored = await readRecord(environment);
  const isSure = platform.name === 'discord';
  const faults = await Promise.all(
    members.map(async (member) => faultsOf(member, { stored, isSure, inbox: await member.person.inbox() })),
  );
  const posts = (await platform.messages(channel)).length;
  const most = 1 + members.length;
  return [
    ...platform.violations().map((violation) => `the platform: ${violation}`),
    ...faults.flat(),
    ...(posts > most || (isSure && posts < most) ? [`the channel holds ${posts} messages after ${members.length} rounds`] : []),
  ];
}

interface Evidence {
  readonly stored: Stored;
  readonly isSure: boolean;
  readonly inbox: readonly ShownMessage[];
}

function faultsOf({ person, told }: Member, { stored, isSure, inbox }: Evidence): readonly string[] {
  const rows = stored.members.filter((row) => row.person === person.id);
  const member = rows[0]?.id;
  const answers = stored.checkIns.filter((one) => one.member === member).map((one) => JSON.parse(one.answers) as unknown);
  const owed = stored.deliveries.filter((one) => one.to_member === member);
  const faults: string[] = [];
  if (rows.length !== 1) faults.push(`is there ${rows.length} times`);
  if (JSON.stringify(answers) !== JSON.stringify([told.answers]))
    faults.push(`was told ${JSON.stringify(told.answers)}, and stored is ${JSON.stringify(answers)}`);
  if (inbox.length > 1 || (isSure && inbox.length < 1)) faults.push(`got ${inbox.length} messages`);
  if (inbox.some(({ text }) => !text.startsWith(PROMPT))) faults.push('was nudged');
  // After thirty days what was sent is forgotten.
  if (owed.length > 0) faults.push(...countFaults(owed, 'checkin:prompt', inbox.length));
  return faults.map((fault) => `${person.handle} ${fault}`);
}
