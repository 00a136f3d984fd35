import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { StartError } from '../../src/errors.ts';
import { openLog } from '../../src/log.ts';
import { foundation } from '../../src/store/migrations/001-foundation.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openRecord, type Record } from '../../src/store/record.ts';
import { eachDatabase, openEmbedded } from '../support/databases.ts';

interface Tables {
  meta: { key: string; value: string };
  handled_events: { tag: string; handled_at: number };
}

const put = (record: Record, key: string, value = '') => record.db<Tables>().insertInto('meta').values({ key, value }).execute();

const keysOf = async (record: Record) => {
  const rows = await record.db<Tables>().selectFrom('meta').select('key').orderBy('key').execute();
  return rows.map(({ key }) => key);
};

describe('the record', () => {
  eachDatabase((name, open) => {
    it('keeps what was written for the next opening', async () => {
      const databases = await open();
      const first = await databases.record();
      await first.transaction(() => put(first, 'a'));
      await first.close();
      expect(await keysOf(await databases.record())).toEqual(['a']);
    });

    it('undoes all of a transaction that fails', async () => {
      const record = await (await open()).record();
      const work = async () => {
        await put(record, 'a');
        throw new Error('half-way');
      };
      await expect(record.transaction(work)).rejects.toThrow('half-way');
      expect(await keysOf(record)).toEqual([]);
    });

    it('joins a transaction within a transaction', async () => {
      const record = await (await open()).record();
      await record.transaction(async () => {
        await put(record, 'outer');
        await record.transaction(() => put(record, 'inner'));
        expect(record.inTransaction()).toBe(true);
        expect(await keysOf(record)).toEqual(['inner', 'outer']);
      });
      expect(record.inTransaction()).toBe(false);
      expect(await keysOf(record)).toEqual(['inner', 'outer']);
    });

    it('undoes the outer transaction too when an inner one fails and nobody minds', async () => {
      const record = await (await open()).record();
      const inner = async () => {
        await put(record, 'inner');
        throw new Error('the inner one');
      };
      const work = async () => {
        await put(record, 'outer');
        await record.transaction(inner).catch(() => undefined);
      };
      await expect(record.transaction(work)).rejects.toThrow('the inner one');
      expect(await keysOf(record)).toEqual([]);
    });

    it('shows nobody a transaction before it is whole', async () => {
      const record = await (await open()).record();
      let seen: Promise<readonly string[]> = Promise.resolve(['never asked']);
      await outsideTransactions(record, async (askOutside) => {
        await put(record, 'a');
        seen = askOutside(() => keysOf(record));
        await put(record, 'b');
      });
      expect([[], ['a', 'b']]).toContainEqual(await seen);
    });

    it('finds the transaction from a query builder that was made before it', async () => {
      const record = await (await open()).record();
      const db = record.db<Tables>();
      const work = async () => {
        await db.insertInto('meta').values({ key: 'a', value: '' }).execute();
        throw new Error('undo');
      };
      await expect(record.transaction(work)).rejects.toThrow('undo');
      expect(await keysOf(record)).toEqual([]);
    });

    it('answers several queries that a transaction asks at once', async () => {
      const record = await (await open()).record();
      await record.transaction(async () => {
        await Promise.all(['a', 'b', 'c'].map((key) => put(record, key)));
      });
      expect(await keysOf(record)).toEqual(['a', 'b', 'c']);
    });

    it('loses no step when transactions that read before they write meet', async () => {
      const record = await (await open()).record();
      await put(record, 'count', '0');
      const step = async () => {
        const { value } = await record.db<Tables>().selectFrom('meta').select('value').executeTakeFirstOrThrow();
        await record
          .db<Tables>()
          .updateTable('meta')
          .set({ value: String(Number(value) + 1) })
          .execute();
      };
      await Promise.all(Array.from({ length: 60 }, () => record.transaction(step)));
      expect(await record.db<Tables>().selectFrom('meta').selectAll().execute()).toEqual([{ key: 'count', value: '60' }]);
    });

    it('stays usable after a query that the database refuses', async () => {
      const record = await (await open()).record();
      await put(record, 'a');
      await expect(put(record, 'a')).rejects.toThrow(/unique|duplicate/i);
      await expect(record.transaction(() => put(record, 'a'))).rejects.toThrow(/unique|duplicate/i);
      await put(record, 'b');
      expect(await keysOf(record)).toEqual(['a', 'b']);
    });

    it('gives counts, sums and instants as numbers', async () => {
      const record = await (await open()).record();
      const instant = 4_102_444_800_000;
      await record.db<Tables>().insertInto('handled_events').values({ tag: 't', handled_at: instant }).execute();
      const { rows } = await sql`select count(*) as n, sum(handled_at) as s, max(handled_at) as m from handled_events`.execute(
        record.db(),
      );
      expect(rows).toEqual([{ n: 1, s: instant, m: instant }]);
    });

    it('counts the rows that a statement changed', async () => {
      const record = await (await open()).record();
      await Promise.all(['a', 'b', 'c'].map((key) => put(record, key)));
      const deleted = await record.db<Tables>().deleteFrom('meta').where('key', '!=', 'a').executeTakeFirst();
      const updated = await record.db<Tables>().updateTable('meta').set({ value: 'x' }).where('key', '=', 'b').executeTakeFirst();
      expect([deleted.numDeletedRows, updated.numUpdatedRows]).toEqual([2n, 0n]);
    });

    it('takes any text that a person may write', async () => {
      const record = await (await open()).record();
      const text = `${'🐝 naïve "quotes" \\ %s $1 ? '.repeat(4_000)}'); drop table meta; --`;
      await put(record, 'a', text);
      expect(await record.db<Tables>().selectFrom('meta').selectAll().execute()).toEqual([{ key: 'a', value: text }]);
    });

    it('refuses a query that nobody awaited before its transaction ended', async () => {
      const record = await (await open()).record();
      const forgotten: Promise<unknown>[] = [];
      await record.transaction(async () => {
        forgotten.push(put(record, 'late').catch((error: unknown) => error));
      });
      expect(await forgotten[0]).toEqual(new Error('a query was not awaited before its transaction ended'));
      expect(await keysOf(record)).toEqual([]);
    });

    it('runs a migration once, and a new one when it comes', async () => {
      const databases = await open();
      const added = {
        name: '002-added',
        up: (db: Kysely<unknown>) => db.schema.createTable('added').addColumn('a', 'bigint').execute(),
      };
      await (await databases.record({ migrations: [foundation] })).close();
      await (await databases.record({ migrations: [foundation, added] })).close();
      const record = await databases.record({ migrations: [foundation, added] });
      const { rows } = await sql`select name from migrations order by name`.execute(record.db());
      expect(rows).toEqual([{ name: '001-foundation' }, { name: '002-added' }]);
    });

    it('leaves the tables as they were when a migration fails', async () => {
      const databases = await open();
      const broken = {
        name: '002-broken',
        async up(db: Kysely<unknown>) {
          await db.schema.createTable('half').addColumn('a', 'bigint').execute();
          throw new Error('the other half');
        },
      };
      await expect(databases.record({ migrations: [foundation, broken] })).rejects.toThrow('the other half');
      const record = await databases.record({ migrations: [foundation] });
      await expect(sql`select * from half`.execute(record.db())).rejects.toThrow(/half/);
    });

    it('refuses data from a newer version and says so', async () => {
      const databases = await open();
      const newer = { name: '900-newer', up: async () => {} };
      await (await databases.record({ migrations: [foundation, newer] })).close();
      await expect(databases.record({ migrations: [foundation] })).rejects.toMatchObject({
        name: 'StartError',
        lines: [
          expect.stringContaining('newer version of Bombus (it has 900-newer'),
          expect.stringContaining('Nothing was changed'),
        ],
      });
    });

    it('says that it can be written, and leaves no trace of when it was asked', async () => {
      const record = await (await open()).record();
      await record.check();
      await record.check();
      await record.check();
      expect(await record.db<Tables>().selectFrom('meta').selectAll().execute()).toEqual([{ key: 'check', value: 'tick' }]);
    });

    it('works again after its connections were cut', async () => {
      const databases = await open();
      const record = await databases.record();
      await put(record, 'a');
      await databases.cutConnections();
      await expect
        .poll(() =>
          record.check().then(
            () => 'up',
            () => 'down',
          ),
        )
        .toBe('up');
      expect(await keysOf(record)).toEqual(['a', 'check']);
    });

    if (name === 'PostgreSQL') {
      it('lets two processes that start together both start', async () => {
        const databases = await open();
        const records = await Promise.all([databases.record(), databases.record(), databases.record()]);
        await Promise.all(records.map((record, index) => put(record, String(index))));
        expect(await keysOf(await databases.record())).toEqual(['0', '1', '2']);
      });

      it('runs a transaction again that met one of another process', async () => {
        const databases = await open();
        const [one, other] = [await databases.record(), await databases.record()];
        await put(one, 'count', '0');
        let runs = 0;
        const step = async (record: Record, between = async () => {}) => {
          runs += 1;
          const { value } = await record.db<Tables>().selectFrom('meta').select('value').executeTakeFirstOrThrow();
          await between();
          await record
            .db<Tables>()
            .updateTable('meta')
            .set({ value: String(Number(value) + 1) })
            .execute();
        };
        const meanwhile = async () => {
          if (runs === 1) await other.transaction(() => step(other));
        };
        await one.transaction(() => step(one, meanwhile));
        expect(await one.db<Tables>().selectFrom('meta').select('value').execute()).toEqual([{ value: '2' }]);
        expect(runs).toBe(3);
      });

      it('says that its user may not make tables', async () => {
        const { dataDir, databaseUrl } = await open();
        const owner = new pg.Client({ connectionString: databaseUrl ?? '' });
        await owner.connect();
        await owner.query("create role guest login password 'guest'");
        await owner.end();
        const asGuest = new URL(databaseUrl ?? '');
        asGuest.username = 'guest';
        asGuest.password = 'guest';
        const opening = openRecord({
          dataDir,
          databaseUrl: asGuest.href,
          encryptionKey: null,
          migrations,
          log: openLog('silent'),
        });
        await expect(opening).rejects.toMatchObject({
          name: 'StartError',
          lines: [expect.stringContaining('does not let this user make tables'), expect.stringContaining('owner'), '(42501)'],
        });
        asGuest.password = 'wrong';
        await expect(
          openRecord({ dataDir, databaseUrl: asGuest.href, encryptionKey: null, migrations, log: openLog('silent') }),
        ).rejects.toMatchObject({
          name: 'StartError',
          lines: [expect.stringContaining('does not let us in'), expect.any(String), '(28P01)'],
        });
      });

      it('says that the server does not answer', async () => {
        const databases = await open();
        const record = await databases.record();
        await databases.cutConnections();
        const work = record.transaction(async () => {
          await put(record, 'a');
          await databases.cutConnections();
          await put(record, 'b');
        });
        await expect(work).rejects.toMatchObject({ name: 'StoreError', failure: 'unavailable' });
        expect(await keysOf(record)).toEqual([]);
      });
    }
  });
});

