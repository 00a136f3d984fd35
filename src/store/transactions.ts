import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Driver, IsolationLevel, QueryResult } from 'kysely';
import { asStoreError, codeOf, StoreError } from './errors.ts';

const attempts = 6;
const longestFirstPauseMs = 20;

interface OpenTransaction {
  readonly connection: DatabaseConnection;
  isOpen: boolean;
  /** The first error of a joined transaction: with it the whole is undone, even if someone caught it on the way. */
  failed: { readonly error: unknown } | null;
}

export interface Transactions {
  /** Queries through this driver take part in the transaction that they are called from. */
  readonly driver: Driver;
  /** Asks one query that is compiled already, as one through the driver would be. */
  execute<R>(query: CompiledQuery<R>): Promise<QueryResult<R>>;
  run<T>(work: () => Promise<T>, isolation?: IsolationLevel): Promise<T>;
  isInside(): boolean;
}

/**
 * Transactions that queries find by themselves. A transaction that has ended counts as none, so that a timer set
 * inside one still works afterwards.
 */
export function openTransactions(engine: Driver, defaultIsolation?: IsolationLevel): Transactions {
  const storage = new AsyncLocalStorage<OpenTransaction>();
  const retries = oneByOne();

  const current = () => {
    const transaction = storage.getStore();
    return transaction?.isOpen ? transaction : null;
  };

  const join = async <T>(outer: OpenTransaction, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      outer.failed ??= { error };
      throw error;
    }
  };

  const once = async <T>(work: () => Promise<T>, isolationLevel: IsolationLevel | undefined): Promise<T> => {
    const raw = await engine.acquireConnection().catch(rethrow);
    const connection = oneAtATime(raw, () => {
      if (!transaction.isOpen) throw new Error('a query was not awaited before its transaction ended');
    });
    const transaction: OpenTransaction = { connection, isOpen: true, failed: null };
    try {
      await engine.beginTransaction(raw, isolationLevel ? { isolationLevel } : {}).catch(rethrow);
      try {
        const result = await storage.run(transaction, () => join(transaction, work));
        if (transaction.failed) throw transaction.failed.error;
        transaction.isOpen = false;
        await engine.commitTransaction(raw).catch(rethrow);
        return result;
      } catch (error) {
        transaction.isOpen = false;
        // What went wrong first is what the caller must hear; a lost connection has rolled back by itself.
        await engine.rollbackTransaction(raw).catch(() => undefined);
        throw error;
      }
    } finally {
      await engine.releaseConnection(raw);
    }
  };

  const alone = async <R>(query: CompiledQuery<R>): Promise<QueryResult<R>> => {
    const raw = await engine.acquireConnection().catch(rethrow);
    try {
      return await raw.executeQuery<R>(query);
    } catch (error) {
      return rethrow(error);
    } finally {
      await engine.releaseConnection(raw);
    }
  };

  return {
    driver: shareConnection(engine, () => current()?.connection ?? null),
    execute: (query) => current()?.connection.executeQuery(query) ?? alone(query),
    isInside: () => current() !== null,
    async run(work, isolation = defaultIsolation) {
      const outer = current();
      if (outer) return join(outer, work);
      for (let attempt = 1; ; attempt += 1) {
        try {
          const attemptOnce = () => once(work, isolation);
          return await (attempt > 1 || retries.isBusy() ? retries.run(attemptOnce) : attemptOnce());
        } catch (error) {
          if (attempt === attempts || !isCollision(error)) throw error;
          await pause(randomInt(longestFirstPauseMs * 2 ** (attempt - 1)));
        }
      }
    },
  };
}

/** While transactions are run again they and all new ones take turns, so that they do not meet over and over. */
function oneByOne() {
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;
  return {
    isBusy: () => count > 0,
    async run<T>(work: () => Promise<T>): Promise<T> {
      count += 1;
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        count -= 1;
      }
    },
  };
}

/** PostgreSQL undid a transaction because of another one: doing it again is right. */
function isCollision(error: unknown): boolean {
  const code = codeOf(error instanceof StoreError ? error.cause : error);
  return code === '40001' || code === '40P01';
}

function rethrow(error: unknown): never {
  throw asStoreError(error);
}

/** A connection takes one query at a time, also when the work inside a transaction asks several at once. */
function oneAtATime(connection: DatabaseConnection, assertUsable = () => {}): DatabaseConnection {
  let last: Promise<unknown> = Promise.resolve();
  return {
    executeQuery(query) {
      const result = last.then(() => {
        assertUsable();
        return connection.executeQuery<never>(query);
      });
      last = result.catch(() => undefined);
      return result.catch(rethrow);
    },
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}

function shareConnection(engine: Driver, shared: () => DatabaseConnection | null): Driver {
  const lent = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const ended = () => Promise.reject(new Error('use record.transaction: it is the one that queries find'));
  return {
    init: () => engine.init(),
    destroy: () => engine.destroy(),
    async acquireConnection() {
      const connection = shared();
      if (connection) return connection;
      const raw = await engine.acquireConnection().catch(rethrow);
      const guarded = oneAtATime(raw);
      lent.set(guarded, raw);
      return guarded;
    },
    async releaseConnection(connection) {
      const raw = lent.get(connection);
      if (raw) await engine.releaseConnection(raw);
    },
    beginTransaction: ended,
    commitTransaction: ended,
    rollbackTransaction: ended,
  };
}
