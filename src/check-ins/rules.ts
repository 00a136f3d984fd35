/** One cohort's week of check-ins. It closes when the next opens. */
export interface Round {
  readonly id: string;
  readonly cohort: string;
  /** Counts up from 1 in each cohort. */
  readonly number: number;
  readonly openedAt: number;
  readonly closesAt: number;
  readonly closedAt: number | null;
}

/** One member's answer to a round. */
export interface CheckIn {
  readonly member: string;
  readonly round: string;
  readonly roundNumber: number;
  readonly measure: string;
  /** By item; only items that were asked. */
  readonly answers: Answers;
  /** Read by nobody but the member. */
  readonly note: string | null;
  readonly wish: Wish | null;
  readonly answeredAt: number;
}

export type Answers = Readonly<Record<string, number>>;

/** The four kinds of support, and not being sure (domain §2). */
export const WISHES = ['be-heard', 'know-how', 'practical-help', 'sense-check', 'not-sure'] as const;
export type Wish = (typeof WISHES)[number];

export type PaceOfAsking = 'weekly' | 'fortnightly' | 'monthly' | 'resting';

/** Two missed rounds make it fortnightly, four monthly; two missed monthlies rest it. Any answer restores weekly (domain §3). */
export function paceAfter(missed: number): PaceOfAsking {
  if (missed < 2) return 'weekly';
  if (missed < 4) return 'fortnightly';
  return missed < 6 ? 'monthly' : 'resting';
}

/** The count of missed rounds at which asking rests, with one friendly line. */
export const RESTS_AT = 6;

const ROUNDS_APART: Readonly<Record<Exclude<PaceOfAsking, 'resting'>, number>> = { weekly: 1, fortnightly: 2, monthly: 4 };

/** Whether a round asks a member, by the rounds that they missed and the one that asked them last. */
export function isAsked(roundNumber: number, member: { readonly missed: number; readonly askedRound: number }): boolean {
  const pace = paceAfter(member.missed);
  return pace !== 'resting' && (member.askedRound === 0 || roundNumber - member.askedRound >= ROUNDS_APART[pace]);
}

const HOUR = 3_600_000;

/** A round that could not open on time opens late for up to this long; after that the next one is near enough. */
export const LATEST_OPENING_MS = 4 * 24 * HOUR;

/** A member's own slot lies within this long of the opening. */
export const OWN_SLOT_WITHIN_MS = 5 * 24 * HOUR;

/** A prompt that could not be sent for this long helps nobody. */
export const PROMPT_USEFUL_MS = 48 * HOUR;

/** The first item that has no answer yet. */
export const nextItem = (items: readonly string[], answers: Answers): string | null =>
  items.find((item) => answers[item] === undefined) ?? null;
