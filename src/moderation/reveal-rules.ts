/** The closed list (domain §6). */
export const GROUNDS = ['risk-to-life', 'safeguarding', 'legal-order'] as const;
export type Grounds = (typeof GROUNDS)[number];
export const REASON_MAX = 500;

const HOUR = 3_600_000;
/** From the first request to the look. */
export const REVEAL_WITHIN_MS = HOUR;
/** How long its author can read of it. */
export const TOLD_FOR_MS = 96 * HOUR;
/** A recorded reason puts that off for so long. */
export const DEFERRED_MS = 72 * HOUR;

/**
 * - `asked`, `asked-by-lead`: one person has asked; whether they lead, when they asked;
 * - `agreed`: a second person agrees, and the lead who asked may look;
 * - `shown`: a lead has seen who wrote it; `lapsed`: nobody did in time.
 */
export type RevealState = 'asked' | 'asked-by-lead' | 'agreed' | 'shown' | 'lapsed';
export type RevealStep = 'agree' | 'agree-as-lead' | 'show' | 'lapse';

/** What follows from what. Whatever leads to `shown` takes two people, and a lead to look. */
export const NEXT: Readonly<Record<RevealState, Readonly<Partial<Record<RevealStep, RevealState>>>>> = {
  asked: { 'agree-as-lead': 'shown', lapse: 'lapsed' },
  'asked-by-lead': { agree: 'agreed', 'agree-as-lead': 'shown', lapse: 'lapsed' },
  agreed: { 'agree-as-lead': 'shown', show: 'shown', lapse: 'lapsed' },
  shown: {},
  lapsed: {},
};

export const isWaiting = (state: RevealState): boolean => 'lapse' in NEXT[state];

/** Two people of the roster, who looked for who wrote something. No word of it is here, nor who wrote it. */
export interface Reveal {
  readonly id: string;
  readonly cohort: string;
  readonly subject: string;
  readonly grounds: Grounds;
  readonly reason: string;
  /** Platform ids in the cohort's home. */
  readonly askedBy: string;
  readonly askedAt: number;
  readonly agreedBy: string | null;
  /** When it was agreed to, and then when it was shown. */
  readonly agreedAt: number | null;
  /** Why its author is told later; null: they are told at once. */
  readonly deferred: string | null;
  readonly state: RevealState;
}

export const isInTime = ({ askedAt }: Reveal, now: number): boolean => now <= askedAt + REVEAL_WITHIN_MS;

/** When the author may read of it. */
export function toldBetween({ agreedAt, deferred }: Reveal): { readonly from: number; readonly until: number } {
  const from = (agreedAt ?? 0) + (deferred === null ? 0 : DEFERRED_MS);
  return { from, until: from + TOLD_FOR_MS };
}

/** All that bears on whether something may be done. Everything is looked at before anything is decided. */
export interface Facts {
  /** There is such a subject, or request, in this cohort. */
  readonly isKnown: boolean;
  /** Done where the cohort was set up, not in a space that was linked to it. */
  readonly isHome: boolean;
  /** All who take part are on the roster now. */
  readonly areOnRoster: boolean;
  /** The request still stands; true where there is none yet. */
  readonly isWaiting: boolean;
  readonly isInTime: boolean;
  /** Nobody takes both parts. */
  readonly areTwo: boolean;
  /** The step leads on from where the request stands; false where a lead is missing. */
  readonly mayFollow: boolean;
  readonly isGrounded: boolean;
  /** The seal opens, and to nobody who takes part. */
  readonly mayBeOpened: boolean;
}

/**
 * Why not, as it stands in the audit log. `not-to-be-opened` is one cause for a seal that has ended (or never was: strict
 * mode) and for a person who is involved: told apart, the log would say who wrote it.
 */
export type Cause =
  | 'unknown'
  | 'not-home'
  | 'not-on-roster'
  | 'over-already'
  | 'too-late'
  | 'same-person'
  | 'no-lead'
  | 'no-grounds'
  | 'not-to-be-opened';

const MUST: readonly (readonly [fact: keyof Facts, otherwise: Cause])[] = [
  ['isKnown', 'unknown'],
  ['isHome', 'not-home'],
  ['areOnRoster', 'not-on-roster'],
  ['isInTime', 'too-late'],
  ['isWaiting', 'over-already'],
  ['areTwo', 'same-person'],
  ['mayFollow', 'no-lead'],
  ['isGrounded', 'no-grounds'],
  ['mayBeOpened', 'not-to-be-opened'],
];

/** The first thing in the way, or null. */
export const obstacle = (facts: Facts): Cause | null => MUST.find(([fact]) => !facts[fact])?.[1] ?? null;
