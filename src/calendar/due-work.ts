import { sql } from 'kysely';
import type { Record } from '../store/record.ts';

/** A piece of work that falls due. */
export interface Work {
  /** What is planned twice under one key is moved. */
  readonly key: string;
  readonly kind: string;
  /** Id of what it is about. Never content. */
  readonly subject: string;
  /** Calendar time. */
  readonly dueAt: number;
}

interface Tables {
  due_work: { key: string; kind: string; subject: string; due_at: number; attempts: number; retry_at: number };
}

/** No back-off is longer: a later `retry_at` was written under a clock that was wrong. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Due work as rows. What is done is removed. */
export function openDueWork(record: Record) {
  const db = () => record.db<Tables>();

  return {
    async plan({ key, kind, subject, dueAt }: Work): Promise<void> {
      const moved = { kind, subject, due_at: Math.ceil(dueAt), attempts: 0, retry_at: 0 };
      await db()
        .insertInto('due_work')
        .values({ key, ...moved })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(moved))
        .execute();
    },

    async cancel(key: string): Promise<void> {
      await db().deleteFrom('due_work').where('key', '=', key).execute();
    },

    async cancelAll(keyPrefix: string): Promise<number> {
      const cancelled = await db()
        .deleteFrom('due_work')
        .where(sql<boolean>`substr(key, 1, length(cast(${keyPrefix} as text))) = ${keyPrefix}`)
        .executeTakeFirst();
      return Number(cancelled.numDeletedRows);
    },

    /** Removes the work that has been due longest and gives it; what another process is doing is passed over. */
    async take(now: number, realNow: number): Promise<(Work & { attempts: number }) | null> {
      const row = await db()
        .selectFrom('due_work')
        .selectAll()
        .where('due_at', '<=', now)
        .where((work) => work.or([work('retry_at', '<=', realNow), work('retry_at', '>', realNow + LONGEST_WAIT_MS)]))
        .orderBy('due_at')
        .orderBy('key')
        .limit(1)
        .$if(record.dialect === 'postgres', (query) => query.forUpdate().skipLocked())
        .executeTakeFirst();
      if (!row) return null;
      await db().deleteFrom('due_work').where('key', '=', row.key).execute();
      return { key: row.key, kind: row.kind, subject: row.subject, dueAt: row.due_at, attempts: row.attempts };
    },

    /** Unless it was moved meanwhile. */
    async retryAt({ key, dueAt }: { readonly key: string; readonly dueAt: number }, at: number): Promise<void> {
      await db()
        .updateTable('due_work')
        .set((work) => ({ attempts: work('attempts', '+', 1), retry_at: at }))
        .where('key', '=', key)
        .where('due_at', '=', dueAt)
        .execute();
    },

    async dueAt(key: string): Promise<number | null> {
      const row = await db().selectFrom('due_work').where('key', '=', key).select('due_at').executeTakeFirst();
      return row?.due_at ?? null;
    },

    async upcoming(now: number): Promise<{ readonly at: number; readonly kind: string } | null> {
      const next = await db()
        .selectFrom('due_work')
        .where('due_at', '>', now)
        .select(['due_at as at', 'kind'])
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst();
      return next ?? null;
    },

    /** `retryAt`: when the first of them may be tried (real time). */
    async backlog(
      now: number,
    ): Promise<{ readonly due: number; readonly oldest: number | null; readonly retryAt: number | null }> {
      return db()
        .selectFrom('due_work')
        .where('due_at', '<=', now)
        .select(({ fn }) => [
          fn.countAll<number>().as('due'),
          fn.min<number | null>('due_at').as('oldest'),
          fn.min<number | null>('retry_at').as('retryAt'),
        ])
        .executeTakeFirstOrThrow();
    },
  };
}
