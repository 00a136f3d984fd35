import { describe, expect, it } from 'vitest';
import { movableClock } from '../../src/calendar/clock.ts';
import { type DueSource, openRehearsal } from '../../src/calendar/rehearsal.ts';
import { handTime } from '../support/time.ts';

/** A source with a list of instants; `stuckUntil` is the real time from which it can do anything. */
function openScene() {
  const time = handTime();
  const clock = movableClock({ read: () => 0, startAt: 0, ticks: false, save: async () => undefined });
  const visited: string[] = [];

  function source(name: string, instants: number[], stuckUntil = 0, did: (at: number) => void = () => undefined): DueSource {
    return {
      nextDue: async () => instants.filter((at) => at > clock.now()).sort((a, b) => a - b)[0] ?? null,
      async settle(deadlineMs) {
        const due = instants.filter((at) => at <= clock.now()).sort((a, b) => a - b);
        const waitMs = Math.max(0, stuckUntil - time.elapsed());
        if (due.length === 0 || waitMs > deadlineMs) return { pending: due.length, done: 0 };
        if (waitMs > 0) await new Promise<void>((resolve) => void time.after(waitMs, resolve));
        for (const at of due) {
          instants.splice(instants.indexOf(at), 1);
          visited.push(`${name} ${at} at ${clock.now()}`);
          did(at);
        }
        return { pending: 0, done: due.length };
      },
    };
  }

  const open = (...sources: DueSource[]) => openRehearsal({ clock, sources, time });
  return { time, clock, visited, source, open };
}

describe('advancing the clock', () => {
  it('visits each due instant in order, whichever source it comes from', async () => {
    const { open, source, visited } = openScene();
    const rehearsal = open(source('agenda', [30, 10]), source('outbox', [20, 40, 99]));
    expect(await rehearsal.advance(50)).toEqual({ now: 50, pending: 0 });
    expect(visited).toEqual(['agenda 10 at 10', 'outbox 20 at 20', 'agenda 30 at 30', 'outbox 40 at 40']);
  });

  it('does what one source makes for another at the same instant', async () => {
    const { open, source, visited } = openScene();
    const ofAgenda: number[] = [];
    const agenda = source('agenda', ofAgenda);
    const outbox = source('outbox', [10], 0, (at) => void (at === 10 && ofAgenda.push(10, 15)));
    expect(await open(agenda, outbox).advance(20)).toEqual({ now: 20, pending: 0 });
    expect(visited).toEqual(['outbox 10 at 10', 'agenda 10 at 10', 'agenda 15 at 15']);
  });

  it('does what is due already before it goes on', async () => {
    const { open, source, visited } = openScene();
    await open(source('agenda', [-5, 0])).advance(0);
    expect(visited).toEqual(['agenda -5 at 0', 'agenda 0 at 0']);
  });

  it('waits at an instant for what comes back soon', async () => {
    const { open, source, time, visited } = openScene();
    const advancing = open(source('outbox', [10], 4_000), source('agenda', [20])).advance(100);
    await time.pass(4_000);
    expect(await advancing).toEqual({ now: 100, pending: 0 });
    expect(visited).toEqual(['outbox 10 at 10', 'agenda 20 at 20']);
  });

  it('leaves behind what makes no headway, and says so', async () => {
    const { open, source, time, visited } = openScene();
    const advancing = open(source('outbox', [10], 1_000_000), source('agenda', [20])).advance(100);
    await time.pass(1);
    expect(await advancing).toEqual({ now: 100, pending: 1 });
    expect(visited).toEqual(['agenda 20 at 20']);
  });

  it('answers after 30 seconds at the latest and goes on by itself', async () => {
    const { open, source, time, clock, visited } = openScene();
    const slow: DueSource = {
      nextDue: async () => (clock.now() < 10 ? 10 : null),
      settle: () => new Promise((resolve) => void time.after(clock.now() === 10 ? 40_000 : 0, () => resolve({ pending: 0 }))),
    };
    const rehearsal = open(slow, source('agenda', [20]));
    let answer: unknown = null;
    void rehearsal.advance(50).then((moved) => {
      answer = moved;
    });
    await time.pass(29_999);
    expect(answer).toBe(null);
    await time.pass(1);
    expect(answer).toEqual({ now: 10, pending: 1 });
    const further = rehearsal.advance(5);
    await time.pass(29_000);
    expect(await further).toEqual({ now: 55, pending: 0 });
    expect(visited).toEqual(['agenda 20 at 20']);
  });

  it('takes one call after the other', async () => {
    const { open, source, visited } = openScene();
    const rehearsal = open(source('agenda', [10, 20, 30]));
    expect(await Promise.all([rehearsal.advance(15), rehearsal.advance(10), rehearsal.advance(10)])).toEqual([
      { now: 15, pending: 0 },
      { now: 25, pending: 0 },
      { now: 35, pending: 0 },
    ]);
    expect(visited).toEqual(['agenda 10 at 10', 'agenda 20 at 20', 'agenda 30 at 30']);
  });

  it('goes on after a move that failed', async () => {
    const { open, source, clock } = openScene();
    let isBroken = true;
    const fragile: DueSource = {
      nextDue: async () => null,
      async settle() {
        if (isBroken) throw new Error('disk full');
        return { pending: 0 };
      },
    };
    const rehearsal = open(fragile, source('agenda', []));
    await expect(rehearsal.advance(10)).rejects.toThrow('disk full');
    isBroken = false;
    await rehearsal.advance(10);
    expect(clock.now()).toBe(10);
  });

  it('refuses to go back', async () => {
    await expect(openScene().open().advance(-1)).rejects.toThrow(RangeError);
  });
});

describe('setting the clock', () => {
  it('jumps at once and does then what was missed', async () => {
    const { open, source, visited } = openScene();
    expect(await open(source('agenda', [10, 20, 99])).set(50)).toEqual({ now: 50, pending: 0 });
    expect(visited).toEqual(['agenda 10 at 50', 'agenda 20 at 50']);
  });

  it('ends a walk that is under way', async () => {
    const { open, source, time, visited } = openScene();
    const rehearsal = open(source('agenda', [10, 20], 2_000));
    const walking = rehearsal.advance(100);
    await time.pass(1);
    const jumping = rehearsal.set(15);
    await time.pass(2_000);
    await walking;
    expect(await jumping).toEqual({ now: 15, pending: 0 });
    expect(visited).toEqual(['agenda 10 at 10']);
    await rehearsal.stop();
  });

  it('refuses what is no instant', async () => {
    await expect(openScene().open().set(Number.NaN)).rejects.toThrow(RangeError);
  });
});
