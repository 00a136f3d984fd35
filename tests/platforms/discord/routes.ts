import { type APIApplicationCommand, PermissionFlagsBits } from 'discord.js';
import type { Callback, Interactions } from './interactions.ts';
import { commandFaults } from './limits.ts';
import { createMessage, editMessage, type MessageBody } from './messages.ts';
import { bareMember, botUser, channelOf, channelsOf, guildOf, memberOf, messageOf, rolesOf } from './payloads.ts';
import { refuse } from './refusal.ts';
import type { RestRequest, Route } from './rest.ts';
import { beforeEditing, beforePosting, changeThread, openThread } from './threads.ts';
import { type ChannelRecord, changed, channelWith, type MessageRecord, permissionsIn, standing, type World } from './world.ts';

const NONCE_MS = 180_000;
const PINS = 250;

type Json = Readonly<Record<string, unknown>>;

export interface Telling {
  readonly gatewayUrl: () => string;
  readonly dispatch: (event: string, data: object) => void;
}

export function routesOf(world: World, interactions: Interactions, { gatewayUrl, dispatch }: Telling): readonly Route[] {
  const object = ({ body }: RestRequest): Json => (body.json ?? {}) as Json;
  const message = (request: RestRequest) => messageIn(world, request.at);

  function pin(request: RestRequest, isPinned: boolean): undefined {
    const found = message(request);
    if (!allows(channelAt(world, found.channel), PermissionFlagsBits.PinMessages)) throw refuse.missingPermissions();
    if (isPinned && standing(world, found.channel).filter((one) => one.isPinned).length >= PINS) throw refuse.invalidBody();
    found.isPinned = isPinned;
    changed(world);
  }

  return [
    {
      method: 'GET',
      template: '/gateway/bot',
      handle: () => ({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
      }),
    },
    { method: 'GET', template: '/users/@me', handle: () => botUser(world) },
    { method: 'GET', template: '/applications/@me', handle: () => ({ id: world.app, name: 'loopback', flags: 0 }) },
    { method: 'GET', template: '/applications/{application_id}/commands', handle: () => world.commands },
    {
      method: 'PUT',
      template: '/applications/{application_id}/commands',
      handle: ({ body }) => {
        const wanted = (Array.isArray(body.json) ? body.json : []) as Json[];
        const faults = commandFaults(wanted);
        world.violations.push(...faults.map((fault) => `commands: ${fault}`));
        if (faults.length > 0) throw refuse.invalidBody();
        world.commands = wanted.map((command) => registered(world, command));
        return world.commands;
      },
    },
    { method: 'GET', template: '/guilds/{guild_id}', handle: ({ at }) => inGuild(world, at[0], guildOf) },
    { method: 'GET', template: '/guilds/{guild_id}/roles', handle: ({ at }) => inGuild(world, at[0], rolesOf) },
    {
      method: 'GET',
      template: '/guilds/{guild_id}/channels',
      handle: ({ at }) => inGuild(world, at[0], channelsOf),
    },
    {
      method: 'GET',
      template: '/guilds/{guild_id}/members/{user_id}',
      handle: ({ at }) => inGuild(world, at[0], () => memberWith(world, at[1])),
    },
    { method: 'GET', template: '/channels/{channel_id}', handle: ({ at }) => channelOf(world, visible(world, at[0])) },
    {
      method: 'PATCH',
      template: '/channels/{channel_id}',
      handle: (request) => changeThread(world, visible(world, request.at[0]), object(request)),
    },
    {
      method: 'POST',
      template: '/channels/{channel_id}/messages/{message_id}/threads',
      perChannel: true,
      handle: (request) => {
        const channel = visible(world, request.at[0]);
        const thread = channelOf(world, openThread(world, { channel, message: message(request) }, object(request)));
        dispatch('THREAD_CREATE', { ...thread, newly_created: true });
        return thread;
      },
    },
    {
      method: 'GET',
      template: '/channels/{channel_id}/messages',
      handle: ({ at }) =>
        standing(world, visible(world, at[0]).id)
          .map((one) => messageOf(world, one))
          .reverse(),
    },
    {
      method: 'POST',
      template: '/channels/{channel_id}/messages',
      perChannel: true,
      handle: (request) => {
        const channel = visible(world, request.at[0]);
        mayPost(world, channel, request.body.files.length > 0);
        beforePosting(channel);
        const body = withoutForbidden(channel, object(request));
        const nonce = body.nonce === undefined ? null : String(body.nonce);
        const earlier = nonce !== null && body.enforce_nonce === true ? withNonce(world, nonce) : null;
        const place = { channel: channel.id, onlyFor: null, nonce };
        return messageOf(world, earlier ?? createMessage(world, place, body as MessageBody, request.body.files));
      },
    },
    {
      method: 'GET',
      template: '/channels/{channel_id}/messages/{message_id}',
      handle: (request) => messageOf(world, message(request)),
    },
    {
      method: 'PATCH',
      template: '/channels/{channel_id}/messages/{message_id}',
      perChannel: true,
      handle: (request) => {
        const found = message(request);
        beforeEditing(channelAt(world, found.channel));
        editMessage(world, found, object(request) as MessageBody, request.body.files);
        return messageOf(world, found);
      },
    },
    {
      method: 'DELETE',
      template: '/channels/{channel_id}/messages/{message_id}',
      handle: (request) => {
        message(request).isDeleted = true;
        changed(world);
      },
    },
    ...['/channels/{channel_id}/messages/pins/{message_id}', '/channels/{channel_id}/pins/{message_id}'].flatMap(
      (template): Route[] => [
        { method: 'PUT', template, handle: (request) => pin(request, true) },
        { method: 'DELETE', template, handle: (request) => pin(request, false) },
      ],
    ),
    {
      method: 'POST',
      template: '/users/@me/channels',
      handle: (request) => {
        const person = world.people.get(String(object(request).recipient_id));
        if (!person) throw refuse.unknownUser();
        return channelOf(world, channelWith(world, person.id));
      },
    },
    {
      method: 'POST',
      template: '/channels/{channel_id}/webhooks',
      handle: () => {
        world.violations.push('rest: a webhook was asked for');
        throw refuse.missingPermissions();
      },
    },
    {
      method: 'POST',
      template: '/interactions/{interaction_id}/{interaction_token}/callback',
      isInteraction: true,
      handle: ({ at: [id = '', token = ''], body, query }) => {
        const made = interactions.callback(id, token, body.json as Callback, body.files);
        if (query.get('with_response') !== 'true') return undefined;
        const resource = made ? { resource: { type: (body.json as Callback).type, message: messageOf(world, made) } } : {};
        return { interaction: { id, type: 2, response_message_id: made?.id }, ...resource };
      },
    },
    {
      method: 'GET',
      template: '/webhooks/{webhook_id}/{webhook_token}/messages/@original',
      isInteraction: true,
      handle: ({ at }) => messageOf(world, interactions.original(at[1] ?? '')),
    },
    {
      method: 'PATCH',
      template: '/webhooks/{webhook_id}/{webhook_token}/messages/@original',
      isInteraction: true,
      handle: ({ at, body }) =>
        messageOf(world, interactions.editOriginal(at[1] ?? '', (body.json ?? {}) as MessageBody, body.files)),
    },
    {
      method: 'POST',
      template: '/webhooks/{webhook_id}/{webhook_token}',
      isInteraction: true,
      handle: ({ at, body }) =>
        messageOf(world, interactions.followUp(at[1] ?? '', (body.json ?? {}) as MessageBody, body.files)),
    },
  ];
}

