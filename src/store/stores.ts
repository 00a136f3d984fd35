import type { Log } from '../log.ts';
import { type DayKeys, openDayKeys } from '../privacy/day-keys.ts';
import { deriveKeys, type Keys } from '../privacy/keys.ts';
import { type Forgetting, openForgetting } from './forgetting.ts';
import { verifyIdentity } from './identity.ts';
import { openKeptKeys } from './kept-keys.ts';
import { openKeyFiles } from './key-files.ts';
import { lockData } from './lock.ts';
import { migrations } from './migrations/index.ts';
import { openRecord, type Record } from './record.ts';
import { hasEmbeddedData, openSecret } from './secret.ts';

/** Both stores, the keys and those of the days, opened together and closed together. */
export interface Stores<C> {
  readonly record: Record;
  readonly forgetting: Forgetting;
  readonly keys: Keys;
  /** What older entries of the audit log were sealed with, the newest first. */
  readonly earlierAuditKeys: readonly Buffer[];
  readonly dayKeys: DayKeys;
  readonly clock: C;
  close(): Promise<void>;
}

export interface StoresOptions<C> {
  readonly dataDir: string;
  readonly keyDir: string;
  readonly dataEncryption: boolean;
  readonly databaseUrl: string | null;
  readonly forgettingUrl: string | null;
  readonly secret: string | null;
  readonly stamp: 'real' | 'rehearsal';
  /** A rehearsal's clock stands in the record. */
  openClock(record: Record): Promise<C>;
  readonly log: Log;
}

/** @throws StartError with sentences for the operator. */
export async function openStores<C extends { now(): number }>(options: StoresOptions<C>): Promise<Stores<C>> {
  const lock = options.databaseUrl === null ? await lockData(options.dataDir) : null;
  const open: { close(): Promise<void> }[] = lock ? [{ close: () => lock.release() }] : [];
  const close = async () => {
    for (const store of open.reverse()) await store.close();
  };
  try {
    const derived = deriveKeys(await secretBytes(options));
    const { dataDir, databaseUrl, forgettingUrl: url, stamp, log } = options;
    const files = await openKeyFiles(options.keyDir);
    const record = await openRecord({
      dataDir,
      databaseUrl,
      encryptionKey: options.dataEncryption ? derived.database : null,
      migrations,
      log,
    });
    open.push(record);
    await verifyIdentity(record, { key: derived.secretCheck, stamp });
    const { keys, earlierAuditKeys } = await openKeptKeys(record, derived);
    const clock = await options.openClock(record);
    const forgetting = await openForgetting({
      dataDir,
      url,
      keys: { tag: keys.forgettingTags, seal: keys.forgettingSeal },
      now: () => clock.now(),
      log,
    });
    open.push(forgetting);
    const dayKeys = await openDayKeys({ files, key: keys.seals, forgetting, now: () => clock.now() });
    return { record, forgetting, keys, earlierAuditKeys, dayKeys, clock, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function secretBytes({
  dataDir,
  databaseUrl,
  secret: configured,
  log,
}: Omit<StoresOptions<never>, 'openClock'>): Promise<Buffer> {
  const isShared = databaseUrl !== null;
  const hasData = !isShared && (await hasEmbeddedData(dataDir));
  const secret = await openSecret({ configured, dataDir, hasData, isShared });
  if (secret.origin === 'created') {
    log.warn(
      `A new secret was made in ${secret.path}. Losing it loses the data; whoever has it and the data can read everything. Keep a copy apart from your backups.`,
    );
  }
  if (secret.isExposed) log.warn(`Others on this machine may read ${secret.path}. Give it the mode 0600.`);
  return secret.bytes;
}
