import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import { embeddedDialect, embeddedDriver, openLibSql } from './embedded.ts';
import { codeOf, failureOf, StoreError, type StoreFailure } from './errors.ts';
import { migrate } from './migrate.ts';
import type { Dialect, Migration } from './migrations/migration.ts';
import { postgresDialect, postgresDriver } from './postgres.ts';
import { openTransactions } from './transactions.ts';

/** Everything that must be remembered. Queries and transactions reject with `StoreError` where the store is at fault. */
export interface Record {
  readonly dialect: Dialect;
  /** The queries of one capability: its own tables as `T`. Called inside `transaction`, they are part of it. */
  db<T>(): Kysely<T>;
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
  readonly migrations: readonly Migration[];
  readonly log: Log;
}

export const recordFile = 'bombus.db';

/** Opens the record with its tables up to date. Throws `StartError` in words for the operator. */
export async function openRecord(options: RecordOptions): Promise<Record> {
  const record = await connect(options);
  try {
    const db = record.db<{ migrations: { name: string } }>();
    const added = await record.withoutSnapshot(() => migrate(db, record.dialect, options.migrations));
    if (added.length > 0) options.log.info({ added }, 'brought the tables up to date');
    return record;
  } catch (error) {
    await record.close();
    throw explain(error, options.databaseUrl ? inPostgres : inFile(options.dataDir));
  }
}

async function connect({ dataDir, databaseUrl, encryptionKey, log }: RecordOptions) {
  const dialect: Dialect = databaseUrl ? 'postgres' : 'sqlite';
  const engine = databaseUrl ? postgresDriver(databaseUrl, log) : embeddedDriver(await openFile(dataDir, encryptionKey));
  await engine.init();
  const transactions = openTransactions(engine, databaseUrl ? 'serializable' : undefined);
  const kysely = new Kysely<object>({
    dialect: databaseUrl ? postgresDialect(transactions.driver) : embeddedDialect(transactions.driver),
  });

  return {
    dialect,
    db: <T>() => kysely as unknown as Kysely<T>,
    transaction: <T>(work: () => Promise<T>) => transactions.run(work),
    /** For migrations, which wait for each other and then must see what the other has done. */
    withoutSnapshot: <T>(work: () => Promise<T>) => transactions.run(work, databaseUrl ? 'read committed' : undefined),
    inTransaction: transactions.isInside,
    async check() {
      await sql`insert into meta (key, value) values ('check', '') on conflict (key) do update set value = excluded.value`.execute(
        kysely,
      );
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

async function openFile(dataDir: string, key: Buffer | null) {
  const path = join(dataDir, recordFile);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // Created by us, so that nobody else may read it; SQLite gives the files beside it the same mode.
    await (await open(path, 'a', 0o600)).close();
    return openLibSql(path, key);
  } catch (error) {
    throw explain(error, inFile(dataDir));
  }
}

type Sentences = { readonly [failure in StoreFailure]: readonly string[] };

function explain(error: unknown, sentences: Sentences): unknown {
  const failure = error instanceof StartError ? null : failureOf(error);
  if (failure === null) return error;
  const code = codeOf(error instanceof StoreError ? error.cause : error);
  return new StartError(code ? [...sentences[failure], `(${code})`] : sentences[failure]);
}

const inFile = (dataDir: string): Sentences => ({
  full: [`There is no room left on the disk that holds ${dataDir}.`, 'Free some and start again. Nothing was changed.'],
  unreadable: [
    `The database ${join(dataDir, recordFile)} cannot be read.`,
    'Either BOMBUS_SECRET or DATA_ENCRYPTION is not what it was made with, or the file is damaged or may not be opened by this user.',
    'Set them back or restore a backup. Nothing was changed.',
  ],
  busy: [`Another program holds ${join(dataDir, recordFile)}.`, 'Stop it and start again.'],
  unavailable: [`The folder ${dataDir} does not answer.`, 'Check the disk or the network share and start again.'],
});

const inPostgres: Sentences = {
  full: ['The PostgreSQL server at DATABASE_URL has no room left on its disk.', 'Free some and start again.'],
  unreadable: ['The PostgreSQL server at DATABASE_URL cannot read its files.', 'Its own log says more.'],
  busy: ['Other processes kept the PostgreSQL database at DATABASE_URL busy for too long.', 'Start again in a while.'],
  unavailable: [
    'The PostgreSQL server at DATABASE_URL does not answer or does not let us in.',
    'Check the address, the user, the password and that the server is running.',
  ],
};
