import { join } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import { forgettingFile } from './files.ts';
import type { ForgettingEngine } from './forgetting-engine.ts';
import { createPrivateFile } from './private-file.ts';
import { explainStart, inFile } from './start-sentences.ts';

const busyTimeoutMs = 5_000;

export async function openEmbeddedForgetting(dataDir: string): Promise<ForgettingEngine> {
  const path = join(dataDir, forgettingFile);
  try {
    await createPrivateFile(path);
    return await open(path);
  } catch (error) {
    throw explainStart(error, inFile(path));
  }
}

async function open(path: string): Promise<ForgettingEngine> {
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, busyTimeout: busyTimeoutMs });
  // Keyv listens once it holds the adapter; until then the same errors reject the queries below.
  adapter.on('error', () => undefined);
  await adapter.query('PRAGMA journal_mode = WAL');
  await adapter.query('PRAGMA synchronous = FULL');
  await adapter.query('PRAGMA secure_delete = ON');
  await adapter.query("CREATE INDEX IF NOT EXISTS keyv_by_expiry ON keyv (json_extract(value, '$.expires'))");
  await adapter.query('CREATE TABLE IF NOT EXISTS writable (id INTEGER PRIMARY KEY, side INTEGER NOT NULL)');

  return {
    adapter,
    async removeExpired(instant) {
      const gone = await adapter.query("DELETE FROM keyv WHERE json_extract(value, '$.expires') <= ? RETURNING 1", instant);
      await adapter.query('PRAGMA wal_checkpoint(TRUNCATE)');
      return gone.length;
    },
    async earliestExpiry() {
      const [row] = await adapter.query("SELECT min(json_extract(value, '$.expires')) AS at FROM keyv");
      return row.at;
    },
    async write() {
      await adapter.query('INSERT INTO writable VALUES (1, 0) ON CONFLICT DO UPDATE SET side = 1 - side');
    },
    close: () => adapter.close(),
  };
}
