import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { pass, type RealTime } from '../calendar/real-time.ts';
import type { Adapter } from '../chat/adapter.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Log } from '../log.ts';
import type { Gates } from './gates.ts';
import { type Lane, parseLane } from './lane.ts';
import { type Limit, openLimit } from './limit.ts';
import type { Pacer } from './pacer.ts';
import { placeOf } from './preparation.ts';
import type { LaneHealth, Sender } from './sender.ts';
import type { DeliveryStore, Instant } from './store.ts';

interface LanesOptions {
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly store: DeliveryStore;
  readonly sender: Sender;
  readonly pacer: Pacer;
  readonly gates: Gates;
  readonly time: RealTime;
  readonly log: Log;
  readonly instant: () => Instant;
  readonly isRunning: (cohort: string) => Promise<boolean>;
  readonly isOpen: () => boolean;
  readonly wakeIn: (ms: number) => void;
  /** Called when a lane has nothing more to do. */
  readonly rested: () => void;
}

interface OpenLane extends LaneHealth {
  readonly lane: Lane;
  readonly limit: Limit;
  readonly batch: number;
  readonly underWay: Set<Promise<void>>;
  isWorking: boolean;
  /** Something came while it was working. */
  isWanted: boolean;
}

const SENDS_AT_ONCE = 40;
const SENDS_AT_ONCE_WHEN_SLOW = 4;
const LARGEST_BATCH = 25;
const CHANNEL_BATCH = 2;
/** How far ahead of the pace deliveries are prepared. */
const AHEAD_SECONDS = 0.15;
const MOST_AHEAD = 16;
const UNREADY_MS = 500;

/** A worker for every lane in which something is due. They share the paces, and hold up nobody else. */
export function openLanes(options: LanesOptions) {
  const { adapters, store, sender, pacer, gates, time, log, wakeIn } = options;
  const lanes = new Map<string, OpenLane>();
  const scopes = new Map<string, Limit>();

  function open(key: string): OpenLane | null {
    const known = lanes.get(key);
    if (known) return known;
    const lane = parseLane(key);
    const adapter = adapters.get(lane.platform);
    if (!adapter) return null;
    const { pace } = adapter;
    const made: OpenLane = {
      lane,
      adapter,
      scope: pace.scope === 'bot' ? lane.platform : JSON.stringify([lane.platform, lane.space]),
      limit: openLimit(() => sendsAtOnce(made)),
      batch: lane.channel === null ? Math.max(1, Math.min(LARGEST_BATCH, Math.ceil(pace.perSecond / 2))) : CHANNEL_BATCH,
      underWay: new Set(),
      failures: 0,
      pausedUntil: 0,
      isSlow: false,
      isWorking: false,
      isWanted: false,
    };
    lanes.set(key, made);
    return made;
  }

  function aheadOf({ scope, adapter }: OpenLane): Limit {
    const known = scopes.get(scope);
    if (known) return known;
    const size = Math.max(1, Math.min(MOST_AHEAD, Math.ceil(adapter.pace.perSecond * AHEAD_SECONDS)));
    const made = openLimit(() => size);
    scopes.set(scope, made);
    return made;
  }

  /** Whether nothing of the lane may leave at this moment; then it also says when to look again. */
  async function isBlocked({ lane, adapter, scope, pausedUntil }: OpenLane): Promise<boolean> {
    if (!options.isOpen()) return true;
    const waitMs = Math.max(pausedUntil - time.elapsed(), pacer.pausedFor(scope), adapter.isReady() ? 0 : UNREADY_MS);
    if (waitMs > 0) wakeIn(waitMs);
    return waitMs > 0 || !(await options.isRunning(lane.cohort));
  }

  /** Takes and sends until nothing is due; does not wait for what is still on its way then. */
  async function work(key: string, lane: OpenLane): Promise<void> {
    while (!(await isBlocked(lane))) {
      lane.isWanted = false;
      const rows = await store.claim(key, lane.batch, options.instant());
      if (rows.length === 0) return;
      for (const [index, row] of rows.entries()) {
        await yieldToOthers();
        const leaveLane = await lane.limit.enter();
        await placeToOpen(lane);
        const goOn = await aheadOf(lane).enter();
        if (!options.isOpen() || lane.pausedUntil > time.elapsed() || pacer.pausedFor(lane.scope) > 0) {
          goOn();
          leaveLane();
          await giveBack(rows.slice(index));
          break;
        }
        const delivering = sender.deliver(row, lane, goOn);
        lane.underWay.add(delivering);
        void delivering.finally(() => {
          leaveLane();
          lane.underWay.delete(delivering);
          rest(key, lane);
        });
      }
    }
  }

  function tend(key: string): void {
    const lane = open(key);
    if (!lane) return;
    lane.isWanted = true;
    if (lane.isWorking) return;
    lane.isWorking = true;
    lane.isWanted = false;
    void work(key, lane)
      .catch((error: unknown) => {
        log.error({ err: error }, 'a lane of deliveries stopped');
        wakeIn(UNREADY_MS);
      })
      .finally(() => {
        lane.isWorking = false;
        if (lane.isWanted) tend(key);
        else rest(key, lane);
      });
  }

  function rest(key: string, lane: OpenLane): void {
    if (isBusy(lane)) return;
    if (lane.failures === 0) lanes.delete(key);
    options.rested();
  }

  /** Together those that were not tried before; the others one by one, since what is known of them differs. */
  async function giveBack(rows: Awaited<ReturnType<DeliveryStore['claim']>>): Promise<void> {
    const untouched = rows.filter(({ sendingAt }) => sendingAt === null).map(({ key }) => key);
    await store.release(untouched, { sendingAt: null });
    for (const { key, sendingAt } of rows) if (sendingAt !== null) await store.release([key], { sendingAt });
  }

  async function placeToOpen({ lane: { platform, space, channel } }: OpenLane): Promise<void> {
    if (channel === null) return;
    const closedMs = gates.closedFor(placeOf(platform, space, channel));
    if (closedMs) await pass(time, closedMs);
  }

  return {
    /** Sees to it that someone works on this lane. */
    tend,
    areBusy: () => [...lanes.values()].some(isBusy),
  };
}

const isBusy = ({ isWorking, underWay }: OpenLane): boolean => isWorking || underWay.size > 0;

/** What fails is tried by one alone; what is slow may not fill all places. */
function sendsAtOnce({ lane, failures, isSlow }: OpenLane): number {
  if (lane.channel !== null || failures > 0) return 1;
  return isSlow ? SENDS_AT_ONCE_WHEN_SLOW : SENDS_AT_ONCE;
}
