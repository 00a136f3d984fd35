import { type Dialect, type Driver, PostgresAdapter, PostgresDriver, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';

const connectTimeoutMs = 5_000;
const applicationName = 'bombus';
const { INT8, NUMERIC } = pg.types.builtins;

/** Counts, sums and epoch milliseconds come back as numbers, as they do from SQLite. */
const typesAsNumbers: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => (id === INT8 || id === NUMERIC ? Number : pg.types.getTypeParser(id, format)),
};

/** A pool that outlives its connections: one that is lost, idle or at work, is replaced when the next is needed. */
export function openPool(url: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    types: typesAsNumbers,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: applicationName,
  });
  // Unheard, these would end the process. Whoever is using the connection gets the error from the query.
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ err: error }, 'lost a database connection')));
  pool.on('error', () => undefined);
  return pool;
}

/** Whether another process of ours is connected to the database. @throws the driver's error */
export async function isInUse(url: string, log: Log): Promise<boolean> {
  const pool = openPool(url, log);
  try {
    const { rows } = await pool.query(
      'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()',
      [applicationName],
    );
    return rows.length > 0;
  } finally {
    await pool.end();
  }
}

export function postgresDriver(url: string, log: Log): Driver {
  return new PostgresDriver({ pool: openPool(url, log) });
}

export function postgresDialect(driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}
