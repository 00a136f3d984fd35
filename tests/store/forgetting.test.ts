import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log.ts';
import { openForgetting } from '../../src/store/forgetting.ts';
import { eachDatabase, openEmbedded, type TestDatabases } from '../support/databases.ts';

const hour = 3_600_000;
const start = Date.UTC(2027, 2, 28);

function stoppedClock(instant = start) {
  let at = instant;
  return {
    now: () => at,
    advance: (ms: number) => {
      at += ms;
    },
  };
}

/** The rows as they lie in the database, read past the store. */
async function rowsOf({ dataDir, forgettingUrl }: TestDatabases): Promise<readonly { key: string; value: string }[]> {
  if (forgettingUrl) {
    const client = new pg.Client({ connectionString: forgettingUrl });
    await client.connect();
    const { rows } = await client.query('select key, value from keyv order by key');
    await client.end();
    return rows;
  }
  const database = new Database(join(dataDir, 'forgetting.db'));
  const rows = database.prepare('select key, value from keyv order by key').all() as { key: string; value: string }[];
  database.close();
  return rows;
}

/** Writes one row as it lies in the database, past the store. */
async function overwrite({ dataDir, forgettingUrl }: TestDatabases, key: string, value: string): Promise<void> {
  if (forgettingUrl) {
    const client = new pg.Client({ connectionString: forgettingUrl });
    await client.connect();
    await client.query('update keyv set value = $2 where key = $1', [key, value]);
    await client.end();
    return;
  }
  const database = new Database(join(dataDir, 'forgetting.db'));
  database.prepare('update keyv set value = ? where key = ?').run(value, key);
  database.close();
}

describe('the forgetting store', () => {
  eachDatabase((name, open) => {
    it('gives back what was set, after a restart too', async () => {
      const databases = await open();
      const clock = stoppedClock();
      const first = await databases.forgetting(clock.now);
      await first.set('seal', 'post-1', { author: 'a', order: [1, 2] }, hour);
      await first.set('mute', 'post-1', null, hour);
      await first.close();
      const second = await databases.forgetting(clock.now);
      expect(await second.get('seal', 'post-1')).toEqual({ author: 'a', order: [1, 2] });
      expect(await second.get('mute', 'post-1')).toBeNull();
      expect(await second.get('seal', 'post-2')).toBeNull();
    });

    it('gives back what was set without waiting for the disk, and lets either way of setting replace the other', async () => {
      const databases = await open();
      const clock = stoppedClock();
      const first = await databases.forgetting(clock.now);
      await first.setSoon('outcome', 'a', 'soon', hour);
      await first.set('outcome', 'b', 'at once', hour);
      await first.set('outcome', 'a', 'replaced', hour);
      await first.setSoon('outcome', 'b', { replaced: 'soon' }, 2 * hour);
      await expect(first.setSoon('outcome', 'c', 1, 0)).rejects.toThrow(RangeError);
      const readBy = async (forgetting: typeof first) => [
        await forgetting.get('outcome', 'a'),
        await forgetting.get('outcome', 'b'),
      ];
      expect(await readBy(first)).toEqual(['replaced', { replaced: 'soon' }]);
      await first.close();
      const second = await databases.forgetting(clock.now);
      expect(await readBy(second)).toEqual(['replaced', { replaced: 'soon' }]);
      clock.advance(hour);
      expect(await second.sweep()).toBe(1);
      expect(await readBy(second)).toEqual([null, { replaced: 'soon' }]);
    });

    it('keeps equal keys of different purposes apart', async () => {
      const forgetting = await (await open()).forgetting();
      await forgetting.set('a', 'bc', 1, hour);
      await forgetting.set('ab', 'c', 2, hour);
      expect([await forgetting.get('a', 'bc'), await forgetting.get('ab', 'c')]).toEqual([1, 2]);
      await forgetting.delete('a', 'bc');
      expect([await forgetting.get('a', 'bc'), await forgetting.get('ab', 'c')]).toEqual([null, 2]);
    });

    it('forgets by the clock that it was given, not by that of the machine', async () => {
      for (const instant of [Date.UTC(2001), Date.UTC(2090)]) {
        const clock = stoppedClock(instant);
        const forgetting = await (await open()).forgetting(clock.now);
        await forgetting.set('seal', 'a', 'words', hour);
        clock.advance(hour - 1);
        expect(await forgetting.get('seal', 'a')).toBe('words');
        clock.advance(1);
        expect(await forgetting.get('seal', 'a')).toBeNull();
      }
    });

    it('sweeps what has expired, counts it, and knows what expires next', async () => {
      const databases = await open();
      const clock = stoppedClock();
      const forgetting = await databases.forgetting(clock.now);
      expect(await forgetting.nextExpiry()).toBeNull();
      for (let index = 0; index < 60; index += 1)
        await forgetting.set('seal', String(index), index, index < 50 ? hour : 3 * hour);
      expect(await forgetting.nextExpiry()).toBe(start + hour);
      expect(await forgetting.sweep()).toBe(0);
      clock.advance(hour);
      expect(await forgetting.sweep()).toBe(50);
      expect(await forgetting.sweep()).toBe(0);
      expect(await forgetting.nextExpiry()).toBe(start + 3 * hour);
      expect(await rowsOf(databases)).toHaveLength(10);
    });

    it('replaces a value together with its expiry', async () => {
      const clock = stoppedClock();
      const forgetting = await (await open()).forgetting(clock.now);
      await forgetting.set('draft', 'a', 'old', hour);
      await forgetting.set('draft', 'a', 'new', 2 * hour);
      clock.advance(hour);
      expect(await forgetting.sweep()).toBe(0);
      expect(await forgetting.get('draft', 'a')).toBe('new');
    });

    it('says nothing to whoever has the database and not the secret', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting(stoppedClock().now);
      await forgetting.set('seal', 'post-1', { author: 'someone' }, hour);
      await forgetting.close();
      const [row, ...others] = await rowsOf(databases);
      expect(others).toEqual([]);
      expect(row?.key).toMatch(/^[\w-]{22}$/);
      expect(JSON.parse(row?.value ?? '')).toEqual({ expires: start + hour, sealed: expect.stringMatching(/^[\w-]+$/) });
      expect(JSON.stringify(row)).not.toMatch(/seal":"seal|post-1|author|someone/);
    });

    it('refuses an entry that was moved, kept alive or changed by another hand', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting(stoppedClock().now);
      await forgetting.set('seal', 'a', 'of a', hour);
      await forgetting.set('seal', 'b', 'of b', hour);
      const [one, other] = await rowsOf(databases);
      if (!one || !other) throw new Error('two rows');
      const longer = JSON.stringify({ ...JSON.parse(other.value), expires: start + 9 * hour });
      await overwrite(databases, one.key, other.value);
      await overwrite(databases, other.key, longer);
      for (const key of ['a', 'b']) {
        await expect(forgetting.get('seal', key)).rejects.toMatchObject({ name: 'StoreError', failure: 'unreadable' });
      }
    });

    it('takes nothing that would stay for ever', async () => {
      const forgetting = await (await open()).forgetting();
      for (const ttl of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        await expect(forgetting.set('seal', 'a', 1, ttl)).rejects.toThrow('time to live');
      }
      expect(await forgetting.nextExpiry()).toBeNull();
    });

    it('takes long and odd texts', async () => {
      const forgetting = await (await open()).forgetting();
      const text = `🐝 ' " \\ \n \u0000 ${'ü'.repeat(300_000)}`;
      await forgetting.set('words', text, { text }, hour);
      expect(await forgetting.get('words', text)).toEqual({ text });
    });

    it('says that it can be written, and leaves nothing to expire', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting();
      await forgetting.check();
      await forgetting.check();
      expect(await rowsOf(databases)).toEqual([]);
    });

    it('works again after its connections were cut', async () => {
      const databases = await open();
      const forgetting = await databases.forgetting();
      await forgetting.set('seal', 'a', 1, hour);
      await databases.cutConnections();
      await expect
        .poll(() =>
          forgetting.check().then(
            () => 'up',
            () => 'down',
          ),
        )
        .toBe('up');
      expect(await forgetting.get('seal', 'a')).toBe(1);
    });

    if (name === 'PostgreSQL') {
      it('leaves other forgetting stores of the process alone when one is closed', async () => {
        const [one, other] = [await (await open()).forgetting(), await (await open()).forgetting()];
        await one.set('seal', 'a', 1, hour);
        await other.set('seal', 'a', 2, hour);
        await other.close();
        expect(await one.get('seal', 'a')).toBe(1);
      });
    }
  });
});