/** Runs `work` in a transaction and lets it ask things in a context outside of it. */
async function outsideTransactions(
  record: Record,
  work: (askOutside: <T>(ask: () => Promise<T>) => Promise<T>) => Promise<void>,
) {
  const { AsyncResource } = await import('node:async_hooks');
  const outside = new AsyncResource('outside');
  await record.transaction(() => work((ask) => outside.runInAsyncScope(ask)));
}

describe('the record in an embedded file', () => {
  it('cannot be read without its key', async () => {
    const databases = await openEmbedded();
    const record = await databases.record();
    await put(record, 'a', 'legible words');
    await record.close();
    const path = join(databases.dataDir, 'bombus.db');
    expect((await readFile(path)).includes('legible words')).toBe(false);
    for (const encryptionKey of [Buffer.alloc(32, 'another'), null]) {
      await expect(databases.record({ encryptionKey })).rejects.toMatchObject({
        name: 'StartError',
        lines: [
          `The database ${path} cannot be read or written.`,
          expect.stringContaining('BOMBUS_SECRET'),
          expect.any(String),
          '(SQLITE_NOTADB)',
        ],
      });
    }
  });

  it('is for its user alone', async () => {
    const databases = await openEmbedded();
    const record = await databases.record();
    await put(record, 'a');
    const modes = (await readdir(databases.dataDir)).map(async (name) => [
      name,
      ((await stat(join(databases.dataDir, name))).mode & 0o777).toString(8),
    ]);
    expect(Object.fromEntries(await Promise.all(modes))).toEqual({
      'bombus.db': '600',
      'bombus.db-shm': '600',
      'bombus.db-wal': '600',
    });
  });

  it('forgets the bytes of what was deleted', async () => {
    const databases = await openEmbedded();
    const record = await databases.record({ encryptionKey: null });
    const words = `words of a person ${'and more '.repeat(2_000)}`;
    const bytes = async () =>
      Buffer.concat(await Promise.all((await readdir(databases.dataDir)).map((name) => readFile(join(databases.dataDir, name)))));
    await put(record, 'a', words);
    expect((await bytes()).includes('words of a person')).toBe(true);
    await record.db<Tables>().deleteFrom('meta').execute();
    await record.scrub();
    expect((await bytes()).includes('words of a person')).toBe(false);
    expect((await bytes()).includes('and more and more')).toBe(false);
  });

  it('says what is wrong with a file that is no database', async () => {
    const databases = await openEmbedded();
    await writeFile(join(databases.dataDir, 'bombus.db'), 'not a database, whatever its name says. '.repeat(100));
    await expect(databases.record()).rejects.toBeInstanceOf(StartError);
  });

  it('says that the disk is full, keeps what it had, and works again when there is room', async () => {
    const record = await (await openEmbedded()).record();
    await put(record, 'before');
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(record.db());
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(record.db());
    const work = async () => {
      await put(record, 'small');
      await put(record, 'large', 'x'.repeat(200_000));
    };
    await expect(record.transaction(work)).rejects.toMatchObject({ name: 'StoreError', failure: 'full' });
    expect(await keysOf(record)).toEqual(['before']);
    await sql.raw('pragma max_page_count = 1000000').execute(record.db());
    await record.transaction(work);
    expect(await keysOf(record)).toEqual(['before', 'large', 'small']);
  });
});
