import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { KeyvStoreAdapter } from 'keyv';
import { CompiledQuery } from 'kysely';
import { connectionTo, type LibSql, openLibSql } from './embedded.ts';
import { forgettingFile } from './files.ts';
import { after, type ForgettingEngine, type ForgettingRow } from './forgetting-engine.ts';
import { createPrivateFile } from './private-file.ts';
import { explainStart, inFile } from './start-sentences.ts';

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
  const database = openLibSql(path, null);
  const { ask, askSoon, close } = asking(database);
  try {
    await ask('CREATE TABLE IF NOT EXISTS keyv (key VARCHAR(255) PRIMARY KEY, value TEXT)');
    await ask("CREATE INDEX IF NOT EXISTS keyv_by_expiry ON keyv (json_extract(value, '$.expires'))");
    await ask('CREATE TABLE IF NOT EXISTS writable (id INTEGER PRIMARY KEY, side INTEGER NOT NULL)');

    return {
      adapter: adapterOn(ask),
      hasty: adapterOn(askSoon),
      async add({ name, value }, instant) {
        const added = await ask(
          `INSERT INTO keyv (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
           WHERE json_extract(keyv.value, '$.expires') <= ? RETURNING 1`,
          name,
          value,
          instant,
        );
        return added.length === 1;
      },
      under: (prefix) =>
        ask<ForgettingRow>('SELECT key AS name, value FROM keyv WHERE key >= ? AND key < ? ORDER BY key', prefix, after(prefix)),
      async removeUnder(prefix) {
        await ask('DELETE FROM keyv WHERE key >= ? AND key < ?', prefix, after(prefix));
      },
      async changedByOthers() {
        const [row] = await ask<{ data_version: number }>('SELECT data_version FROM pragma_data_version');
        return row?.data_version ?? null;
      },
      async rewrite(work) {
        await ask('BEGIN IMMEDIATE');
        try {
          const rows = work(await ask<ForgettingRow>('SELECT key AS name, value FROM keyv'));
          await ask('DELETE FROM keyv');
          for (const { name, value } of rows) await ask('INSERT INTO keyv (key, value) VALUES (?, ?)', name, value);
          await ask('COMMIT');
        } catch (error) {
          if (database.inTransaction) database.exec('ROLLBACK');
          throw error;
        }
        await ask('PRAGMA wal_checkpoint(TRUNCATE)');
      },
      async removeExpired(instant) {
        const gone = await ask("DELETE FROM keyv WHERE json_extract(value, '$.expires') <= ? RETURNING 1", instant);
        await ask('PRAGMA wal_checkpoint(TRUNCATE)');
        return gone.length;
      },
      async earliestExpiry() {
        const [row] = await ask<{ at: number | null }>("SELECT min(json_extract(value, '$.expires')) AS at FROM keyv");
        return row?.at ?? null;
      },
      async write() {
        await ask('INSERT INTO writable VALUES (1, 0) ON CONFLICT DO UPDATE SET side = 1 - side');
      },
      close,
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

type Ask = <Row = object>(sql: string, ...parameters: readonly unknown[]) => Promise<readonly Row[]>;

const READS = /^\s*select\b/i;

/** `askSoon` does not wait for the disk. The connection answers before it returns, so how it waits is set for each question. */
function asking(database: LibSql): { readonly ask: Ask; readonly askSoon: Ask; close(): Promise<void> } {
  const connection = connectionTo(database);
  let waits = 'FULL';

  const asker =
    (synchronous: 'FULL' | 'NORMAL'): Ask =>
    async <Row = object>(sql: string, ...parameters: readonly unknown[]) => {
      if (waits !== synchronous && !READS.test(sql)) {
        database.exec(`PRAGMA synchronous = ${synchronous}`);
        waits = synchronous;
      }
      return (await connection.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows;
    };

  return {
    ask: asker('FULL'),
    askSoon: asker('NORMAL'),
    async close() {
      if (!database.open) return;
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      connection.forgetStatements();
      database.close();
    },
  };
}

/** What Keyv needs of a store, on the connection that we have: its own adapter brings another database, which is compiled. */
function adapterOn(ask: Ask): KeyvStoreAdapter {
  return Object.assign(new EventEmitter(), {
    opts: {},
    async get<Value>(key: string) {
      const [row] = await ask<{ value: Value }>('SELECT value FROM keyv WHERE key = ?', key);
      return row?.value;
    },
    async set(key: string, value: unknown) {
      await ask('INSERT INTO keyv (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value);
    },
    async delete(key: string) {
      return (await ask('DELETE FROM keyv WHERE key = ? RETURNING 1', key)).length > 0;
    },
    async clear() {
      await ask('DELETE FROM keyv');
    },
  });
}
