import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDayKeys } from '../../src/privacy/day-keys.ts';
import { type About, type Author, openSeals } from '../../src/privacy/seals.ts';
import { openKeyFiles } from '../../src/store/key-files.ts';
import { openTestCore } from '../support/core.ts';
import { eachDatabase, openEmbedded, type TestDatabases } from '../support/databases.ts';

const hour = 3_600_000;
const dayMs = 24 * hour;
const noon = Date.UTC(2027, 2, 28, 12);
const midnight = Date.UTC(2027, 2, 29);

const ada: Author = { member: 'member-ada', platform: 'discord', space: 'server', person: 'person-ada' };
const about: About = { cohort: 'cohort', subject: 'post-1', purpose: 'post' };

async function openAll(databases: TestDatabases, startsAt = noon) {
  let at = startsAt;
  const now = () => at;
  const keyDir = join(databases.dataDir, 'keys');
  const start = async () => {
    const forgetting = await databases.forgetting(now);
    const files = await openKeyFiles(keyDir);
    const dayKeys = await openDayKeys({ files, key: databases.keys.seals, forgetting, now });
    return { forgetting, files, dayKeys, seals: openSeals({ dayKeys, forgetting, now }) };
  };
  return {
    ...(await start()),
    start,
    keyDir,
    pass(ms: number) {
      at += ms;
    },
    goTo(instant: number) {
      at = instant;
    },
  };
}

/** How long each value is that lies in the database. */
async function lengthsIn({ dataDir, forgettingUrl }: TestDatabases): Promise<readonly number[]> {
  if (!forgettingUrl) {
    const database = new Database(join(dataDir, 'forgetting.db'));
    const rows = database.prepare('select length(value) as length from keyv order by 1').all() as { length: number }[];
    database.close();
    return rows.map(({ length }) => length);
  }
  const client = new pg.Client({ connectionString: forgettingUrl });
  await client.connect();
  const { rows } = await client.query<{ length: number }>('select length(value) as length from keyv order by 1');
  await client.end();
  return rows.map(({ length }) => length);
}

