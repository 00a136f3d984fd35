import { Keyv } from 'keyv';
import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import { tag } from '../privacy/keys.ts';
import { seal, unseal } from '../privacy/sealing.ts';
import { asStoreError, StoreError } from './errors.ts';
import type { ForgettingEngine } from './forgetting-engine.ts';

/**
 * Everything that must be forgotten, durable until then. Whoever reads the store without the secret learns how many
 * things it holds and when each expires. Rejects with `StoreError` where the store is at fault.
 */
export interface Forgetting {
  /** On disk when it resolves; replaces what was there. `purpose` keeps equal keys of different things apart. */
  set(purpose: string, key: string, value: unknown, ttlMs: number): Promise<void>;
  /** As `set`, without waiting for the disk: a process that is killed loses nothing, a machine that fails may lose the last ones. */
  setSoon(purpose: string, key: string, value: unknown, ttlMs: number): Promise<void>;
  /** What was set, unless its time is over. */
  get<T>(purpose: string, key: string): Promise<T | null>;
  delete(purpose: string, key: string): Promise<void>;
  /** Removes what has expired and gives the count. The bytes of all that was removed or replaced are gone from the files. */
  sweep(): Promise<number>;
  /** The earliest expiry still held, in epoch milliseconds. */
  nextExpiry(): Promise<number | null>;
  /** Resolves if it can be written now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface ForgettingOptions {
  readonly dataDir: string;
  /** A PostgreSQL database of its own; null for the embedded file. */
  readonly url: string | null;
  readonly keys: { readonly tag: Buffer; readonly seal: Buffer };
  readonly now: () => number;
  readonly log: Log;
}

/** What Keyv stores as JSON: the expiry readable for the sweeper, the rest sealed to its key and its expiry. */
interface Envelope {
  readonly expires: number;
  readonly sealed: string;
}

export async function openForgetting(options: ForgettingOptions): Promise<Forgetting> {
  const engine = await openEngine(options);
  const store = keyvOn(engine.adapter);
  const hasty = engine.hasty === engine.adapter ? store : keyvOn(engine.hasty);

  const { keys, now } = options;
  const nameOf = (purpose: string, key: string) => tag(keys.tag, purpose, key);
  const place = (name: string, expires: number) => `${name}/${expires}`;

  let closing: Promise<void> | null = null;

  const setIn =
    (into: Keyv<Envelope>): Forgetting['set'] =>
    async (purpose, key, value, ttlMs) => {
      if (!(ttlMs > 0 && Number.isFinite(ttlMs))) throw new RangeError('what is to be forgotten needs a time to live');
      const name = nameOf(purpose, key);
      const expires = Math.ceil(now() + ttlMs);
      const sealed = seal(keys.seal, JSON.stringify(value ?? null), place(name, expires));
      await guard(into.set(name, { expires, sealed }));
    };

  return {
    set: setIn(store),
    setSoon: setIn(hasty),
    async get<T>(purpose: string, key: string) {
      const name = nameOf(purpose, key);
      const held = await guard(store.get(name));
      if (!held || held.expires <= now()) return null;
      const text = unseal(keys.seal, held.sealed, place(name, held.expires));
      if (text === null) throw new StoreError('unreadable', 'an entry was changed or sealed under another secret');
      return JSON.parse(text) as T;
    },
    async delete(purpose, key) {
      await guard(store.delete(nameOf(purpose, key)));
    },
    sweep: () => guard(engine.removeExpired(now())),
    nextExpiry: () => guard(engine.earliestExpiry()),
    check: () => guard(engine.write()),
    close() {
      closing ??= engine.close();
      return guard(closing);
    },
  };
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

async function openEngine({ dataDir, url, log }: ForgettingOptions): Promise<ForgettingEngine> {
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
