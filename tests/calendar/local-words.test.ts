import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLocal, zones } from '../../src/calendar/zone.ts';
import { wallAt } from './oracle.ts';

const at = Date.parse('2027-03-28T17:00Z');

describe('a local time in words', () => {
  it('reads as British English on 24 hours', () => {
    expect(formatLocal(at, 'Europe/London', 'time')).toBe('18:00');
    expect(formatLocal(at, 'Europe/London', 'day')).toBe('28 Mar');
    expect(formatLocal(at, 'Europe/London', 'date')).toBe('Sunday 28 March');
    expect(formatLocal(at, 'Europe/London', 'date-with-year')).toBe('Sunday 28 March 2027');
    expect(formatLocal(at, 'Europe/London', 'date-time')).toBe('Sunday 28 March, 18:00');
    expect(formatLocal(at, 'America/New_York', 'date-time-zone')).toBe('Sunday 28 March, 13:00 (New York time)');
    expect(formatLocal(at, 'America/Argentina/Buenos_Aires', 'date-time-zone')).toContain('(Buenos Aires time)');
    expect(formatLocal(at, 'UTC', 'date-time-zone')).toBe('Sunday 28 March, 17:00 (UTC)');
    expect(formatLocal(Date.parse('2027-09-01T12:00Z'), 'UTC', 'day')).toBe('1 Sep');
  });

  it('writes midnight as 00:00', () => {
    expect(formatLocal(Date.parse('2027-03-28T00:00Z'), 'UTC', 'date-time')).toBe('Sunday 28 March, 00:00');
  });

  it('says what the clock shows, in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones()), fc.integer({ min: 1.1e12, max: 2.2e12 }), (zone, instant) => {
        const wall = new Date(wallAt(instant, zone)).toISOString();
        expect(formatLocal(instant, zone, 'time')).toBe(wall.slice(11, 16));
        expect(formatLocal(instant, zone, 'date-with-year')).toMatch(
          new RegExp(`^[A-Z][a-z]+day ${Number(wall.slice(8, 10))} [A-Z][a-z]+ ${wall.slice(0, 4)}$`),
        );
      }),
      { numRuns: 500 },
    );
  });
});
