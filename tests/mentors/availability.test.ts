import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableFor, availableFrom } from '../../src/mentors/availability.ts';
import { DEFAULT_HOURS, type Mentor, yearGap, yearsBelow } from '../../src/mentors/rules.ts';
import { DAY, HOUR, WEDNESDAY } from './house.ts';

const ZONE = 'Europe/London';
const mentor = (changes: Partial<Mentor> = {}): Mentor => ({
  member: 'm',
  cohort: 'c',
  shownName: null,
  openAtOnce: 2,
  newAWeek: 2,
  hours: DEFAULT_HOURS,
  year: 3,
  years: [0, 1, 2],
  usesTags: false,
  tags: [],
  topics: ['exams'],
  awayUntil: null,
  examFrom: null,
  examUntil: null,
  silentUntil: null,
  missed: 0,
  pausedAt: null,
  orientedAt: WEDNESDAY,
  helped: 0,
  since: WEDNESDAY,
  coming: null,
  ...changes,
});

describe('a mentor', () => {
  it('is asked within their hours, in their own zone', () => {
    expect(availableFor(mentor(), WEDNESDAY, ZONE)).toBeGreaterThan(0);
    expect(availableFor(mentor(), WEDNESDAY + 9 * HOUR, ZONE)).toBe(0);
    expect(availableFrom(mentor(), WEDNESDAY + 9 * HOUR, ZONE)).toBe(WEDNESDAY + 21 * HOUR);
    const abroad = mentor({ hours: { ...DEFAULT_HOURS, zone: 'Pacific/Auckland' } });
    expect(availableFor(abroad, WEDNESDAY, ZONE)).toBe(0);
    expect(availableFor(abroad, WEDNESDAY + 9 * HOUR, ZONE)).toBeGreaterThan(0);
  });

  it.each([
    ['is away', { awayUntil: WEDNESDAY + 3 * DAY }],
    ['is in exams', { examUntil: WEDNESDAY + 3 * DAY }],
    ['asked to hear nothing', { silentUntil: WEDNESDAY + 3 * DAY }],
  ])('is left in peace while they %s, and asked again by itself', (_, rest) => {
    expect(availableFor(mentor(rest), WEDNESDAY, ZONE)).toBe(0);
    expect(availableFrom(mentor(rest), WEDNESDAY, ZONE)).toBe(WEDNESDAY + 3 * DAY);
    expect(availableFor(mentor(rest), WEDNESDAY + 3 * DAY, ZONE)).toBeGreaterThan(0);
  });

  it('is asked until exams begin that lie ahead', () => {
    const ahead = mentor({ examFrom: WEDNESDAY + DAY, examUntil: WEDNESDAY + 8 * DAY });
    expect(availableFor(ahead, WEDNESDAY, ZONE)).toBeGreaterThan(0);
    expect(availableFor(ahead, WEDNESDAY + DAY, ZONE)).toBe(0);
    expect(availableFrom(ahead, WEDNESDAY + DAY, ZONE)).toBe(WEDNESDAY + 8 * DAY);
  });

  it('is asked nothing while they rest, or a year after they read the ten points, until they do something', () => {
    expect(availableFrom(mentor({ pausedAt: WEDNESDAY }), WEDNESDAY, ZONE)).toBeNull();
    expect(availableFor(mentor(), WEDNESDAY + 364 * DAY, ZONE)).toBeGreaterThan(0);
    expect(availableFrom(mentor(), WEDNESDAY + 365 * DAY, ZONE)).toBeNull();
    expect(availableFrom(mentor({ hours: { ...DEFAULT_HOURS, days: [] } }), WEDNESDAY, ZONE)).toBeNull();
  });

  it('is available when it is said that they will be, whatever they chose', () => {
    const instant = fc.integer({ min: WEDNESDAY - 30 * DAY, max: WEDNESDAY + 60 * DAY });
    const maybe = fc.option(instant);
    const minute = fc.integer({ min: 0, max: 1439 });
    const hours = fc.record({
      from: minute,
      to: minute,
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
      zone: fc.constantFrom(null, 'Europe/London', 'America/New_York', 'Asia/Kolkata'),
    });
    const given = fc.record({ hours, awayUntil: maybe, examFrom: maybe, examUntil: maybe, silentUntil: maybe });
    fc.assert(
      fc.property(given, instant, (changes, at) => {
        const one = mentor(changes);
        const from = availableFrom(one, at, ZONE);
        if (from === null) return;
        expect(from).toBeGreaterThanOrEqual(at);
        expect(availableFor(one, from, ZONE)).toBeGreaterThan(0);
        if (from > at) expect(availableFor(one, at, ZONE)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('years', () => {
  it('are one to three below, counted along the way', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((year) => [year, yearsBelow(year)])).toEqual([
      [0, []],
      [1, [0]],
      [2, [0, 1]],
      [3, [0, 1, 2]],
      [4, [1, 2, 3]],
      [5, [2, 3, 4, 7]],
      [6, [3, 4, 5, 7]],
      [7, [1, 2, 3]],
      [8, [4, 5, 6, 7]],
    ]);
    expect([yearGap(5, 4), yearGap(8, 6), yearGap(3, 3), yearGap(1, 4)]).toEqual([1, 1, 0, -3]);
  });
});
