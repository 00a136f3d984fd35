import { AsyncResource } from 'node:async_hooks';
import type { RealTime } from '../calendar/real-time.ts';
import type { Log } from '../log.ts';

/** Decides when to look for due deliveries. */
export interface Watch {
  /** Looks now, or once more after the look under way. */
  wake(): void;
  /** Looks after so long, because then something can be done that cannot be done yet. */
  wakeIn(ms: number): void;
  /** To be called when work outside the looks has ended. */
  rested(): void;
  /** Resolves with true when nothing is under way, with false after `ms`. */
  idle(ms: number): Promise<boolean>;
  /** Resolves with true at the next look that `wakeIn` asked for; false: there is none before the deadline (elapsed time). */
  nextLook(deadline: number): Promise<boolean>;
  /** How many looks there were. */
  looks(): number;
  stop(): void;
}

interface WatchOptions {
  readonly time: RealTime;
  readonly log: Log;
  /** Gives how long until the calendar brings something; null: nothing is known to come. */
  readonly look: () => Promise<number | null>;
  readonly isOpen: () => boolean;
  /** Whether work outside the looks is under way. */
  readonly isBusy: () => boolean;
}

/** What others owe, and clocks that were moved, are found after so long without a call. */
const POLL_MS = 5_000;
const AFTER_FAILURE_MS = 1_000;

/** Its looks belong to no transaction, whoever calls. */
export function openWatch({ time, log, look, isOpen, isBusy }: WatchOptions): Watch {
  const outside = new AsyncResource('outbox');
  const waiting = new Set<() => void>();
  let isLooking = false;
  let isWanted = false;
  let looks = 0;
  let isStopped = false;
  let wakeAt: number | null = null;
  let cancelWake = () => {};
  let cancelPoll = () => {};

  const isIdle = () => !isLooking && !isBusy();
  const tellWaiting = () => {
    for (const check of [...waiting]) check();
  };

  async function run(): Promise<void> {
    isLooking = true;
    let pollMs = POLL_MS;
    while (isWanted && isOpen()) {
      isWanted = false;
      looks += 1;
      try {
        pollMs = Math.max(1, Math.min(POLL_MS, (await look()) ?? POLL_MS));
      } catch (error) {
        log.error({ err: error }, 'could not look for due deliveries');
        pollMs = AFTER_FAILURE_MS;
      }
    }
    isLooking = false;
    cancelPoll();
    if (isOpen()) cancelPoll = time.after(pollMs, wake);
    tellWaiting();
  }

  function wake(): void {
    isWanted = true;
    isStopped = false;
    if (!isLooking && isOpen()) outside.runInAsyncScope(() => void run());
  }

  function wakeIn(ms: number): void {
    const at = time.elapsed() + ms;
    if (wakeAt !== null && wakeAt <= at) return;
    cancelWake();
    wakeAt = at;
    cancelWake = outside.runInAsyncScope(() =>
      time.after(ms, () => {
        wakeAt = null;
        wake();
        tellWaiting();
      }),
    );
  }

  /** Resolves with true once `test` holds, with false after `ms`. */
  function until(test: () => boolean, ms: number): Promise<boolean> {
    if (test()) return Promise.resolve(true);
    if (ms <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (isTrue: boolean) => {
        cancel();
        waiting.delete(check);
        resolve(isTrue);
      };
      const check = () => {
        if (test()) end(true);
      };
      const cancel = time.after(ms, () => end(false));
      waiting.add(check);
    });
  }

  return {
    wake,
    wakeIn,
    rested: tellWaiting,
    idle: (ms) => until(isIdle, ms),
    async nextLook(deadline) {
      if (wakeAt === null || wakeAt > deadline) return false;
      const before = looks;
      await until(() => looks > before || isStopped, deadline - time.elapsed());
      return looks > before;
    },
    looks: () => looks,
    stop() {
      cancelWake();
      cancelPoll();
      wakeAt = null;
      isStopped = true;
      tellWaiting();
    },
  };
}
