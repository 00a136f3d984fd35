import { type Tag, YEARS } from '../members/rules.ts';

/** A member who has volunteered to answer. What counts from the next week only is left out of all but `coming`. */
export interface Mentor {
  readonly member: string;
  readonly cohort: string;
  /** Null: under an alias, another one for each question. */
  readonly shownName: string | null;
  /** Never more than the cohort allows. */
  readonly openAtOnce: number;
  readonly newAWeek: number;
  readonly hours: MentorHours;
  /** Their own year of study, as it counts now. */
  readonly year: number;
  /** The years whose questions they take. */
  readonly years: readonly number[];
  readonly usesTags: boolean;
  /** Their own tags, for routing alone; none unless they chose so. */
  readonly tags: readonly Tag[];
  readonly topics: readonly string[];
  readonly awayUntil: number | null;
  /** Null: their exams have begun, or there are none. */
  readonly examFrom: number | null;
  readonly examUntil: number | null;
  /** As a member they asked to hear nothing until then. */
  readonly silentUntil: number | null;
  /** Offers in a row that went unanswered. */
  readonly missed: number;
  /** Resting after too many of those. */
  readonly pausedAt: number | null;
  readonly orientedAt: number | null;
  /** How many people said that it helped; for themselves alone. */
  readonly helped: number;
  readonly since: number;
  /** What they chose last, where it does not count yet. */
  readonly coming: (Choices & { readonly from: number }) | null;
}

/** In the mentor's own zone; null: the cohort's. From `from` up to `to`, minutes after midnight, on these ISO weekdays. */
export interface MentorHours {
  readonly from: number;
  readonly to: number;
  readonly days: readonly number[];
  readonly zone: string | null;
}

/** What routing goes by: it counts from the week after it was chosen, so that nobody finds out who asks by changing it. */
export interface Choices {
  readonly topics: readonly string[];
  readonly years: readonly number[];
  readonly usesTags: boolean;
}

/** How much one mentor is asked at most. */
export interface Caps {
  readonly openAtOnce: number;
  readonly newAWeek: number;
}

/** Domain §8. */
export const DEFAULT_CAPS: Caps = { openAtOnce: 2, newAWeek: 3 };
export const OPEN_AT_ONCE = { from: 1, to: 5 } as const;
export const NEW_A_WEEK = { from: 1, to: 10 } as const;

export const DEFAULT_HOURS: MentorHours = { from: 9 * 60, to: 21 * 60, days: [1, 2, 3, 4, 5, 6, 7], zone: null };

/** So many unanswered offers in a row, and a mentor is left in peace. */
export const MISSES = 3;
/** A tag counts where so many members hold it. */
export const TAG_HOLDERS = 5;
export const NAME_LENGTH = 40;

const DAY = 24 * 3_600_000;
/** The orientation is confirmed once a year. */
const ORIENTATION_MS = 365 * DAY;

export const isOriented = ({ orientedAt }: Pick<Mentor, 'orientedAt'>, at: number): boolean =>
  orientedAt !== null && at < orientedAt + ORIENTATION_MS;

/** Where a year stands on the way: who intercalates is counted beside year 4, who has graduated after year 6. */
const stageOf = (year: number): number => (year === 7 ? 4 : year === 8 ? 7 : year);

/** How many years a mentor is ahead; below 1 and above 3 they do not answer. */
export const yearGap = (mentor: number, asker: number): number => stageOf(mentor) - stageOf(asker);

/** The years from which somebody of this year takes questions: those one to three years below. */
export const yearsBelow = (year: number): readonly number[] =>
  YEARS.filter((other) => yearGap(year, other) >= 1 && yearGap(year, other) <= 3);

/** Why a mentor is not asked anything now, apart from their hours. */
export type Rest = 'paused' | 'orientation' | 'away' | 'exams' | 'silent';

export function restOf(mentor: Mentor, at: number): Rest | null {
  if (mentor.pausedAt !== null) return 'paused';
  if (!isOriented(mentor, at)) return 'orientation';
  if (mentor.awayUntil !== null && at < mentor.awayUntil) return 'away';
  if (mentor.examUntil !== null && at < mentor.examUntil && at >= (mentor.examFrom ?? 0)) return 'exams';
  if (mentor.silentUntil !== null && at < mentor.silentUntil) return 'silent';
  return null;
}
