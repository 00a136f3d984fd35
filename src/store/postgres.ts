import { type Dialect, type Driver, PostgresAdapter, PostgresDriver, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';

const connectTimeoutMs = 5_000;
const { INT8, NUMERIC } = pg.types.builtins;

/** Counts, sums and epoch milliseconds come back as numbers, as they do from SQLite. */
const typesAsNumbers: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => (id === INT8 || id === NUMERIC ? Number : pg.types.getTypeParser(id, format)),
};

export function postgresDriver(url: string, log: Log): Driver {
  const pool = new pg.Pool({
    connectionString: url,
    types: typesAsNumbers,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'bombus',
  });
  // An idle connection was lost; the pool opens another when one is needed.
  pool.on('error', (error) => log.warn({ err: error }, 'lost an idle database connection'));
  return new PostgresDriver({ pool });
}

export function postgresDialect(driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}
