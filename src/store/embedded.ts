import type { Dialect } from 'kysely';
import {
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import Database from 'libsql';

const busyTimeoutMs = 5_000;
const keptStatements = 500;
/** Moving the log over takes milliseconds and is left to the upkeep, unless this many pages of 4 KB come before it. */
const longLogPages = 10_000;

export type LibSql = InstanceType<typeof Database>;

interface Asked {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Opens one libSQL file: durable when a commit returns, what is deleted is overwritten. Throws the driver's error. */
export function openLibSql(path: string, key: Buffer | null): LibSql {
  const options = { timeout: busyTimeoutMs, ...(key && { encryptionCipher: 'aes256cbc', encryptionKey: key.toString('hex') }) };
  const database = new Database(path, options);
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA secure_delete = ON');
    database.exec('PRAGMA foreign_keys = ON');
    // What does not fit into memory would be spilled to a file in clear.
    database.exec('PRAGMA temp_store = MEMORY');
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    database.exec(`PRAGMA wal_autocheckpoint = ${longLogPages}`);
    database.prepare('SELECT count(*) FROM sqlite_master').all();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** One connection, handed out in the order of asking; transactions take the write lock when they begin. */
export function embeddedDriver(database: LibSql): Driver {
  const connection = connectionTo(database);
  const queue: (() => void)[] = [];
  let isTaken = false;

  return {
    async init() {},
    async acquireConnection() {
      if (isTaken) await new Promise<void>((resolve) => queue.push(resolve));
      isTaken = true;
      return connection;
    },
    async releaseConnection() {
      const next = queue.shift();
      if (next) next();
      else isTaken = false;
    },
    async beginTransaction() {
      database.exec('BEGIN IMMEDIATE');
    },
    async commitTransaction() {
      database.exec('COMMIT');
    },
    async rollbackTransaction() {
      if (database.inTransaction) database.exec('ROLLBACK');
    },
    async destroy() {
      if (!database.open) return;
      // A statement holds the file open until it is collected, so what is in the log is moved over now.
      if (!database.inTransaction) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      connection.forgetStatements();
      database.close();
    },
  };
}

/** Answers before it returns; the promises are for Kysely's sake. */
export function connectionTo(database: LibSql): DatabaseConnection & { forgetStatements(): void } {
  const statements = new Map<string, { readonly statement: ReturnType<LibSql['prepare']>; readonly isReader: boolean }>();

  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    const fresh = { statement, isReader: statement.reader };
    const oldest = statements.keys().next();
    if (statements.size >= keptStatements && !oldest.done) statements.delete(oldest.value);
    statements.set(sql, fresh);
    return fresh;
  };

  return {
    forgetStatements: () => statements.clear(),
    async executeQuery<R>({ sql, parameters }: Asked): Promise<QueryResult<R>> {
      const { statement, isReader } = prepare(sql);
      if (isReader) return { rows: statement.all([...parameters]) as R[] };
      const { changes, lastInsertRowid } = statement.run([...parameters]);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    },
    // biome-ignore lint/correctness/useYield: refused
    async *streamQuery() {
      throw new Error('the embedded database answers at once: use execute');
    },
  };
}

export function embeddedDialect(driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}
