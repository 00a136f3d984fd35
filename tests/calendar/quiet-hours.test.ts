import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExamSeason } from '../../src/calendar/exam-season.ts';
import { afterQuiet, isQuiet, nudgeAt } from '../../src/calendar/quiet-hours.ts';
import { zones } from '../../src/calendar/zone.ts';
import { changes, DAY, HOUR, MINUTE, minuteOf, wallAt } from './oracle.ts';

const FROM = Date.UTC(2005, 0, 1);
const TO = Date.UTC(2041, 0, 1);
const anyZone = fc.constantFrom(...zones());
const anyInstant = fc.integer({ min: FROM / 1000, max: TO / 1000 - 1 }).map((seconds) => seconds * 1000);
const utc = (text: string): number => Date.parse(text);

const isQuietOnTheWall = (at: number, zone: string): boolean => {
  const minute = minuteOf(wallAt(at, zone));
  return minute >= 22 * 60 || minute < 8 * 60;
};

/** Watches the clock minute by minute until it is not quiet. */
function firstNotQuiet(at: number, zone: string): number {
  for (let now = at; ; now = now - (now % MINUTE) + MINUTE) if (!isQuietOnTheWall(now, zone)) return now;
}

describe('quiet hours', () => {
  it('last from 22:00 to 08:00 where the person lives', () => {
    const inLondon = (text: string) => isQuiet(utc(text), 'Europe/London');
    expect(['2027-01-10T21:59Z', '2027-01-10T22:00Z', '2027-01-11T07:59Z', '2027-01-11T08:00Z'].map(inLondon)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isQuiet(utc('2027-01-10T22:00Z'), 'America/New_York')).toBe(false);
  });

  it('end at the first minute that is not quiet, in any zone and year', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        expect(isQuiet(at, zone)).toBe(isQuietOnTheWall(at, zone));
        expect(afterQuiet(at, zone)).toBe(firstNotQuiet(at, zone));
      }),
      { numRuns: 800 },
    );
  });

  it.each([2011, 2026])('end rightly in every night in which a clock changed in %i', (year) => {
    for (const zone of zones()) {
      for (const change of changes(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))) {
        for (const at of [change - 5 * HOUR, change - MINUTE, change, change + 30 * MINUTE + 1]) {
          expect(`${zone} ${at} ${afterQuiet(at, zone)}`).toBe(`${zone} ${at} ${firstNotQuiet(at, zone)}`);
        }
      }
    }
  });

  it('end in London an hour earlier on the night the clocks go forward', () => {
    expect(afterQuiet(utc('2027-03-27T23:00Z'), 'Europe/London')).toBe(utc('2027-03-28T07:00Z'));
    expect(afterQuiet(utc('2027-10-30T22:00Z'), 'Europe/London')).toBe(utc('2027-10-31T08:00Z'));
  });

  it('lead in Apia straight from Thursday night to Saturday morning', () => {
    expect(afterQuiet(utc('2011-12-30T09:00Z'), 'Pacific/Apia')).toBe(utc('2011-12-30T18:00Z'));
  });
});

describe('a nudge', () => {
  it('comes between 24 and 48 hours after the prompt and never in quiet hours', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, promptedAt) => {
        const at = nudgeAt(promptedAt, zone);
        expect(at).toBe(firstNotQuiet(promptedAt + DAY, zone));
        expect(at - promptedAt).toBeGreaterThanOrEqual(24 * HOUR);
        expect(at - promptedAt).toBeLessThanOrEqual(48 * HOUR);
        expect(isQuietOnTheWall(at, zone)).toBe(false);
      }),
      { numRuns: 800 },
    );
  });
});

describe('an exam season', () => {
  const seasons = [{ startsOn: '2027-05-10', endsOn: '2027-06-11' }];
  it('holds both its first and its last local day', () => {
    const inLondon = (text: string) => isExamSeason(utc(text), 'Europe/London', seasons);
    expect(['2027-05-09T22:59Z', '2027-05-09T23:00Z', '2027-06-11T22:59Z', '2027-06-11T23:00Z'].map(inLondon)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isExamSeason(utc('2027-05-20T12:00Z'), 'Europe/London', [])).toBe(false);
  });
});
