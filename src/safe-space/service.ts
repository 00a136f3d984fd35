import type { Outbox } from '../delivery/outbox.ts';
import type { Moderation } from '../moderation/service.ts';
import { type Aliases, avatarOf } from '../privacy/aliases.ts';
import { openAuthorship } from '../privacy/authorship.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import { openLimits } from '../privacy/limits.ts';
import type { Mix } from '../privacy/mix.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { Seals } from '../privacy/seals.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { openAround } from './around.ts';
import { openCards } from './cards.ts';
import { openModerating } from './moderating.ts';
import { openOwn, type Standing } from './own.ts';
import { openPlaces } from './places.ts';
import { openReleases } from './release.ts';
import { POSTS_A_DAY, type Post, REPLIES_A_DAY, SMALLEST_AUDIENCE, type ThreadPlace } from './rules.ts';
import { openPostStore } from './store.ts';
import { openWriting } from './writing.ts';

export interface SafeSpaceOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly mix: Mix;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly moderation: Pick<Moderation, 'queue' | 'mutes' | 'settings'>;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  readonly random: () => number;
  countMembers(cohort: string): Promise<number>;
  channelFor(place: Omit<ThreadPlace, 'channel'>): Promise<string | null>;
  channelsOf(cohort: string): Promise<readonly ThreadPlace[]>;
  /** Everything that one person comes by: the first is the same whichever is asked about. */
  accountsOf(person: Someone): Promise<readonly [Someone, ...Someone[]]>;
  now(): number;
  newId(): string;
}

/** Speaking and answering without a name. */
export function openSafeSpace(options: SafeSpaceOptions) {
  const { record, forgetting, seals, moderation, now } = options;
  const { queue, mutes, settings } = moderation;
  const posts = openPostStore(record);
  const authorship = openAuthorship({ forgetting, seals });
  const around = openAround({ ...options, mutes, posts });
  const counted = openLimits({
    ...options,
    mostADay: { post: POSTS_A_DAY, reply: REPLIES_A_DAY },
    leastMembers: SMALLEST_AUDIENCE,
    mutedUntil: async (person, cohort) => (await around.mutedAs(person, cohort)).until,
  });
  // Whoever has several accounts is counted as one.
  const limits: typeof counted = {
    ...counted,
    maySpeak: async (person, cohort, what) => counted.maySpeak((await options.accountsOf(person))[0], cohort, what),
    count: async (person, cohort, purpose) => counted.count((await options.accountsOf(person))[0], cohort, purpose),
  };
  const places = openPlaces({ ...options, posts });

  const own = openOwn({ ...options, posts, authorship });

  return {
    writing: openWriting({ ...options, settings, posts, authorship, limits }),
    own,
    around,
    cards: openCards({ forgetting, screen: options.screen, now }),
    moderating: openModerating({ ...options, queue, posts, places, around }),
    find: posts.find,
    /** What stands in the thread of this, once it is out. */
    threadOf: async ({ post }: Pick<Standing, 'post'>): Promise<readonly Post[]> => (post ? posts.ofThread(post.thread) : []),
    avatarOf,
    countMembers: options.countMembers,
    /** In how many spaces a post appears. */
    countPlaces: async (cohort: string): Promise<number> => (await options.channelsOf(cohort)).length,
    releases: openReleases({
      ...options,
      queue,
      posts,
      places,
      reportThreshold: async (cohort) => (await settings.of(cohort)).reportThreshold,
    }),
    sealDays: async (cohort: string) => (await settings.of(cohort)).sealDays,

    /** A member is erased without having been asked: what they said stays, and nothing leads to them. */
    eraseOf: own.forget,
    sweep: async (): Promise<number> => (await posts.eraseBefore(now() - RETENTION.postsMs)).length,
  };
}

export type SafeSpace = ReturnType<typeof openSafeSpace>;
