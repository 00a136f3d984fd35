import type { Room } from '../../../adapters/sandbox/room.ts';
import { type CoreOptions, openCore } from '../../../src/core.ts';
import { openLog } from '../../../src/log.ts';
import type { Forgetting } from '../../../src/store/forgetting.ts';
import type { Record as TheRecord } from '../../../src/store/record.ts';
import type { Person, Screen } from '../../platforms/driver.ts';
import type { Environment } from '../../support/bot.ts';
import { CHANNELS, type DatabaseName, openStage, type PlatformName, type Stage } from '../../support/stage.ts';
import { type LabelledIds, labelledIds } from './ids.ts';
import type { Plant } from './planting.ts';
import { openTap, type Tap } from './tap.ts';
import { type Change, openTrace, type Tables, tablesIn } from './trace.ts';

/** Those whom a day may hide, and those who watch. */
export const HIDDEN = ['Wilhelmina', 'Clementina'] as const;
export const WATCHING = ['Cy', 'Di', 'Eve', 'Fay', 'Gus'] as const;
const FILLERS = 6;

/** Of those who watch, who answers questions where a day is about them: two about each topic, the last one by name. */
export const MENTORS = { placements: ['Di', 'Eve'], exams: ['Gus', 'Fay'] } as const;
/** What all of the first year share with the mentors. */
const SHARED = 'commuter';

export interface Step {
  readonly label: string;
  readonly change: Change;
}

/** One bot on one platform with a cohort in it, and everything that is seen of it while a day is played. */
export interface House {
  readonly stage: Stage;
  readonly ids: LabelledIds;
  readonly tap: Tap;
  readonly steps: readonly Step[];
  readonly log: readonly string[];
  readonly database: DatabaseName;
  /** Every row of every table, read through the bot's own connection: where the record is no file. */
  tables(): Promise<Tables>;
  readonly panels: readonly (readonly [string, unknown])[];
  person(handle: string): Person;
  /** Somebody does something; each label once. */
  step(label: string, work: () => Promise<unknown>): Promise<void>;
  /** Time passes, and everybody looks at what stands there. */
  pass(duration: string): Promise<void>;
  /** What a watching person has in front of them. */
  watch(label: string, screen: Screen | string): void;
  /** The next thing that the forgetting store is to keep fails. */
  breakOnce(): void;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly plant?: Plant | undefined;
  /** The log of the record is kept for a trace, and not moved over meanwhile. */
  readonly isTraced?: boolean;
  /** Some of those who watch are two years ahead and answer questions. */
  readonly hasMentors?: boolean;
  readonly database?: DatabaseName;
  readonly environment?: Environment;
}

export async function openHouse(name: PlatformName, options: HouseOptions = {}): Promise<House> {
  const { plant = {}, isTraced = true, hasMentors = false, environment = {}, database = 'libSQL' } = options;
  const closing: (() => Promise<void>)[] = [];
  const ids = labelledIds();
  const tap = await openTap();
  closing.push(tap.close);
  const log: string[] = [];
  const built: { core?: ReturnType<typeof openCore>; adapters?: CoreOptions['adapters']; record?: TheRecord } = {};
  let isBroken = false;
  let passes = 0;

  const breaking = (store: Forgetting): Forgetting => ({
    ...store,
    async get<T>(purpose: string, key: string): Promise<T | null> {
      if (isBroken && purpose === 'rate') {
        isBroken = false;
        throw new TypeError('broken by the test');
      }
      return store.get<T>(purpose, key);
    },
  });
  const compose: typeof openCore = (options) => {
    const { record, forgetting } = options.stores;
    const stores = {
      ...options.stores,
      record: isTraced ? { ...record, scrub: async () => undefined } : record,
      forgetting: { ...breaking(forgetting), ahead: breaking(forgetting.ahead) },
    };
    const planted = plant.options?.({ ...options, stores, newId: ids.next }) ?? { ...options, stores, newId: ids.next };
    built.adapters = options.adapters;
    built.record = record;
    const core = openCore(planted);
    built.core = plant.core?.(core, planted) ?? core;
    return built.core;
  };

  const room = () => (built.adapters?.get('sandbox') as { readonly room?: Room } | undefined)?.room ?? null;
  const stage = await openStage(
    name,
    {
      environment,
      database,
      parts: { compose, room, log: openLog('trace', { write: (line) => void log.push(line) }) },
      between: tap.through,
    },
    (close) => closing.push(close),
  );
  const people = [...HIDDEN, ...WATCHING].map((handle) => stage.student(handle));
  if (!built.core) throw new Error('the bot was not put together');
  await furnish(stage, built.core, people, hasMentors);
  if (hasMentors) await volunteer(stage, built.core, built.adapters);
  await stage.advance('PT0S');

  const trace = isTraced ? openTrace(stage.dataDir) : null;
  await trace?.look();
  const steps: Step[] = [];
  const panels: [string, unknown][] = [];

  async function step(label: string, work: () => Promise<unknown>): Promise<void> {
    if (steps.some((known) => known.label === label)) throw new Error(`done before: ${label}`);
    ids.under(label);
    await work();
    if (trace) steps.push({ label, change: await trace.look() });
  }

  async function standing(): Promise<unknown> {
    const places = CHANNELS.map((channel) => stage.platform.channel(channel));
    return Promise.all(
      places.map(async (place) =>
        Promise.all(
          (await stage.platform.messages(place)).map(async (message) => [
            message,
            await stage.platform.thread(place, message.id),
          ]),
        ),
      ),
    );
  }

  return {
    stage,
    ids,
    tap,
    steps,
    log,
    database,
    async tables() {
      if (!built.record) throw new Error('there is no record');
      return tablesIn(built.record);
    },
    panels,
    person: (handle) => stage.student(handle),
    step,
    async pass(duration) {
      passes += 1;
      const label = `pass ${passes}`;
      await step(label, () => stage.advance(duration));
      panels.push([label, await standing()]);
    },
    watch(label, screen) {
      panels.push([label, screen]);
    },
    breakOnce() {
      isBroken = true;
    },
    async close() {
      for (const close of closing.reverse()) await close();
    },
  };
}

