import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { type RealTime, realTime } from '../calendar/real-time.ts';
import type { Adapter } from '../chat/adapter.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Log } from '../log.ts';
import type { Record } from '../store/record.ts';
import type { NewDelivery } from './delivery.ts';
import { type Endings, openEndings } from './endings.ts';
import { openGates } from './gates.ts';
import type { Hooks } from './hooks.ts';
import { openIntake } from './intake.ts';
import { openLanes } from './lanes.ts';
import { openPacer } from './pacer.ts';
import { openPreparation } from './preparation.ts';
import { openQueue, type Troubles } from './queue.ts';
import { openSender } from './sender.ts';
import { openDeliveryStore, type Which } from './store.ts';
import { openWatch } from './watch.ts';

export type { NewDelivery } from './delivery.ts';
export type { Hooks } from './hooks.ts';
export type { Troubles } from './queue.ts';
export type { Which } from './store.ts';

/** Owes messages and sends them: each once, on time, at the platforms' pace, over restarts. */
export interface Outbox {
  /** Owes deliveries, inside the caller's transaction. A key owed before is left as it is. */
  owe(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Drops what is not sent yet, inside the caller's transaction, and gives the count. What leaves at this moment is not tried again. */
  cancel(which: Which): Promise<number>;
  /** Removes everything that was ever owed to a member, sent or not. */
  forget(member: string): Promise<void>;
  /**
   * Removes what was settled before `olderThan`, unless a waiting edit or reply needs it; gives the count. Messages of
   * threads may be kept until `threadsOlderThan`: nothing can be changed or answered whose delivery was removed.
   */
  sweep(olderThan: number, threadsOlderThan?: number): Promise<number>;
  start(): void;
  /** Lets the sends in flight end, a few seconds at most; leaves the rest for the next start, and ends what settles. */
  stop(): Promise<void>;
  /**
   * To be called after a commit: what it owed leaves at once, and what may leave for another reason within a second;
   * without it within seconds.
   */
  wake(): void;
  /**
   * Sends what is due by the calendar's now, started or not. Resolves when nothing is left, when nothing more can be done
   * before the deadline (real time from now), or at the deadline; gives what is still due (not what paused cohorts
   * owe) and how many came to an end.
   */
  settle(deadlineMs: number): Promise<{ readonly pending: number; readonly done: number }>;
  /** The first instant after now at which something falls due. */
  nextDue(): Promise<number | null>;
  /** Endings since this process began; what waits now, and how long the oldest has been due. */
  counts(): Promise<Endings & { readonly waiting: number; readonly oldestDueMs: number }>;
  troubles(cohort: string, since: number): Promise<Troubles>;
}

export interface OutboxOptions extends Hooks {
  readonly record: Record;
  readonly log: Log;
  /** The calendar's clock; it may be stopped or moved. */
  readonly now: () => number;
  /** The machine's clock, for leases and back-off. */
  readonly realNow: () => number;
  readonly random: () => number;
  /** Different for every start of every process. */
  readonly processId: string;
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly time?: RealTime;
}

const MAX_IN_FLIGHT = 100;
const STOP_WITHIN_MS = 4_000;
/** What is owed is committed soon; should it take longer, it is found by the next look. */
const OWED_SOON_MS = 50;
/** A look asks the record several things, and the answer to whoever acted goes first. */
const AFTER_THE_ANSWER_MS = 5;
/** Most events owe nothing: one look serves all of a second. */
const NOTHING_OWED_MS = 1_000;

export function openOutbox(options: OutboxOptions): Outbox {
  const { record, log, now, realNow, time = realTime } = options;
  const store = openDeliveryStore(options);
  const queue = openQueue(record);
  const pacer = openPacer({ time, maxInFlight: MAX_IN_FLIGHT });
  const gates = openGates(time);
  const endings = openEndings({ ...options, store, time });
  const instant = () => ({ now: now(), realNow: realNow() });
  const isOpen = () => isStarted || settling > 0;
  let isStarted = false;
  let isOwed = false;
  let settling = 0;
  let stops = 0;
  let lookedAt = 0;

  const watch = openWatch({ time, look, log, isOpen, isBusy: () => lanes.areBusy() });
  const { wakeIn } = watch;
  const prepare = openPreparation({ ...options, queue });
  const sender = openSender({ ...options, store, pacer, gates, time, isOpen, wakeIn, prepare, settle: endings.settle });
  const shared = { ...options, store, sender, time, instant, isOpen, wakeIn };
  const intake = openIntake({ ...shared, held: sender.held, settle: endings.settle });
  const lanes = openLanes({ ...shared, pacer, gates, rested: watch.rested });

  /** One look at everything that is due. Gives how long until the calendar brings more. */
  async function look(): Promise<number | null> {
    lookedAt = realNow();
    await intake.recover();
    const isMoreExpired = await intake.dropExpired();
    const isMoreToRoute = await intake.route();
    for (const lane of await queue.dueLanes(now())) lanes.tend(lane);
    if (isMoreExpired || isMoreToRoute) watch.wake();
    const next = await queue.nextDue(now(), []);
    return next && next.at - now();
  }

  /** What is due of the cohorts that are not paused. */
  async function pending(): Promise<number> {
    let count = 0;
    for (const due of await queue.due(now(), lookedAt)) {
      if (!(await options.isRunning(due.cohort))) continue;
      count += due.count;
      if (due.retryAt !== null) wakeIn(Math.max(0, due.retryAt - realNow()));
    }
    return count;
  }

  async function settle(deadlineMs: number): Promise<{ pending: number; done: number }> {
    const before = { total: endings.total(), stops };
    const deadline = time.elapsed() + deadlineMs;
    const isOver = () => time.elapsed() >= deadline || stops !== before.stops;
    settling += 1;
    try {
      for (;;) {
        watch.wake();
        const isIdle = await watch.idle(deadline - time.elapsed());
        const looks = watch.looks();
        const left = await pending();
        const isNews = left > 0 && isIdle && !isOver() && (watch.looks() > looks || (await watch.nextLook(deadline)));
        if (!isNews || isOver()) return { pending: left, done: endings.total() - before.total };
      }
    } finally {
      if (stops === before.stops) settling -= 1;
      if (!isOpen()) pacer.clear();
    }
  }

  return {
    async owe(deliveries) {
      await store.owe(deliveries);
      if (!isStarted || deliveries.length === 0) return;
      isOwed = true;
      wakeIn(OWED_SOON_MS);
    },
    cancel: (which) => store.cancel(which, now()),
    forget: store.forget,
    sweep: store.sweep,
    start() {
      isStarted = true;
      watch.wake();
    },
    async stop() {
      isStarted = false;
      settling = 0;
      stops += 1;
      pacer.clear();
      await watch.idle(STOP_WITHIN_MS);
      watch.stop();
      await store.releaseUntouched();
    },
    wake() {
      if (isStarted) wakeIn(isOwed ? AFTER_THE_ANSWER_MS : NOTHING_OWED_MS);
      isOwed = false;
    },
    settle(deadlineMs) {
      if (record.inTransaction()) throw new Error('what is due is sent outside transactions');
      return settle(deadlineMs);
    },
    async nextDue() {
      const paused: string[] = [];
      for (;;) {
        const next = await queue.nextDue(now(), paused);
        if (!next || (await options.isRunning(next.cohort))) return next?.at ?? null;
        paused.push(next.cohort);
        await yieldToOthers();
      }
    },
    async counts() {
      const { waiting, oldestDue } = await queue.waiting(now());
      return { ...endings.counts(), waiting, oldestDueMs: oldestDue === null ? 0 : now() - oldestDue };
    },
    troubles: queue.troubles,
  };
}