describe('the forgetting store in an embedded file', () => {
  const bytesOf = async (dataDir: string) =>
    Buffer.concat(await Promise.all((await readdir(dataDir)).map((file) => readFile(join(dataDir, file)))));

  it('leaves no byte of what has expired, was replaced or was deleted', async () => {
    const databases = await openEmbedded();
    const clock = stoppedClock();
    const forgetting = await databases.forgetting(clock.now);
    await forgetting.set('stays', 'a', 'x'.repeat(20_000), 9 * hour);
    for (const key of ['expires', 'replaced', 'deleted']) await forgetting.set('words', key, key.repeat(9_000), hour);
    const rows = (await rowsOf(databases)).filter(({ value }) => value.includes(`"expires":${start + hour}`));
    const traces = rows.flatMap(({ key, value }) => [key, value.slice(60, 200), value.slice(-200, -60)]);
    const bytes = await bytesOf(databases.dataDir);
    expect(traces).toHaveLength(9);
    expect(traces.map((trace) => bytes.includes(trace))).toEqual(traces.map(() => true));

    await forgetting.delete('words', 'deleted');
    await forgetting.set('words', 'replaced', 'new', hour);
    clock.advance(hour);
    expect(await forgetting.sweep()).toBe(2);
    const after = await bytesOf(databases.dataDir);
    expect(traces.map((trace) => after.includes(trace))).toEqual(traces.map(() => false));
    expect((await stat(join(databases.dataDir, 'forgetting.db-wal'))).size).toBe(0);
    expect(await forgetting.get('stays', 'a')).toBe('x'.repeat(20_000));
  });

  it('is for its user alone', async () => {
    const databases = await openEmbedded();
    const forgetting = await databases.forgetting();
    await forgetting.set('seal', 'a', 1, hour);
    const modes = (await readdir(databases.dataDir)).map(async (file) =>
      ((await stat(join(databases.dataDir, file))).mode & 0o777).toString(8),
    );
    expect(await Promise.all(modes)).toEqual(['600', '600', '600']);
  });
});

describe('a forgetting store that cannot be opened', () => {
  it('names the server that does not answer', async () => {
    const { dataDir, keys } = await openEmbedded();
    const opening = openForgetting({
      dataDir,
      url: 'postgres://nobody:nothing@127.0.0.1:1/none',
      keys: { tag: keys.forgettingTags, seal: keys.forgettingSeal },
      now: () => 0,
      log: openLog('silent'),
    });
    await expect(opening).rejects.toMatchObject({
      name: 'StartError',
      lines: [
        'The PostgreSQL server at FORGETTING_URL does not answer or does not let us in.',
        expect.any(String),
        '(ECONNREFUSED)',
      ],
    });
  });
});
