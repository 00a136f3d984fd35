import { instantOf, localParts } from './zone.ts';

/** Nobody is written to between these local times, in minutes after midnight: 22:00 to 08:00. */
export const QUIET = { from: 22 * 60, to: 8 * 60 } as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function isQuiet(at: number, zone: string): boolean {
  const { minute } = localParts(at, zone);
  return minute >= QUIET.from || minute < QUIET.to;
}

/** `at` itself when it is not quiet then, else the end of the quiet hours on the clock on the wall. */
export function afterQuiet(at: number, zone: string): number {
  const { date, minute } = localParts(at, zone);
  if (minute >= QUIET.to && minute < QUIET.from) return at;
  const end = instantOf(minute >= QUIET.from ? dayAfter(date) : date, QUIET.to, zone);
  // Where the clock went back over 08:00 the first 08:00 may have passed already.
  return end > at ? end : afterQuiet(at - (at % MINUTE) + (QUIET.to - minute) * MINUTE, zone);
}

/** `at` itself when it is not quiet then, else the beginning of the quiet hours before it. */
export function beforeQuiet(at: number, zone: string): number {
  const { date, minute } = localParts(at, zone);
  if (minute >= QUIET.to && minute < QUIET.from) return at;
  return instantOf(minute >= QUIET.from ? date : dayBefore(date), QUIET.from, zone);
}

/** When the one nudge is due: the first instant, 24 hours or more after the prompt, that is not quiet. Never over 48 hours. */
export const nudgeAt = (promptedAt: number, zone: string): number => afterQuiet(promptedAt + 24 * HOUR, zone);

/** The next date of the calendar, of which no zone is needed. */
const dayAfter = (date: string): string => dayFrom(date, 1);
const dayBefore = (date: string): string => dayFrom(date, -1);

function dayFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}
