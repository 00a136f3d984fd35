import { PermissionFlagsBits } from 'discord.js';
import { threadFaults } from './limits.ts';
import { channelOf } from './payloads.ts';
import { refuse } from './refusal.ts';
import { type ChannelRecord, changed, type MessageRecord, permissionsIn, type World } from './world.ts';

/** What may be done with threads, as Discord says of public ones. */

const ACTIVE_THREADS = 1_000;

export function openThread(
  world: World,
  { channel, message }: { readonly channel: ChannelRecord; readonly message: MessageRecord },
  body: Readonly<Record<string, unknown>>,
): ChannelRecord {
  if (channel.thread !== null || channel.recipient !== null) throw refuse.wrongChannelType();
  const needed = PermissionFlagsBits.CreatePublicThreads | PermissionFlagsBits.ReadMessageHistory;
  if ((permissionsIn(channel) & needed) !== needed) throw refuse.missingPermissions();
  const faults = threadFaults(body);
  world.violations.push(...faults.map((fault) => `thread: ${fault}`));
  if (faults.length > 0) throw refuse.invalidBody();
  const known = world.channels.get(message.id);
  if (known && !known.isDeleted) throw refuse.threadThere();
  const active = [...world.channels.values()].filter(({ isDeleted, thread }) => thread?.isArchived === false && !isDeleted);
  if (active.length >= ACTIVE_THREADS) throw refuse.tooManyThreads();
  const made: ChannelRecord = {
    id: message.id,
    name: String(body.name),
    guild: channel.guild,
    recipient: null,
    denied: 0n,
    isDeleted: false,
    thread: { parent: channel, isArchived: false, isLocked: false },
  };
  world.channels.set(made.id, made);
  changed(world);
  return made;
}

/** A message brings a thread out of the archive, unless it is locked. */
export function beforePosting({ thread }: ChannelRecord): void {
  if (thread?.isLocked) throw refuse.lockedThread();
  if (thread) thread.isArchived = false;
}

export function beforeEditing({ thread }: ChannelRecord): void {
  if (thread?.isArchived) throw refuse.archivedThread();
}

/** The one change that needs no right to manage threads. */
export function changeThread(world: World, channel: ChannelRecord, body: Readonly<Record<string, unknown>>) {
  if (channel.thread === null) throw refuse.missingPermissions();
  const isPlain = Object.keys(body).join() === 'archived' && body.archived === false;
  const mayPost = (permissionsIn(channel) & PermissionFlagsBits.SendMessagesInThreads) !== 0n;
  if (!isPlain || !mayPost || channel.thread.isLocked) throw refuse.missingPermissions();
  channel.thread.isArchived = false;
  changed(world);
  return channelOf(world, channel);
}
