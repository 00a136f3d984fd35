import { EventEmitter } from 'node:events';
import { nobodyListens, type Wire } from '../wire.ts';
import { type Ids, slackIds } from './ids.ts';

export interface Team {
  readonly id: string;
  botToken: string;
  readonly botUser: string;
  readonly botId: string;
  isInstalled: boolean;
}

export interface OpenView {
  readonly id: string;
  hash: string;
  body: Readonly<Record<string, unknown>>;
  faults: Readonly<Record<string, string>>;
  /** What was typed or chosen, by block and action; what the form opened with where a block is missing. */
  typed: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export interface Human {
  readonly id: string;
  readonly handle: string;
  readonly team: string;
  isAdmin: boolean;
  isGone: boolean;
  modals: OpenView[];
  home: OpenView | null;
  isAtHome: boolean;
  /** The last message that only this person sees. */
  ephemeral: { readonly blocks: readonly unknown[]; readonly text: string; readonly ts: string } | null;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  /** Of a direct message. */
  readonly person: string | null;
  isHidden: boolean;
  isDeleted: boolean;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** The message in whose thread it stands. */
  readonly thread: string | null;
  /** The name above it; null: the app's own. */
  readonly username: string | null;
  text: string;
  blocks: readonly unknown[];
  isPinned: boolean;
}

interface Trigger {
  readonly person: string;
  readonly at: number;
  isUsed: boolean;
}

interface Response {
  readonly person: string;
  readonly until: number;
  uses: number;
}

/** Everything that is the case on the loopback Slack. */
export interface World {
  readonly wire: Wire;
  readonly ids: Ids;
  readonly appId: string;
  readonly teams: Map<string, Team>;
  readonly humans: Map<string, Human>;
  readonly channels: Map<string, Channel>;
  readonly messages: Message[];
  readonly sends: { readonly channel: string; readonly at: number; readonly text: string; readonly nonce: string | null }[];
  readonly triggers: Map<string, Trigger>;
  readonly responses: Map<string, Response>;
  readonly closedInboxes: Set<string>;
  /** What the app was granted, where Slack says so. */
  scopes: readonly string[];
  /** How many triggers to come are too late, and connections to come are refused. */
  readonly spoilt: { triggers: number; connections: number };
  /** When the bot came back after nobody had been connected: what happened before may be answered late. */
  cameBackAt: number;
  readonly broken: string[];
  /** Emits the id of a person whose screen has changed. */
  readonly changes: EventEmitter;
  violation(what: string): void;
  makeTeam(): Team;
  makeTrigger(person: string): string;
  inboxOf(person: string): Channel | undefined;
  nameOf(channel: string): string;
  changed(person: string): void;
}

const RESPONSE_MS = 30 * 60_000;

export function openWorld(wire: Wire = nobodyListens): World {
  const ids = slackIds();
  const changes = new EventEmitter().setMaxListeners(0);
  const world: World = {
    wire,
    ids,
    appId: ids.next('A'),
    teams: new Map(),
    humans: new Map(),
    channels: new Map(),
    messages: [],
    sends: [],
    triggers: new Map(),
    responses: new Map(),
    closedInboxes: new Set(),
    scopes: [],
    spoilt: { triggers: 0, connections: 0 },
    cameBackAt: 0,
    broken: [],
    changes,
    violation: (what) => world.broken.push(what),
    makeTeam() {
      const id = ids.next('T');
      const team: Team = { id, botToken: `xoxb-${id}-1`, botUser: ids.next('U'), botId: ids.next('B'), isInstalled: true };
      world.teams.set(id, team);
      return team;
    },
    makeTrigger(person) {
      const id = `${Date.now()}.${ids.next('7')}.${ids.next('f').toLowerCase()}`;
      world.triggers.set(id, { person, at: Date.now(), isUsed: false });
      return id;
    },
    inboxOf: (person) => [...world.channels.values()].find((channel) => channel.person === person),
    nameOf: (channel) => world.channels.get(channel)?.name ?? channel,
    changed: (person) => changes.emit('change', person),
  };
  return world;
}

/** An address at which the app may answer one thing that a person did. */
export function makeResponse(world: World, base: string, person: string): string {
  const id = world.ids.next('R');
  world.responses.set(id, { person, until: Date.now() + RESPONSE_MS, uses: 0 });
  return `${base}/response/${id}`;
}
