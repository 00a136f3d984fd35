import { describe, expect, it } from 'vitest';
import { type Ledger, openLedger } from '../../src/store/ledger.ts';
import type { Record } from '../../src/store/record.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

interface Tables {
  meta: { key: string; value: string };
  handled_events: { tag: string; handled_at: number };
}

const day = 86_400_000;
const noon = Date.UTC(2027, 0, 4, 12);

async function openOne(databases: TestDatabases, now = () => noon) {
  const record = await databases.record();
  const forgetting = await databases.forgetting(now);
  const ledger: Ledger = openLedger({ record, forgetting, key: databases.keys.events, now });
  return { record, forgetting, ledger };
}

const put = (record: Record, key: string) => record.db<Tables>().insertInto('meta').values({ key, value: '' }).execute();
const rowsOf = (record: Record) => record.db<Tables>().selectFrom('meta').select('key').execute();
const handled = (record: Record) => record.db<Tables>().selectFrom('handled_events').selectAll().execute();

describe('the ledger', () => {
  eachDatabase((name, open) => {
    it('runs an event once and gives a repeat the same outcome', async () => {
      const { record, ledger } = await openOne(await open());
      const work = async () => {
        await put(record, 'a');
        return { said: 'done' };
      };
      expect(await ledger.once('event', work)).toEqual({ outcome: { said: 'done' }, isRepeat: false });
      expect(await ledger.once('event', work)).toEqual({ outcome: { said: 'done' }, isRepeat: true });
      expect(await rowsOf(record)).toEqual([{ key: 'a' }]);
    });

    it('remembers through a restart', async () => {
      const databases = await open();
      const first = await openOne(databases);
      await first.ledger.once('event', async () => 'done');
      await first.record.close();
      await first.forgetting.close();
      const second = await openOne(databases);
      expect(await second.ledger.once('event', async () => 'again')).toEqual({ outcome: 'done', isRepeat: true });
    });

    it('lets a repeat that comes meanwhile wait for the first', async () => {
      const { record, ledger } = await openOne(await open());
      let runs = 0;
      const work = async () => {
        runs += 1;
        await put(record, 'a');
        return runs;
      };
      const answers = await Promise.all(Array.from({ length: 5 }, () => ledger.once('event', work)));
      expect(answers.map(({ outcome }) => outcome)).toEqual([1, 1, 1, 1, 1]);
      expect(answers.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    });

    it('undoes and does not remember work that fails', async () => {
      const { record, ledger } = await openOne(await open());
      const failing = async () => {
        await put(record, 'a');
        throw new Error('half-way');
      };
      await expect(ledger.once('event', failing)).rejects.toThrow('half-way');
      expect([await rowsOf(record), await handled(record)]).toEqual([[], []]);
      expect(await ledger.once('event', async () => 'done')).toEqual({ outcome: 'done', isRepeat: false });
    });

    it('lets a waiting repeat run when the first fails', async () => {
      const { ledger } = await openOne(await open());
      let runs = 0;
      const work = async () => {
        runs += 1;
        if (runs === 1) throw new Error('the first');
        return runs;
      };
      const [first, ...repeats] = await Promise.allSettled([1, 2, 3].map(() => ledger.once('event', work)));
      expect(first?.status).toBe('rejected');
      expect(repeats).toEqual([
        { status: 'fulfilled', value: { outcome: 2, isRepeat: false } },
        { status: 'fulfilled', value: { outcome: 2, isRepeat: true } },
      ]);
    });

    it('gives a repeat whose outcome has been forgotten no outcome, and runs nothing', async () => {
      let at = noon;
      const { ledger } = await openOne(await open(), () => at);
      await ledger.once('event', async () => 'done');
      at += day;
      expect(await ledger.once('event', async () => 'again')).toEqual({ outcome: null, isRepeat: true });
    });

    it('takes work that gives nothing', async () => {
      const { ledger } = await openOne(await open());
      expect(await ledger.once('event', async () => undefined)).toEqual({ outcome: null, isRepeat: false });
      expect(await ledger.once('event', async () => undefined)).toEqual({ outcome: null, isRepeat: true });
    });

    it('keeps of an event a tag and the day, not its id nor its time', async () => {
      const { record, ledger } = await openOne(await open());
      await ledger.once('1234567890123456789', async () => 'done');
      expect(await handled(record)).toEqual([{ tag: expect.stringMatching(/^[\w-]{22}$/), handled_at: Date.UTC(2027, 0, 5) }]);
    });

    it('forgets old events and no others', async () => {
      let at = noon;
      const { ledger } = await openOne(await open(), () => at);
      await ledger.once('old', async () => 1);
      at += 2 * day;
      await ledger.once('new', async () => 1);
      expect(await ledger.sweep(noon)).toBe(0);
      expect(await ledger.sweep(noon + day)).toBe(1);
      expect((await ledger.once('new', async () => 2)).isRepeat).toBe(true);
      expect((await ledger.once('old', async () => 2)).isRepeat).toBe(false);
    });

    it('does not run inside a transaction, where it could wait for itself', async () => {
      const { record, ledger } = await openOne(await open());
      await expect(record.transaction(() => ledger.once('event', async () => 1))).rejects.toThrow('outermost');
    });

    if (name === 'PostgreSQL') {
      it('runs an event once that two processes get at the same time', async () => {
        const databases = await open();
        const [one, other] = [await openOne(databases), await openOne(databases)];
        const done: string[] = [];
        const work = (of: Awaited<ReturnType<typeof openOne>>, key: string) => async () => {
          await put(of.record, key);
          done.push(key);
          return key;
        };
        const both = (id: string) =>
          Promise.all([one.ledger.once(id, work(one, `${id} one`)), other.ledger.once(id, work(other, `${id} other`))]);
        for (let index = 0; index < 10; index += 1) {
          const [a, b] = await both(`event ${index}`);
          expect(a.outcome).toEqual(b.outcome);
          expect([a.isRepeat, b.isRepeat].sort()).toEqual([false, true]);
        }
        expect(await rowsOf(one.record)).toHaveLength(10);
      });
    }
  });
});
