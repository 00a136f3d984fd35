import type { Platform } from '../chat/invocation.ts';
import type { Hold } from '../moderation/rules.ts';

/** The kind of support that somebody would like (domain §2). */
export const SUPPORTS = ['be-heard', 'know-how', 'practical-help', 'sense-check', 'not-sure'] as const;
export type Support = (typeof SUPPORTS)[number];

/** When the author wants it to appear. */
export const TIMINGS = ['soon', 'mixed', 'now'] as const;
export type Timing = (typeof TIMINGS)[number];

export const WORDS_MAX = 2_000;
export const WARNING_MAX = 100;
/** Below so many members nobody is hidden among them (domain §6). */
export const SMALLEST_AUDIENCE = 10;
/** For one person in a day. */
export const POSTS_A_DAY = 5;
export const REPLIES_A_DAY = 30;

/** Why somebody reports something. */
export const REPORT_REASONS = ['unkind', 'identifies', 'harm', 'spam', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** Whether it was the kind of support that they wanted. */
export const VERDICTS = ['yes', 'partly', 'no'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type PostState = 'shown' | 'hidden' | 'withdrawn';

/** Something said in the safe space that has appeared: the post that opened a thread, or a reply in it. */
export interface Post {
  readonly id: string;
  readonly cohort: string;
  /** The post that opened the thread; for that one its own id. */
  readonly thread: string;
  /** An alias of this thread, or the name of somebody who replied as themselves. */
  readonly speaker: string;
  /** For a reply under one's own name; null hides who it is. */
  readonly member: string | null;
  /** Said by the author of the thread, without a name. */
  readonly isAuthor: boolean;
  /** Null once withdrawn. */
  readonly words: string | null;
  readonly support: Support | null;
  readonly warning: string | null;
  readonly state: PostState;
  /** The slot in which it appeared, and nothing finer. */
  readonly slotAt: number;
  /** From then on nobody replies without a name in its thread. */
  readonly sealedUntil: number;
  /** How many feel the same, as a band of `SAME_BANDS`; 0 says nothing. */
  readonly sameBand: number;
  readonly closedAt: number | null;
}

/** A channel of one of the cohort's spaces. */
export interface ThreadPlace {
  readonly platform: Platform;
  readonly space: string;
  readonly channel: string;
}

/** One of the messages in which a post stands: it appears in every space of its cohort, wherever its author is. */
export interface PostPlace extends ThreadPlace {
  /** The key of its delivery; another one once a moderator had it sent again. */
  readonly messageKey: string;
  /** Nobody knows whether it came out there. */
  readonly isUnsure: boolean;
}

export const isOpener = ({ id, thread }: Pick<Post, 'id' | 'thread'>): boolean => id === thread;

/** "Same here" is shown from the threshold for small groups on, and in steps that never tell one person. */
export const SAME_BANDS = [5, 10, 25, 50] as const;

/** The number of bands reached: 0 where too few feel the same to say so. */
export const bandOf = (count: number): number => SAME_BANDS.filter((least) => count >= least).length;

/** What waits to be said. It is in the forgetting store alone. */
export interface Speech {
  readonly thread: string;
  readonly speaker: string;
  readonly member: string | null;
  readonly isAuthor: boolean;
  readonly words: string;
  readonly support: Support | null;
  readonly warning: string | null;
  readonly receipt: string;
  readonly sealDays: number;
  readonly timing: Timing;
  readonly hold: Hold | null;
  /** Its author has withdrawn it, which moderators who may have it before them learn at the next slot. */
  readonly isTakenBack: boolean;
  /** What moderators have before them until the next slot, while its author has written something else. */
  readonly before: Pick<Speech, 'words' | 'support' | 'warning'> | null;
}

/** Whether moderators may have it before them. */
export const isInQueue = ({ hold }: Pick<Speech, 'hold'>): boolean => hold !== null && hold.state !== 'new';
