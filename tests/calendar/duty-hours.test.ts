import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterDuty, type DutyHours, isOnDuty, nextDuty } from '../../src/calendar/duty-hours.ts';

const LONDON = 'Europe/London';
const OFFICE: { readonly duty: DutyHours } = { duty: { from: 9 * 60, to: 17 * 60, days: [1, 2, 3, 4, 5] } };
const NIGHT: { readonly duty: DutyHours } = { duty: { from: 20 * 60, to: 2 * 60, days: [5] } };
const NOBODY: { readonly duty: DutyHours } = { duty: { from: 0, to: 0, days: [] } };
const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('the hours on duty', () => {
  it('begin and end on the clock on the wall, in summer too', () => {
    expect(isOnDuty(OFFICE, at('2027-01-11T09:00:00Z'), LONDON)).toBe(true);
    expect(isOnDuty(OFFICE, at('2027-01-11T16:59:59Z'), LONDON)).toBe(true);
    expect(isOnDuty(OFFICE, at('2027-01-11T17:00:00Z'), LONDON)).toBe(false);
    expect(isOnDuty(OFFICE, at('2027-06-14T08:00:00Z'), LONDON)).toBe(true);
    expect(isOnDuty(OFFICE, at('2027-01-16T12:00:00Z'), LONDON)).toBe(false);
  });

  it('go on into the next day where they end before they begin', () => {
    expect(isOnDuty(NIGHT, at('2027-01-15T19:59:00Z'), LONDON)).toBe(false);
    expect(isOnDuty(NIGHT, at('2027-01-16T01:59:00Z'), LONDON)).toBe(true);
    expect(isOnDuty(NIGHT, at('2027-01-16T02:00:00Z'), LONDON)).toBe(false);
  });

  it('last all day where they end when they begin', () => {
    const always = { duty: { from: 0, to: 0, days: [1, 2, 3, 4, 5, 6, 7] } };
    expect(isOnDuty(always, at('2027-03-28T00:30:00Z'), LONDON)).toBe(true);
  });

  it('come next on the next of their days', () => {
    expect(nextDuty(OFFICE, at('2027-01-15T17:00:00Z'), LONDON)).toBe(at('2027-01-18T09:00:00Z'));
    expect(nextDuty(OFFICE, at('2027-01-15T12:00:00Z'), LONDON)).toBe(at('2027-01-15T12:00:00Z'));
    expect(nextDuty(NOBODY, at('2027-01-15T12:00:00Z'), LONDON)).toBeNull();
  });

  it('add up over nights and weekends', () => {
    expect(afterDuty(OFFICE, at('2027-01-15T16:30:00Z'), HOUR, LONDON)).toBe(at('2027-01-18T09:30:00Z'));
    expect(afterDuty(OFFICE, at('2027-01-11T10:00:00Z'), 12 * HOUR, LONDON)).toBe(at('2027-01-12T14:00:00Z'));
    expect(afterDuty(NOBODY, at('2027-01-11T10:00:00Z'), HOUR, LONDON)).toBeNull();
  });

  it('are such that whoever waits for them finds somebody, anywhere', () => {
    const duty = fc.record({
      from: fc.integer({ min: 0, max: 1439 }),
      to: fc.integer({ min: 0, max: 1439 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    });
    const zone = fc.constantFrom(LONDON, 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    const instant = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(duty, zone, instant, (hours, where, now) => {
        const next = nextDuty({ duty: hours }, now, where);
        // Once a year a clock may jump over all of some very short hours; they come back a week later at the latest.
        if (next === null) throw new Error('nobody ever comes');
        expect(next).toBeGreaterThanOrEqual(now);
        expect(isOnDuty({ duty: hours }, next, where)).toBe(true);
        if (next > now) expect(isOnDuty({ duty: hours }, now, where)).toBe(false);
      }),
    );
  });
});
