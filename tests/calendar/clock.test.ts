import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movableClock, systemClock } from '../../src/calendar/clock.ts';

function openScene(ticks: boolean) {
  const real = { now: 1_000 };
  const saved: number[] = [];
  const save = async (at: number) => {
    saved.push(at);
  };
  return { real, saved, clock: movableClock({ read: () => real.now, startAt: 500, ticks, save }) };
}

describe('a clock', () => {
  it('follows the real time when it is not for rehearsals', () => {
    const clock = systemClock(() => 42);
    expect([clock.now(), clock.kind]).toEqual([42, 'running']);
  });

  it('that is stopped stands still until it is moved', async () => {
    const { clock, real, saved } = openScene(false);
    real.now += 10_000;
    expect([clock.now(), clock.kind]).toEqual([500, 'stopped']);
    await clock.advanceTo(900);
    await clock.advanceTo(700);
    expect(clock.now()).toBe(900);
    await clock.set(100);
    expect(clock.now()).toBe(100);
    expect(saved).toEqual([900, 100]);
  });

  it('that goes and can be moved goes on from where it was moved to', async () => {
    const { clock, real } = openScene(true);
    real.now += 50;
    expect([clock.now(), clock.kind]).toEqual([550, 'movable']);
    await clock.set(10_000);
    real.now += 5;
    expect(clock.now()).toBe(10_005);
  });

  it('does not move when where it goes cannot be saved', async () => {
    const clock = movableClock({ read: () => 0, startAt: 500, ticks: false, save: () => Promise.reject(new Error('disk full')) });
    await expect(clock.set(900)).rejects.toThrow('disk full');
    expect(clock.now()).toBe(500);
  });

  it('never goes back by itself, whatever the machine does to its own', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 })), (jumps) => {
        const { clock, real } = openScene(true);
        for (const jump of jumps) {
          const before = clock.now();
          real.now += jump;
          expect(clock.now()).toBe(before + Math.max(0, jump));
        }
      }),
    );
  });

  it('refuses what is no instant', async () => {
    await expect(openScene(false).clock.set(Number.NaN)).rejects.toThrow(RangeError);
  });
});
