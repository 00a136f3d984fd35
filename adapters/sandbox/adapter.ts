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

  async function notify(notice: Notice): Promise<void> {
    await bot?.inbox.notice('sandbox', notice);
  }

  async function reset(): Promise<void> {
    const present = bot;
    if (!present) return;
    bot = null;
    try {
      await present.inbound.settle();
      await options.reset();
      room.clear();
    } finally {
      bot = present;
    }
    await notify({ kind: 'space-present', space: room.space });
    room.changed();
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
      const saved = await file?.load();
      if (saved) room.restore(saved);
      if (file) room.onChange(file.save);
      bot = { inbox, inbound: inboundOf({ room, inbox, log }) };
      if (room.state().isBotHere) await notify({ kind: 'space-present', space: room.space });
    },
    async stop() {
      const present = bot;
      bot = null;
      await present?.inbound.settle();
      changes.closeAll();
      await file?.flush();
    },
    isReady: () => bot !== null,
  };
}
