import { isDeepStrictEqual } from 'node:util';
import { openAlarm } from '../calendar/alarm.ts';
import { type RealTime, realTime } from '../calendar/real-time.ts';
import type { Log } from '../log.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { leaving, mayLeaveAt, type Pace, QUARTER_MS, sinceOf, slotOf, slotSizeOf, URGENT_MS, type Waiting } from './slots.ts';

/** An anonymous act that waits, with what it is about. It is in the forgetting store alone until it leaves. */
export interface Item<T = unknown> extends Waiting {
  readonly content: T;
  /** When it is forgotten whether it has left or not. */
  readonly until: number;
}

export interface NewItem {
  readonly id: string;
  readonly kind: string;
  readonly cohort: string;
  readonly pace: Pace;
  /** For the pace `at` alone. */
  readonly at?: number;
  /** The slot in which it came first, for what is put again. */
  readonly since?: number;
  /** See `Waiting.order`: its words, or whatever else does not tell when it came. */
  readonly order: string;
  readonly content: unknown;
  readonly until: number;
}

/**
 * What becomes of items of one kind when their slot comes: in one transaction with all that leaves the same cohort in
 * that slot, in shuffled order. It may be called again for an item whose effect is in the record already. Gives what
 * waits on in its place, or null where it has left for good.
 */
export type Release = (item: Item, slotAt: number) => Promise<NewItem | null>;

export interface Mix {
  /** On disk when it resolves; the same id again replaces what waits. Leaves no trace in the record. */
  put(item: NewItem): Promise<void>;
  find<T>(id: string): Promise<Item<T> | null>;
  remove(id: string): Promise<void>;
  /** Everything that waits, in no telling order. */
  all(): Promise<readonly Item[]>;
  nextDue(): Promise<number | null>;
  /** Lets go what may leave now. */
  settle(): Promise<{ readonly pending: number; readonly done: number }>;
  start(): void;
  stop(): Promise<void>;
  /** After a commit that put something that leaves at once. */
  wake(): void;
}

export interface MixOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
  /** By kind; undefined for what nothing releases. */
  readonly releaseOf: (kind: string) => Release | undefined;
  /** Called after something was released, so that what is owed goes out. */
  readonly released: () => void;
  readonly time?: RealTime;
}

const DAY = 24 * 3_600_000;
/** The quarter for which each cohort has decided. */
const DECIDED = 'mix-decided';

/** Where anonymous acts wait until their slot, so that when they were done tells nothing (domain §6). */
export function openMix({ record, forgetting, log, now, random, releaseOf, released, time = realTime }: MixOptions): Mix {
  const waiting = forgetting.group('mix', 'waiting');
  const alarm = openAlarm({ time, log, ring: settleAndLook });
  let changes: Promise<unknown> = Promise.resolve();
  let settling: Promise<{ pending: number; done: number }> | null = null;

  async function keep({ at, since, ...item }: NewItem): Promise<void> {
    const kept: Item = { ...item, since: at ?? since ?? sinceOf(item.pace, now()) };
    await waiting.setUntil(item.id, kept, item.until);
  }

  /** One at a time: what was looked at is what is changed. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const turn = changes.then(change);
    changes = turn.catch(() => undefined);
    return turn;
  }

  const all = async (): Promise<readonly Item[]> => (await waiting.list<Item>()).map(({ value }) => value);

  async function letGo(items: readonly Item[]): Promise<void> {
    const left: { readonly item: Item; readonly next: NewItem | null }[] = [];
    await record.transaction(async () => {
      left.length = 0;
      for (const item of items) {
        // Taken back, or held, since it was listed.
        const current = await waiting.get<Item>(item.id);
        if (!current || current.pace === 'held') continue;
        const release = releaseOf(item.kind);
        if (!release) throw new Error('nothing releases this kind of item');
        left.push({ item: current, next: await release(current, slotOf(now(), slotSizeOf(item.pace))) });
      }
    });
    // After the commit: a process that dies in between releases them again, which changes nothing.
    for (const { item, next } of left) await inTurn(() => replace(item, next));
  }

  /** What was done about it meanwhile stays: taken back, decided, or put again for a later slot. */
  async function replace(item: Item, next: NewItem | null): Promise<void> {
    if (!isDeepStrictEqual(await waiting.get(item.id), item)) return;
    if (next) await keep(next);
    if (next?.id !== item.id) await waiting.delete(item.id);
  }

  /** Whether a cohort decides now about what it may keep for longer: once in a quarter, however often the process starts. */
  async function isDecidingNow(cohort: string, items: readonly Item[], quarter: number): Promise<boolean> {
    if (!items.some(({ pace }) => pace === 'soon' || pace === 'mixed')) return false;
    if ((await forgetting.get<number>(DECIDED, cohort)) === quarter) return false;
    await forgetting.setUntil(DECIDED, cohort, quarter, slotOf(quarter, DAY) + 2 * DAY);
    return true;
  }

  /** One that cannot be released keeps no other back. */
  async function letGoEach(items: readonly Item[]): Promise<number> {
    let failed = 0;
    for (const item of items) {
      try {
        await letGo([item]);
      } catch (error) {
        failed += 1;
        log.error({ err: error, kind: item.kind }, 'something that waited could not be released; it is tried again');
      }
    }
    return failed;
  }

  async function settleOnce(): Promise<{ pending: number; done: number }> {
    const at = now();
    const quarter = slotOf(at, QUARTER_MS);
    const items = await all();
    let pending = 0;
    let done = 0;
    for (const cohort of [...new Set(items.map((item) => item.cohort))].sort()) {
      const ofCohort = items.filter((item) => item.cohort === cohort);
      const due = leaving(ofCohort, { now: at, isNewQuarter: await isDecidingNow(cohort, ofCohort, quarter), random });
      if (due.length === 0) continue;
      const failed = await letGo(due).then(
        () => 0,
        () => letGoEach(due),
      );
      pending += failed;
      done += due.length - failed;
    }
    if (done > 0) released();
    return { pending, done };
  }

  async function settle(): Promise<{ pending: number; done: number }> {
    if (record.inTransaction()) throw new Error('the mix is settled outside transactions');
    while (settling) await settling.catch(() => undefined);
    settling = settleOnce();
    try {
      return await settling;
    } finally {
      settling = null;
    }
  }

  async function settleAndLook(): Promise<number | null> {
    await settle();
    return slotOf(now(), URGENT_MS) + URGENT_MS - now();
  }

  return {
    put: (item) => inTurn(() => keep(item)),
    find: <T>(id: string) => waiting.get<Item<T>>(id),
    remove: (id) => inTurn(() => waiting.delete(id)),
    all,
    async nextDue() {
      const at = now();
      const instants = (await all()).map((item) => mayLeaveAt(item, at)).filter((due): due is number => due !== null && due > at);
      return instants.length === 0 ? null : Math.min(...instants);
    },
    settle,
    start: alarm.start,
    stop: alarm.stop,
    wake: () => alarm.ringIn(0),
  };
}
