import { afterQuiet, isQuiet } from '../calendar/quiet-hours.ts';
import type { Adapter, ThreadPlace } from '../chat/adapter.ts';
import type { Platform } from '../chat/invocation.ts';
import { type Address, nonceOf, type Reason, type SentMessage } from './delivery.ts';
import type { Hooks } from './hooks.ts';
import { inboxLane } from './lane.ts';
import type { Queue } from './queue.ts';
import type { Claimed } from './rows.ts';
import { beforeSending, giveUp, isMissed, type Postpone, type Settle, type Standing, waitUntil } from './rules.ts';

/** A message that may leave now. */
export interface Ready {
  readonly kind: 'ready';
  /** The channel or inbox that it goes to. */
  readonly place: string;
  send(): Promise<SentMessage>;
}

/** Wait a little in real time, for nothing that went wrong. */
interface Hold {
  readonly kind: 'hold';
  readonly afterMs: number;
}

interface Reroute {
  readonly kind: 'reroute';
  readonly lane: string;
}

interface Earlier extends SentMessage {
  readonly threadName: string | null;
}

interface Unready {
  readonly prepared: Exclude<Prepared, Ready>;
}

export type Prepared = Ready | Hold | Reroute | Settle | Postpone;

interface PreparationOptions extends Pick<Hooks, 'render' | 'addressOf'> {
  readonly queue: Queue;
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly now: () => number;
  readonly realNow: () => number;
}

const UNTIL_EARLIER_IS_OUT_MS = 250;

export const standingOf = (row: Claimed): Standing => ({ ...row, isEdit: row.edits !== null });

/** Everything that is decided at the last moment: whether, where to, and the words. */
export function openPreparation({ queue, adapters, now, realNow, render, addressOf }: PreparationOptions) {
  return async function prepare(row: Claimed, adapter: Adapter): Promise<Prepared> {
    const standing = standingOf(row);
    const { repeatWindowMs } = adapter.pace;
    const ended = beforeSending(standing, { now: now(), realNow: realNow(), repeatWindowMs });
    if (ended) return ended;

    const address = row.to.kind === 'member' ? await addressOf(row.to.member) : null;
    if (row.to.kind === 'member') {
      if (!address) return giveUp(standing, 'dropped', 'no-address');
      const lane = inboxLane(row.cohort, address);
      if (lane !== row.lane) return { kind: 'reroute', lane };
      if (row.quietHours === 'respect' && isQuiet(now(), address.zone))
        return waitUntil(standing, afterQuiet(now(), address.zone));
      if (row.edits === null && isMissed(row.notBefore, now()) && (await queue.hasNewer(row, now()))) {
        return giveUp(standing, 'dropped', 'superseded');
      }
    }
    const earlier = row.edits === null ? null : await messageOf(row.edits, standing, 'nothing-to-edit');
    if (earlier && 'kind' in earlier) return earlier;
    const thread = row.edits === null ? await threadOf(row, standing) : null;
    if (thread && 'prepared' in thread) return thread.prepared;

    const view = await render(row.kind, row.subject, row);
    if (!view) return giveUp(standing, 'dropped', 'pointless');
    return earlier
      ? edit(adapters.get(earlier.platform) ?? adapter, earlier, view)
      : post({ adapter, row, address, thread, view });
  };

  /** The message of an earlier delivery, or what becomes of one that needs it. */
  async function messageOf(key: string, standing: Standing, reason: Reason): Promise<Earlier | Exclude<Prepared, Ready>> {
    const earlier = await queue.find(key);
    if (earlier?.sent && adapters.has(earlier.sent.platform)) return { ...earlier.sent, threadName: earlier.threadName };
    if (earlier?.state !== 'waiting' && earlier?.state !== 'claimed') return giveUp(standing, 'dropped', reason);
    if (earlier.notBefore > now()) return waitUntil(standing, earlier.notBefore);
    return { kind: 'hold', afterMs: UNTIL_EARLIER_IS_OUT_MS };
  }

  async function threadOf(row: Claimed, standing: Standing): Promise<ThreadPlace | Unready | null> {
    const { thread, to } = row;
    if (thread === null || thread.kind === 'starts') return thread;
    const opener = await messageOf(thread.key, standing, 'no-thread');
    if ('kind' in opener) return { prepared: opener };
    const isThere = to.kind === 'channel' && to.platform === opener.platform && to.space === opener.space;
    if (!isThere || opener.threadName === null) return { prepared: giveUp(standing, 'dropped', 'no-thread') };
    return { kind: 'in', message: { channel: opener.channel, message: opener.message }, name: opener.threadName };
  }

  function edit(adapter: Adapter, message: SentMessage, view: Parameters<Adapter['edit']>[2]): Ready {
    const { platform, space, channel } = message;
    const sent = { platform, space, channel, message: message.message };
    return {
      kind: 'ready',
      place: placeOf(platform, space, channel),
      async send() {
        await adapter.edit(space, { channel, message: message.message }, view);
        return sent;
      },
    };
  }

  interface Post {
    readonly adapter: Adapter;
    readonly row: Claimed;
    readonly address: Address | null;
    readonly thread: ThreadPlace | null;
    readonly view: Parameters<Adapter['edit']>[2];
  }

  function post({ adapter, row, address, thread, view }: Post): Ready {
    const { platform } = adapter;
    const { space, to } = destinationOf(row, address);
    return {
      kind: 'ready',
      place: placeOf(platform, space, to.kind === 'channel' ? to.channel : to.inbox),
      async send() {
        const ref = await adapter.send({ space, to, view, nonce: nonceOf(row.key), pin: row.pin, thread });
        return { platform, space, ...ref };
      },
    };
  }
}

function destinationOf({ key, to }: Claimed, address: Address | null) {
  if (to.kind === 'channel') return { space: to.space, to: { kind: 'channel', channel: to.channel } } as const;
  if (!address) throw new Error(`delivery ${key} has no address`);
  return { space: address.space, to: { kind: 'inbox', inbox: address.inbox } } as const;
}

export const placeOf = (platform: Platform, space: string, channel: string): string => JSON.stringify([platform, space, channel]);
