import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, describe, expect } from 'vitest';
import { seededRoom } from '../../adapters/sandbox/room-state.ts';
import { recordFile } from '../../src/store/files.ts';
import { openDiscord } from '../platforms/discord/discord.ts';
import type { LoopbackPlatform, Person } from '../platforms/driver.ts';
import { openSandbox } from '../platforms/sandbox/open.ts';
import { openSlack } from '../platforms/slack/open.ts';
import { type Bot, type Environment, type Parts, startBot, temporaryFolder } from './bot.ts';
import { freePort, startPostgres } from './postgres-server.ts';

export type PlatformName = 'the sandbox' | 'Discord' | 'Slack by Socket Mode' | 'Slack by HTTP';
export type DatabaseName = 'libSQL' | 'PostgreSQL';

/** The whole bot on one platform, with the people of a story. */
export interface Stage {
  readonly platform: LoopbackPlatform;
  readonly dataDir: string;
  /** Whoever manages the space; moderates where a role is wanted. */
  readonly moderator: Person;
  /** A safeguarding lead. */
  readonly lead: Person;
  student(handle: string): Person;
  /** Moves the calendar through everything that falls due, and waits until it is done. */
  advance(duration: string): Promise<void>;
  /** Moves on through everything until this instant. */
  until(instant: string): Promise<void>;
  /** Jumps there, as a machine that slept. */
  set(instant: string): Promise<void>;
  now(): number;
  /** Stops the bot and starts it again; `meanwhile` happens while it is down. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  readonly bot: Bot;
  /** The titles of the direct messages that each person has, by handle; those who have none are left out. */
  contacts(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** What a table of the record holds now, read behind the bot's back. */
  rows(table: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Nothing that the platform forbids, no 429, nobody contacted whom the story does not know. */
  expectNoHarm(): Promise<void>;
}

export interface StageOptions {
  readonly database?: DatabaseName;
  /** Where the calendar stands at first. */
  readonly at?: string;
  readonly environment?: Environment;
  readonly parts?: Parts;
  /** Stands between the bot and the platform: gets the platform's variables and gives the bot's. */
  readonly between?: (environment: Environment) => Promise<Environment>;
}

export type OpenStage = (options?: StageOptions) => Promise<Stage>;

const PLATFORMS: readonly PlatformName[] = ['the sandbox', 'Discord', 'Slack by Socket Mode', 'Slack by HTTP'];
const SECRET = 'b'.repeat(64);
/** A Monday in term, in winter time. */
const TERM = '2027-01-11T09:00:00Z';

/** The same story on each platform. What was opened is closed after the last test of the story. */
export function eachPlatform(
  story: (name: PlatformName, open: OpenStage) => void,
  platforms: readonly PlatformName[] = PLATFORMS,
): void {
  for (const name of platforms) onPlatform(name, story);
}

export function onPlatform(name: PlatformName, story: (name: PlatformName, open: OpenStage) => void): void {
  describe(`on ${name}`, () => {
    const closing: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    });
    story(name, (options = {}) => openStage(name, options, (close) => closing.push(close)));
  });
}

export async function openStage(
  name: PlatformName,
  options: StageOptions,
  onClose: (close: () => Promise<void>) => void,
): Promise<Stage> {
  const folder = await temporaryFolder();
  onClose(folder.remove);
  const environment = {
    DATA_DIR: folder.path,
    BOMBUS_SECRET: SECRET,
    DATA_ENCRYPTION: 'off',
    PORT: String(await freePort()),
    ...(options.database === 'PostgreSQL' ? await databasesOn(onClose) : {}),
    ...options.environment,
  };
  const begun = await begin(name, environment, options);
  const { platform } = begun;
  let { bot } = begun;
  let now = Date.now();
  onClose(() => platform.close());
  onClose(async () => bot.stop());

  const people = new Map<string, Person>();
  const known = (person: Person): Person => {
    people.set(person.handle, person);
    return person;
  };
  const holder = (handle: string, isSpaceAdmin: boolean): Person => {
    // The sandbox shows its channel for moderators only to holders of its own role.
    const roles = platform.name === 'slack' ? [] : [platform.role(handle), ...(platform.name === 'sandbox' ? ['moderator'] : [])];
    return known(platform.person(handle, { isSpaceAdmin, roles }));
  };

  /** A walk that takes long goes on by itself: it is asked again until it has arrived. */
  async function arrive(move: () => Promise<number>): Promise<void> {
    for (let pending = await move(); pending > 0; pending = await bot.advance('PT0S')) {
      // What cannot be sent at all would be waited for in vain.
      if (platform.violations().length > 0) throw new Error(platform.violations().join('\n'));
    }
  }

  const stage: Stage = {
    platform,
    dataDir: folder.path,
    moderator: holder('Mo', true),
    lead: holder('Lee', false),
    student: (handle) => people.get(handle) ?? known(platform.person(handle)),
    async advance(duration) {
      now += durationOf(duration);
      await arrive(() => bot.advance(duration));
    },
    async until(instant) {
      const ms = Date.parse(instant) - now;
      if (!(ms >= 0)) throw new Error(`${instant} has passed`);
      await stage.advance(`PT${ms / 1000}S`);
    },
    async set(instant) {
      now = Date.parse(instant);
      await arrive(() => bot.set(instant));
    },
    now: () => now,
    async restart(meanwhile = async () => undefined) {
      await bot.stop();
      await meanwhile();
      bot = await startBot({ ...environment, ...platform.environment() }, options.parts);
      await isReady(bot);
    },
    get bot() {
      return bot;
    },
    async contacts() {
      const found: Record<string, readonly string[]> = {};
      for (const person of people.values()) {
        const inbox = await person.inbox();
        if (inbox.length > 0) found[person.handle] = inbox.map(({ text }) => titleOf(text));
      }
      return found;
    },
    rows: (table) => rowsOf(environment, table),
    expectNoHarm: () => expectHarmless(platform, [...people.values()]),
  };
  await stage.set(options.at ?? TERM);
  return stage;
}

