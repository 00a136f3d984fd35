import { PermissionFlagsBits } from 'discord.js';
import type { LoopbackPlatform, PlatformFaults } from '../driver.ts';
import type { Wire } from '../wire.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { openInteractions } from './interactions.ts';
import { channelOf, guildCreate, rolesOf } from './payloads.ts';
import { type DiscordPerson, personAt } from './person.ts';
import { openRest, type Rest, type SendFault } from './rest.ts';
import { routesOf } from './routes.ts';
import { shownMessage } from './screen.ts';
import { openSpecCheck } from './spec.ts';
import { type ChannelRecord, changed, openWorld, type PersonRecord, standing } from './world.ts';

export interface LoopbackDiscord extends LoopbackPlatform {
  readonly name: 'discord';
  person(handle: string, options?: { readonly isSpaceAdmin?: boolean; readonly roles?: readonly string[] }): DiscordPerson;
  readonly gateway: Gateway;
  /** Another server, into which the bot is invited; gives its id. */
  addSpace(): string;
  channelIn(space: string, name: string): string;
  /** Somebody of the first server as they sit in another: the same person, with the same direct messages. */
  personIn(space: string, handle: string): DiscordPerson;
  /** The same for the next answers to interactions as `failSends` for messages. */
  failAnswers(times: number, how: SendFault['how']): void;
  /** How often each `METHOD template` was asked for. */
  readonly requests: Rest['requests'];
  /** What moderators do with the thread of a message. */
  archiveThread(message: string): void;
  lockThread(message: string): void;
  deleteThread(message: string): void;
  /** The name of the thread of a message; null: it has none. */
  threadName(message: string): string | null;
  /** Takes permissions away from the bot in one channel. */
  deny(channel: string, permissions: bigint): void;
  /** The bytes of the pictures that a person's panel or a channel message shows, by its id. */
  pictureBytes(message: string): readonly Buffer[];
  /** Removes the bot from the server without the gateway saying so: while no session was connected. */
  removeBotSilently(): void;
  /** From now on the bot's token is refused, as after a reset. */
  refuseToken(): void;
  /** What was not held against a published shape, because the specifications are not beside the repository. */
  readonly skippedChecks: readonly string[];
}

export interface LoopbackOptions {
  /** Requests a second for the whole bot; Discord's own limit by default. A benchmark may make time run faster. */
  readonly perSecond?: number;
  /** Messages in five seconds for each channel. */
  readonly perChannel?: number;
  readonly wire?: Wire;
}

