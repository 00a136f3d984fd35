import type { DutyHours } from '../calendar/duty-hours.ts';
import type { Tier } from '../safety/tiers.ts';

/** How a cohort is moderated. */
export interface ModerationSettings {
  /** Every post waits for a moderator; else they look afterwards. */
  readonly beforePublishing: boolean;
  /** So many reports hide something until somebody has looked. */
  readonly reportThreshold: number;
  /** How long seals of new posts live; 0: there are none, so nobody can ever find an author. */
  readonly sealDays: number;
  /** In the cohort's zone. */
  readonly duty: DutyHours;
}

export const DEFAULT_SETTINGS: ModerationSettings = {
  beforePublishing: false,
  reportThreshold: 3,
  sealDays: 30,
  duty: { from: 9 * 60, to: 17 * 60, days: [1, 2, 3, 4, 5] },
};

export const REPORT_THRESHOLD = { from: 1, to: 10 } as const;
export const SEAL_DAYS = { from: 0, to: 30 } as const;

/** Why something waits for a moderator. */
const CAUSES = ['language', 'exam-content', 'before-publishing', 'report', 'appeal', 'maybe-sent', 'muted'] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * - `approve`: it may appear (`maybe-sent`: it is not there, send it; `appeal`: the mute ends);
 * - `ask-change`, `decline`: it does not appear, and its author reads why;
 * - `hide`, `keep`: what has appeared goes, or stays and is shown again;
 * - `settled`: nothing more is to be done.
 */
const DECISIONS = ['approve', 'approve-with-warning', 'ask-change', 'decline', 'hide', 'keep', 'settled'] as const;
export type Decision = (typeof DECISIONS)[number];

const HELD: readonly Decision[] = ['approve', 'approve-with-warning', 'ask-change', 'decline'];

/** What can be decided, by cause. What a muted person wrote cannot be published, but may be answered. */
export const DECISIONS_FOR: Readonly<Record<Cause, readonly Decision[]>> = {
  language: HELD,
  'exam-content': HELD,
  'before-publishing': HELD,
  report: ['keep', 'hide'],
  appeal: ['approve', 'decline'],
  'maybe-sent': ['settled', 'approve'],
  muted: ['settled', 'decline'],
};

/** Something that waits for a moderator, or did. It holds no words, and nothing of who wrote them. */
export interface QueueItem {
  readonly id: string;
  readonly cohort: string;
  /** What it is about: a post, a reply, an appeal. */
  readonly subject: string;
  readonly cause: Cause;
  readonly tier: Tier | null;
  /** Counts, such as `reports`. */
  readonly details: Readonly<Record<string, number>>;
  readonly state: 'open' | Decision;
  /** A slot. */
  readonly openedAt: number;
  readonly escalatedAt: number | null;
  readonly decidedAt: number | null;
  /** The moderator's platform id; null where nobody decided, such as when the author withdrew it. */
  readonly decidedBy: string | null;
  /** How often moderators were reminded of it. */
  readonly escalations: number;
  /** How often what stands about it in the moderators' channel has changed. */
  readonly changes: number;
}

/** What a moderator sees of what an item is about. */
export interface Description {
  /** An alias, or the name of somebody who speaks under it. */
  readonly speaker: string | null;
  readonly words: string;
  readonly support: string | null;
  readonly warning: string | null;
  /** Whether others have seen it. */
  readonly isOut: boolean;
  readonly state: 'waiting' | 'shown' | 'hidden' | 'withdrawn';
  /** Its own id where it opens one. */
  readonly thread: string;
  /** Where it was said, and where a mute of its author counts. */
  readonly capability: Muteable;
}

/** For a forged button too. What is gone can only be closed. */
export const mayDecide = (cause: Cause, decision: Decision, isGone: boolean): boolean =>
  isGone ? decision === 'settled' : DECISIONS_FOR[cause].includes(decision);

const UNDO_WITHIN_MS = 10 * 60_000;

/** Whether a decision can be taken back: soon after, and before what it let out is seen. */
export function mayUndo({ state, cause, decidedAt, decidedBy }: QueueItem, now: number, isOut: boolean): boolean {
  if (state === 'open' || decidedAt === null || decidedBy === null) return false;
  if (now - decidedAt >= UNDO_WITHIN_MS) return false;
  const isLettingOut = state === 'approve' || state === 'approve-with-warning';
  return !(isLettingOut && (isOut || cause === 'appeal'));
}

/** Causes that are one matter when they meet in one subject; the first outranks the others. */
const MATTERS: readonly (readonly Cause[])[] = [
  ['language', 'exam-content', 'before-publishing'],
  ['report'],
  ['appeal'],
  ['maybe-sent'],
  ['muted'],
];

export const matterOf = (cause: Cause): readonly Cause[] => MATTERS.find((matter) => matter.includes(cause)) ?? [cause];

/** Of two causes of one matter the one that says more. */
export const weightierCause = (a: Cause, b: Cause): Cause => (matterOf(a).indexOf(a) <= matterOf(a).indexOf(b) ? a : b);

type Counts = QueueItem['details'];

const together = (a: Counts, b: Counts, of: (one: number, other: number) => number): Counts => ({
  ...a,
  ...Object.fromEntries(Object.entries(b).map(([name, count]) => [name, of(a[name] ?? 0, count)])),
});

/** Counts of two things that are one matter. */
export const addedUp = (a: Counts, b: Counts): Counts => together(a, b, (one, other) => one + other);

/** A later count of the same thing: to say it twice changes nothing. */
export const countedAgain = (a: Counts, b: Counts): Counts => together(a, b, Math.max);

export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** A mute touches only what it was given for. */
export type Muteable = 'safe-space' | 'questions';

const HOUR = 3_600_000;
export const MUTES = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const;
export type MuteLength = keyof typeof MUTES;

/** Why something waits for a moderator, and what became of it. */
export interface Hold {
  readonly cause: 'language' | 'exam-content' | 'before-publishing' | 'muted';
  readonly tier: Tier;
  /** `new`: not yet in the queue; `asked`: its author is asked for a change. */
  readonly state: 'new' | 'queued' | 'approved' | 'asked' | 'declined';
  /** What a moderator wrote to the author. */
  readonly text: string | null;
  /** How often it came to the queue: a changed one comes again. */
  readonly times: number;
}

/** The queue's item about something that is held. */
export const queueItemOf = (id: string, { times }: Hold): string => `${id}-${times}`;

/** Whether this language goes to people before it is public (domain §4). */
export const isGrave = (tier: Tier): boolean => tier === 'T2' || tier === 'T3';

/** Why it must be looked at first, or null. */
export function holdFor(
  tier: Tier,
  {
    beforePublishing,
    isMuted,
    isExamContent = false,
  }: { readonly beforePublishing: boolean; readonly isMuted: boolean; readonly isExamContent?: boolean },
): Hold | null {
  const shown = isExamContent ? 'exam-content' : beforePublishing ? 'before-publishing' : null;
  const cause = isMuted ? 'muted' : isGrave(tier) ? 'language' : shown;
  return cause && { cause, tier, state: 'new', text: null, times: 1 };
}

/** Whether nothing about it waits for a decision, and one let it out. */
export const isLetOut = (items: readonly QueueItem[]): boolean =>
  items.some(({ state }) => state === 'approve' || state === 'approve-with-warning') &&
  items.every(({ state, cause }) => state !== 'open' || !matterOf('language').includes(cause));
