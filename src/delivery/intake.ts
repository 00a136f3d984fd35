import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { afterQuiet, isQuiet } from '../calendar/quiet-hours.ts';
import type { RealTime } from '../calendar/real-time.ts';
import type { Adapter } from '../chat/adapter.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Record } from '../store/record.ts';
import type { End } from './endings.ts';
import type { Hooks } from './hooks.ts';
import { inboxLane, UNROUTED } from './lane.ts';
import { standingOf } from './preparation.ts';
import type { Claimed } from './rows.ts';
import { giveUp, type Postpone, type Settle, waitUntil } from './rules.ts';
import type { DeliveryStore, Instant } from './store.ts';

interface IntakeOptions extends Pick<Hooks, 'addressOf'> {
  readonly record: Record;
  readonly store: DeliveryStore;
  readonly time: RealTime;
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly instant: () => Instant;
  readonly settle: (row: Claimed, end: End) => Promise<void>;
  readonly held: () => readonly string[];
}

const BATCH = 100;
const YIELD_EVERY = 20;
const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;

/** What happens to deliveries before they are sent: what dead processes held, what is too late, and who lives where. */
export function openIntake(options: IntakeOptions) {
  const { record, store, time, instant, settle } = options;
  let isFirst = true;
  let renewedAt = time.elapsed();

  async function settleAs(row: Claimed, step: Settle): Promise<void> {
    await settle(row, { outcome: step.outcome, reason: step.reason, sent: null });
  }

  /** Where a member's delivery goes, or what becomes of it instead. */
  async function destinationOf(row: Claimed): Promise<string | Settle | Postpone> {
    const standing = standingOf(row);
    const address = row.to.kind === 'member' ? await options.addressOf(row.to.member) : null;
    if (!address) return giveUp(standing, 'dropped', 'no-address');
    const { now } = instant();
    if (row.quietHours === 'respect' && isQuiet(now, address.zone)) return waitUntil(standing, afterQuiet(now, address.zone));
    return inboxLane(row.cohort, address);
  }

  return {
    /** The embedded record has one process: what another holds, a dead one holds. Else leases tell. */
    async recover(): Promise<void> {
      if (isFirst && record.dialect === 'sqlite') await store.recover('all-others');
      if (!isFirst && time.elapsed() - renewedAt < RENEW_EVERY_MS) return;
      isFirst = false;
      renewedAt = time.elapsed();
      const { realNow } = instant();
      await store.renew(options.held(), realNow);
      await store.recover({ leaseMs: LEASE_MS, realNow });
    },

    /** Gives true when there may be more. */
    async dropExpired(): Promise<boolean> {
      const expired = await store.claimExpired(BATCH, instant());
      for (const [index, row] of expired.entries()) {
        if (index % YIELD_EVERY === 0) await yieldToOthers();
        await settleAs(row, giveUp(standingOf(row), 'dropped', 'late'));
      }
      return expired.length === BATCH;
    },

    /** Finds the lanes of due deliveries to members. Gives true when there may be more. */
    async route(): Promise<boolean> {
      const rows = await store.claim(UNROUTED, BATCH, instant());
      const routed = new Map<string, string[]>();
      for (const [index, row] of rows.entries()) {
        if (index % YIELD_EVERY === 0) await yieldToOthers();
        const destination = await destinationOf(row);
        if (typeof destination === 'string') {
          if (row.sendingAt === null) routed.set(destination, [...(routed.get(destination) ?? []), row.key]);
          else await store.release([row.key], { lane: destination, sendingAt: row.sendingAt });
        } else if (destination.kind === 'settle') await settleAs(row, destination);
        else await store.release([row.key], { notBefore: destination.notBefore, sendingAt: row.sendingAt });
      }
      for (const [lane, keys] of routed) await store.release(keys, { lane, sendingAt: null });
      return rows.length === BATCH;
    },
  };
}
