import { dutyLeft, nextDuty } from '../calendar/duty-hours.ts';
import { type Mentor, restOf } from './rules.ts';

/** How often hours and rests can take turns before nobody waits for it any more. */
const TURNS = 12;

/**
 * For how many milliseconds more of their day they may be asked something; 0: not now. `zone`: the cohort's, for those who
 * have named none of their own.
 */
export const availableFor = (mentor: Mentor, at: number, zone: string): number =>
  restOf(mentor, at) === null ? dutyLeft({ duty: mentor.hours }, at, mentor.hours.zone ?? zone) : 0;

/** `at` itself or the first instant after it at which they may be asked; null: not before they do something about it. */
export function availableFrom(mentor: Mentor, at: number, zone: string): number | null {
  let cursor = at;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const rested = endOfRest(mentor, cursor);
    const next = rested === null ? null : nextDuty({ duty: mentor.hours }, rested, mentor.hours.zone ?? zone);
    if (next === null) return null;
    if (restOf(mentor, next) === null) return next;
    cursor = next;
  }
  return null;
}

function endOfRest(mentor: Mentor, at: number): number | null {
  switch (restOf(mentor, at)) {
    case null:
      return at;
    case 'away':
      return mentor.awayUntil;
    case 'exams':
      return mentor.examUntil;
    case 'silent':
      return mentor.silentUntil;
    default:
      return null;
  }
}
