import KeyvPostgres from '@keyv/postgres';
import type pg from 'pg';
import type { Log } from '../log.ts';
import type { ForgettingEngine } from './forgetting-engine.ts';
import { openPool } from './postgres.ts';
import { explainStart, inPostgres } from './start-sentences.ts';

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
  await pool.query('select 1');
  const adapter = adapterOn(pool);
  // The adapter reports a failure to make its table as an event; what follows rejects with the same cause.
  adapter.on('error', () => undefined);
  await adapter.query(`create index if not exists keyv_by_expiry on keyv (${expiry})`);
  await adapter.query('create table if not exists writable (id integer primary key, side integer not null)');

  return {
    adapter,
    hasty: adapter,
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
