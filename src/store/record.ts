import { join } from 'node:path';
import { type CompiledQuery, Kysely, sql } from 'kysely';
import type { Log } from '../log.ts';
import { embeddedDialect, embeddedDriver, openLibSql } from './embedded.ts';
import { recordFile } from './files.ts';
import { migrate } from './migrate.ts';
import type { Dialect, Migration } from './migrations/migration.ts';
import { createPrivateFile } from './private-file.ts';
import { explainStart, inFile, inPostgres } from './start-sentences.ts';
import { openTransactions } from './transactions.ts';

/** Everything that must be remembered. Queries and transactions reject with `StoreError` where the store is at fault. */
export interface Record {
  readonly dialect: Dialect;
  /** The queries of one capability: its own tables as `T`. Called inside `transaction`, they are part of it. */
  db<T>(): Kysely<T>;
  /** The rows of a query that was compiled before (`prepared`). */
  ask<R>(query: CompiledQuery<R>): Promise<readonly R[]>;
  /**
   * All or nothing, as if no other ran beside it, and on disk when it resolves. Nested calls join the outer one; if one
   * of them fails, the whole fails. PostgreSQL may undo a transaction that met another, and `work` is then run
   * again (up to five times): what it does besides queries must bear repeating.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  inTransaction(): boolean;
  /** Resolves if it can be written now. */
  check(): Promise<void>;
  /** Makes what was deleted vanish from the files' bytes (embedded only: PostgreSQL's files are the operator's). */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

export interface RecordOptions {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** 32 bytes; null leaves the embedded file in clear. */
  readonly encryptionKey: Buffer | null;
  /** Null: the tables are taken as they are, beside a process that is running on them. */
  readonly migrations: readonly Migration[] | null;
  readonly log: Log;
}

/** Opens the record with its tables up to date. Throws `StartError` in words for the operator. */
export async function openRecord(options: RecordOptions): Promise<Record> {
  const record = await connect(options);
  try {
    const { migrations } = options;
    if (!migrations) return record;
    const db = record.db<{ migrations: { name: string } }>();
    const added = await record.withoutSnapshot(() => migrate(db, record.dialect, migrations));
    if (added.length > 0) options.log.info({ added }, 'brought the tables up to date');
    return record;
  } catch (error) {
    await record.close();
    throw explainStart(error, options.databaseUrl ? inPostgres('DATABASE_URL') : inFile(join(options.dataDir, recordFile)));
  }
}

async function connect({ dataDir, databaseUrl, encryptionKey, log }: RecordOptions) {
  const dialect: Dialect = databaseUrl ? 'postgres' : 'sqlite';
  const { engine, dialectOf } = await openEngine({ dataDir, databaseUrl, encryptionKey, log });
  await engine.init();
  const transactions = openTransactions(engine, databaseUrl ? 'serializable' : undefined);
  const kysely = new Kysely<object>({ dialect: dialectOf(transactions.driver) });

  return {
    dialect,
    db: <T>() => kysely as unknown as Kysely<T>,
    ask: async <R>(query: CompiledQuery<R>) => (await transactions.execute(query)).rows,
    transaction: <T>(work: () => Promise<T>) => transactions.run(work),
    /** For migrations, which wait for each other and then must see what the other has done. */
    withoutSnapshot: <T>(work: () => Promise<T>) => transactions.run(work, databaseUrl ? 'read committed' : undefined),
    inTransaction: transactions.isInside,
    async check() {
      // Another value each time: a row that stays the same is never written.
      await sql`insert into meta (key, value) values ('check', 'tick')
        on conflict (key) do update set value = case meta.value when 'tick' then 'tock' else 'tick' end`.execute(kysely);
    },
    async scrub() {
      if (dialect === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(kysely);
    },
    async close() {
      await kysely.destroy();
      await engine.destroy();
    },
  } satisfies Record & { withoutSnapshot: unknown };
}

async function openEngine({ dataDir, databaseUrl, encryptionKey, log }: Omit<RecordOptions, 'migrations'>) {
  if (databaseUrl === null) return { engine: embeddedDriver(await openFile(dataDir, encryptionKey)), dialectOf: embeddedDialect };
  // Only the driver in use is loaded: the other would take time at every start.
  const { postgresDialect, postgresDriver } = await import('./postgres.ts');
  return { engine: postgresDriver(databaseUrl, log), dialectOf: postgresDialect };
}

async function openFile(dataDir: string, key: Buffer | null) {
  const path = join(dataDir, recordFile);
  try {
    await createPrivateFile(path);
    return openLibSql(path, key);
  } catch (error) {
    throw explainStart(error, inFile(path));
  }
}
