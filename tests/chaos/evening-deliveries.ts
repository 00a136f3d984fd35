import type { DeliveryRow } from '../../src/delivery/rows.ts';
import { CHANNELS } from '../support/stage.ts';
import type { Evidence } from './evening-evidence.ts';
import { countFaults } from './verdict.ts';

/** What a direct message is, by the words it begins with. */
const WORDS: Readonly<Record<string, string>> = {
  'question:offer': 'Somebody would like to ask you',
  'question:reminder': 'A question waits for you',
  'question:relayed': 'Something came for you',
  'mentor:rest': 'A rest from questions',
};

/** Every message that was owed is there once, or it is told that it may not be. */
export async function deliveryFaults({ evening, stored }: Evidence): Promise<readonly string[]> {
  const { platform, mentors, askers } = evening;
  const isSure = platform.name === 'discord';
  const faults: string[] = [];
  const people = [...askers.map(({ asker }) => asker.person), ...mentors.map(({ mentor }) => mentor.person)];
  let standing = 0;

  for (const person of people) {
    const inbox = await person.inbox();
    standing += inbox.length;
    const member = stored.members.find((one) => one.person === person.id)?.id;
    const isToldOfQuestions = inbox.some(({ text }) => Object.values(WORDS).some((words) => text.startsWith(words)));
    if (isToldOfQuestions && !isSure) faults.push(`${person.handle} was written to where it can be exported`);
    // Whoever has left is owed nothing that is still known.
    if (member === undefined) continue;
    const owed = stored.deliveries.filter(({ to_member }) => to_member === member);
    for (const [kind, words] of Object.entries(WORDS))
      faults.push(
        ...countFaults(owed, kind, inbox.filter(({ text }) => text.startsWith(words)).length).map(
          (fault) => `${person.handle} ${fault}`,
        ),
      );
  }

  for (const name of CHANNELS) {
    const channel = platform.channel(name);
    const messages = await platform.messages(channel);
    standing += messages.length;
    const owed = stored.deliveries.filter((row) => row.to_channel === channel && row.edits === null);
    const [sent, maybe] = [owed.filter(({ state }) => state === 'sent'), owed.filter(({ state }) => state === 'maybe-sent')];
    const missing = sent.filter(({ sent_message }) => !messages.some(({ id }) => id === sent_message));
    if (missing.length > 0) faults.push(`${missing.length} do not stand in ${name} where they were sent`);
    if (messages.length < sent.length || messages.length > sent.length + maybe.length)
      faults.push(`${messages.length} stand in ${name}; ${sent.length} were sent and ${maybe.length} are in doubt`);
  }

  const sends = platform.everySend();
  if (sends.length !== standing) faults.push(`${sends.length} messages were sent and ${standing} stand where they belong`);
  const nonces = sends.flatMap(({ nonce }) => nonce ?? []);
  if (isSure && (nonces.length !== sends.length || new Set(nonces).size !== nonces.length))
    faults.push('something was sent twice');
  return [...faults, ...doubtFaults(stored.deliveries, evening.status, isSure)];
}

/** What is in doubt is in the moderators' panel, with how many there are. On Discord nothing need be. */
function doubtFaults(deliveries: readonly DeliveryRow[], status: string, isSure: boolean): readonly string[] {
  const doubtful = deliveries.filter(({ state }) => state === 'maybe-sent');
  if (isSure) return doubtful.map(({ kind }) => `${kind} is in doubt where nothing need be`);
  const told = /(\d+) messages? may or may not have arrived/.exec(status)?.[1] ?? '0';
  return Number(told) === doubtful.length ? [] : [`moderators are told of ${told} in doubt, of ${doubtful.length}`];
}
