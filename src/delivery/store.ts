import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Platform } from '../chat/invocation.ts';
import type { Record } from '../store/record.ts';
import type { Delivery, NewDelivery, Outcome, Reason, SentMessage } from './delivery.ts';
import { inboxLane } from './lane.ts';
import { type Claimed, claimedOf, type DeliveryTables, rowOf } from './rows.ts';
import { CANCELLED, LONGEST_WAIT_MS } from './rules.ts';

/** Which deliveries to drop. A space or channel alone may belong to several cohorts, so they come with one. */
export type Which =
  | { readonly keys: readonly string[] }
  | { readonly member: string }
  | { readonly cohort: string }
  | { readonly cohort: string; readonly platform: Platform; readonly space: string; readonly channel?: string };

/** How a delivery goes back to those that wait. */
export interface Release {
  readonly lane?: string;
  readonly notBefore?: number;
  /** Real time. */
  readonly retryAt?: number;
  readonly attempts?: number;
  /** Null: no try is out whose fate is unknown. */
  readonly sendingAt: number | null;
}

/** By the calendar and by the machine. */
export interface Instant {
  readonly now: number;
  readonly realNow: number;
}

/** A statement stays well under 50 ms, in which nobody else is served. */
const ROWS_A_STATEMENT = 100;

/** The deliveries of this process: what it owes, takes, gives back and settles. */
export function openDeliveryStore({ record, processId }: { readonly record: Record; readonly processId: string }) {
  const db = () => record.db<DeliveryTables>();
  const mine = () => db().updateTable('deliveries').where('state', '=', 'claimed').where('claimed_by', '=', processId);

  return {
    async owe(deliveries: readonly NewDelivery[]): Promise<void> {
      for (let from = 0; from < deliveries.length; from += ROWS_A_STATEMENT) {
        if (from > 0) await yieldToOthers();
        await db()
          .insertInto('deliveries')
          .values(deliveries.slice(from, from + ROWS_A_STATEMENT).map(rowOf))
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute();
      }
    },

    /** Takes what waits in a lane and is due, oldest first. One conditional update. */
    async claim(lane: string, limit: number, { now, realNow }: Instant): Promise<readonly Claimed[]> {
      const due = db()
        .selectFrom('deliveries')
        .select('key')
        .where('settled_at', 'is', null)
        .where('claimed_at', 'is', null)
        .where('lane', '=', lane)
        .where('not_before', '<=', now)
        .where((row) =>
          row.or([row('retry_at', '<=', realNow), row('retry_at', '>', realNow + LONGEST_WAIT_MS), row('expires_at', '<=', now)]),
        )
        .orderBy('not_before')
        .orderBy('key')
        .limit(limit);
      return take(due, realNow);
    },

    /** Takes what nobody needs any more, wherever it waits. */
    async claimExpired(limit: number, { now, realNow }: Instant): Promise<readonly Claimed[]> {
      const expired = db()
        .selectFrom('deliveries')
        .select('key')
        .where('settled_at', 'is', null)
        .where('claimed_at', 'is', null)
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .limit(limit);
      return take(expired, realNow);
    },

    /** Written before a message leaves; false: it was cancelled, or another process has it. */
    async markSending({ key, sendingAt }: Claimed, { now, realNow }: Instant): Promise<boolean> {
      const marked = await mine()
        .where('key', '=', key)
        .where('expires_at', '>', now)
        .set({ sending_at: sendingAt ?? realNow })
        .executeTakeFirst();
      return marked.numUpdatedRows > 0n;
    },

    async release(keys: readonly string[], { lane, notBefore, retryAt, attempts, sendingAt }: Release): Promise<void> {
      if (keys.length === 0) return;
      await mine()
        .where('key', 'in', keys)
        .set({
          state: 'waiting',
          claimed_by: null,
          claimed_at: null,
          sending_at: sendingAt,
          ...(lane !== undefined && { lane }),
          ...(notBefore !== undefined && { not_before: notBefore }),
          ...(retryAt !== undefined && { retry_at: retryAt }),
          ...(attempts !== undefined && { attempts }),
        })
        .execute();
    },

    /** Gives back what was taken and has not been touched. */
    async releaseUntouched(): Promise<void> {
      await mine().where('sending_at', 'is', null).set({ state: 'waiting', claimed_by: null, claimed_at: null }).execute();
    },

    /** False: another process has it, or it is gone. */
    async settle({ key }: Delivery, ending: Ending): Promise<boolean> {
      const { sent } = ending;
      const settled = await mine()
        .where('key', '=', key)
        .set({
          ...settledColumns(ending),
          sent_platform: sent?.platform ?? null,
          sent_space: sent?.space ?? null,
          sent_channel: sent?.channel ?? null,
          sent_message: sent?.message ?? null,
        })
        .executeTakeFirst();
      return settled.numUpdatedRows > 0n;
    },

    async cancel(which: Which, now: number): Promise<number> {
      // Most often nothing is open, and to see that is quicker than to change nothing three times.
      if ((await meant(selectKeys().where('settled_at', 'is', null).limit(1), which).executeTakeFirst()) === undefined) return 0;
      // What is leaving at this moment may still arrive, but is not tried again.
      await matching(which, 'leaving').set({ expires_at: CANCELLED }).execute();
      await matching(which, 'in doubt')
        .set(settledColumns({ outcome: 'maybe-sent', reason: 'unconfirmed', at: now }))
        .execute();
      const cancelled = settledColumns({ outcome: 'dropped', reason: 'cancelled', at: now });
      for (let count = 0; ; await yieldToOthers()) {
        const { numUpdatedRows } = await matching(which, 'untouched').set(cancelled).executeTakeFirst();
        count += Number(numUpdatedRows);
        if (numUpdatedRows < ROWS_A_STATEMENT) return count;
      }
    },

    /** Removes all that was ever owed to a member. */
    async forget(member: string): Promise<void> {
      await db().deleteFrom('deliveries').where('to_member', '=', member).execute();
    },

    /** Gives back what dead processes hold: everything but our own, or what was not renewed for so long. */
    async recover(stale: 'all-others' | { readonly leaseMs: number; readonly realNow: number }): Promise<number> {
      const held = db()
        .updateTable('deliveries')
        .where('claimed_at', 'is not', null)
        .set({ state: 'waiting', claimed_by: null, claimed_at: null });
      const lost =
        stale === 'all-others'
          ? held.where('claimed_by', '<>', processId)
          : held.where((row) =>
              row.or([
                row('claimed_at', '<', stale.realNow - stale.leaseMs),
                // Written under a clock that was wrong.
                row('claimed_at', '>', stale.realNow + stale.leaseMs),
              ]),
            );
      return Number((await lost.executeTakeFirst()).numUpdatedRows);
    },

    /** Tells that this process lives and still has these. */
    async renew(keys: readonly string[], realNow: number): Promise<void> {
      for (let from = 0; from < keys.length; from += ROWS_A_STATEMENT) {
        await mine()
          .where('key', 'in', keys.slice(from, from + ROWS_A_STATEMENT))
          .set({ claimed_at: realNow })
          .execute();
      }
    },

    /**
     * Removes what was settled before `olderThan` (calendar time), and of threads before `threadsOlderThan`, but nothing
     * that a waiting edit or reply still needs. A key that is removed may be owed again.
     */
    async sweep(olderThan: number, threadsOlderThan = olderThan): Promise<number> {
      for (let removed = 0; ; await yieldToOthers()) {
        const { numDeletedRows } = await db()
          .deleteFrom('deliveries')
          .where('key', 'in', (old) =>
            old
              .selectFrom('deliveries as d')
              .select('d.key')
              .where('d.settled_at', '<', olderThan)
              .where((row) =>
                row.or([
                  row.and([row('d.thread_name', 'is', null), row('d.thread_key', 'is', null)]),
                  row('d.settled_at', '<', threadsOlderThan),
                ]),
              )
              .where(sql<boolean>`not exists (select 1 from deliveries e where e.edits = d.key and e.settled_at is null)`)
              .where(sql<boolean>`not exists (select 1 from deliveries e where e.thread_key = d.key and e.settled_at is null)`)
              .limit(ROWS_A_STATEMENT),
          )
          .executeTakeFirst();
        removed += Number(numDeletedRows);
        if (numDeletedRows === 0n) return removed;
      }
    },
  };

  async function take(due: ReturnType<typeof selectKeys>, realNow: number): Promise<readonly Claimed[]> {
    const picked = record.dialect === 'postgres' ? due.forUpdate().skipLocked() : due;
    const rows = await db()
      .with('picked', () => picked)
      .updateTable('deliveries')
      .set({ state: 'claimed', claimed_by: processId, claimed_at: realNow })
      .where('key', 'in', (own) => own.selectFrom('picked').select('picked.key'))
      .returningAll()
      .execute();
    return rows.sort((a, b) => a.not_before - b.not_before || (a.key < b.key ? -1 : 1)).map(claimedOf);
  }

  function selectKeys() {
    return db().selectFrom('deliveries').select('key');
  }

  /** As many as a statement may change, of those to whom so much has happened. */
  function matching(which: Which, stage: 'untouched' | 'in doubt' | 'leaving') {
    const open = selectKeys().where('settled_at', 'is', null).limit(ROWS_A_STATEMENT);
    const staged =
      stage === 'untouched'
        ? open.where('sending_at', 'is', null)
        : open.where('sending_at', 'is not', null).where('state', '=', stage === 'leaving' ? 'claimed' : 'waiting');
    return db().updateTable('deliveries').where('key', 'in', meant(staged, which));
  }

  function meant(keys: ReturnType<typeof selectKeys>, which: Which) {
    if ('keys' in which) return keys.where('key', 'in', which.keys);
    if ('member' in which) return keys.where('to_member', '=', which.member);
    const ofCohort = keys.where('cohort', '=', which.cohort);
    if (!('space' in which)) return ofCohort;
    const { cohort, platform, space, channel } = which;
    const there = ofCohort.where((row) =>
      row.or([
        row.and([row('to_platform', '=', platform), row('to_space', '=', space)]),
        ...(channel === undefined ? [row('lane', '=', inboxLane(cohort, { platform, space }))] : []),
      ]),
    );
    return channel === undefined ? there : there.where('to_channel', '=', channel);
  }
}

export type DeliveryStore = ReturnType<typeof openDeliveryStore>;

export interface Ending {
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  readonly sent?: SentMessage | null;
  /** Calendar time. */
  readonly at: number;
}

/** Nothing of the machine's own time stays on a settled delivery. */
function settledColumns({ outcome, reason, at }: Ending) {
  return {
    state: outcome,
    reason,
    settled_at: at,
    attempts: 0,
    retry_at: 0,
    claimed_by: null,
    claimed_at: null,
    sending_at: null,
  };
}
