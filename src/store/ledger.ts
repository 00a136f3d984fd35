import { tag } from '../privacy/keys.ts';
import type { Forgetting } from './forgetting.ts';
import { type Given, prepared } from './prepared.ts';
import type { Record } from './record.ts';

const dayMs = 86_400_000;
/** The store shows when a thing expires: not finer than this, or it would tell when somebody acted. */
const quarterMs = 900_000;
const outcomePurpose = 'outcome';

interface Tables {
  handled_events: { tag: string; handled_at: number };
}

export interface Handled<T> {
  /** What `work` gave, as JSON carries it; null for a repeat so late that it has been forgotten. */
  readonly outcome: T | null;
  readonly isRepeat: boolean;
}

/** Makes an event that arrives several times have its effect once. */
export interface Ledger {
  /**
   * Runs `work` in one transaction together with remembering `eventId`; a repeat gives the stored outcome and runs
   * nothing, and one that comes while the first still runs waits for it. Work that throws undoes everything and
   * is not remembered. Not to be called inside a transaction; on PostgreSQL `work` may run again (`Record.transaction`).
   */
  once<T>(eventId: string, work: () => Promise<T>): Promise<Handled<T>>;
  /** What an event gave that was handled already; null for a new one, or one that has been forgotten. Runs nothing. */
  recall<T>(eventId: string): Promise<T | null>;
  /** Forgets the events handled before `olderThan` (epoch milliseconds), at the latest a day after; gives the count. */
  sweep(olderThan: number): Promise<number>;
}

export interface LedgerOptions {
  readonly record: Record;
  readonly forgetting: Forgetting;
  /** The sub-key `events`. */
  readonly key: Buffer;
  readonly now: () => number;
}

export function openLedger({ record, forgetting, key, now }: LedgerOptions): Ledger {
  const running = new Map<string, Promise<unknown>>();
  const db = () => record.db<Tables>();
  const insert = prepared(record, (given: Given<Tables['handled_events']>) =>
    db()
      .insertInto('handled_events')
      .values({ tag: given('tag'), handled_at: given('handled_at') })
      .onConflict((conflict) => conflict.column('tag').doNothing())
      .returning('tag'),
  );

  /** Whether the event is new. The day and nothing finer, so that the record does not tell when someone acted. */
  const remember = async (name: string) => {
    const handledAt = (Math.floor(now() / dayMs) + 1) * dayMs;
    return (await insert({ tag: name, handled_at: handledAt })).length === 1;
  };

  /** The outcome as JSON, or null for a repeat. */
  const first = (name: string, work: () => Promise<unknown>) =>
    record.transaction(async () => {
      if (!(await remember(name))) return null;
      const outcome = JSON.stringify((await work()) ?? null);
      // Before the commit: what the record remembers as handled has its outcome, however the process ends. Should the
      // machine fail, the outcome may be lost: who repeats the event then is told that it is done already.
      await forgetting.setSoon(outcomePurpose, name, outcome, dayMs - (now() % quarterMs));
      return outcome;
    });

  return {
    async once<T>(eventId: string, work: () => Promise<T>) {
      if (record.inTransaction()) throw new Error('once-only work must be the outermost transaction');
      const name = tag(key, eventId);
      for (let other = running.get(name); other; other = running.get(name)) await other.catch(() => undefined);
      // Gone from the map as it settles: who waits must find it gone.
      const run = first(name, work).finally(() => running.delete(name));
      running.set(name, run);
      const fresh = await run;
      const stored = fresh ?? (await forgetting.get<string>(outcomePurpose, name));
      return { outcome: stored === null ? null : (JSON.parse(stored) as T), isRepeat: fresh === null };
    },

    async recall<T>(eventId: string) {
      const stored = await forgetting.get<string>(outcomePurpose, tag(key, eventId));
      return stored === null ? null : (JSON.parse(stored) as T);
    },

    async sweep(olderThan) {
      const result = await db().deleteFrom('handled_events').where('handled_at', '<=', olderThan).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