/** Nothing that the platform forbids, no 429, nothing sent to anybody but these people and the channels of the story. */
export async function expectHarmless(platform: LoopbackPlatform, people: readonly Person[]): Promise<void> {
  const inboxes = await Promise.all(people.map((person) => person.inbox()));
  const inChannels = await Promise.all(
    [...CHANNELS, 'general'].map(async (channel) => platform.messages(platform.channel(channel))),
  );
  const inThreads = await Promise.all(
    CHANNELS.flatMap((name, index) => (inChannels[index] ?? []).map(({ id }) => platform.thread(platform.channel(name), id))),
  );
  const seen = [...inboxes, ...inChannels, ...inThreads].reduce((sum, messages) => sum + messages.length, 0);
  expect({ violations: platform.violations(), sent: platform.everySend().length }).toEqual({ violations: [], sent: seen });
}

/** The channels of every story's cohort, by purpose. */
export const CHANNELS = ['check-ins', 'safe-space', 'questions', 'moderators'] as const;

async function begin(
  name: PlatformName,
  environment: Environment,
  { parts, between = async (own) => own }: StageOptions,
): Promise<{ platform: LoopbackPlatform; bot: Bot }> {
  if (name === 'the sandbox') {
    // A room that is there already is not seeded.
    await writeFile(join(environment.DATA_DIR ?? '', 'sandbox.json'), JSON.stringify(seededRoom()));
    const bot = await startBot({ ...environment, SANDBOX: 'on' }, parts);
    return { platform: await openSandbox({ url: bot.url, room: parts?.room?.() ?? null }), bot };
  }
  if (name === 'Discord') {
    const platform = await openDiscord();
    return { platform, bot: await startBot({ ...environment, ...(await between(platform.environment())) }, parts) };
  }
  const platform = await openSlack({ mode: name === 'Slack by HTTP' ? 'http' : 'socket', isHasty: true });
  const bot = await startBot({ ...environment, ...(await between(platform.environment())) }, parts);
  platform.botAt(bot.url);
  await isReady(bot);
  return { platform, bot };
}

async function isReady(bot: Bot): Promise<void> {
  const response = await fetch(`${bot.url}/readyz`);
  expect(response.status, await response.text()).toBe(200);
}

async function databasesOn(onClose: (close: () => Promise<void>) => void): Promise<Environment> {
  const server = await startPostgres();
  onClose(server.stop);
  return { DATABASE_URL: await server.createDatabase(), FORGETTING_URL: await server.createDatabase() };
}

async function rowsOf({ DATA_DIR = '', DATABASE_URL }: Environment, table: string) {
  const query = `select * from ${table}`;
  if (!DATABASE_URL) {
    const database = new Database(join(DATA_DIR, recordFile), { readonly: true });
    try {
      return database.prepare(query).all() as Readonly<Record<string, unknown>>[];
    } finally {
      database.close();
    }
  }
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  try {
    return (await client.query<Readonly<Record<string, unknown>>>(query)).rows;
  } finally {
    await client.end();
  }
}

const titleOf = (text: string): string => text.split('\n')[0] ?? '';

const HOUR = 3_600_000;

/** `P7D`, `PT1H`, `PT0.5S`. */
function durationOf(text: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (!found) throw new Error(`no duration: ${text}`);
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 24 * HOUR + (hours ?? 0) * HOUR + (minutes ?? 0) * 60_000 + (seconds ?? 0) * 1000;
}
