import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

const hour = 3_600_000;
const start = Date.UTC(2027, 2, 28);

/** The rows as they lie in the database, read past the store. */
async function rowsOf({ dataDir, forgettingUrl }: TestDatabases): Promise<readonly { key: string; value: string }[]> {
  if (!forgettingUrl) {
    const database = new Database(join(dataDir, 'forgetting.db'));
    const rows = database.prepare('select key, value from keyv order by key').all() as { key: string; value: string }[];
    database.close();
    return rows;
  }
  const client = new pg.Client({ connectionString: forgettingUrl });
  await client.connect();
  const { rows } = await client.query('select key, value from keyv order by key');
  await client.end();
  return rows;
}

describe('a group in the forgetting store', () => {
  eachDatabase((name, open) => {
    it('is listed, also after a restart, and without its neighbours', async () => {
      const databases = await open();
      const first = await databases.forgetting();
      const group = first.group('mine', 'ada');
      await group.set('a', 1, hour);
      await group.set('b', { two: 2 }, hour);
      await group.set('a', 'one', hour);
      await first.group('mine', 'bob').set('c', 3, hour);
      await first.group('yours', 'ada').set('d', 4, hour);
      await first.set('mine', 'ada', 5, hour);
      await first.close();
      const held = await (await databases.forgetting()).group('mine', 'ada').list();
      expect([...held].sort((one, other) => (one.key < other.key ? -1 : 1))).toEqual([
        { key: 'a', value: 'one' },
        { key: 'b', value: { two: 2 } },
      ]);
    });

    it('is listed as it is now, whoever changed it since it was listed last', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting();
      const [mine, again] = [forgetting.group('mine', 'ada'), forgetting.group('mine', 'ada')];
      for (const key of ['changed', 'gone', 'same']) await mine.set(key, 1, hour);
      expect(await mine.list()).toHaveLength(3);
      await again.set('changed', 2, hour);
      await again.set('new', 3, hour);
      await again.delete('gone');
      const held = await mine.list();
      expect(new Map(held.map(({ key, value }) => [key, value]))).toEqual(
        new Map([
          ['changed', 2],
          ['new', 3],
          ['same', 1],
        ]),
      );
    });

    it('gives, deletes and clears what is its own alone', async () => {
      const forgetting = await (await open()).forgetting();
      const [mine, yours] = [forgetting.group('mine', 'ada'), forgetting.group('yours', 'ada')];
      await mine.set('a', 1, hour);
      await mine.set('b', 2, hour);
      await yours.set('a', 3, hour);
      await forgetting.set('mine', 'a', 4, hour);
      expect([await mine.get('a'), await yours.get('a'), await forgetting.get('mine', 'a')]).toEqual([1, 3, 4]);
      await mine.delete('a');
      expect([await mine.get('a'), await mine.get('b'), await yours.get('a')]).toEqual([null, 2, 3]);
      await mine.clear();
      expect([await mine.list(), await yours.list(), await forgetting.get('mine', 'a')]).toEqual([
        [],
        [{ key: 'a', value: 3 }],
        4,
      ]);
    });

    it('takes every name for what it is, also one that means something to a database', async () => {
      const forgetting = await (await open()).forgetting();
      const names = ['', '%', '_', '.', "'", '\\', '🐝', 'a'.repeat(5_000)];
      for (const one of names) await forgetting.group(one, one).set(one, one, hour);
      expect(await Promise.all(names.map((one) => forgetting.group(one, one).list()))).toEqual(
        names.map((one) => [{ key: one, value: one }]),
      );
    });

    it('forgets by the clock, before the sweep and after it', async () => {
      let at = start;
      const databases = await open();
      const forgetting = await databases.forgetting(() => at);
      const group = forgetting.group('mine', 'ada');
      await group.set('short', 1, hour);
      await group.setUntil('long', 2, start + 2 * hour);
      at += hour;
      expect([await group.get('short'), await group.list()]).toEqual([null, [{ key: 'long', value: 2 }]]);
      expect(await rowsOf(databases)).toHaveLength(2);
      expect(await forgetting.sweep()).toBe(1);
      expect(await rowsOf(databases)).toHaveLength(1);
      await expect(group.set('a', 1, 0)).rejects.toThrow(RangeError);
      await expect(group.setUntil('a', 1, at)).rejects.toThrow(RangeError);
      await expect(group.add('a', 1, Number.POSITIVE_INFINITY)).rejects.toThrow(RangeError);
    });

    it('adds a thing once, whoever asks at the same time, and again when it has expired', async () => {
      let at = start;
      const databases = await open();
      const stores = [await databases.forgetting(() => at), await databases.forgetting(() => at)];
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stores[index % 2]?.group('alias', 'thread').add('bee', index, start + hour)),
      );
      expect(added.filter(Boolean)).toHaveLength(1);
      const group = stores[0]?.group('alias', 'thread');
      expect(await group?.get('bee')).toBe(added.indexOf(true));
      at += hour;
      expect([await group?.add('bee', 'again', at + hour), await group?.get('bee')]).toEqual([true, 'again']);
    });

    it('shows an instant that it was given as it was given', async () => {
      let at = start + 1;
      const databases = await open();
      // A clock that goes on while the entry is written.
      const forgetting = await databases.forgetting(() => at++);
      await forgetting.setUntil('seal', 'a', 1, start + 24 * hour);
      await forgetting.group('mine', 'ada').setUntil('a', 1, start + 24 * hour);
      await forgetting.group('mine', 'ada').add('b', 1, start + 24 * hour);
      expect((await rowsOf(databases)).map(({ value }) => JSON.parse(value).expires)).toEqual(
        [0, 0, 0].map(() => start + 24 * hour),
      );
    });

    it('says nothing to whoever has the database and not the secret', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting();
      await forgetting.group('purpose', 'ada').set('key', { author: 'someone' }, hour);
      await forgetting.group('other', 'ada').set('key', 'longer'.repeat(10), hour);
      const [one, other] = await rowsOf(databases);
      for (const row of [one, other]) expect(row?.key).toMatch(/^[\w-]{22}\.[\w-]{22}$/);
      expect(one?.key.split('.').filter((part) => other?.key.includes(part))).toEqual([]);
      expect(one?.value.length).toBe(other?.value.length);
      expect(JSON.stringify([one, other])).not.toMatch(/purpose|ada|someone|longer|author/);
    });

    it('refuses an entry that was moved to another of its group', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting();
      const group = forgetting.group('mine', 'ada');
      await group.set('a', 'of a', hour);
      await group.set('b', 'of b', hour);
      const [one, other] = await rowsOf(databases);
      await swap(databases, one?.key ?? '', other?.value ?? '');
      await expect(group.list()).rejects.toMatchObject({ name: 'StoreError', failure: 'unreadable' });
    });

    if (name === 'PostgreSQL') {
      it('is found by an index, in whatever order the database sorts', async () => {
        const databases = await open();
        const forgetting = await databases.forgetting();
        await forgetting.group('mine', 'ada').set('a', 1, hour);
        const client = new pg.Client({ connectionString: databases.forgettingUrl ?? '' });
        await client.connect();
        await client.query('set enable_seqscan = off');
        const { rows } = await client.query(
          `explain select value from keyv where key collate "C" >= 'a.' and key collate "C" < 'a/' order by key collate "C"`,
        );
        await client.end();
        expect(JSON.stringify(rows)).toContain('keyv_by_name');
      });

      it('is made by several processes that start at once', async () => {
        const databases = await open();
        const stores = await Promise.all(Array.from({ length: 8 }, () => databases.forgetting()));
        await stores[0]?.group('mine', 'ada').set('a', 1, hour);
        expect(await stores[7]?.group('mine', 'ada').get('a')).toBe(1);
      });
    }
  });
});

async function swap({ dataDir, forgettingUrl }: TestDatabases, key: string, value: string): Promise<void> {
  if (!forgettingUrl) {
    const database = new Database(join(dataDir, 'forgetting.db'));
    database.prepare('update keyv set value = ? where key = ?').run(value, key);
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: forgettingUrl });
  await client.connect();
  await client.query('update keyv set value = $2 where key = $1', [key, value]);
  await client.end();
}
