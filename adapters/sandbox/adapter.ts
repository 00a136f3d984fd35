import type { Adapter, Inbox } from '../../src/chat/adapter.ts';
import type { Notice } from '../../src/chat/invocation.ts';
import type { Log } from '../../src/log.ts';
import type { Bot } from './acts.ts';
import { changesOf } from './changes.ts';
import type { SandboxClock } from './clock.ts';
import { inboundOf } from './inbound.ts';
import { outboundOf } from './outbound.ts';
import { openRoom, type Room } from './room.ts';
import { roomServer } from './server.ts';
import { openStateFile } from './state-file.ts';

export type { SandboxClock } from './clock.ts';

/** A chat platform in this process: a room with people, channels and direct messages, served as a page on loopback. */
export function sandboxAdapter(options: {
  /** Where the room is kept across restarts; null: it is forgotten. */
  readonly stateFile: string | null;
  readonly clock: SandboxClock;
  /** Clears the core's data; the room is cleared after it. */
  reset(): Promise<void>;
  /** Fills a room that is as a newcomer finds it: after the first start, and after every beginning anew. */
  seed?(): Promise<void>;
  readonly log: Log;
  newId(): string;
}): Adapter & { readonly room: Room } {
  const { clock, log } = options;
  const now = () => clock.now();
  const newId = () => options.newId();
  const room = openRoom({ now, newId });
  const changes = changesOf(room);
  const file = options.stateFile === null ? null : openStateFile({ path: options.stateFile, state: room.state, now, log });
  let bot: Bot | null = null;
  /** The room takes what the bot sends from here on; people act once it is filled. */
  let isConnected = false;

  async function notify(notice: Notice): Promise<void> {
    await bot?.inbox.notice('sandbox', notice);
  }

  async function reset({ isEmpty }: { readonly isEmpty: boolean }): Promise<void> {
    const present = bot;
    if (!present) return;
    bot = null;
    try {
      await present.inbound.settle();
      await options.reset();
      room.clear();
      await present.inbox.notice('sandbox', { kind: 'space-present', space: room.space });
      if (!isEmpty) await seed();
    } finally {
      bot = present;
      room.changed();
    }
  }

  async function seed(): Promise<void> {
    try {
      await options.seed?.();
    } catch (error) {
      log.warn({ error }, 'the room could not be filled');
    }
  }

  return {
    platform: 'sandbox',
    pace: {
      scope: 'bot',
      perSecond: 1000,
      burst: 1000,
      perChannelPerSecond: 1000,
      repeatWindowMs: Number.MAX_SAFE_INTEGER,
      inboxIsExportable: false,
    },
    routes: [{ prefix: '/', handle: roomServer({ room, clock, changes, bot: () => bot, notify, reset, newId, log }) }],
    room,
    ...outboundOf(room),
    async start(inbox: Inbox) {
      const saved = (await file?.load()) ?? 'new';
      if (typeof saved !== 'string') room.restore(saved);
      if (file) room.onChange(file.save);
      if (room.state().isBotHere) await inbox.notice('sandbox', { kind: 'space-present', space: room.space });
      isConnected = true;
      if (saved === 'new') await seed();
      bot = { inbox, inbound: inboundOf({ room, inbox, log }) };
      room.changed();
    },
    async stop() {
      const present = bot;
      bot = null;
      isConnected = false;
      await present?.inbound.settle();
      changes.closeAll();
      await file?.flush();
    },
    isReady: () => isConnected,
  };
}
