import { instantOf, localParts, nextWeekly } from './zone.ts';

const DAY_MS = 86_400_000;

/** The first instant of the week in which `at` lies: weeks begin on Monday, where the clock on the wall says so. */
export function weekOf(at: number, zone: string): number {
  const { date, weekday } = localParts(at, zone);
  return instantOf(daysBefore(date, weekday - 1), 0, zone);
}

/** The first beginning of a week strictly after `at`. */
export const nextWeek = (at: number, zone: string): number => nextWeekly({ zone, weekday: 1, minute: 0 }, at);

/** Dates of the calendar, of which no zone is needed. */
const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
