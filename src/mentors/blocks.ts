import { personTags, type Someone } from '../privacy/keyed-tags.ts';
import { slotOf } from '../privacy/slots.ts';
import type { Forgetting } from '../store/forgetting.ts';

/** A block as the one who made it sees it: by what the other was called. */
export interface Block {
  readonly key: string;
  readonly speaker: string;
}

export interface NewBlock {
  readonly cohort: string;
  readonly by: Someone;
  readonly against: Someone;
  /** What `by` knows the other by. */
  readonly speaker: string;
}

export interface BlocksOptions {
  readonly forgetting: Pick<Forgetting, 'group'>;
  /** The sub-key `mutes`. */
  readonly key: Buffer;
  now(): number;
}

const DAY = 24 * 3_600_000;
const DAYS = 365;

/**
 * Who is never brought together again, for a year. It stands in the forgetting store under keyed tags of both people
 * and outlives leaving and joining again; nobody is told, and no route but this one asks.
 */
export function openBlocks({ forgetting, key, now }: BlocksOptions) {
  const tagOf = personTags(key);
  const of = (cohort: string, person: Someone) => forgetting.group('block', tagOf('blocks', cohort, person));
  const against = (cohort: string, person: Someone) => tagOf('blocked', cohort, person);

  return {
    /** Again: the year begins anew. */
    async block({ cohort, by, against: other, speaker }: NewBlock): Promise<void> {
      // To the day, so that it does not tell in which minute.
      await of(cohort, by).setUntil(against(cohort, other), { speaker }, slotOf(now(), DAY) + (DAYS + 1) * DAY);
    },

    /** Whichever of the two blocked the other. */
    async isBlocked(cohort: string, one: Someone, other: Someone): Promise<boolean> {
      const [here, there] = await Promise.all([
        of(cohort, one).get(against(cohort, other)),
        of(cohort, other).get(against(cohort, one)),
      ]);
      return here !== null || there !== null;
    },

    /** Whom this person has blocked, for themselves alone. */
    async ofPerson(cohort: string, person: Someone): Promise<readonly Block[]> {
      const found = await of(cohort, person).list<{ readonly speaker: string }>();
      return found.map(({ key: name, value }) => ({ key: name, speaker: value.speaker }));
    },

    /** Nothing happens for a key that is not theirs. */
    async lift(cohort: string, person: Someone, name: string): Promise<void> {
      await of(cohort, person).delete(name);
    },
  };
}
