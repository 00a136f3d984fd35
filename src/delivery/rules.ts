import type { PlatformFailure } from '../errors.ts';
import type { Outcome, Reason } from './delivery.ts';

/** What the rules know of a delivery. */
export interface Standing {
  readonly isEdit: boolean;
  readonly attempts: number;
  readonly expiresAt: number;
  /** When the first try left whose fate is unknown (real time); null: it is certainly not there. */
  readonly sendingAt: number | null;
}

export interface Moment {
  /** Calendar. */
  readonly now: number;
  readonly realNow: number;
  readonly repeatWindowMs: number;
}

export interface Settle {
  readonly kind: 'settle';
  readonly outcome: Outcome;
  readonly reason: Reason | null;
}

export type Step =
  | Settle
  /** Wait in real time. `isUnsure`: it may be there already. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly attempts: number; readonly isUnsure: boolean }
  | Postpone;

/** Wait in the calendar. */
export interface Postpone {
  readonly kind: 'postpone';
  readonly notBefore: number;
}

/** The expiry of what was cancelled while it was leaving. */
export const CANCELLED = 0;
export const MAX_ATTEMPTS = 60;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** Due that long ago, a delivery was missed rather than about to go; only the newest missed one still helps. */
const MISSED_AFTER_MS = 15 * 60_000;

/** An edit is never in doubt: repeating it is harmless. */
const isUnsure = ({ isEdit, sendingAt }: Standing): boolean => !isEdit && sendingAt !== null;

/** The end of a delivery; what may be out there already is never called dropped or undeliverable. */
export function giveUp(standing: Standing, outcome: 'dropped' | 'undeliverable', reason: Reason): Settle {
  return isUnsure(standing)
    ? { kind: 'settle', outcome: 'maybe-sent', reason: 'unconfirmed' }
    : { kind: 'settle', outcome, reason };
}

/** Why a delivery must not be sent at this moment any more, or null when it may. */
export function beforeSending(standing: Standing, { now, realNow, repeatWindowMs }: Moment): Settle | null {
  if (now >= standing.expiresAt) return giveUp(standing, 'dropped', standing.expiresAt === CANCELLED ? 'cancelled' : 'late');
  if (!isUnsure(standing) || isRepeatable(standing.sendingAt, realNow, repeatWindowMs)) return null;
  return { kind: 'settle', outcome: 'maybe-sent', reason: 'unconfirmed' };
}

/** A clock that went backwards tells nothing, so the distance counts both ways. */
function isRepeatable(sendingAt: number | null, realNow: number, repeatWindowMs: number): boolean {
  return sendingAt === null || Math.abs(realNow - sendingAt) < repeatWindowMs;
}

export interface Failed {
  readonly failure: PlatformFailure;
  readonly retryAfterMs: number | null;
}

/** What follows from a failed try. `sendingAt` is the one from before this try. */
export function afterFailure(standing: Standing, failed: Failed, moment: Moment, random: number): Step {
  const { failure } = failed;
  switch (failure) {
    case 'rate-limited':
      return { ...retry(standing, random), attempts: standing.attempts, afterMs: pauseOf(failed, standing.attempts, random) };
    case 'unavailable':
      return tryAgain(standing, random);
    case 'maybe-sent': {
      if (standing.isEdit) return tryAgain(standing, random);
      const unsure = { ...standing, sendingAt: standing.sendingAt ?? moment.realNow };
      return isRepeatable(unsure.sendingAt, moment.realNow, moment.repeatWindowMs)
        ? tryAgain(unsure, random)
        : { kind: 'settle', outcome: 'maybe-sent', reason: 'unconfirmed' };
    }
    case 'unreachable-person':
    case 'forbidden':
    case 'gone':
      return giveUp(standing, 'undeliverable', failure);
    default:
      return failure satisfies never;
  }
}

/** Another try after a back-off, as long as there may be one. */
export function tryAgain(standing: Standing, random: number): Step {
  if (standing.attempts + 1 >= MAX_ATTEMPTS) return giveUp(standing, 'undeliverable', 'exhausted');
  return retry(standing, random);
}

function retry(standing: Standing, random: number) {
  const attempts = standing.attempts + 1;
  return { kind: 'retry', afterMs: backOff(attempts, random), attempts, isUnsure: isUnsure(standing) } as const;
}

/** How long a platform that says "too many" is left alone. */
export function pauseOf({ retryAfterMs }: Failed, attempts: number, random: number): number {
  return Math.min(retryAfterMs ?? backOff(attempts + 1, random), LONGEST_PAUSE_MS);
}

/** Doubles from a second to five minutes; half of it is chance, so that what failed together does not return together. */
export function backOff(attempts: number, random: number): number {
  const full = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(attempts - 1, 30));
  return Math.round(full * (0.5 + random / 2));
}

/** No wait in real time is longer: a later `retry_at` was written under a clock that was wrong. */
export const LONGEST_WAIT_MS = 2 * LONGEST_PAUSE_MS;

/** Moves a delivery to a later time of the calendar, or drops it where that is too late. */
export function waitUntil(standing: Standing, notBefore: number): Settle | Postpone {
  return notBefore >= standing.expiresAt ? giveUp(standing, 'dropped', 'late') : { kind: 'postpone', notBefore };
}

/** After a long silence only the newest of one member's deliveries of one kind goes out. */
export const isMissed = (notBefore: number, now: number): boolean => now - notBefore > MISSED_AFTER_MS;
