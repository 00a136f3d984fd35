import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openChance } from '../../src/calendar/chance.ts';
import type { Tag } from '../../src/members/rules.ts';
import { DEFAULT_HOURS, type Mentor } from '../../src/mentors/rules.ts';
import { byScore, type Candidate, refusalOf, type Sought, scoreOf } from '../../src/questions/routing.ts';

const NOON = Date.parse('2027-01-11T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const mentor = (change: Partial<Mentor> = {}): Mentor => ({
  member: 'm',
  cohort: 'medicine',
  shownName: null,
  openAtOnce: 2,
  newAWeek: 3,
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
  orientedAt: NOON,
  helped: 0,
  since: NOON,
  coming: null,
  ...change,
});

const candidate = (of: Partial<Mentor> = {}, change: Partial<Candidate> = {}): Candidate => ({
  mentor: mentor(of),
  availableMs: 12 * HOUR,
  waiting: 0,
  openOffers: 0,
  newThisWeek: 0,
  recentOffers: 0,
  recentTaken: 0,
  recentMissed: 0,
  recentSaid: 0,
  recentSaidMs: 0,
  offered: null,
  ...change,
});

const sought = (change: Partial<Sought> = {}): Sought => ({ topic: 'exams', year: 2, shares: [], ...change });

describe('who may be asked', () => {
  it.each([
    ['a year that is not one to three below', candidate({ year: 2 }), 'year'],
    ['a year that they do not take', candidate({ years: [0] }), 'years'],
    ['another topic', candidate({ topics: ['finance'] }), 'topic'],
    ['enough open at once', candidate({}, { waiting: 1, openOffers: 1 }), 'open-at-once'],
    ['enough in this week', candidate({}, { newThisWeek: 3 }), 'new-a-week'],
    ['offers that would be too many in this week', candidate({}, { newThisWeek: 2, openOffers: 1 }), 'new-a-week'],
    ['being away', candidate({ awayUntil: NOON + DAY }), 'away'],
    ['resting', candidate({ pausedAt: NOON }), 'away'],
    ['the wrong hours', candidate({}, { availableMs: 0 }), 'hours'],
    ['having said no', candidate({}, { offered: 'not-now' }), 'offered'],
    ['having let it pass', candidate({}, { offered: 'missed' }), 'offered'],
    ['having had it', candidate({}, { offered: 'gone' }), 'offered'],
    ['nothing, after others were quicker', candidate({}, { offered: 'lapsed' }), null],
    ['nothing', candidate(), null],
  ])('is kept by %s', (_, who, refusal) => {
    expect(refusalOf(who, sought(), NOON)).toBe(refusal);
  });

  it('is anybody above where the topic was taken away', () => {
    expect(refusalOf(candidate({ topics: ['finance'] }), sought({ topic: null }), NOON)).toBe(null);
  });

  it('is in the channel who comes by themselves, within the caps and the years', () => {
    const late = candidate({ topics: [], awayUntil: NOON + DAY }, { availableMs: 0, offered: 'missed' });
    expect(refusalOf(late, sought(), NOON, 'volunteered')).toBe(null);
    expect(refusalOf(candidate({}, { waiting: 2 }), sought(), NOON, 'volunteered')).toBe('open-at-once');
    expect(refusalOf(candidate({ year: 2 }), sought(), NOON, 'volunteered')).toBe('year');
  });

  it('is never pressed once more by a moderator after saying no', () => {
    expect(refusalOf(candidate({}, { offered: 'not-now' }), sought(), NOON, 'assigned')).toBe('offered');
    expect(refusalOf(candidate({ topics: [] }, { availableMs: 0 }), sought(), NOON, 'assigned')).toBe(null);
  });
});

describe('who is asked first', () => {
  it('is explained part by part', () => {
    const shares: readonly Tag[] = ['carer'];
    const who = candidate({ usesTags: true, tags: ['carer'] });
    expect(scoreOf(who, sought({ shares }))).toEqual({
      total: 1,
      parts: { topic: 0.4, year: 0.25, tag: 0.15, experience: 0.1, load: 0.1 },
    });
    expect(
      scoreOf(
        candidate({ year: 5 }, { recentOffers: 5, recentTaken: 1, recentMissed: 1, recentSaid: 1, recentSaidMs: 2 * HOUR }),
        sought(),
      ),
    ).toEqual({
      total: 0.647727273,
      parts: { topic: 0.4, year: 0.125, tag: 0, experience: 0.072727273, load: 0.05 },
    });
  });

  it('is of an evening who is quick, and at noon who has had least', () => {
    const quick = candidate({ member: 'quick' }, { recentOffers: 4, recentTaken: 2, recentSaid: 4, recentSaidMs: 2 * HOUR });
    const slow = candidate({ member: 'slow' }, { recentOffers: 4, recentTaken: 1, recentSaid: 4, recentSaidMs: 32 * HOUR });
    const first = (availableMs: number) => {
      const [best] = byScore(
        [slow, quick].map((one) => ({ ...one, availableMs })),
        sought(),
        () => 0,
      );
      return best?.mentor.member;
    };
    expect(first(3 * HOUR)).toBe('quick');
    expect(first(12 * HOUR)).toBe('slow');
  });

  it('never goes by a tag that the asker did not choose, or the mentor does not use', () => {
    const tags: readonly Tag[] = ['carer'];
    expect(scoreOf(candidate({ usesTags: true, tags }), sought()).parts.tag).toBe(0);
    expect(scoreOf(candidate({ usesTags: false, tags }), sought({ shares: tags })).parts.tag).toBe(0);
  });

  const candidates = fc.uniqueArray(
    fc.record({
      member: fc.string({ minLength: 1, maxLength: 3 }),
      year: fc.integer({ min: 0, max: 8 }),
      recentOffers: fc.integer({ min: 0, max: 4 }),
      missed: fc.integer({ min: 0, max: 2 }),
    }),
    { selector: ({ member }) => member, maxLength: 12 },
  );
  const built = (list: readonly { member: string; year: number; recentOffers: number; missed: number }[]) =>
    list.map(({ recentOffers, ...of }) => candidate(of, { recentOffers }));

  it('is the same for a seed, in whatever order they come, and by the score', () => {
    fc.assert(
      fc.property(candidates, fc.string(), (list, seed) => {
        const order = (given: typeof list) =>
          byScore(
            built(given),
            sought(),
            openChance(seed, () => 0),
          ).map(({ mentor: { member } }) => member);
        const ordered = byScore(
          built(list),
          sought(),
          openChance(seed, () => 0),
        );
        expect(order([...list].reverse())).toEqual(order(list));
        for (const [at, who] of ordered.entries()) {
          const next = ordered[at + 1];
          if (next) expect(scoreOf(who, sought()).total).toBeGreaterThanOrEqual(scoreOf(next, sought()).total);
        }
        expect([...order(list)].sort()).toEqual(list.map(({ member }) => member).sort());
      }),
    );
  });

  it('is among equals whoever was asked least, and else by chance', () => {
    const firsts = new Set(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
        (seed) =>
          byScore(
            [candidate({ member: 'x' }), candidate({ member: 'y' })],
            sought(),
            openChance(seed, () => 0),
          )[0]?.mentor.member,
      ),
    );
    expect([...firsts].sort()).toEqual(['x', 'y']);
  });
});
