import { Temporal } from 'temporal-polyfill';

export { formatLocal, zoneInWords } from './local-words.ts';
export { isZone, readZone, suggestZones, zones } from './zone-names.ts';

const DAY_MS = 86_400_000;
const MEAN_YEAR_MS = 365.2425 * DAY_MS;

/** Once a week at a local time. */
export interface WeeklySlot {
  /** An IANA name that `isZone` accepts. */
  readonly zone: string;
  /** ISO: Monday is 1, Sunday is 7. */
  readonly weekday: number;
  /** Minutes after midnight on the clock on the wall, 0 to 1439. */
  readonly minute: number;
}

export interface LocalParts {
  /** `2027-03-28`. */
  readonly date: string;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly weekday: WeeklySlot['weekday'];
  /** Minutes after midnight on the clock on the wall, 0 to 1439. */
  readonly minute: number;
}

/**
 * The first instant strictly after `after` at which the slot falls; epoch milliseconds.
 *
 * One rule holds for every irregularity, RFC 5545's and Temporal's `compatible`: a time that the clock jumps over
 * moves forward by as much as the clock jumped, a time that comes twice counts the first time. It covers a day that is
 * jumped over as well: in Apia, Friday 30 December 2011 at 18:00 fell on Saturday 31 December at 18:00, the same
 * instant at which it would have fallen had the calendar not changed. So each calendar week has the slot once.
 */
export function nextWeekly(slot: WeeklySlot, after: number): number {
  // Two days back: a slot may have moved forward past midnight, by a day at most.
  const from = zoned(after, slot.zone).toPlainDate().subtract({ days: 2 });
  let date = from.add({ days: (slot.weekday - from.dayOfWeek + 7) % 7 });
  for (;;) {
    const instant = instantAt(date, slot.minute, slot.zone);
    if (instant > after) return instant;
    date = date.add({ days: 7 });
  }
}

/** What the calendar and the clock on the wall say. */
export function localParts(at: number, zone: string): LocalParts {
  const local = zoned(at, zone);
  return {
    date: local.toPlainDate().toString(),
    year: local.year,
    month: local.month,
    day: local.day,
    weekday: weekdayOf(local.dayOfWeek),
    minute: local.hour * 60 + local.minute,
  };
}

/**
 * When a local date (`2027-03-28`) and minute of the day fall; irregular ones as for `nextWeekly`.
 * @throws RangeError when it is no date, or no minute of a day.
 */
export function instantOf(date: string, minute: number, zone: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError('not a local date');
  return instantAt(Temporal.PlainDate.from(date, { overflow: 'reject' }), minute, zone);
}

/** The first instant of the local day in which `at` lies: midnight, or where the clock landed when it jumped over midnight. */
export const startOfLocalDay = (at: number, zone: string): number => zoned(at, zone).startOfDay().epochMilliseconds;

/** The calendar year in which the academic year of this instant began: it begins on 1 September, local time. */
export function academicYearOf(at: number, zone: string): number {
  const around = 1970 + Math.floor(at / MEAN_YEAR_MS);
  const autumn = Date.UTC(around, 8, 1);
  // No zone is two days from Greenwich, so the zone is asked around the first of September alone.
  if (Math.abs(at - autumn) > 2 * DAY_MS) return at > autumn ? around : around - 1;
  const { year, month } = zoned(at, zone);
  return month >= 9 ? year : year - 1;
}

/** The first beginning of an academic year strictly after `at`. */
export function nextAutumn(at: number, zone: string): number {
  const begun = academicYearOf(at, zone);
  return zoned(at, zone)
    .toPlainDate()
    .with({ year: begun + 1, month: 9, day: 1 })
    .toZonedDateTime(zone).epochMilliseconds;
}

function instantAt(date: Temporal.PlainDate, minute: number, zone: string): number {
  if (!Number.isInteger(minute) || minute < 0 || minute > 1439) throw new RangeError('not a minute of a day');
  const time = { hour: Math.floor(minute / 60), minute: minute % 60 };
  return date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

const zoned = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const weekdayOf = (day: number): WeeklySlot['weekday'] => WEEKDAYS[day - 1] ?? 7;
