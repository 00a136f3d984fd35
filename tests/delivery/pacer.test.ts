import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openGates } from '../../src/delivery/gates.ts';
import { openLimit } from '../../src/delivery/limit.ts';
import { openPacer } from '../../src/delivery/pacer.ts';
import { handTime } from '../support/time.ts';

const pace = { perSecond: 49, burst: 1 };

function openScene(maxInFlight = 100) {
  const time = handTime();
  const pacer = openPacer({ time, maxInFlight });
  const left: { readonly scope: string; readonly at: number }[] = [];
  const ask = (scope: string, asked = pace, lastsMs = 0) =>
    pacer.turn(scope, asked).then((done) => {
      if (!done) return false;
      left.push({ scope, at: time.elapsed() });
      time.after(lastsMs, done);
      return true;
    });
  return { time, pacer, left, ask };
}

/** The most that any second, begun at any instant, holds. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
}

describe('the pace', () => {
  it('keeps every second of a long run under the limit, and reaches it', async () => {
    const { time, left, ask } = openScene();
    for (let count = 0; count < 500; count += 1) void ask('bot');
    await time.pass(10_000);
    expect(mostInASecond(left.map(({ at }) => at))).toBeLessThanOrEqual(50);
    expect(left.length).toBeGreaterThanOrEqual(490);
  });

  it('keeps to it however late timers are and whenever requests come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (gaps, perSecond, burst) => {
          const { time, left, ask } = openScene();
          for (const gap of gaps) {
            for (let count = 0; count < 4; count += 1) void ask('bot', { perSecond, burst });
            await time.pass(gap);
          }
          await time.pass(60_000);
          const times = left.map(({ at }) => at);
          expect(times).toHaveLength(gaps.length * 4);
          expect(mostInASecond(times)).toBeLessThanOrEqual(perSecond + burst + 0.5);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lets a burst go at once and then goes evenly', async () => {
    const { time, left, ask } = openScene();
    for (let count = 0; count < 8; count += 1) void ask('nest', { perSecond: 2, burst: 4 });
    await time.pass(0);
    expect(left).toHaveLength(4);
    await time.pass(1_000);
    expect(left).toHaveLength(6);
  });

  it('holds up no other scope', async () => {
    const { time, left, ask } = openScene();
    for (let count = 0; count < 50; count += 1) void ask('slow', { perSecond: 1, burst: 1 });
    void ask('quick');
    await time.pass(0);
    expect(left.map(({ scope }) => scope).sort()).toEqual(['quick', 'slow']);
  });

  it('has no more in flight than allowed, and gives every scope its turn', async () => {
    const { time, left, ask } = openScene(10);
    const free = { perSecond: 1_000, burst: 1_000 };
    for (let count = 0; count < 30; count += 1) void ask('hanging', free, 60_000);
    for (let count = 0; count < 3; count += 1) void ask('other', free, 10);
    await time.pass(1);
    expect(left).toHaveLength(10);
    await time.pass(60_000);
    expect(left.filter(({ scope }) => scope === 'other')).toHaveLength(3);
  });

  it('turns away who waits when the platform says too many, and lets nobody in for so long', async () => {
    const { time, pacer, ask } = openScene();
    const first = ask('bot');
    const second = ask('bot');
    await time.pass(0);
    pacer.pause('bot', 5_000);
    expect(await first).toBe(true);
    expect(await second).toBe(false);
    expect(await ask('bot')).toBe(false);
    expect(pacer.pausedFor('bot')).toBe(5_000);
    await time.pass(5_000);
    expect(await ask('bot')).toBe(true);
  });
});

describe('a place', () => {
  it('takes one message at a time and a pause after each', async () => {
    const time = handTime();
    const gates = openGates(time);
    expect(gates.closedFor('square')).toBe(0);
    const leave = gates.enter('square');
    expect(gates.closedFor('square')).toBe(null);
    expect(gates.closedFor('meadow')).toBe(0);
    leave(1_000);
    expect(gates.closedFor('square')).toBe(1_000);
    await time.pass(1_000);
    expect(gates.closedFor('square')).toBe(0);
  });
});

describe('a limit', () => {
  it('admits in the order of asking, and as many as fit at that moment', async () => {
    let size = 1;
    const limit = openLimit(() => size);
    const inside: number[] = [];
    const leaves: (() => void)[] = [];
    for (const one of [1, 2, 3, 4]) {
      void limit.enter().then((leave) => {
        inside.push(one);
        leaves.push(leave);
      });
    }
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    await settled();
    expect(inside).toEqual([1]);
    size = 2;
    leaves[0]?.();
    leaves[0]?.();
    await settled();
    expect(inside).toEqual([1, 2, 3]);
  });
});