describe('a seal', () => {
  eachDatabase((name, open) => {
    it('says who wrote something, after a restart too, and of nothing else', async () => {
      const { seals, start } = await openAll(await open());
      await seals.seal(about, ada, seals.expiryOf(30));
      const again = await start();
      expect(await again.seals.open(about)).toEqual(ada);
      expect(await again.seals.dayOf(about)).toBe('2027-03-28');
      for (const other of [
        { ...about, cohort: 'other' },
        { ...about, subject: 'post-2' },
        { ...about, purpose: 'reply' as const },
      ])
        expect([await again.seals.open(other), await again.seals.dayOf(other)]).toEqual([null, null]);
    });

    it('is replaced by another for the same, and gone when it is destroyed', async () => {
      const { seals, pass } = await openAll(await open());
      await seals.seal(about, ada, seals.expiryOf(1));
      pass(dayMs);
      await seals.seal(about, { ...ada, member: 'again' }, seals.expiryOf(30));
      expect([await seals.open(about), await seals.dayOf(about)]).toEqual([{ ...ada, member: 'again' }, '2027-03-29']);
      pass(20 * dayMs);
      expect(await seals.open(about)).not.toBeNull();
      await seals.destroy(about);
      expect([await seals.open(about), await seals.dayOf(about)]).toEqual([null, null]);
      await seals.destroy(about);
    });

    it('lives to the end of the day that it was made for, and no cohort may keep it for longer than thirty', async () => {
      const { seals, pass, goTo } = await openAll(await open());
      expect([1, 7, 30, 400].map((days) => seals.expiryOf(days))).toEqual([1, 7, 30, 30].map((days) => midnight + days * dayMs));
      expect(() => seals.expiryOf(0)).toThrow(RangeError);
      await seals.seal(about, ada, seals.expiryOf(1));
      goTo(midnight + dayMs - 1);
      expect(await seals.open(about)).toEqual(ada);
      pass(1);
      expect(await seals.open(about)).toBeNull();
      expect(seals.expiryOf(1)).toBe(midnight + 3 * dayMs);
    });

    it('is opened by no later copy once the key of its day is destroyed', async () => {
      const databases = await open();
      const { seals, forgetting, dayKeys, goTo, keyDir, start } = await openAll(databases);
      await seals.seal(about, ada, seals.expiryOf(30));
      await seals.under('2027-03-28', 'alias').set('ada', 'Foxglove carder bee', seals.expiryOf(30));
      const copyOfKeys = await mkdtemp(join(tmpdir(), 'bombus-copy-'));
      onTestFinished(() => rm(copyOfKeys, { recursive: true, force: true }));
      await cp(keyDir, copyOfKeys, { recursive: true });
      await (await openKeyFiles(keyDir)).destroy('2027-03-28');

      const without = await start();
      expect([await without.seals.open(about), await without.seals.dayOf(about)]).toEqual([null, null]);
      expect(await without.seals.under('2027-03-28', 'alias').get('ada')).toBeNull();
      // What was there, so that it is the key alone that was wanting.
      await cp(copyOfKeys, keyDir, { recursive: true });
      expect(await (await start()).seals.open(about)).toEqual(ada);

      goTo(seals.expiryOf(30) + dayMs);
      await forgetting.sweep();
      expect(await dayKeys.sweep()).toBe(1);
      expect((await readdir(keyDir)).filter((file) => file.endsWith('.key'))).toEqual([]);
    });

    it('fails where the outer envelope would let it be moved', async () => {
      const databases = await open();
      const { seals, forgetting } = await openAll(databases);
      await seals.seal(about, ada, seals.expiryOf(30));
      const held = await forgetting.get('author', JSON.stringify(['cohort', 'post-1', 'post']));
      expect(held).toEqual({ day: '2027-03-28', sealed: expect.any(String) });
      for (const [cohort, subject, purpose] of [
        ['other', 'post-1', 'post'],
        ['cohort', 'post-2', 'post'],
        ['cohort', 'post-1', 'reply'],
      ] as const) {
        await forgetting.setUntil('author', JSON.stringify([cohort, subject, purpose]), held, seals.expiryOf(30));
        expect(await seals.open({ cohort, subject, purpose })).toBeNull();
      }
      expect(await seals.open(about)).toEqual(ada);
    });

    it('shows no time finer than a day, and who is named takes no other room', async () => {
      const databases = await open();
      const { seals, forgetting, pass } = await openAll(databases, noon + 1_234_567);
      const shown: (number | null)[] = [];
      const shownAfter = async (work: Promise<void>) => {
        await work;
        shown.push(await forgetting.nextExpiry());
      };
      await shownAfter(seals.seal(about, ada, noon + 5 * dayMs + 1));
      await shownAfter(seals.under(seals.today(), 'mine').set('a', 1, noon + 2 * dayMs + 1));
      expect(shown).toEqual([midnight + 5 * dayMs, midnight + 2 * dayMs]);
      pass(1);
      const lengthOf = async (author: Author) => {
        await seals.seal(about, author, seals.expiryOf(30));
        return (await lengthsIn(databases)).join();
      };
      expect(await lengthOf({ ...ada, member: 'm', person: 'p' })).toBe(
        await lengthOf({ ...ada, person: 'person-with-a-longer-id' }),
      );
    });

    it('is destroyed with its bytes', async () => {
      const databases = await open();
      if (name === 'PostgreSQL') return;
      const { seals, forgetting, dayKeys, pass, files, keyDir } = await openAll(databases);
      await seals.seal(about, ada, seals.expiryOf(1));
      const sealed = (await forgetting.get<{ sealed: string }>('author', JSON.stringify(['cohort', 'post-1', 'post'])))?.sealed;
      const random = await files.read('2027-03-28');
      if (!sealed || !random) throw new Error('nothing was sealed');
      const bytes = async () => {
        const entries = await readdir(databases.dataDir, { recursive: true, withFileTypes: true });
        const all = entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name)));
        return Buffer.concat(await Promise.all(all));
      };
      expect((await bytes()).includes(random)).toBe(true);
      expect((await bytes()).includes('person-ada')).toBe(false);
      const before = (await bytes()).toString('latin1').match(/"sealed":"[\w-]+"/g) ?? [];
      expect(before.length).toBeGreaterThan(0);
      pass(3 * dayMs);
      await forgetting.sweep();
      expect(await dayKeys.sweep()).toBe(1);
      const after = await bytes();
      expect(before.filter((text) => after.includes(text.slice(20, 120)))).toEqual([]);
      expect(after.includes(random.subarray(0, 6))).toBe(false);
      expect(await readdir(keyDir)).toEqual(['2027-03-28.gone']);
    });
  });
});

