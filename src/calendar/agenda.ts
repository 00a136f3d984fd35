import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Record } from '../store/record.ts';
import { openAlarm } from './alarm.ts';
import { openDueWork, type Work } from './due-work.ts';
import { pass, type RealTime, realTime } from './real-time.ts';

/** What is to be done at a time, as rows: each piece once, over restarts and however the clock is moved. */
export interface Agenda {
  /** Plans (or moves) the work with this key, inside the caller's transaction. */
  plan(work: Work): Promise<void>;
  cancel(key: string): Promise<void>;
  /** When the work with this key is due; null when none is planned. */
  dueAt(key: string): Promise<number | null>;
  /** Drops all work whose key begins so; gives the count. */
  cancelAll(keyPrefix: string): Promise<number>;
  /** The first instant after now at which something falls due. */
  nextDue(): Promise<number | null>;
  /** The same with what it is. */
  upcoming(): Promise<{ readonly at: number; readonly kind: string } | null>;
  /**
   * Does everything due by now, in due order: each piece in one transaction with the removal of its row. The handler may
   * plan the same key again. A piece that throws is undone and tried again later (real time); the others go on.
   */
  runDue(): Promise<{ readonly done: number; readonly failed: number }>;
  /** As `runDue`, and waits for tries to come as long as they come before the deadline (real time from now). */
  settle(deadlineMs: number): Promise<{ readonly pending: number; readonly done: number }>;
  /** Work that is due and not done, and how long the oldest has been due. */
  backlog(): Promise<{ readonly due: number; readonly oldestDueMs: number }>;
  start(): void;
  /** Ends the piece that is being done and does no more. */
  stop(): Promise<void>;
  /** To be called after a commit that planned something soon; without it that is found within a minute. */
  wake(): void;
}

/**
 * Does one kind of work, inside a transaction: it writes, plans and owes, and calls no chat platform. On PostgreSQL it
 * may run again after being undone (`Record.transaction`).
 */
export type Handler = (subject: string, dueAt: number) => Promise<void>;

export interface AgendaOptions {
  readonly record: Record;
  readonly log: Log;
  readonly now: () => number;
  readonly realNow: () => number;
  readonly random: () => number;
  /** By kind. */
  readonly handlers: { readonly [kind: string]: Handler };
  readonly time?: RealTime;
}

const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;
/** Work that plans itself for the past would otherwise never let a run end. */
const PIECES_A_RUN = 20_000;

export function openAgenda(options: AgendaOptions): Agenda {
  const { record, log, now, realNow, random, handlers, time = realTime } = options;
  const dueWork = openDueWork(record);
  const alarm = openAlarm({ time, log, ring: runAndLook });
  let running: Promise<{ done: number; failed: number }> | null = null;
  let isPlanned = false;
  let isStopping = false;

  /** Null: nothing is left that can be done now. */
  async function runNext(): Promise<'done' | 'failed' | null> {
    let taken: (Work & { attempts: number }) | null = null;
    try {
      await record.transaction(async () => {
        taken = null;
        taken = await dueWork.take(now(), realNow());
        if (!taken) return;
        const handler = Object.hasOwn(handlers, taken.kind) ? handlers[taken.kind] : undefined;
        if (!handler) throw new Error('nothing handles this kind of work');
        await handler(taken.subject, taken.dueAt);
      });
      return taken && 'done';
    } catch (error) {
      if (!taken) throw error;
      await postpone(taken, error);
      return 'failed';
    }
  }

  async function postpone({ key, kind, dueAt, attempts }: Work & { attempts: number }, error: unknown): Promise<void> {
    const afterMs = backOff(attempts + 1, random());
    log.error({ err: error, kind, attempts: attempts + 1 }, 'due work failed; it is tried again');
    await dueWork.retryAt({ key, dueAt }, realNow() + afterMs);
    alarm.ringIn(afterMs);
  }

  async function runAll(): Promise<{ done: number; failed: number }> {
    const count = { done: 0, failed: 0 };
    for (let pieces = 0; pieces < PIECES_A_RUN && !isStopping; pieces += 1) {
      const result = await runNext();
      if (!result) break;
      count[result] += 1;
      await yieldToOthers();
    }
    return count;
  }

  /** One run at a time: who asks during a run gets the next one. */
  async function runDue(): Promise<{ done: number; failed: number }> {
    if (record.inTransaction()) throw new Error('due work is done outside transactions');
    while (running) await running.catch(() => undefined);
    running = runAll();
    try {
      return await running;
    } finally {
      running = null;
    }
  }

  /** Gives how long until the next is due. */
  async function runAndLook(): Promise<number | null> {
    await runDue();
    const next = await dueWork.upcoming(now());
    return next && next.at - now();
  }

  return {
    async plan(work) {
      await dueWork.plan(work);
      isPlanned = true;
      alarm.ringIn(Math.max(0, work.dueAt - now()));
    },
    cancel: dueWork.cancel,
    dueAt: dueWork.dueAt,
    cancelAll: dueWork.cancelAll,
    nextDue: async () => (await dueWork.upcoming(now()))?.at ?? null,
    upcoming: () => dueWork.upcoming(now()),
    runDue,
    async settle(deadlineMs) {
      const deadline = time.elapsed() + deadlineMs;
      let done = 0;
      for (;;) {
        done += (await runDue()).done;
        const { due, retryAt } = await dueWork.backlog(now());
        if (due === 0 || isStopping) return { pending: due, done };
        const waitMs = Math.max(0, (retryAt ?? 0) - realNow());
        if (time.elapsed() + waitMs >= deadline) return { pending: due, done };
        await pass(time, waitMs);
      }
    },
    async backlog() {
      const { due, oldest } = await dueWork.backlog(now());
      return { due, oldestDueMs: oldest === null ? 0 : now() - oldest };
    },
    start() {
      isStopping = false;
      alarm.start();
    },
    async stop() {
      isStopping = true;
      await alarm.stop();
      await running?.catch(() => undefined);
    },
    wake() {
      if (isPlanned) alarm.ringIn(0);
      isPlanned = false;
    },
  };
}

/** Doubles from a second to five minutes, half of it chance. */
function backOff(attempts: number, chance: number): number {
  const full = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(attempts - 1, 30));
  return Math.round(full * (0.5 + chance / 2));
}
