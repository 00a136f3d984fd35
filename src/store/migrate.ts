import { type Kysely, sql } from 'kysely';
import { StartError } from '../errors.ts';
import type { Dialect, Migration } from './migrations/migration.ts';

interface Tables {
  migrations: { name: string };
}

/** Any number, the same in all versions: processes that start together wait for each other here. */
const advisoryLock = 4_207_311;

/** Runs what has not run yet; the caller wraps it in a transaction that reads what others have committed. */
export async function migrate(
  db: Kysely<Tables>,
  dialect: Dialect,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(db);
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .execute();
  const done = new Set((await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name));
  refuseNewer(done, migrations);
  const pending = migrations.filter(({ name }) => !done.has(name));
  for (const migration of pending) {
    await migration.up(db as unknown as Kysely<unknown>, dialect);
    await db.insertInto('migrations').values({ name: migration.name }).execute();
  }
  return pending.map(({ name }) => name);
}

function refuseNewer(done: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartError([
    `The data was last used by a newer version of Bombus (it has ${unknown.join(', ')}, which this version does not know).`,
    'Start that version or a later one. Nothing was changed.',
  ]);
}
