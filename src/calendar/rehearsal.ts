import type { MovableClock } from './clock.ts';
import { type RealTime, realTime } from './real-time.ts';

/** Something that falls due: the agenda, the outbox, what must be forgotten. */
export interface DueSource {
  /** The first instant after now at which something falls due; what is due already is left to `settle`. */
  nextDue(): Promise<number | null>;
  /**
   * Does what is due now; resolves when nothing more can be done before the deadline (real time from now), or at it.
   * `done` counts what was done: it may have made work for another source.
   */
  settle(deadlineMs: number): Promise<{ readonly pending: number; readonly done?: number }>;
}

export interface Moved {
  readonly now: number;
  /** What is due and not done yet. Never 0 while the clock is still on its way. */
  readonly pending: number;
}

/** Moves the calendar of a rehearsal. One move at a time. */
export interface Rehearsal {
  /**
   * Goes forward by `ms`, from now or from where an earlier call leads, through each due instant in order, and stays at
   * each while what is due there makes headway. Answers at the latest after 30 seconds of real time; the clock then
   * goes on by itself, and the next call (0 will do) waits for it.
   */
  advance(ms: number): Promise<Moved>;
  /** Jumps at once, as a machine that slept would, and does what is due then. Ends a walk that is under way. */
  set(target: number): Promise<Moved>;
  /** Ends a walk under way at the instant where it is. */
  stop(): Promise<void>;
}

export interface RehearsalOptions {
  readonly clock: MovableClock;
  /** What plans and owes stands before what sends. */
  readonly sources: readonly DueSource[];
  readonly time?: RealTime;
  readonly answerWithinMs?: number;
}

const ANSWER_WITHIN_MS = 30_000;
/** What makes no headway for so long is left behind on the way: a platform may be down for days. */
const PATIENCE_MS = 5_000;

export function openRehearsal({
  clock,
  sources,
  time = realTime,
  answerWithinMs = ANSWER_WITHIN_MS,
}: RehearsalOptions): Rehearsal {
  let last: Promise<unknown> = Promise.resolve();
  let moves = 0;
  let leadsTo: number | null = null;
  let pending = 0;
  let jumps = 0;

  /** Rounds over all sources until one changes nothing, or there was another jump. */
  async function settleHere(deadlineMs: number, patienceMs: number, jumpsBefore = jumps): Promise<void> {
    const deadline = time.elapsed() + deadlineMs;
    for (let before = Number.POSITIVE_INFINITY; ; before = pending) {
      let left = 0;
      let done = 0;
      for (const source of sources) {
        const settled = await source.settle(Math.max(1, Math.min(patienceMs, deadline - time.elapsed())));
        left += settled.pending;
        done += settled.done ?? 0;
        if (jumps !== jumpsBefore) return;
      }
      pending = left;
      if (done === 0 && (left === 0 || left >= before)) return;
      if (time.elapsed() >= deadline) return;
    }
  }

  async function nextInstant(): Promise<number | null> {
    const now = clock.now();
    const instants = await Promise.all(sources.map((source) => source.nextDue()));
    const later = instants.filter((at): at is number => at !== null && at > now);
    return later.length === 0 ? null : Math.min(...later);
  }

  /** Ends without reaching its target once there was another jump. */
  async function walk(target: number, deadline: number, jumpsBefore: number): Promise<void> {
    for (;;) {
      await settleHere(Number.POSITIVE_INFINITY, PATIENCE_MS, jumpsBefore);
      if (jumps !== jumpsBefore) return;
      const next = await nextInstant();
      if (next === null || next >= target) break;
      await clock.advanceTo(next);
    }
    await clock.advanceTo(target);
    await settleHere(deadline - time.elapsed(), answerWithinMs, jumpsBefore);
  }

  /** Runs after the moves before it; answers when it is done, or in time. */
  async function move(work: (deadline: number) => Promise<void>): Promise<Moved> {
    const deadline = time.elapsed() + answerWithinMs;
    moves += 1;
    const moving = last
      .then(() => work(deadline))
      .finally(() => {
        moves -= 1;
        if (moves === 0) leadsTo = null;
      });
    last = moving.catch(() => undefined);
    const isThere = await inTime(moving, deadline - time.elapsed());
    return { now: clock.now(), pending: isThere ? pending : Math.max(1, pending) };
  }

  async function inTime(work: Promise<void>, ms: number): Promise<boolean> {
    let cancel = () => {};
    const late = new Promise<boolean>((resolve) => {
      cancel = time.after(ms, () => resolve(false));
    });
    try {
      return await Promise.race([work.then(() => true), late]);
    } finally {
      cancel();
    }
  }

  return {
    async advance(ms) {
      if (!(ms >= 0)) throw new RangeError('a clock is advanced by a time that is not negative');
      const target = (leadsTo ?? clock.now()) + ms;
      leadsTo = target;
      const jumpsBefore = jumps;
      return move((deadline) => walk(target, deadline, jumpsBefore));
    },
    async set(target) {
      if (!Number.isFinite(target)) throw new RangeError('a clock is set to an instant');
      jumps += 1;
      leadsTo = target;
      return move(async (deadline) => {
        await clock.set(target);
        await settleHere(deadline - time.elapsed(), answerWithinMs);
      });
    },
    async stop() {
      jumps += 1;
      await last;
    },
  };
}
