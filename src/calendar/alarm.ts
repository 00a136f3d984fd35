import { AsyncResource } from 'node:async_hooks';
import { type ScheduledTask, schedule } from 'node-cron';
import type { Log } from '../log.ts';
import type { RealTime } from './real-time.ts';

/** Rings every minute, and at the instant that was asked for. What is to be done is decided by whoever it wakes. */
export interface Alarm {
  start(): void;
  /** Resolves when the last ring has been dealt with. */
  stop(): Promise<void>;
  /** Rings after so long, should it not ring before. */
  ringIn(ms: number): void;
}

interface AlarmOptions {
  readonly time: RealTime;
  readonly log: Log;
  /** Gives how long until it should ring again. */
  readonly ring: () => Promise<number | null>;
}

const LONGEST_MS = 60_000;
/** A commit may follow the call that asked. */
const SHORTEST_MS = 20;

export function openAlarm({ time, log, ring }: AlarmOptions): Alarm {
  const outside = new AsyncResource('agenda');
  let cron: ScheduledTask | null = null;
  let ringing: Promise<void> | null = null;
  let ringsAt: number | null = null;
  let cancel = () => {};

  async function ringNow(): Promise<void> {
    cancel();
    ringsAt = null;
    let nextMs: number | null = LONGEST_MS;
    try {
      nextMs = await ring();
    } catch (error) {
      log.error({ err: error }, 'could not do due work');
    }
    ringing = null;
    ringIn(nextMs ?? LONGEST_MS);
  }

  function wake(): void {
    if (!cron) return;
    if (ringing) ringIn(SHORTEST_MS);
    else ringing = outside.runInAsyncScope(ringNow);
  }

  function ringIn(ms: number): void {
    if (!cron) return;
    const wait = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));
    const at = time.elapsed() + wait;
    if (ringsAt !== null && ringsAt <= at) return;
    cancel();
    ringsAt = at;
    cancel = outside.runInAsyncScope(() => time.after(wait, afterWait));
  }

  function afterWait(): void {
    ringsAt = null;
    wake();
  }

  return {
    start() {
      if (cron) return;
      cron = schedule('* * * * *', wake, { name: 'agenda', suppressMissedWarning: true });
      wake();
    },
    async stop() {
      const task = cron;
      cron = null;
      cancel();
      ringsAt = null;
      await task?.destroy();
      await ringing;
    },
    ringIn,
  };
}
