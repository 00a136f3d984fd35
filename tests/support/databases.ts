import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, onTestFinished } from 'vitest';
import { openLog } from '../../src/log.ts';
import { deriveKeys, type Keys } from '../../src/privacy/keys.ts';
import { type Forgetting, openForgetting } from '../../src/store/forgetting.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openRecord, type Record, type RecordOptions } from '../../src/store/record.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

export const testSecret = Buffer.alloc(32, 'bombus');

/** Fresh, empty places for both stores. Everything opened on them is closed and removed when the test ends. */
export interface TestDatabases {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly forgettingUrl: string | null;
  readonly keys: Keys;
  /** Opens the record, encrypted and with all tables; again after `close()`, as a restart would. */
  record(options?: Partial<Pick<RecordOptions, 'encryptionKey' | 'migrations'>>): Promise<Record>;
  /** Opens the forgetting store on the clock given, which otherwise stands at zero. */
  forgetting(now?: () => number): Promise<Forgetting>;
  /** Takes the connections away, as a restart of the database server would; nothing to the embedded one. */
  cutConnections(): Promise<void>;
}

export type DatabaseName = 'libSQL' | 'PostgreSQL';

/** The same tests on the embedded database and on a real PostgreSQL server, which starts when a test first asks. */
export function eachDatabase(suite: (name: DatabaseName, open: () => Promise<TestDatabases>) => void): void {
  describe('on libSQL', () => suite('libSQL', () => open(null)));

  describe('on PostgreSQL', () => {
    let server: Promise<PostgresServer> | null = null;
    afterAll(async () => (await server)?.stop());
    suite('PostgreSQL', async () => {
      server ??= startPostgres();
      return open(await server);
    });
  });
}

/** Places for embedded stores, for tests that have no need of both databases. */
export function openEmbedded(): Promise<TestDatabases> {
  return open(null);
}

async function open(server: PostgresServer | null): Promise<TestDatabases> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bombus-test-'));
  const databaseUrl = (await server?.createDatabase()) ?? null;
  const forgettingUrl = (await server?.createDatabase()) ?? null;
  const opened: { close(): Promise<void> }[] = [];
  const log = openLog('silent');
  const keys = deriveKeys(testSecret);

  onTestFinished(async () => {
    await Promise.all(opened.map((store) => store.close()));
    if (databaseUrl) await server?.dropDatabase(databaseUrl);
    if (forgettingUrl) await server?.dropDatabase(forgettingUrl);
    await rm(dataDir, { recursive: true, force: true });
  });

  return {
    dataDir,
    databaseUrl,
    forgettingUrl,
    keys,
    async record(options) {
      const record = await openRecord({ dataDir, databaseUrl, encryptionKey: keys.database, migrations, log, ...options });
      opened.push(record);
      return record;
    },
    async forgetting(now = () => 0) {
      const sealing = { tag: keys.forgettingTags, seal: keys.forgettingSeal };
      const forgetting = await openForgetting({ dataDir, url: forgettingUrl, keys: sealing, now, log });
      opened.push(forgetting);
      return forgetting;
    },
    async cutConnections() {
      if (databaseUrl) await server?.cutConnections(databaseUrl);
      if (forgettingUrl) await server?.cutConnections(forgettingUrl);
    },
  };
}
