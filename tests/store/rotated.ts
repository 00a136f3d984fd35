import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { systemClock } from '../../src/calendar/clock.ts';
import { openLog } from '../../src/log.ts';
import { type About, openSeals } from '../../src/privacy/seals.ts';
import { openInstallations } from '../../src/store/installations.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { type RotationOptions, rotateSecret } from '../../src/store/rotation.ts';
import { openStores } from '../../src/store/stores.ts';
import type { TestDatabases } from '../support/databases.ts';

const dayMs = 24 * 3_600_000;
const now = Date.UTC(2027, 2, 28, 12);
const log = openLog('silent');

export const hexOf = (name: string): string => Buffer.alloc(32, name).toString('hex');

export type RotationPlace = Omit<RotationOptions, 'log' | 'reached' | 'next' | 'secret'>;

export const placeOf = ({ dataDir, databaseUrl, forgettingUrl }: TestDatabases): RotationPlace => ({
  dataDir,
  keyDir: join(dataDir, 'keys'),
  dataEncryption: true,
  databaseUrl,
  forgettingUrl,
});

const about = (index: number): About => ({ cohort: 'cohort', subject: `post-${index}`, purpose: 'post' });
const author = (index: number) => ({
  member: `member-${index}`,
  platform: 'discord' as const,
  space: 'server',
  person: `person-${index}`,
});
const many = Array.from({ length: 20 }, (_, index) => index);

/** The stores as a start would open them, at the same instant always. @throws StartError */
export async function openAt(place: RotationPlace, secret: string | null) {
  const stores = await openStores({
    ...place,
    secret,
    stamp: 'real',
    openClock: async () => systemClock(() => now),
    log,
  });
  const { record, forgetting, keys, dayKeys } = stores;
  return {
    ...stores,
    seals: openSeals({ dayKeys, forgetting, now: () => now }),
    installations: openInstallations(record, keys.installations),
    ledger: openLedger({ record, forgetting, key: keys.events, now: () => now }),
  };
}

/** Something of everything that hangs on the secret. */
export async function fill(place: RotationPlace, secret: string | null): Promise<void> {
  const stores = await openAt(place, secret);
  const { seals, forgetting, installations, ledger, record } = stores;
  for (const index of many) {
    await seals.seal(about(index), author(index), seals.expiryOf(30));
    await seals.under(seals.today(), 'mine').set(`member-${index}`, [index], now + 5 * dayMs);
    await forgetting.set('draft', String(index), { words: index }, dayMs);
    await forgetting.group('mine', 'ada').set(String(index), index, dayMs);
  }
  await installations.save('T1', { token: 'one' });
  await installations.save('T2', { token: 'two' });
  await ledger.once('event', async () => 'told');
  await record.transaction(async () => {
    const db = record.db<{ meta: { key: string; value: string } }>();
    for (const index of many)
      await db
        .insertInto('meta')
        .values({ key: `filling ${index}`, value: 'x'.repeat(50_000) })
        .execute();
  });
  await stores.close();
}

/** All that was filled in is there under this secret. */
export async function expectAll(place: RotationPlace, secret: string | null): Promise<void> {
  const stores = await openAt(place, secret);
  try {
    const { seals, forgetting, installations, ledger, record } = stores;
    for (const index of many) {
      expect(await seals.open(about(index))).toEqual(author(index));
      expect(await seals.under('2027-03-28', 'mine').get(`member-${index}`)).toEqual([index]);
      expect(await forgetting.get('draft', String(index))).toEqual({ words: index });
    }
    const listed = await forgetting.group('mine', 'ada').list<number>();
    expect(listed.map(({ value }) => value).sort((one, other) => one - other)).toEqual(many);
    expect([await installations.load('T1'), await installations.load('T2')]).toEqual([{ token: 'one' }, { token: 'two' }]);
    expect(await ledger.once('event', async () => 'told again')).toEqual({ outcome: 'told', isRepeat: true });
    const db = record.db<{ meta: { key: string; value: string } }>();
    const rows = await db.selectFrom('meta').select('key').where('key', 'like', 'filling %').execute();
    expect(rows).toHaveLength(many.length);
  } finally {
    await stores.close();
  }
}

export const rotate = (place: RotationPlace, secret: string | null, next: string | null) =>
  rotateSecret({ ...place, secret, next, log });

/** Rotates again until nobody is in the way: PostgreSQL takes a moment to see that a process is gone. */
export async function rotateAgain(place: RotationPlace, secret: string | null, next: string | null): Promise<void> {
  await expect.poll(() => rotate(place, secret, next).then(() => 'done', String), { timeout: 10_000 }).toBe('done');
}

/** A process that rotates until it is killed: at a step of its own, or from here. */
export function startRotator(place: RotationPlace, secret: string | null, next: string | null, dieAt = '') {
  const script = new URL('./processes/rotator.ts', import.meta.url).pathname;
  const child = spawn('node', ['--import', 'tsx', script, JSON.stringify({ ...place, secret, next }), dieAt], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    said: () => said.split('\n').filter(Boolean),
    hasBegun: () => new Promise<void>((resolve) => child.stdout.once('data', () => resolve())),
    gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
