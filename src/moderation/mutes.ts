import { personTags, type Someone } from '../privacy/keyed-tags.ts';
import { tag } from '../privacy/keys.ts';
import type { Mix, Release } from '../privacy/mix.ts';
import type { About, Seals } from '../privacy/seals.ts';
import type { Tier } from '../safety/tiers.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Muteable, QueueItem } from './rules.ts';

export interface MutesOptions {
  readonly forgetting: Pick<Forgetting, 'get' | 'set' | 'delete' | 'group'>;
  readonly seals: Pick<Seals, 'open'>;
  readonly mix: Pick<Mix, 'put'>;
  /** The sub-key `mutes`. */
  readonly key: Buffer;
  now(): number;
  newId(): string;
}

export interface NewAppeal {
  readonly cohort: string;
  readonly capability: Muteable;
  readonly person: Someone;
  readonly words: string;
  /** Of its language: grave words reach the queue within five minutes. */
  readonly tier?: Tier;
}

/** How somebody's appeal stands, for themselves alone. */
export interface AppealState {
  readonly state: 'waiting' | 'declined';
  /** What the moderators wrote. */
  readonly text: string | null;
}

/** What leads from an appeal in the queue back to whom it is about, without saying who. */
interface KeptAppeal {
  readonly muted: string;
  readonly words: string;
}

const DAY = 24 * 3_600_000;
const APPEAL_OF = 'appeal-of';

/** What an appeal is called in the mix, where it waits for its slot. */
export const APPEAL = 'appeal';

/** What becomes of an appeal when its slot comes. Its words stay in the forgetting store. */
export const appealRelease =
  (queue: { open(item: NewAppealItem): Promise<void> }): Release =>
  async ({ id, cohort, content }, at) => {
    const { tier } = content as { readonly tier: Tier | null };
    await queue.open({ id, cohort, subject: id, cause: 'appeal', tier, details: {}, at });
    return null;
  };

type NewAppealItem = Pick<QueueItem, 'id' | 'cohort' | 'subject' | 'cause' | 'tier' | 'details'> & { readonly at: number };

/**
 * Who may not speak without a name for a while. Everything stands in the forgetting store under keyed tags: of the
 * person, so that a mute outlives leaving and joining again, and of what it was given for, never that itself. Nothing
 * here touches the support card: nobody is ever too muted for that.
 */
export function openMutes({ forgetting, seals, mix, key, now, newId }: MutesOptions) {
  const tagOf = personTags(key);
  const mutedOf = (cohort: string, capability: Muteable, person: Someone) => tagOf(`mute ${capability}`, cohort, person);
  const mutesOf = (muted: string) => forgetting.group('mute', muted);
  const reasonOf = ({ cohort, subject }: About) => tag(key, 'reason', cohort, subject);

  /** Where nobody can know the author it is done to nobody, so that both look alike from outside. */
  async function authorOf(about: About, capability: Muteable): Promise<string> {
    const author = await seals.open(about);
    return author ? mutedOf(about.cohort, capability, author) : tag(key, 'nobody', about.cohort, about.subject);
  }

  async function untilOf(muted: string): Promise<number | null> {
    const ends = (await mutesOf(muted).list<number>()).map(({ value }) => value).filter((until) => until > now());
    return ends.length === 0 ? null : Math.max(...ends);
  }

  return {
    /** Always answers the same, whether there is an author to be found or not. A longer mute is never shortened. */
    async muteAuthorOf(about: About, lengthMs: number, capability: Muteable): Promise<'done'> {
      const mutes = mutesOf(await authorOf(about, capability));
      const until = Math.max(now() + lengthMs, (await mutes.get<number>(reasonOf(about))) ?? 0);
      await mutes.set(reasonOf(about), until, until - now());
      return 'done';
    },

    /** Takes back what was given for this; what the author was muted for elsewhere stays. Always answers the same. */
    async liftFor(about: About, capability: Muteable): Promise<'done'> {
      await mutesOf(await authorOf(about, capability)).delete(reasonOf(about));
      return 'done';
    },

    /** When this person may speak there again; null: they may now. */
    mutedUntil: (cohort: string, capability: Muteable, person: Someone): Promise<number | null> =>
      untilOf(mutedOf(cohort, capability, person)),

    /** The words wait for a slot, as everything anonymous does. One appeal for as long as somebody is muted. */
    async appeal({ cohort, capability, person, words, tier }: NewAppeal): Promise<'kept' | 'not-muted' | 'appealed-before'> {
      const muted = mutedOf(cohort, capability, person);
      const until = await untilOf(muted);
      if (until === null) return 'not-muted';
      if ((await forgetting.get(APPEAL_OF, muted)) !== null) return 'appealed-before';
      const id = newId();
      const isGrave = tier === 'T2' || tier === 'T3';
      await forgetting.set(APPEAL, id, { muted, words } satisfies KeptAppeal, until - now() + DAY);
      await forgetting.set(APPEAL_OF, muted, { state: 'waiting', text: null } satisfies AppealState, until - now());
      await mix.put({
        id,
        kind: APPEAL,
        cohort,
        pace: isGrave ? 'urgent' : 'quarter',
        order: words,
        content: { tier: tier ?? null },
        until: until + DAY,
      });
      return 'kept';
    },

    appealOf: (cohort: string, capability: Muteable, person: Someone): Promise<AppealState | null> =>
      forgetting.get<AppealState>(APPEAL_OF, mutedOf(cohort, capability, person)),

    /** What the queue item with this id says; null once it is over. */
    async wordsOf(id: string): Promise<string | null> {
      return (await forgetting.get<KeptAppeal>(APPEAL, id))?.words ?? null;
    },

    /** Ends every mute of whoever made this appeal. */
    async grant(id: string): Promise<void> {
      const kept = await forgetting.get<KeptAppeal>(APPEAL, id);
      if (!kept) return;
      await mutesOf(kept.muted).clear();
      await forgetting.delete(APPEAL_OF, kept.muted);
    },

    /** The mute stays, and its holder reads why; or, taken back, the appeal waits again. */
    async answer(id: string, state: AppealState): Promise<void> {
      const kept = await forgetting.get<KeptAppeal>(APPEAL, id);
      const until = kept && (await untilOf(kept.muted));
      if (kept && until !== null) await forgetting.set(APPEAL_OF, kept.muted, state, until - now());
    },
  };
}

export type Mutes = ReturnType<typeof openMutes>;
