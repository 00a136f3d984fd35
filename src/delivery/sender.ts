import { pass, type RealTime } from '../calendar/real-time.ts';
import type { Adapter } from '../chat/adapter.ts';
import { PlatformError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { End } from './endings.ts';
import type { Gates } from './gates.ts';
import type { Pacer } from './pacer.ts';
import { type Prepared, type Ready, standingOf } from './preparation.ts';
import type { Claimed } from './rows.ts';
import { afterFailure, backOff, type Failed, pauseOf, type Step, tryAgain } from './rules.ts';
import type { DeliveryStore, Release } from './store.ts';

/** How a lane fares: what its worker must know of the tries. */
export interface LaneHealth {
  readonly adapter: Adapter;
  /** Whose pace it shares. */
  readonly scope: string;
  /** Failed tries in a row. */
  failures: number;
  /** In elapsed real time. */
  pausedUntil: number;
  isSlow: boolean;
}

interface SenderOptions {
  readonly store: DeliveryStore;
  readonly pacer: Pacer;
  readonly gates: Gates;
  readonly time: RealTime;
  readonly log: Log;
  readonly now: () => number;
  readonly realNow: () => number;
  readonly random: () => number;
  readonly isRunning: (cohort: string) => Promise<boolean>;
  readonly isOpen: () => boolean;
  /** Looks for due deliveries again after so long. */
  readonly wakeIn: (ms: number) => void;
  readonly prepare: (row: Claimed, adapter: Adapter) => Promise<Prepared>;
  readonly settle: (row: Claimed, end: End) => Promise<void>;
}

/** No platform call takes longer: then its fate is unknown. */
const CALL_TIMEOUT_MS = 60_000;
const SLOW_MS = 2_000;
const BUSY_PLACE_MS = 100;
const RELEASE_TRIES = 6;

/** Takes one claimed delivery to its outcome, or back to those that wait. No transaction is open meanwhile. */
export function openSender(options: SenderOptions) {
  const { store, pacer, gates, time, log, now, realNow, random, wakeIn } = options;
  const held = new Set<string>();

  /** `goOn` lets the next one of the scope be prepared. Never rejects. */
  async function deliver(row: Claimed, lane: LaneHealth, goOn: () => void): Promise<void> {
    held.add(row.key);
    try {
      const prepared = await options.prepare(row, lane.adapter).catch((error: unknown) => {
        log.error({ err: error, kind: row.kind }, 'could not prepare a delivery');
        return tryAgain(standingOf(row), random());
      });
      if (prepared.kind === 'ready') await leave(row, lane, { ready: prepared, goOn });
      else await apply(row, prepared, row.sendingAt);
    } catch (error) {
      // What it holds is found again when its lease is over.
      log.error({ err: error, kind: row.kind }, 'lost hold of a delivery');
    } finally {
      held.delete(row.key);
      goOn();
    }
  }

  async function leave(row: Claimed, lane: LaneHealth, { ready, goOn }: { ready: Ready; goOn: () => void }): Promise<void> {
    const closedMs = gates.closedFor(ready.place);
    if (closedMs !== 0) return apply(row, { kind: 'hold', afterMs: closedMs ?? BUSY_PLACE_MS }, row.sendingAt);
    const leavePlace = gates.enter(ready.place);
    const { pace } = lane.adapter;
    // Marked ahead the pace is kept exactly. Where a mark forbids to repeat, it is made when nothing can hold up the call.
    const isMarkedAhead = pace.repeatWindowMs > 0;
    const sendingAt = row.sendingAt ?? realNow();
    const mark = () => store.markSending(row, { now: now(), realNow: sendingAt });
    let pauseMs = 0;
    try {
      if (isMarkedAhead && !(await mark())) return await giveBack(row, { sendingAt: row.sendingAt });
      const done = await pacer.turn(lane.scope, pace);
      goOn();
      try {
        const mayLeave = done && options.isOpen() && (await options.isRunning(row.cohort)) && (isMarkedAhead || (await mark()));
        if (!mayLeave) return await giveBack(row, { sendingAt: row.sendingAt });
        pauseMs = 1_000 / pace.perChannelPerSecond;
        await attempt(row, lane, { ready, sendingAt });
      } finally {
        done?.();
      }
    } finally {
      leavePlace(pauseMs);
    }
  }

  async function attempt(
    row: Claimed,
    lane: LaneHealth,
    { ready, sendingAt }: { ready: Ready; sendingAt: number },
  ): Promise<void> {
    const startedAt = time.elapsed();
    try {
      const sent = await inTime(ready.send());
      lane.failures = 0;
      lane.isSlow = time.elapsed() - startedAt > SLOW_MS;
      await options.settle(row, { outcome: 'sent', reason: null, sent });
    } catch (error) {
      if (!(error instanceof PlatformError)) log.error({ err: error, kind: row.kind }, 'a send failed in an unknown way');
      const failed: Failed = error instanceof PlatformError ? error : { failure: 'maybe-sent', retryAfterMs: null };
      log.warn({ kind: row.kind, platform: lane.adapter.platform, failure: failed.failure }, 'a send failed');
      slowDown(lane, failed, row.attempts);
      const moment = { now: now(), realNow: realNow(), repeatWindowMs: lane.adapter.pace.repeatWindowMs };
      await apply(row, afterFailure(standingOf(row), failed, moment, random()), sendingAt);
    }
  }

  function slowDown(lane: LaneHealth, failed: Failed, attempts: number): void {
    if (failed.failure === 'rate-limited') {
      pacer.pause(lane.scope, pauseOf(failed, attempts, random()));
      return;
    }
    if (failed.failure !== 'unavailable' && failed.failure !== 'maybe-sent') {
      lane.failures = 0;
      return;
    }
    lane.failures += 1;
    const pauseMs = backOff(lane.failures, random());
    lane.pausedUntil = time.elapsed() + pauseMs;
    wakeIn(pauseMs);
  }

  async function inTime<T>(work: Promise<T>): Promise<T> {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = time.after(CALL_TIMEOUT_MS, () => reject(new PlatformError('maybe-sent', 'no answer')));
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      cancel();
    }
  }

  /** `sendingAt` is when the first try left that may have arrived, should one have. */
  async function apply(row: Claimed, step: Exclude<Prepared, Ready> | Step, sendingAt: number | null): Promise<void> {
    switch (step.kind) {
      case 'settle':
        return options.settle(row, { outcome: step.outcome, reason: step.reason, sent: null });
      case 'retry':
        await giveBack(row, {
          sendingAt: step.isUnsure ? sendingAt : null,
          retryAt: realNow() + step.afterMs,
          attempts: step.attempts,
        });
        return wakeIn(step.afterMs);
      case 'hold': {
        const afterMs = Math.ceil(step.afterMs);
        await giveBack(row, { sendingAt, retryAt: realNow() + afterMs });
        return wakeIn(afterMs);
      }
      case 'postpone':
        return giveBack(row, { sendingAt, notBefore: step.notBefore });
      case 'reroute':
        await giveBack(row, { sendingAt, lane: step.lane });
        return wakeIn(0);
      default:
        return step satisfies never;
    }
  }

  async function giveBack(row: Claimed, release: Release): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store.release([row.key], release);
      } catch (error) {
        if (attempt === RELEASE_TRIES) throw error;
        await pass(time, 100 * 2 ** attempt);
      }
    }
  }

  return {
    deliver,
    /** Keys that this process is busy with. */
    held: (): readonly string[] => [...held],
  };
}

export type Sender = ReturnType<typeof openSender>;