/** A Discord on a loopback address, for real discord.js in this process or another. */
export async function openDiscord({ perSecond = 50, perChannel = 5, wire }: LoopbackOptions = {}): Promise<LoopbackDiscord> {
  const world = openWorld(Date.now, wire);
  const check = openSpecCheck(world);
  const people = new Map<string, DiscordPerson>();
  const failures: SendFault[] = [];
  const answerFailures: SendFault[] = [];
  let isTokenRefused = false;
  let port = 0;

  const interactions = openInteractions(world, () => gateway.hear());
  const routes = routesOf(world, interactions, {
    gatewayUrl: () => `ws://127.0.0.1:${port}`,
    dispatch: (event, data) => gateway.dispatch(event, data),
  });
  const isSend = (method: string, template: string) => method === 'POST' && template === '/channels/{channel_id}/messages';
  const { server, requests } = openRest(world, check, {
    routes,
    perSecond,
    perChannel,
    isTokenRefused: () => isTokenRefused,
    faultOf({ method, template }) {
      if (isSend(method, template)) return failures.shift() ?? null;
      return template.endsWith('/callback') ? (answerFailures.shift() ?? null) : null;
    },
  });
  const gateway = openGateway(world, server, check);
  check.prepare(routes);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'object' && address) port = address.port;

  function channelIn(guild: string, name: string): string {
    for (const known of world.channels.values())
      if (known.guild === guild && known.name === name && known.thread === null) return known.id;
    const made: ChannelRecord = { id: world.newId(), name, guild, recipient: null, denied: 0n, isDeleted: false, thread: null };
    world.channels.set(made.id, made);
    gateway.dispatch('CHANNEL_CREATE', channelOf(world, made));
    return made.id;
  }

  const channel = (name: string): string => channelIn(world.guild, name);

  function existing(id: string): ChannelRecord {
    const found = world.channels.get(id);
    if (!found) throw new Error(`no such channel: ${id}`);
    return found;
  }

  function deny(id: string, permissions: bigint): void {
    const found = existing(id);
    found.denied |= permissions;
    gateway.dispatch('CHANNEL_UPDATE', channelOf(world, found));
  }

  const isStanding = (thread: string): boolean => world.channels.get(thread)?.isDeleted === false;

  function closeThread(message: string, how: { readonly isArchived: boolean; readonly isLocked?: boolean }): void {
    const { thread } = existing(message);
    if (thread === null) throw new Error('that is no thread');
    Object.assign(thread, how);
    gateway.dispatch('THREAD_UPDATE', channelOf(world, existing(message)));
  }

  const faults: PlatformFaults = {
    repeatEvents: 1,
    closedInboxes: world.closedInboxes,
    hideChannel: (id) => deny(id, PermissionFlagsBits.ViewChannel),
    deleteChannel(id) {
      const found = existing(id);
      found.isDeleted = true;
      gateway.dispatch('CHANNEL_DELETE', channelOf(world, found));
      changed(world);
    },
    removeBot() {
      world.hasBot = false;
      for (const id of world.guilds) gateway.dispatch('GUILD_DELETE', { id });
    },
    returnBot() {
      world.hasBot = true;
      for (const id of world.guilds) gateway.dispatch('GUILD_CREATE', guildCreate(world, id));
    },
    removePerson(id) {
      const person = world.people.get(id);
      if (person) person.isHere = false;
    },
    failSends(times, how) {
      failures.push(...Array.from({ length: times }, () => ({ how })));
    },
    dropConnection: () => gateway.drop(4000),
  };

  function person(
    handle: string,
    options: { readonly isSpaceAdmin?: boolean; readonly roles?: readonly string[] } = {},
  ): DiscordPerson {
    const known = people.get(handle);
    if (known) return known;
    const { isSpaceAdmin = false, roles = [] } = options;
    const record = { id: world.newId(), handle, isSpaceAdmin, roles: new Set(roles), isHere: true };
    world.people.set(record.id, record);
    const made = seated(record, world.guild);
    people.set(handle, made);
    return made;
  }

  const seated = (record: PersonRecord, guild: string): DiscordPerson =>
    personAt(record, {
      world,
      interactions,
      deliver: (_, payload) => {
        check.gateway('Interaction', 'INTERACTION_CREATE', payload);
        for (let time = 0; time < faults.repeatEvents; time += 1) gateway.dispatch('INTERACTION_CREATE', payload);
      },
      place: () => existing(channelIn(guild, 'general')),
    });

  function personIn(guild: string, handle: string): DiscordPerson {
    const record = world.people.get(person(handle).id);
    if (!record) throw new Error(`no such person: ${handle}`);
    return seated(record, guild);
  }

  function addSpace(): string {
    const guild = world.newId();
    world.guilds.add(guild);
    gateway.dispatch('GUILD_CREATE', guildCreate(world, guild));
    return guild;
  }

  channel('general');

  return {
    name: 'discord',
    space: world.guild,
    addSpace,
    channelIn,
    personIn,
    person,
    channel,
    role(name) {
      for (const known of world.roles.values()) if (known.name === name) return known.id;
      const id = world.newId();
      world.roles.set(id, { id, name });
      gateway.dispatch('GUILD_ROLE_CREATE', { guild_id: world.guild, role: rolesOf(world, world.guild).at(-1) });
      return id;
    },
    messages: async (id) => standing(world, id).map((message) => shownMessage(world, message)),
    thread: async (_channel, message) =>
      (isStanding(message) ? standing(world, message) : []).map((one) => shownMessage(world, one)),
    everySend: () => [...world.sends],
    faults,
    violations: () => [...world.violations],
    environment: () => ({ DISCORD_TOKEN: world.token, DISCORD_API_BASE: `http://127.0.0.1:${port}/api` }),
    async close() {
      interactions.close();
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    gateway,
    failAnswers(times, how) {
      answerFailures.push(...Array.from({ length: times }, () => ({ how })));
    },
    requests,
    archiveThread: (message) => closeThread(message, { isArchived: true }),
    lockThread: (message) => closeThread(message, { isArchived: true, isLocked: true }),
    deleteThread(message) {
      const thread = existing(message);
      thread.isDeleted = true;
      for (const one of standing(world, message)) one.isDeleted = true;
      gateway.dispatch('THREAD_DELETE', { id: message, guild_id: thread.guild, parent_id: thread.thread?.parent.id, type: 11 });
      changed(world);
    },
    threadName: (message) => (isStanding(message) ? existing(message).name : null),
    deny,
    pictureBytes: (id) => world.messages.get(id)?.attachments.map(({ bytes }) => bytes) ?? [],
    removeBotSilently() {
      world.hasBot = false;
    },
    refuseToken() {
      isTokenRefused = true;
      gateway.refuseWith(4004);
    },
    get skippedChecks() {
      return check.skipped;
    },
  };
}