describe('what lies under a day', () => {
  eachDatabase((_, open) => {
    it('is kept by purpose, key and day, until its instant', async () => {
      const { seals, pass } = await openAll(await open());
      const today = seals.today();
      const mine = seals.under(today, 'mine');
      await mine.set('ada', [1, 2], noon + hour);
      await mine.set('ada', [1, 2, 3], noon + hour);
      await seals.under(today, 'yours').set('ada', null, noon + 2 * dayMs);
      expect([await mine.get('ada'), await mine.get('bob'), await seals.under(today, 'yours').get('ada')]).toEqual([
        [1, 2, 3],
        null,
        null,
      ]);
      pass(hour - 1);
      expect(await mine.get('ada')).toEqual([1, 2, 3]);
      pass(1);
      expect(await mine.get('ada')).toBeNull();
      await mine.set('ada', 4, noon + 2 * hour);
      await mine.delete('ada');
      await mine.delete('ada');
      expect(await mine.get('ada')).toBeNull();
    });

    it('is nothing without the key of the day, and none is made for a day that has passed', async () => {
      const { seals, pass, keyDir } = await openAll(await open());
      pass(dayMs);
      const yesterday = seals.under('2027-03-28', 'mine');
      expect(await yesterday.get('ada')).toBeNull();
      await yesterday.delete('ada');
      await expect(yesterday.set('ada', 1, noon + 9 * dayMs)).rejects.toThrow(RangeError);
      await expect(seals.under('2027-04-28', 'mine').set('ada', 1, noon + 90 * dayMs)).rejects.toThrow(RangeError);
      expect(await readdir(keyDir)).toEqual([]);
      await seals.under(seals.today(), 'mine').set('ada', 1, noon + 9 * dayMs);
      expect(await readdir(keyDir)).toEqual(['2027-03-29.key']);
    });
  });
});

