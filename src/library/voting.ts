import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { Item, Mix, Release } from '../privacy/mix.ts';
import { slotOf } from '../privacy/slots.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Postings } from './postings.ts';
import { type Entry, isDoubted, mayBeAskedAgain, voteBandOf } from './rules.ts';
import type { LibraryStore } from './store.ts';

export interface VotingOptions {
  readonly store: LibraryStore;
  readonly postings: Postings;
  readonly forgetting: Forgetting;
  readonly mix: Mix;
  readonly members: { readonly accounts: Pick<Members['accounts'], 'at'> };
  now(): number;
}

/** The kind under which votes wait to be counted. */
const VOTES = 'library-votes';
/** Of a person: the entries on which they voted, so that their votes can go with them. */
const VOTED = 'library-voted';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const COUNTED_EVERY_MS = 6 * HOUR;
const KEPT_MS = 366 * DAY;

const personKey = ({ platform, space, person }: Someone): string => `${platform} ${space} ${person}`;

/** Whether an entry is still true. Each counts once, nobody sees who, and only bands of many are ever told. */
export function openVoting({ store, postings, forgetting, mix, members, now }: VotingOptions) {
  const votesOn = (id: string) => forgetting.group(VOTES, id);
  const votedBy = (key: string) => forgetting.group(VOTED, key);

  async function count({ content }: Item): Promise<null> {
    const { entry: id } = content as { readonly entry: string };
    const entry = await store.find(id);
    if (entry?.state !== 'published') return null;
    const votes = (await votesOn(id).list<boolean>()).map(({ value }) => value);
    const bands = {
      stillTrue: voteBandOf(votes.filter((isTrue) => isTrue).length),
      notAnyMore: voteBandOf(votes.filter((isTrue) => !isTrue).length),
    };
    if (bands.stillTrue === entry.stillTrue && bands.notAnyMore === entry.notAnyMore) return null;
    await store.note(id, { votes: bands });
    if (isDoubted(bands) && !isDoubted(entry)) await postings.doubted(entry);
    return null;
  }

  return {
    /** The last of one person counts. @throws UserError `not-asked` where nobody is asked. */
    async vote(member: Member, entry: Entry, isTrue: boolean): Promise<void> {
      if (!mayBeAskedAgain(entry, now())) throw new UserError('not-asked');
      // Whoever has several accounts has one vote.
      const [account] = await members.accounts.at(member);
      const [key, until] = [personKey(account), slotOf(now(), DAY) + KEPT_MS];
      await votedBy(key).setUntil(entry.id, entry.id, until);
      await votesOn(entry.id).setUntil(key, isTrue, until);
      const at = slotOf(now(), COUNTED_EVERY_MS) + COUNTED_EVERY_MS;
      await mix.put({
        id: `${VOTES}-${entry.id}`,
        kind: VOTES,
        cohort: entry.cohort,
        pace: 'at',
        at,
        order: `${VOTES} ${entry.id}`,
        content: { entry: entry.id },
        until: slotOf(now(), DAY) + 32 * DAY,
      });
    },

    forget: (entry: Entry): Promise<void> => votesOn(entry.id).clear(),

    /** What was counted stays counted, in steps of many. */
    async eraseOf(member: Member): Promise<void> {
      const key = personKey(member);
      for (const { value: entry } of await votedBy(key).list<string>()) await votesOn(entry).delete(key);
      await votedBy(key).clear();
    },

    releases: { [VOTES]: count } satisfies { readonly [kind: string]: Release },
  };
}