function inGuild<T>(world: World, guild: string | undefined, read: (world: World, guild: string) => T): T {
  if (guild === undefined || !world.guilds.has(guild) || !world.hasBot) throw refuse.unknownGuild();
  return read(world, guild);
}

function memberWith(world: World, id: string | undefined): object {
  if (id === world.bot) return bareMember(botUser(world), [world.botRole]);
  const person = world.people.get(id ?? '');
  if (!person?.isHere) throw refuse.unknownMember();
  return memberOf(person);
}

function channelAt(world: World, id: string | undefined): ChannelRecord {
  const channel = world.channels.get(id ?? '');
  if (!channel || channel.isDeleted || channel.thread?.parent.isDeleted) throw refuse.unknownChannel();
  return channel;
}

const allows = (channel: ChannelRecord, bits: bigint): boolean =>
  channel.recipient !== null || (permissionsIn(channel) & bits) === bits;

function visible(world: World, id: string | undefined): ChannelRecord {
  const channel = channelAt(world, id);
  if (channel.recipient === null && (!world.hasBot || !allows(channel, PermissionFlagsBits.ViewChannel)))
    throw refuse.missingAccess();
  return channel;
}

function mayPost(world: World, channel: ChannelRecord, hasFiles: boolean): void {
  if (channel.recipient !== null) {
    if (!world.hasBot || !world.people.get(channel.recipient)?.isHere) throw refuse.noMutualGuilds();
    if (world.closedInboxes.has(channel.recipient)) throw refuse.closedInbox();
    return;
  }
  const post = channel.thread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  if (!allows(channel, hasFiles ? post | PermissionFlagsBits.AttachFiles : post)) throw refuse.missingPermissions();
}

/** Embeds of a bot that may not make any are left out without a word. */
const withoutForbidden = (channel: ChannelRecord, body: Json): Json =>
  allows(channel, PermissionFlagsBits.EmbedLinks) ? body : { ...body, embeds: [] };

function messageIn(world: World, [channel, id]: readonly string[]): MessageRecord {
  visible(world, channel);
  const message = world.messages.get(id ?? '');
  if (!message || message.channel !== channel || message.isDeleted || message.onlyFor !== null) throw refuse.unknownMessage();
  return message;
}

const withNonce = (world: World, nonce: string): MessageRecord | null =>
  [...world.messages.values()].find((one) => one.nonce === nonce && one.at > world.now() - NONCE_MS) ?? null;

/** As Discord gives a command back: with ids, without what is empty or the default. */
function registered(world: World, command: Json): APIApplicationCommand {
  const before = world.commands.find(({ name }) => name === command.name);
  return {
    id: before?.id ?? world.newId(),
    application_id: world.app,
    version: world.newId(),
    default_member_permissions: null,
    nsfw: false,
    dm_permission: true,
    ...(withoutDefaults(command) as object),
  } as unknown as APIApplicationCommand;
}

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, held]) => !isDefault(key, held));
  return Object.fromEntries(kept.map(([key, held]) => [key, withoutDefaults(held)]));
}

const isDefault = (key: string, value: unknown): boolean =>
  ((key === 'required' || key === 'autocomplete') && value === false) ||
  (key === 'options' && Array.isArray(value) && value.length === 0);
