import type { Screen } from '../platforms/driver.ts';
import { askerOf, type Evidence, memberOf, partings, questionOf } from './evening-evidence.ts';
import { textOf } from './patience.ts';
import type { RelayedRow } from './stored-questions.ts';

const HOUR = 3_600_000;
/** Whoever has it and says nothing loses it then. */
const HOLD_MS = 12 * HOUR;
/** So many messages stand on the first page of a conversation. */
const NEWEST = 5;

/** Nobody was told that they have what another one was told to have, unless it left that one in between. */
export function holderFaults(evidence: Evidence): readonly string[] {
  const taken = evidence.evening.book.deeds.filter(({ what }) => what === 'take');
  return taken.flatMap((earlier, index) =>
    taken.slice(index + 1).flatMap((later) => {
      if (earlier.question !== later.question || earlier.by === later.by) return [];
      const isParted = partings(earlier.question ?? '', evidence).some(({ from, to }) => from <= later.to && to >= earlier.from);
      const isLater = Math.abs(later.to - earlier.from) >= HOLD_MS;
      return isParted || isLater ? [] : [`${earlier.by} and ${later.by} were both told that ${earlier.question} is with them`];
    }),
  );
}

/** From the slot after it was told nobody is asked by, or asks, whom they do not want to meet again. */
export function blockFaults(evidence: Evidence): readonly string[] {
  const { evening, stored } = evidence;
  return evening.book.deeds.flatMap((deed) => {
    if (!deed.isTold || (deed.what !== 'block' && deed.what !== 'mentor-block')) return [];
    const asker = askerOf(deed.question ?? '', evidence);
    const row = questionOf(deed.question ?? '', stored);
    const spoke = new Set(
      stored.messages.flatMap(({ question, side, mentor }) => (question === row?.id && side === 'mentor' ? (mentor ?? []) : [])),
    );
    const blocked = deed.what === 'mentor-block' ? memberOf(deed.by, evidence) : spoke.size === 1 ? [...spoke][0] : undefined;
    const since = deed.to + (deed.what === 'block' ? HOUR / 4 : 0);
    const own = evening.book.spoken.flatMap(({ kind, by, token }) =>
      kind === 'question' && by === asker ? (questionOf(token, stored)?.id ?? []) : [],
    );
    const again = stored.offers.filter(
      ({ question, mentor, offered_at }) => mentor === blocked && own.includes(question) && offered_at > since,
    );
    const isHeld = stored.questions.some(({ id, holder }) => id === row?.id && holder !== null && holder === blocked);
    return [
      ...(again.length > 0 ? [`${deed.by} said "${deed.what}" about ${deed.question}, and they are brought together again`] : []),
      ...(isHeld ? [`${deed.by} said "${deed.what}" about ${deed.question}, and it is where it was`] : []),
    ];
  });
}

/** Each thanks counts once, for whoever it is for. */
export function thanksFaults({ evening, stored }: Evidence): readonly string[] {
  const thanks = stored.messages.filter(({ kind }) => kind === 'thanks');
  const pairs = thanks.map(({ question, mentor }) => `${question} ${mentor}`);
  const faults = pairs
    .filter((pair, index) => pairs.indexOf(pair) !== index)
    .map(() => 'somebody was thanked twice for the same');
  for (const { member, helped } of stored.mentors) {
    const times = thanks.filter(({ mentor }) => mentor === member).length;
    if (helped !== times) faults.push(`${times} said thanks to somebody who is told of ${helped}`);
  }
  for (const { what, question, isTold } of evening.book.deeds) {
    const row = questionOf(question ?? '', stored);
    if (what !== 'thanks' || !isTold || !row || row.state === 'withdrawn') continue;
    const isFor = ({ mentor }: RelayedRow) => stored.mentors.some(({ member }) => member === mentor);
    const isAnybodyGone = stored.messages.some((one) => one.question === row.id && one.side === 'mentor' && !isFor(one));
    if (!isAnybodyGone && !thanks.some((one) => one.question === row.id)) faults.push(`thanks for ${question} are lost`);
  }
  return faults;
}

/** The newest of what was said is read by both, and by nobody else. */
export function panelFaults(evidence: Evidence): readonly string[] {
  const { evening, stored } = evidence;
  const of = (token: string) => stored.messages.filter(({ question }) => question === questionOf(token, stored)?.id);
  const faults: string[] = [];
  function missing(reader: string, own: readonly RelayedRow[], screen: Screen): void {
    const newest = own.slice(-NEWEST).filter(({ state, words }) => state === 'shown' && words !== null);
    for (const { words } of newest) if (!textOf(screen).includes(words ?? '')) faults.push(`${reader} does not read "${words}"`);
  }
  for (const { asker, panels } of evening.askers)
    for (const [token, screen] of panels) missing(asker.person.handle, of(token), screen);
  for (const { mentor, panels } of evening.mentors) {
    const { handle } = mentor.person;
    const member = memberOf(handle, evidence);
    for (const [token, screen] of panels) {
      const own = of(token).filter((message) => message.mentor === member);
      missing(handle, own, screen);
      if (of(token).some((other) => !own.includes(other) && other.words !== null && textOf(screen).includes(other.words)))
        faults.push(`${handle} reads what others said about ${token}`);
    }
  }
  return faults;
}
