import { randomInt } from 'node:crypto';
import {
  type APIApplicationCommand,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  PermissionFlagsBits as P,
} from 'discord.js';
import { nobodyListens, type Wire } from '../wire.ts';
import { snowflakes } from './snowflake.ts';

export interface PersonRecord {
  readonly id: string;
  readonly handle: string;
  readonly isSpaceAdmin: boolean;
  readonly roles: Set<string>;
  isHere: boolean;
}

export interface ChannelRecord {
  readonly id: string;
  readonly name: string;
  /** The server; null for a direct message. */
  readonly guild: string | null;
  /** The person at the other end of a direct message; null for a channel of the server. */
  readonly recipient: string | null;
  /** What the bot is denied here. */
  denied: bigint;
  isDeleted: boolean;
  /** Null for a channel. A thread has the id of the message that opened it. */
  readonly thread: ThreadRecord | null;
}

export interface ThreadRecord {
  readonly parent: ChannelRecord;
  isArchived: boolean;
  isLocked: boolean;
}

export interface AttachmentRecord {
  readonly id: string;
  readonly filename: string;
  readonly description: string | null;
  readonly size: number;
  readonly bytes: Buffer;
}

export interface MessageRecord {
  readonly id: string;
  readonly channel: string;
  readonly at: number;
  readonly nonce: string | null;
  /** Who alone sees it; null for a message that stands in its channel. */
  readonly onlyFor: string | null;
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly APIMessageTopLevelComponent[];
  attachments: readonly AttachmentRecord[];
  flags: number;
  editedAt: number | null;
  isPinned: boolean;
  isDeleted: boolean;
}

/** Everything that is the case on this Discord. */
export interface World {
  readonly now: () => number;
  readonly wire: Wire;
  readonly newId: () => string;
  readonly token: string;
  readonly app: string;
  readonly bot: string;
  /** The first server. */
  readonly guild: string;
  /** All servers that the bot was invited to. */
  readonly guilds: Set<string>;
  readonly botRole: string;
  readonly people: Map<string, PersonRecord>;
  readonly roles: Map<string, { readonly id: string; readonly name: string }>;
  readonly channels: Map<string, ChannelRecord>;
  readonly messages: Map<string, MessageRecord>;
  /** Every message that ever came to stand in a channel, as it was then. */
  readonly sends: { readonly channel: string; readonly at: number; readonly text: string; readonly nonce: string | null }[];
  readonly violations: string[];
  readonly closedInboxes: Set<string>;
  commands: readonly APIApplicationCommand[];
  hasBot: boolean;
  /** Called after anything that a person could see has changed. */
  readonly watchers: Set<() => void>;
}

/** What the bot may do where nothing is denied: what an operator is asked to grant. */
export const BOT_PERMISSIONS =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.CreatePublicThreads |
  P.EmbedLinks |
  P.AttachFiles |
  P.ReadMessageHistory |
  P.PinMessages;

export function openWorld(now: () => number, wire: Wire = nobodyListens): World {
  const newId = snowflakes(now);
  const guild = newId();
  return {
    now,
    wire,
    newId,
    token: `loopback.${randomInt(1e9)}.token`,
    app: newId(),
    bot: newId(),
    guild,
    guilds: new Set([guild]),
    botRole: newId(),
    people: new Map(),
    roles: new Map(),
    channels: new Map(),
    messages: new Map(),
    sends: [],
    violations: [],
    closedInboxes: new Set(),
    commands: [],
    hasBot: true,
    watchers: new Set(),
  };
}

export function changed(world: World): void {
  for (const watcher of [...world.watchers]) watcher();
}

export const permissionsIn = ({ denied, thread }: ChannelRecord): bigint =>
  BOT_PERMISSIONS & ~(denied | (thread?.parent.denied ?? 0n));

/** The messages that stand in a channel, oldest first. */
export const standing = (world: World, channel: string): readonly MessageRecord[] =>
  [...world.messages.values()].filter((m) => m.channel === channel && m.onlyFor === null && !m.isDeleted);

export function channelWith(world: World, recipient: string): ChannelRecord {
  for (const channel of world.channels.values()) if (channel.recipient === recipient) return channel;
  const channel: ChannelRecord = {
    id: world.newId(),
    name: '',
    guild: null,
    recipient,
    denied: 0n,
    isDeleted: false,
    thread: null,
  };
  world.channels.set(channel.id, channel);
  return channel;
}
