import { instantOf, localParts } from './zone.ts';

/**
 * When somebody looks after a cohort: on these ISO weekdays from `from` up to `to`, minutes after midnight on the clock
 * on the wall. Hours that end at or before their beginning go on into the next day.
 */
export interface DutyHours {
  readonly from: number;
  readonly to: number;
  readonly days: readonly number[];
}

interface HasDuty {
  readonly duty: DutyHours;
}

interface Shift {
  readonly start: number;
  readonly end: number;
}

const DAY_MS = 86_400_000;
/** Nobody waits through more days of duty than these. */
const LONGEST_LOOK_DAYS = 400;

export const isOnDuty = (who: HasDuty, at: number, zone: string): boolean => dutyLeft(who, at, zone) > 0;

/** For how many milliseconds more; 0 while nobody is on duty. */
export function dutyLeft({ duty }: HasDuty, at: number, zone: string): number {
  for (const { start, end } of shifts(duty, at, zone)) {
    if (start > at) return 0;
    if (at < end) return end - at;
  }
  return 0;
}

/** `at` itself while somebody is on duty, else the beginning of the next hours; null where there are none. */
export function nextDuty({ duty }: HasDuty, at: number, zone: string): number | null {
  for (const { start } of shifts(duty, at, zone)) return Math.max(start, at);
  return null;
}

/** When so much time on duty has passed since `from`; null where nobody is ever on duty. */
export function afterDuty({ duty }: HasDuty, from: number, ms: number, zone: string): number | null {
  let left = ms;
  let cursor = from;
  for (const { start, end } of shifts(duty, from, zone)) {
    cursor = Math.max(cursor, start);
    if (cursor + left <= end) return cursor + left;
    left -= Math.max(0, end - cursor);
    cursor = Math.max(cursor, end);
  }
  return null;
}

/** The hours that end after `at`, in order. The day before may reach into this one. */
function* shifts({ from, to, days }: DutyHours, at: number, zone: string): Generator<Shift> {
  if (days.length === 0) return;
  const today = localParts(at, zone).date;
  for (let offset = -1; offset <= LONGEST_LOOK_DAYS; offset += 1) {
    const date = dayAfter(today, offset);
    if (!days.includes(weekdayOf(date))) continue;
    const start = instantOf(date, from, zone);
    const end = instantOf(to > from ? date : dayAfter(date, 1), to, zone);
    if (end > at && end > start) yield { start, end };
  }
}

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** Dates of the calendar, of which no zone is needed. */
const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
