import type { LoopbackPlatform, Person, PlatformFaults } from '../driver.ts';
import type { Wire } from '../wire.ts';
import { openApi } from './api.ts';
import { prepareChecks } from './block-check.ts';
import { httpTransport } from './http-transport.ts';
import { installing } from './installing.ts';
import { payloads } from './payloads.ts';
import { slackPerson } from './person.ts';
import { shownMessage } from './reading.ts';
import { socketTransport } from './socket-transport.ts';
import type { Payload } from './transport.ts';
import { type Human, openWorld, type Team } from './world.ts';

interface SlackFaults extends PlatformFaults {
  /** Slack's clock, by which requests are stamped and signed, is wrong by this much. */
  skewClock(seconds: number): void;
  /** Asks the app to come by another connection, as Slack does every few hours. */
  refreshConnection(): void;
  /** The triggers of the next presses or commands are too late for a modal. */
  expireTriggers(times: number): void;
  /** Slack refuses the app token this many times, though it is right. */
  refuseConnections(times: number): void;
}

/** A Slack of our own on loopback, for the real SDK in either mode, with the bot in this process or another. */
export interface LoopbackSlack extends LoopbackPlatform {
  readonly faults: SlackFaults;
  /** HTTP mode: where the bot's server is. */
  botAt(url: string): void;
  /** How many Socket Mode connections stand. */
  connections(): number;
  /** Another workspace, whose people can install the app; gives its id. */
  addSpace(): string;
  /** A person of another workspace. */
  personOf(space: string, handle: string): Person;
  /** Tokens given from now on expire and are renewed. */
  rotateTokens(seconds: number): void;
  tokenRenewals(): number;
  /** Uses a global shortcut, whose answers this person then sees. */
  shortcut(person: Person, callback: string): Promise<void>;
  signingSecret: string;
  /** Slack says from now on that the app was granted these. */
  grant(scopes: readonly string[]): void;
}

const APP_TOKEN = 'xapp-1-A0LOOPBACK-1';
const SIGNING_SECRET = 'a-signing-secret-of-the-loopback';
const CLIENT_ID = '111.222';
const CLIENT_SECRET = 'a-client-secret-of-the-loopback';

interface OpenOptions {
  readonly mode: 'socket' | 'http';
  /** What people's acts ask for is not counted against its rate: people in tests act faster than people do. */
  readonly isHasty?: boolean;
  /** The bot is given what installing takes. */
  readonly withOAuth?: boolean;
  readonly wire?: Wire;
}

export async function openSlack({ mode, isHasty = false, withOAuth = false, wire }: OpenOptions): Promise<LoopbackSlack> {
  prepareChecks();
  const world = openWorld(wire);
  const home = world.makeTeam();
  const socket = socketTransport({ world, appToken: APP_TOKEN });
  const http = httpTransport({ world, signingSecret: SIGNING_SECRET });
  const transport = mode === 'socket' ? socket : http;
  const install = installing({ world, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });
  const api = await openApi({ world, isHasty, openConnection: socket.openConnection, install: install.serve });
  socket.attach(api.server, api.base);
  const persons = new Map<string, Person>();
  const make = payloads(world, () => api.base);
  let repeatEvents = 1;

  /** The first acknowledgement counts; the others are checked for being in time. */
  const deliver = async (payload: Payload) => {
    const [first, ...rest] = Array.from({ length: Math.max(1, repeatEvents) }, () => transport.deliver(payload));
    const answer = (await first) ?? null;
    await Promise.all(rest);
    return answer;
  };
  const tell = (team: Team, event: Readonly<Record<string, unknown>>): void => void deliver(make.event(team, event));

  const personOf = (space: string, handle: string, options: { readonly isSpaceAdmin?: boolean } = {}): Person => {
    const known = persons.get(`${space}/${handle}`);
    if (known) return known;
    const human: Human = {
      id: world.ids.next('U'),
      handle,
      team: space,
      isAdmin: options.isSpaceAdmin ?? false,
      isGone: false,
      modals: [],
      home: null,
      isAtHome: false,
      ephemeral: null,
    };
    world.humans.set(human.id, human);
    const person = slackPerson(human, { world, payloads: make, deliver });
    persons.set(`${space}/${handle}`, person);
    return person;
  };

  const channelNamed = (name: string): string => {
    const known = [...world.channels.values()].find(
      (channel) => channel.name === name && channel.person === null && !channel.isDeleted,
    );
    if (known) return known.id;
    const id = world.ids.next('C');
    world.channels.set(id, { id, name, team: home.id, person: null, isHidden: false, isDeleted: false });
    return id;
  };
  const change = (channel: string, how: 'isHidden' | 'isDeleted'): void => {
    const found = world.channels.get(channel);
    if (!found) throw new Error('no such channel');
    found[how] = true;
  };

  const faults: SlackFaults = {
    get repeatEvents() {
      return repeatEvents;
    },
    set repeatEvents(times) {
      repeatEvents = times;
    },
    closedInboxes: world.closedInboxes,
    hideChannel: (channel) => change(channel, 'isHidden'),
    deleteChannel(channel) {
      change(channel, 'isDeleted');
      tell(home, { type: 'channel_deleted', channel });
    },
    removeBot() {
      home.isInstalled = false;
      tell(home, { type: 'app_uninstalled' });
      tell(home, { type: 'tokens_revoked', tokens: { oauth: [], bot: [home.botUser] } });
    },
    returnBot() {
      home.isInstalled = true;
    },
    removePerson(id) {
      const human = world.humans.get(id);
      if (!human) throw new Error('no such person');
      human.isGone = true;
      tell(home, { type: 'user_change', user: { id, team_id: human.team, name: human.handle, deleted: true } });
    },
    failSends: api.failSends,
    dropConnection: () => transport.drop(),
    refreshConnection: () => transport.refresh(),
    expireTriggers(times) {
      world.spoilt.triggers = times;
    },
    refuseConnections(times) {
      world.spoilt.connections = times;
    },
    skewClock(seconds) {
      http.skewSeconds = seconds;
    },
  };

  return {
    name: 'slack',
    space: home.id,
    person: (handle, options) => personOf(home.id, handle, options),
    personOf: (space, handle) => personOf(space, handle),
    channel: channelNamed,
    role: (name) => personOf(home.id, name).id,
    messages: async (channel) =>
      world.messages
        .filter((message) => message.channel === channel && message.thread === null)
        .map((message) => shownMessage(message, world.nameOf)),
    thread: async (channel, opener) =>
      world.messages
        .filter((message) => message.channel === channel && message.thread === opener)
        .map((message) => shownMessage(message, world.nameOf)),
    everySend: () => [...world.sends],
    faults,
    violations: () => [...world.broken],
    environment: () => ({
      SLACK_API_URL: `${api.base}/api/`,
      SLACK_BOT_TOKEN: home.botToken,
      ...(mode === 'socket' ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
      ...(withOAuth && { SLACK_CLIENT_ID: CLIENT_ID, SLACK_CLIENT_SECRET: CLIENT_SECRET }),
    }),
    botAt: http.botAt,
    connections: socket.connections,
    addSpace: () => world.makeTeam().id,
    rotateTokens: install.rotate,
    tokenRenewals: install.renewals,
    async shortcut(person, callback) {
      const human = world.humans.get(person.id);
      if (human) await deliver(make.shortcut(human, callback));
    },
    signingSecret: SIGNING_SECRET,
    grant(scopes) {
      world.scopes = scopes;
    },
    async close() {
      await transport.close();
      await api.close();
    },
  };
}
