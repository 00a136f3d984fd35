import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  academicYearOf,
  instantOf,
  localParts,
  nextAutumn,
  nextWeekly,
  startOfLocalDay,
  type WeeklySlot,
  zones,
} from '../../src/calendar/zone.ts';
import { changes, DAY, dateOf, firstShown, HOUR, MINUTE, minuteOf, nextWeeklyByWalking, wallAt, weekdayOf } from './oracle.ts';

const FROM = Date.UTC(2005, 0, 1);
const TO = Date.UTC(2041, 0, 1);
const everyZone = zones();

const anyZone = fc.constantFrom(...everyZone);
const anyInstant = fc.integer({ min: FROM / 1000, max: TO / 1000 - 1 }).map((seconds) => seconds * 1000);
const anyWeekday = fc.constantFrom(1, 2, 3, 4, 5, 6, 7) as fc.Arbitrary<WeeklySlot['weekday']>;
const anyMinute = fc.integer({ min: 0, max: 1439 });
const anySlot: fc.Arbitrary<WeeklySlot> = fc.record({ zone: anyZone, weekday: anyWeekday, minute: anyMinute });

const slotAt = (wall: number, zone: string): WeeklySlot => ({
  zone,
  weekday: weekdayOf(wall) as WeeklySlot['weekday'],
  minute: minuteOf(wall),
});
const iso = (at: number): string => new Date(at).toISOString().replace(':00.000Z', 'Z');
const utc = (text: string): number => Date.parse(text);

