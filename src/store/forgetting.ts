import { Keyv } from 'keyv';
import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import { asStoreError } from './errors.ts';
import type { ForgettingEngine } from './forgetting-engine.ts';
import { disclose, type EntryKeys, type EntryPlace, type Envelope, enclose, groupPrefix, nameOf } from './forgetting-entry.ts';
import { openLists } from './forgetting-lists.ts';

/**
 * Everything that must be forgotten, durable until then. Whoever reads the store without the secret learns how many
 * things it holds, about how long each is, which belong to one group, and when each expires. Rejects with `StoreError` where the store is at fault.
 */
export interface Forgetting {
  /** On disk when it resolves; replaces what was there. `purpose` keeps equal keys of different things apart. */
  set(purpose: string, key: string, value: unknown, ttlMs: number): Promise<void>;
  /** As `set`, until an instant (epoch milliseconds) that the store then shows as it is given: a coarse one tells no time. */
  setUntil(purpose: string, key: string, value: unknown, expiresAt: number): Promise<void>;
  /** As `set`, without waiting for the disk: a process that is killed loses nothing, a machine that fails may lose the last ones. */
  setSoon(purpose: string, key: string, value: unknown, ttlMs: number): Promise<void>;
  /** What was set, unless its time is over. */
  get<T>(purpose: string, key: string): Promise<T | null>;
  delete(purpose: string, key: string): Promise<void>;
  /** Things of one purpose that can be listed together; their keys have nothing to do with those outside. */
  group(purpose: string, group: string): ForgettingGroup;
  /**
   * The same store for what is written before something that waits for the disk, and means nothing without it: writes
   * come to the disk in their order, so the last one carries those before it.
   */
  readonly ahead: Forgetting;
  /** Removes what has expired and gives the count. The bytes of all that was removed or replaced are gone from the files. */
  sweep(): Promise<number>;
  /** The earliest expiry still held, in epoch milliseconds. */
  nextExpiry(): Promise<number | null>;
  /** Resolves if it can be written now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** As in the store itself, for the keys of one group. */
export interface ForgettingGroup {
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  setUntil(key: string, value: unknown, expiresAt: number): Promise<void>;
  /** As `setUntil`, unless there is something; says whether it was set. Of several processes at once one is told so. */
  add(key: string, value: unknown, expiresAt: number): Promise<boolean>;
  get<T>(key: string): Promise<T | null>;
  delete(key: string): Promise<void>;
  /** All whose time is not over, in an order that tells nothing. */
  list<T>(): Promise<readonly { readonly key: string; readonly value: T }[]>;
  clear(): Promise<void>;
}

export interface ForgettingOptions {
  readonly dataDir: string;
  /** A PostgreSQL database of its own; null for the embedded file. */
  readonly url: string | null;
  readonly keys: EntryKeys;
  readonly now: () => number;
  readonly log: Log;
}

export async function openForgetting(options: ForgettingOptions): Promise<Forgetting> {
  const engine = await openForgettingEngine(options);
  const store = keyvOn(engine.adapter);
  const hasty = engine.hasty === engine.adapter ? store : keyvOn(engine.hasty);

  const { keys, now } = options;
  const lists = openLists({ engine, keys, now });
  let closing: Promise<void> | null = null;

  const changing = <T>({ group }: EntryPlace, change: () => Promise<T>): Promise<T> =>
    group === null ? change() : lists.changing(change);

  function envelopeOf(place: EntryPlace, value: unknown, expires: number): Envelope {
    if (!(expires > now() && Number.isFinite(expires))) throw new RangeError('what is to be forgotten needs a time to live');
    return enclose(keys, { place, value }, Math.ceil(expires));
  }

  async function write(into: Keyv<Envelope>, place: EntryPlace, value: unknown, expires: number): Promise<void> {
    const envelope = envelopeOf(place, value, expires);
    await changing(place, () => guard(into.set(nameOf(keys, place), envelope)));
  }

  async function add(place: EntryPlace, value: unknown, expires: number): Promise<boolean> {
    const row = { name: nameOf(keys, place), value: JSON.stringify(envelopeOf(place, value, expires)) };
    return changing(place, () => guard(engine.add(row, now())));
  }

  async function read<T>(place: EntryPlace): Promise<T | null> {
    const name = nameOf(keys, place);
    const held = await guard(store.get(name));
    if (!held || held.expires <= now()) return null;
    return (disclose(keys, name, held)?.value ?? null) as T | null;
  }

  const remove = async (place: EntryPlace) => {
    await changing(place, () => guard(store.delete(nameOf(keys, place))));
  };
  const alone = (purpose: string, key: string): EntryPlace => ({ purpose, group: null, key });

  const writingTo = (into: Keyv<Envelope>) => ({
    set: (purpose: string, key: string, value: unknown, ttlMs: number) => write(into, alone(purpose, key), value, now() + ttlMs),
    setUntil: (purpose: string, key: string, value: unknown, expiresAt: number) =>
      write(into, alone(purpose, key), value, expiresAt),
    group: (purpose: string, group: string): ForgettingGroup => {
      const prefix = groupPrefix(keys, purpose, group);
      const list = lists.list(prefix);
      const inside = (key: string): EntryPlace => ({ purpose, group, key });
      return {
        set: (key, value, ttlMs) => write(into, inside(key), value, now() + ttlMs),
        setUntil: (key, value, expiresAt) => write(into, inside(key), value, expiresAt),
        add: (key, value, expiresAt) => add(inside(key), value, expiresAt),
        get: <T>(key: string) => read<T>(inside(key)),
        delete: (key) => remove(inside(key)),
        async list<T>() {
          return (await guard(list())).map(({ place, value }) => ({ key: place.key, value: value as T }));
        },
        clear: () => lists.changing(() => guard(engine.removeUnder(prefix))),
      };
    },
  });

  const same = {
    setSoon: (purpose: string, key: string, value: unknown, ttlMs: number) =>
      write(hasty, alone(purpose, key), value, now() + ttlMs),
    get: <T>(purpose: string, key: string) => read<T>(alone(purpose, key)),
    delete: (purpose: string, key: string) => remove(alone(purpose, key)),
    sweep: () => lists.changing(() => guard(engine.removeExpired(now()))),
    nextExpiry: () => guard(engine.earliestExpiry()),
    check: () => guard(engine.write()),
    close() {
      closing ??= engine.close();
      return guard(closing);
    },
  };
  const ahead: Forgetting = {
    ...same,
    ...writingTo(hasty),
    get ahead() {
      return ahead;
    },
  };
  return { ...same, ...writingTo(store), ahead };
}

const keyvOn = (adapter: ForgettingEngine['adapter']): Keyv<Envelope> =>
  new Keyv<Envelope>({
    store: adapter,
    useKeyPrefix: false,
    throwOnErrors: true,
    // Keyv would judge expiry by the machine's clock; our own may stand still or be moved, so Keyv never sees one.
    serialize: ({ value }) => JSON.stringify(value),
    deserialize: (text) => ({ value: JSON.parse(text) }),
  });

/** The database alone, for those who change all of it. */
export async function openForgettingEngine({
  dataDir,
  url,
  log,
}: Pick<ForgettingOptions, 'dataDir' | 'url' | 'log'>): Promise<ForgettingEngine> {
  // Only the driver in use is loaded: the other may not even be installed.
  if (url) return (await import('./forgetting-postgres.ts')).openPostgresForgetting(url, log);
  return (await import('./forgetting-embedded.ts')).openEmbeddedForgetting(dataDir);
}

async function guard<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StartError ? error : asStoreError(error);
  }
}
