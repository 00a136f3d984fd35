import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openChance } from '../../src/calendar/chance.ts';
import { leaving, mayLeaveAt, type Pace, QUARTER_MS, sinceOf, slotOf, type Waiting } from '../../src/privacy/slots.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2027-01-11T12:00:00Z');
const item = (id: string, pace: Pace, now: number): Waiting => ({
  id,
  kind: 'speech',
  cohort: 'c',
  pace,
  since: sinceOf(pace, now),
  order: `words of ${id}`,
});

/** The quarters at which something leaves, walked one by one. */
function leftAt(items: readonly Waiting[], seed: string, quarters = 110): ReadonlyMap<string, number> {
  const random = openChance(seed, Math.random);
  const gone = new Map<string, number>();
  for (let at = NOON; at <= NOON + quarters * QUARTER_MS; at += QUARTER_MS) {
    const waiting = items.filter(({ id, since }) => !gone.has(id) && since <= at);
    for (const { id } of leaving(waiting, { now: at, isNewQuarter: true, random })) gone.set(id, at);
  }
  return gone;
}

describe('slots', () => {
  it('know nothing finer than the slot in which something came', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: QUARTER_MS - 1 }), fc.integer({ min: 0, max: QUARTER_MS - 1 }), (one, other) => {
        for (const pace of ['soon', 'mixed', 'quarter', 'held'] as const)
          expect(sinceOf(pace, NOON + one)).toBe(sinceOf(pace, NOON + other));
      }),
    );
  });

  it('hold what goes soon for at least a quarter of an hour and at most an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * QUARTER_MS }), fc.string(), (after, seed) => {
        const came = NOON + after;
        const at = leftAt([item('a', 'soon', came)], seed).get('a') ?? Number.NaN;
        expect(at - came).toBeGreaterThan(QUARTER_MS - 1);
        expect(at - came).toBeLessThanOrEqual(60 * MINUTE);
        expect(at % QUARTER_MS).toBe(0);
      }),
    );
  });

  it('let each of the three quarters come about as often', () => {
    const counts = new Map<number, number>();
    for (let run = 0; run < 900; run += 1) {
      const waited = ((leftAt([item('a', 'soon', NOON)], `run ${run}`, 6).get('a') ?? 0) - NOON) / QUARTER_MS;
      counts.set(waited, (counts.get(waited) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([2, 3, 4]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(230);
  });

  it('keep what is to be well mixed until three leave together, or a day is over', () => {
    const alone = leftAt([item('a', 'mixed', NOON)], 'seed').get('a');
    expect(alone).toBe(NOON + QUARTER_MS + 24 * 60 * MINUTE);
    const three = leftAt([item('a', 'mixed', NOON), item('b', 'mixed', NOON), item('c', 'mixed', NOON + QUARTER_MS)], 'seed');
    expect([...three.values()]).toEqual(Array(3).fill(NOON + 2 * QUARTER_MS));
  });

  it('never let go of what is held', () => {
    expect(mayLeaveAt(item('a', 'held', NOON), NOON)).toBeNull();
    expect(leftAt([item('a', 'held', NOON)], 'seed').size).toBe(0);
  });

  it('decide about the items of a slot as a set: neither order nor time within it changes anything', () => {
    const acts = fc.array(
      fc.record({ words: fc.string(), pace: fc.constantFrom('soon', 'mixed', 'quarter' as const), at: fc.nat(QUARTER_MS - 1) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(acts, fc.string(), fc.infiniteStream(fc.nat()), (given, seed, keys) => {
        const items = given.map(({ words, pace, at }, index) => ({ ...item(`id-${index}`, pace, NOON + at), order: words }));
        const key = new Map(items.map(({ id }) => [id, keys.next().value ?? 0]));
        const permuted = items
          .map((one) => ({ ...one, since: sinceOf(one.pace, NOON + QUARTER_MS - 1) }))
          .sort((a, b) => (key.get(a.id) ?? 0) - (key.get(b.id) ?? 0));
        const now = NOON + 2 * QUARTER_MS;
        const gone = (list: readonly Waiting[]) =>
          leaving(list, { now, isNewQuarter: true, random: openChance(seed, Math.random) }).map(({ id }) => id);
        expect(gone(permuted)).toEqual(gone(items));
      }),
    );
  });

  it('begin where the clock says', () => {
    expect(slotOf(NOON + 14 * MINUTE, QUARTER_MS)).toBe(NOON);
    expect(sinceOf('now', NOON + 7 * MINUTE)).toBe(NOON + 5 * MINUTE);
  });
});