describe('the keys of the days', () => {
  eachDatabase((_, open) => {
    it('are destroyed when what lies under them has expired, and not before', async () => {
      const { seals, dayKeys, forgetting, pass, goTo, keyDir } = await openAll(await open());
      await seals.seal(about, ada, seals.expiryOf(3));
      await seals.under(seals.today(), 'mine').set('a', 1, noon + 5 * dayMs);
      pass(dayMs);
      await dayKeys.todaysKey();
      expect(await readdir(keyDir)).toEqual(['2027-03-28.key', '2027-03-29.key']);
      // A day under which nothing was put, an hour after it ended: what began before midnight is done by then.
      goTo(midnight + dayMs);
      expect(await dayKeys.sweep()).toBe(0);
      pass(hour);
      expect(await dayKeys.sweep()).toBe(1);
      expect(await seals.open(about)).toEqual(ada);
      goTo(midnight + 4 * dayMs);
      await forgetting.sweep();
      expect(await dayKeys.sweep()).toBe(0);
      goTo(midnight + 5 * dayMs);
      expect(await dayKeys.sweep()).toBe(1);
      expect(await readdir(keyDir)).toEqual(['2027-03-29.gone']);
    });

    it('are kept for whom another process seals', async () => {
      const { seals, start, pass, goTo } = await openAll(await open());
      const other = await start();
      await Promise.all([
        seals.seal(about, ada, seals.expiryOf(2)),
        other.seals.seal({ ...about, subject: 'b' }, ada, seals.expiryOf(9)),
      ]);
      goTo(midnight + 5 * dayMs);
      expect([await seals.open(about), await seals.open({ ...about, subject: 'b' })]).toEqual([null, ada]);
      expect([await seals.dayOf(about), await other.dayKeys.sweep()]).toEqual([null, 0]);
      pass(10 * dayMs);
      expect(await Promise.all([seals.open({ ...about, subject: 'b' }), other.dayKeys.sweep()])).toEqual([null, 1]);
    });

    it('are the same for all processes, and not those of another secret', async () => {
      const databases = await open();
      const { dayKeys, start, forgetting, files } = await openAll(databases);
      const others = await Promise.all([start(), start(), start()]);
      const made = await Promise.all([dayKeys, ...others.map((other) => other.dayKeys)].map((keys) => keys.todaysKey()));
      expect(new Set(made.map(({ key }) => key.toString('hex'))).size).toBe(1);
      const foreign = await openDayKeys({ files, key: databases.keys.mutes, forgetting, now: () => noon });
      expect((await foreign.todaysKey()).key).not.toEqual(made[0]?.key);
      expect(made[0]?.key).not.toEqual(await files.read('2027-03-28'));
    });

    it('are never made again for a day whose key was destroyed, when the clock goes back', async () => {
      const { seals, dayKeys, start, forgetting, goTo, keyDir } = await openAll(await open());
      await seals.seal(about, ada, seals.expiryOf(1));
      goTo(midnight + 9 * dayMs);
      await forgetting.sweep();
      expect(await dayKeys.sweep()).toBe(1);
      goTo(noon);
      for (const { dayKeys: keys, seals: after } of [{ dayKeys, seals }, await start()]) {
        expect([keys.today(), await keys.key('2027-03-28'), (await keys.todaysKey()).day]).toEqual([
          '2027-03-29',
          null,
          '2027-03-29',
        ]);
        await after.seal(about, ada, after.expiryOf(1));
        expect([await after.open(about), await after.dayOf(about)]).toEqual([ada, '2027-03-29']);
      }
      expect(await readdir(keyDir)).toEqual(['2027-03-28.gone', '2027-03-29.key']);
      goTo(noon + 1);
      expect(await dayKeys.sweep()).toBe(0);
    });

    it('are not those of a day that another process, whose clock is further, has destroyed', async () => {
      const { dayKeys, files, start } = await openAll(await open());
      await files.make('2027-03-28');
      await (await start()).files.destroy('2027-03-28');
      expect((await dayKeys.todaysKey()).day).toBe('2027-03-29');
    });
  });
});

describe('the upkeep', () => {
  it('destroys the key of a day with the last thing that lies under it', async () => {
    const databases = await openEmbedded();
    const core = await openTestCore(databases);
    const { dayKeys, forgetting } = core.stores;
    const seals = openSeals({ dayKeys, forgetting, now: core.now });
    await seals.seal(about, ada, seals.expiryOf(30));
    const keys = () => readdir(join(databases.dataDir, 'keys'));
    core.pass(30 * dayMs);
    await core.upkeep.run();
    expect([await seals.open(about), await keys()]).toEqual([ada, ['2026-10-01.key']]);
    core.pass(dayMs);
    await core.upkeep.run();
    expect([await seals.open(about), await keys()]).toEqual([null, ['2026-10-01.gone']]);
  });
});