describe('the weekly slot', () => {
  it('is where somebody who watches the clock finds it, in any zone and year', () => {
    fc.assert(
      fc.property(anySlot, anyInstant, (slot, after) => {
        expect(iso(nextWeekly(slot, after))).toBe(iso(nextWeeklyByWalking(slot, after)));
      }),
      { numRuns: 700 },
    );
  });

  it.each([2011, 2026])('is right around every change of every clock in %i', (year) => {
    let seen = 0;
    for (const zone of everyZone) {
      for (const change of changes(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))) {
        const [before, after] = [wallAt(change - MINUTE, zone) + MINUTE, wallAt(change, zone)];
        const [low, high] = [Math.min(before, after), Math.max(before, after)];
        const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
        for (const wall of [low - MINUTE, low, middle, high - MINUTE, high]) {
          const slot = slotAt(wall, zone);
          const expected = firstShown(wall, zone);
          const label = `${zone} ${iso(wall)}`;
          expect(`${label} ${iso(nextWeekly(slot, expected - 1))}`).toBe(`${label} ${iso(expected)}`);
          expect(Math.abs(nextWeekly(slot, expected) - expected - 7 * DAY)).toBeLessThanOrEqual(25 * HOUR);
          seen += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(1000);
  });

  it('falls once in each week for years on end, and asking in between changes nothing', () => {
    fc.assert(
      fc.property(anySlot, anyInstant, fc.nat(), (slot, start, seed) => {
        let last = nextWeekly(slot, start);
        for (let week = 0; week < 60; week++) {
          const next = nextWeekly(slot, last);
          expect(Math.abs(next - last - 7 * DAY)).toBeLessThanOrEqual(25 * HOUR);
          expect(nextWeekly(slot, last + (seed % (next - last)))).toBe(next);
          expect(nextWeekly(slot, next - 1)).toBe(next);
          last = next;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('comes once for somebody whose clock jumps back and forth', () => {
    const jumps = fc.array(fc.integer({ min: -20 * DAY, max: 30 * DAY }), { minLength: 5, maxLength: 25 });
    fc.assert(
      fc.property(anySlot, anyInstant, jumps, (slot, start, steps) => {
        let clock = start;
        let latest = start;
        const done: number[] = [];
        for (const step of steps) {
          clock += step;
          latest = Math.max(latest, clock);
          for (let due = nextWeekly(slot, done.at(-1) ?? start); due <= clock; due = nextWeekly(slot, due)) done.push(due);
        }
        const steady: number[] = [];
        for (let due = nextWeekly(slot, start); due <= latest; due = nextWeekly(slot, due)) steady.push(due);
        expect(done).toEqual(steady);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, WeeklySlot, string, string[]]>([
    [
      'an hour later when London jumps over it, and at the old time the week after',
      { zone: 'Europe/London', weekday: 7, minute: 90 },
      '2027-03-22T00:00Z',
      ['2027-03-28T01:30Z', '2027-04-04T00:30Z'],
    ],
    [
      'the first of two when London has the hour twice',
      { zone: 'Europe/London', weekday: 7, minute: 90 },
      '2027-10-25T00:00Z',
      ['2027-10-31T00:30Z', '2027-11-07T01:30Z'],
    ],
    [
      'half an hour later on Lord Howe in spring',
      { zone: 'Australia/Lord_Howe', weekday: 7, minute: 135 },
      '2026-09-28T00:00Z',
      ['2026-10-03T15:45Z', '2026-10-10T15:15Z'],
    ],
    [
      'the first of two half hours on Lord Howe in autumn',
      { zone: 'Australia/Lord_Howe', weekday: 7, minute: 105 },
      '2027-03-29T00:00Z',
      ['2027-04-03T14:45Z', '2027-04-10T15:15Z'],
    ],
    [
      'on Casablanca time through Ramadan and after it',
      { zone: 'Africa/Casablanca', weekday: 7, minute: 18 * 60 },
      '2027-01-30T00:00Z',
      ['2027-01-31T17:00Z', '2027-02-07T18:00Z', '2027-02-14T18:00Z', '2027-02-21T18:00Z', '2027-02-28T18:00Z'],
    ],
    [
      'on Saturday for the Friday that Apia never had',
      { zone: 'Pacific/Apia', weekday: 5, minute: 18 * 60 },
      '2011-12-24T12:00Z',
      ['2011-12-31T04:00Z', '2012-01-06T04:00Z'],
    ],
    [
      'on that Saturday in its own right for those whose slot is Saturday',
      { zone: 'Pacific/Apia', weekday: 6, minute: 18 * 60 },
      '2011-12-26T00:00Z',
      ['2011-12-31T04:00Z', '2012-01-07T04:00Z'],
    ],
    [
      'at one when Sao Paulo has no midnight',
      { zone: 'America/Sao_Paulo', weekday: 7, minute: 0 },
      '2018-10-30T00:00Z',
      ['2018-11-04T03:00Z', '2018-11-11T02:00Z'],
    ],
    [
      'at one when Beirut has no midnight',
      { zone: 'Asia/Beirut', weekday: 7, minute: 0 },
      '2027-03-25T00:00Z',
      ['2027-03-27T22:00Z', '2027-04-03T21:00Z'],
    ],
    [
      'at one when Cairo has no midnight',
      { zone: 'Africa/Cairo', weekday: 5, minute: 0 },
      '2027-04-25T00:00Z',
      ['2027-04-29T22:00Z', '2027-05-06T21:00Z'],
    ],
    [
      'in Cairo once the hour before Friday has come twice, in the summer of four changes',
      { zone: 'Africa/Cairo', weekday: 5, minute: 30 },
      '2014-06-15T00:00Z',
      ['2014-06-19T21:30Z', '2014-06-26T22:30Z', '2014-07-03T22:30Z'],
    ],
    [
      'through the change of Gaza at one minute past midnight',
      { zone: 'Asia/Gaza', weekday: 5, minute: 0 },
      '2011-03-28T00:00Z',
      ['2011-03-31T22:00Z', '2011-04-07T21:00Z'],
    ],
  ])('falls %s', (_what, slot, after, expected) => {
    let at = utc(after);
    const seen = expected.map(() => {
      at = nextWeekly(slot, at);
      return iso(at);
    });
    expect(seen).toEqual(expected);
  });

  it('refuses a minute that no clock shows', () => {
    expect(() => nextWeekly({ zone: 'UTC', weekday: 1, minute: 1440 }, 0)).toThrow(RangeError);
    expect(() => nextWeekly({ zone: 'UTC', weekday: 1, minute: 1.5 }, 0)).toThrow(RangeError);
  });
});

describe('local time', () => {
  it('is what the clock shows', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const wall = wallAt(at, zone);
        const [year, month, day] = dateOf(wall).split('-').map(Number);
        const expected = { date: dateOf(wall), year, month, day, weekday: weekdayOf(wall), minute: minuteOf(wall) };
        expect(localParts(at, zone)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('becomes the instant at which the clock first shows it', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const wall = wallAt(at, zone);
        expect(iso(instantOf(dateOf(wall), minuteOf(wall), zone))).toBe(iso(firstShown(wall, zone)));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['2027-02-29', '2027-13-01', '27-1-1', '', '2027-01-01T00:00', '+002027-01-01'])('refuses %j as a date', (date) => {
    expect(() => instantOf(date, 0, 'UTC')).toThrow(RangeError);
  });

  it('begins a day where the date begins, also where midnight is jumped over or comes twice', () => {
    const nearChange = fc
      .tuple(fc.constantFrom('America/Sao_Paulo', 'Asia/Gaza', 'America/Havana', 'America/St_Johns', 'Asia/Beirut'), anyInstant)
      .map(([zone, at]): [string, number] => {
        const [change = at] = changes(zone, at, Math.min(at + 200 * DAY, TO));
        return [zone, change + (at % (20 * HOUR))];
      });
    fc.assert(
      fc.property(fc.oneof(fc.tuple(anyZone, anyInstant), nearChange), ([zone, at]) => {
        const midnight = Math.floor(wallAt(at, zone) / DAY) * DAY;
        expect(`${zone} ${iso(startOfLocalDay(at, zone))}`).toBe(`${zone} ${iso(firstShown(midnight, zone, 'landing'))}`);
        expect(startOfLocalDay(at, zone)).toBeLessThanOrEqual(at);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the academic year', () => {
  it('begins on 1 September where the cohort lives', () => {
    expect(academicYearOf(utc('2027-08-31T22:59Z'), 'Europe/London')).toBe(2026);
    expect(academicYearOf(utc('2027-08-31T23:00Z'), 'Europe/London')).toBe(2027);
    expect(academicYearOf(utc('2027-08-31T23:00Z'), 'America/New_York')).toBe(2026);
    expect(iso(nextAutumn(utc('2027-08-31T22:59Z'), 'Europe/London'))).toBe('2027-08-31T23:00Z');
    expect(iso(nextAutumn(utc('2027-08-31T23:00Z'), 'Europe/London'))).toBe('2028-08-31T23:00Z');
    expect(iso(nextAutumn(utc('2028-02-29T12:00Z'), 'Asia/Kolkata'))).toBe('2028-08-31T18:30Z');
  });

  it('is always the year of the autumn before the next', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const next = nextAutumn(at, zone);
        expect(next).toBeGreaterThan(at);
        expect(academicYearOf(next, zone)).toBe(academicYearOf(at, zone) + 1);
        expect(academicYearOf(next - 1, zone)).toBe(academicYearOf(at, zone));
      }),
      { numRuns: 500 },
    );
  });
});
