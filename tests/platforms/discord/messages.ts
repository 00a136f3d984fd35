import { type APIMessageTopLevelComponent, MessageFlags } from 'discord.js';
import type { Body } from './body.ts';
import { isEmpty, messageFaults } from './limits.ts';
import { readMarkdown } from './markdown.ts';
import { refuse } from './refusal.ts';
import { iconsOf, markdownParts, namesIn, shownOf } from './screen.ts';
import { type AttachmentRecord, changed, type MessageRecord, type World } from './world.ts';

export type MessageBody = Partial<Pick<MessageRecord, 'content' | 'embeds' | 'flags'>> & {
  readonly components?: readonly APIMessageTopLevelComponent[];
  readonly attachments?: readonly { readonly id: string; readonly filename?: string; readonly description?: string }[];
  readonly allowed_mentions?: Readonly<Record<string, unknown>> | null;
};

/** What may come out of the bot's markdown. All else was typed by somebody and should have been escaped. */
const HARMLESS = new Set(['strong', 'emphasis', 'header', 'small', 'quote', 'link', 'channel', 'verb', 'code']);
const FILE_BYTES = 10 * 1024 * 1024;

export function createMessage(
  world: World,
  place: { readonly channel: string; readonly onlyFor: string | null; readonly nonce: string | null },
  body: MessageBody,
  files: Body['files'],
): MessageRecord {
  hold(world, body, files);
  if (isEmpty(body, files.length)) throw refuse.emptyMessage();
  const message: MessageRecord = {
    id: world.newId(),
    at: world.now(),
    ...place,
    content: body.content ?? '',
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    attachments: attached(world, [], body, files),
    flags: place.onlyFor === null ? (body.flags ?? 0) : (body.flags ?? 0) | MessageFlags.Ephemeral,
    editedAt: null,
    isPinned: false,
    isDeleted: false,
  };
  world.messages.set(message.id, message);
  const { at, nonce, onlyFor } = message;
  const channel = world.channels.get(message.channel)?.thread?.parent.id ?? message.channel;
  if (onlyFor === null) world.sends.push({ channel, at, text: shownOf(world, message).text, nonce });
  iconsHeld(world, message);
  changed(world);
  return message;
}

/** What the body does not name stays as it is. */
export function editMessage(world: World, message: MessageRecord, body: MessageBody, files: Body['files']): void {
  hold(world, body, files);
  message.content = body.content ?? message.content;
  message.embeds = body.embeds ?? message.embeds;
  message.components = body.components ?? message.components;
  message.attachments = attached(world, message.attachments, body, files);
  message.flags = body.flags === undefined ? message.flags : (message.flags & MessageFlags.Ephemeral) | body.flags;
  message.editedAt = world.now();
  iconsHeld(world, message);
  changed(world);
}

/** Refuses what breaks a limit, and remembers it; remembers besides what Discord would let pass and we must not do. */
function hold(world: World, body: MessageBody, files: Body['files']): void {
  const faults = messageFaults(body as Readonly<Record<string, unknown>>);
  const mentions = mentionFaults(body.allowed_mentions);
  const markup = markdownParts({ content: body.content ?? '', embeds: body.embeds ?? [] })
    .flatMap((part) => readMarkdown(part, namesIn(world)).active)
    .map((active) => active.split(':')[0] ?? '')
    .filter((kind) => !HARMLESS.has(kind))
    .map((kind) => `active ${kind} in a message`);
  const large = files.filter(({ bytes }) => bytes.length > FILE_BYTES).map(() => 'a file above 10 MiB');
  world.violations.push(...[...faults, ...mentions, ...markup, ...large].map((fault) => `message: ${fault}`));
  if (faults.length > 0 || large.length > 0) throw refuse.invalidBody();
}

/** A picture beside a name is one that came along, and an embed is there to be seen. */
function iconsHeld(world: World, message: MessageRecord): void {
  const names = new Set(message.attachments.map(({ filename }) => filename));
  if (iconsOf(message).some((name) => !names.has(name))) world.violations.push('message: an icon that did not come along');
  if (message.embeds.length > 0 && (message.flags & MessageFlags.SuppressEmbeds) !== 0)
    world.violations.push('message: embeds that nobody sees');
}

function mentionFaults(allowed: MessageBody['allowed_mentions']): readonly string[] {
  if (!allowed) return ['allowed_mentions is missing'];
  const { parse, ...others } = allowed;
  const some = Object.values(others).some((value) => value === true || (Array.isArray(value) && value.length > 0));
  return some || !Array.isArray(parse) || parse.length > 0 ? ['allowed_mentions lets something through'] : [];
}

/** Those kept by id from before, and those whose id is the index of a file that came along. */
function attached(
  world: World,
  before: readonly AttachmentRecord[],
  body: MessageBody,
  files: Body['files'],
): readonly AttachmentRecord[] {
  const described = body.attachments;
  const fresh = files.map(({ index, name, bytes }) => {
    const words = described?.find(({ id }) => String(id) === String(index));
    return {
      id: world.newId(),
      filename: words?.filename ?? name,
      description: words?.description ?? null,
      size: bytes.length,
      bytes,
    };
  });
  const kept = described ? before.filter(({ id }) => described.some((one) => one.id === id)) : before;
  return [...kept, ...fresh];
}
