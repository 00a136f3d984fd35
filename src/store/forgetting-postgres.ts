import KeyvPostgres from '@keyv/postgres';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { after, type ForgettingEngine } from './forgetting-engine.ts';
import { openPool } from './postgres.ts';
import { explainStart, inPostgres } from './start-sentences.ts';

/** By bytes, whatever order the database is set to: so a range is what begins with a prefix, and the index serves it. */
const name = 'key collate "C"';
const expiry = "((value::json ->> 'expires')::bigint)";

export async function openPostgresForgetting(url: string, log: Log): Promise<ForgettingEngine> {
  const pool = openPool(url, log);
  try {
    return await open(pool);
  } catch (error) {
    await pool.end();
    throw explainStart(error, inPostgres('FORGETTING_URL'));
  }
}

async function open(pool: pg.Pool): Promise<ForgettingEngine> {
  await pool.query(tables);
  const adapter = adapterOn(pool);
  // The adapter reports a failure to make its table as an event; it is there already.
  adapter.on('error', () => undefined);

  return {
    adapter,
    hasty: adapter,
    async add(row, instant) {
      const added = await adapter.query(
        `insert into keyv (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value
         where ((keyv.value::json ->> 'expires')::bigint) <= $3 returning 1`,
        [row.name, row.value, instant],
      );
      return added.length === 1;
    },
    under: (prefix) =>
      adapter.query(`select key as name, value from keyv where ${name} >= $1 and ${name} < $2 order by ${name}`, [
        prefix,
        after(prefix),
      ]),
    async removeUnder(prefix) {
      await adapter.query(`delete from keyv where ${name} >= $1 and ${name} < $2`, [prefix, after(prefix)]);
    },
    changedByOthers: async () => null,
    rewrite: (work) => rewrite(pool, work),
    async removeExpired(instant) {
      return (await adapter.query(`delete from keyv where ${expiry} <= $1 returning 1`, [instant])).length;
    },
    async earliestExpiry() {
      const [row] = await adapter.query(`select min(${expiry}) as at from keyv`);
      return row.at;
    },
    async write() {
      await adapter.query('insert into writable values (1, 0) on conflict (id) do update set side = 1 - writable.side');
    },
    close: () => pool.end(),
  };
}

const rowsAtOnce = 500;

async function rewrite(pool: pg.Pool, work: Parameters<ForgettingEngine['rewrite']>[0]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('lock table keyv in access exclusive mode');
    const { rows } = await client.query('select key as name, value from keyv');
    const made = work(rows);
    await client.query('delete from keyv');
    for (let from = 0; from < made.length; from += rowsAtOnce) {
      const some = made.slice(from, from + rowsAtOnce);
      const columns = [some.map((row) => row.name), some.map((row) => row.value)];
      await client.query('insert into keyv (key, value) select * from unnest($1::text[], $2::text[])', columns);
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Several processes may start at once: they make the tables one after the other. Sent at once, it is one transaction. */
const tables = `
  select pg_advisory_xact_lock(4207312);
  create table if not exists keyv (key varchar(255) primary key, value text);
  create index if not exists keyv_by_expiry on keyv (${expiry});
  create index if not exists keyv_by_name on keyv (${name});
  create table if not exists writable (id integer primary key, side integer not null)`;

/**
 * The adapter on a pool of ours. Its own is one for the whole process and lets a lost idle connection end the process;
 * it opens it in its constructor, so nothing less than a subclass can keep it from that.
 */
function adapterOn(pool: pg.Pool): KeyvPostgres {
  class KeyvOnPool extends KeyvPostgres {
    override async connect() {
      return async (text: string, values?: unknown[]) => (await pool.query(text, values)).rows;
    }
  }
  return new KeyvOnPool({});
}