/** A cohort that is open, with everybody in it, without the dialogues. */
async function furnish(
  { platform, moderator, lead }: Stage,
  core: ReturnType<typeof openCore>,
  people: readonly Person[],
  hasMentors: boolean,
): Promise<void> {
  const { cohorts, members } = core.services;
  const place = { platform: platform.name, space: platform.space };
  const basics = { name: 'Medicine 2027', zone: 'Europe/London', country: 'GB', weekday: 7, minute: 18 * 60 };
  const { id } = await cohorts.saveBasics(place, basics);
  const channels = Object.fromEntries(CHANNELS.map((name) => [name, platform.channel(name)]));
  await cohorts.saveChannels(id, place, channels as Parameters<typeof cohorts.saveChannels>[2]);
  const roster = [moderator.id, lead.id];
  await cohorts.saveHolders(id, place, { moderator: [platform.role('Mo')], lead: [platform.role('Lee')], roster });
  const { cohort } = await cohorts.open(id, place);
  const ahead = new Set<string>(hasMentors ? Object.values(MENTORS).flat() : []);
  for (const { id: person, handle } of people) {
    const profile = { year: ahead.has(handle) ? 3 : 1, reminders: false, tags: hasMentors ? ([SHARED] as const) : [] };
    await members.join({ ...place, person }, cohort, profile);
  }
  for (let index = 0; index < FILLERS; index += 1)
    await members.join({ ...place, person: `filler-${index}` }, cohort, { year: 1, reminders: false, tags: [] });
}

/** Those who answer, with room for all that a day may bring. Two of them agreed to direct messages. */
async function volunteer(
  stage: Stage,
  { services: { members, mentors } }: ReturnType<typeof openCore>,
  adapters: CoreOptions['adapters'] | undefined,
): Promise<void> {
  const { name: platform, space } = stage.platform;
  for (const [topic, handles] of Object.entries(MENTORS)) {
    const topics = topic === 'exams' ? [topic, 'wellbeing'] : [topic];
    for (const handle of handles) {
      const { id: person } = stage.student(handle);
      const member = await members.findAt({ platform, space, person });
      if (!member) throw new Error(`${handle} is no member`);
      const shownName = handle === 'Fay' ? handle : null;
      await mentors.volunteer(member, { topics, years: [1, 2], usesTags: true, newAWeek: 3, shownName });
      await mentors.change(member, { hours: { from: 0, to: 24 * 60 - 1, days: [1, 2, 3, 4, 5, 6, 7], zone: null } });
      const adapter = topic === 'exams' ? adapters?.get(platform) : undefined;
      if (adapter) await members.inboxOpened(member.id, await adapter.openInbox(space, person));
    }
  }
}
