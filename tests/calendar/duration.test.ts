import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, parseInstant } from '../../src/calendar/duration.ts';

const FROM = Date.parse('2027-01-31T12:00:00Z');
const DAY = 86_400_000;

describe('a duration', () => {
  it.each([
    ['PT0S', 0],
    ['PT1H', 3_600_000],
    ['PT1.5S', 1_500],
    ['P7D', 7 * DAY],
    ['P1W', 7 * DAY],
    ['P1M', 28 * DAY],
    ['P1DT2H', DAY + 7_200_000],
  ])('%s is that long', (text, ms) => {
    expect(durationMs(text, FROM)).toBe(ms);
  });

  it.each(['', '1h', 'P', 'PT', '-PT1H', 'P-1D', 'PT1H; drop table', `PT${'1'.repeat(200)}S`, 'P1Y2W3'])(
    'refuses %j in a sentence',
    (text) => {
      expect(() => durationMs(text, FROM)).toThrow(/Not a duration: give one in ISO-8601/);
    },
  );

  it('goes no further than the year 9999', () => {
    expect(() => durationMs('P9000Y', FROM)).toThrow(/too far/);
  });

  it('gives a time or a RangeError for anything that was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^P[0-9YMWDTHS.-]{0,12}$/)), (text) => {
        try {
          expect(durationMs(text, FROM)).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

describe('an instant', () => {
  it('has an offset', () => {
    expect(parseInstant('2027-03-28T00:30:00Z')).toBe(Date.UTC(2027, 2, 28, 0, 30));
    expect(parseInstant('2027-03-28T02:30+02:00')).toBe(Date.UTC(2027, 2, 28, 0, 30));
  });

  it.each([
    '',
    'tomorrow',
    '2027-03-28',
    '2027-03-28T00:30:00',
    '2027-02-30T00:00:00Z',
    '1812-01-01T00:00:00Z',
    '+012027-03-28T00:30:00Z',
  ])('is not %j', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
  });
});
