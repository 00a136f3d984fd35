import { describe, expect, it, onTestFinished } from 'vitest';
import { type Agenda, type AgendaOptions, openAgenda } from '../../src/calendar/agenda.ts';
import { openLog } from '../../src/log.ts';
import type { Record } from '../../src/store/record.ts';
import { eachDatabase } from '../support/databases.ts';
import { fastTime } from '../support/time.ts';

const NOON = Date.parse('2027-02-01T12:00:00Z');
const HOUR = 3_600_000;

type Handlers = AgendaOptions['handlers'];

function openScene(record: Record) {
  const time = fastTime(10);
  const calendar = { now: NOON };
  const done: string[] = [];
  const open = (handlers: Handlers = {}, own = record): Agenda => {
    const agenda = openAgenda({
      record: own,
      log: openLog('silent'),
      now: () => calendar.now,
      realNow: time.realNow,
      random: Math.random,
      handlers: {
        note: async (subject) => {
          done.push(subject);
        },
        ...handlers,
      },
      time,
    });
    onTestFinished(() => agenda.stop());
    return agenda;
  };
  return { time, calendar, done, open };
}

const note = (key: string, dueAt = NOON) => ({ key, kind: 'note', subject: key, dueAt });

eachDatabase((name, databases) => {
  const scene = async () => openScene(await (await databases()).record());

  describe('due work', () => {
    it('is done in due order, once, and not before its time', async () => {
      const { open, done, calendar } = await scene();
      const agenda = open();
      await agenda.plan(note('second', NOON - 1));
      await agenda.plan(note('first', NOON - HOUR));
      await agenda.plan(note('later', NOON + HOUR));
      expect(await agenda.nextDue()).toBe(NOON + HOUR);
      expect(await agenda.runDue()).toEqual({ done: 2, failed: 0 });
      expect(await agenda.runDue()).toEqual({ done: 0, failed: 0 });
      calendar.now = NOON + HOUR;
      expect(await agenda.settle(1_000)).toEqual({ pending: 0, done: 1 });
      expect(done).toEqual(['first', 'second', 'later']);
      expect(await agenda.nextDue()).toBe(null);
    });

    it('is moved when it is planned again, and dropped when it is cancelled', async () => {
      const { open, done } = await scene();
      const agenda = open();
      await agenda.plan(note('moved'));
      await agenda.plan(note('moved', NOON + HOUR));
      for (const key of ['gone', 'round:1', 'round:2', 'round%', 'rounded']) await agenda.plan(note(key));
      await agenda.cancel('gone');
      expect(await agenda.cancelAll('round:')).toBe(2);
      expect(await agenda.cancelAll('round%')).toBe(1);
      await agenda.runDue();
      expect(done).toEqual(['rounded']);
    });

    it('is not planned when the change around it is undone', async () => {
      const record = await (await databases()).record();
      const { open, done } = openScene(record);
      const agenda = open();
      const undone = record.transaction(async () => {
        await agenda.plan(note('a'));
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      await agenda.runDue();
      expect(done).toEqual([]);
    });

    it('may plan itself again, also for a time that has passed', async () => {
      const { open } = await scene();
      const seen: number[] = [];
      const agenda = open({
        weekly: async (subject, dueAt) => {
          seen.push(dueAt);
          await agenda.plan({ key: 'weekly', kind: 'weekly', subject, dueAt: dueAt + HOUR });
        },
      });
      await agenda.plan({ key: 'weekly', kind: 'weekly', subject: 'a', dueAt: NOON - 2 * HOUR });
      await agenda.runDue();
      expect(seen).toEqual([NOON - 2 * HOUR, NOON - HOUR, NOON]);
      expect(await agenda.nextDue()).toBe(NOON + HOUR);
    });

    it('is undone when it fails, tried again later, and holds up nothing', async () => {
      const { open, done } = await scene();
      let tries = 0;
      const agenda = open({
        fragile: async () => {
          tries += 1;
          await agenda.plan(note('side effect'));
          if (tries < 3) throw new Error('not yet');
        },
      });
      await agenda.plan({ key: 'fragile', kind: 'fragile', subject: '', dueAt: NOON - HOUR });
      await agenda.plan(note('a'));
      expect(await agenda.runDue()).toEqual({ done: 1, failed: 1 });
      expect(done).toEqual(['a']);
      expect(await agenda.backlog()).toEqual({ due: 1, oldestDueMs: HOUR });
      expect(await agenda.settle(60_000)).toEqual({ pending: 0, done: 2 });
      expect(done).toEqual(['a', 'side effect']);
    });

    it('that nothing handles is kept for a version that does', async () => {
      const { open } = await scene();
      const agenda = open();
      await agenda.plan({ key: 'a', kind: 'constructor', subject: '', dueAt: NOON });
      expect(await agenda.runDue()).toEqual({ done: 0, failed: 1 });
      expect(await agenda.settle(0)).toMatchObject({ pending: 1 });
    });

    it('bears a clock that jumps both ways', async () => {
      const { open, done, calendar } = await scene();
      const agenda = open();
      await agenda.plan(note('a', NOON + HOUR));
      calendar.now = NOON + 2 * HOUR;
      await agenda.runDue();
      calendar.now = NOON - HOUR;
      await agenda.runDue();
      calendar.now = NOON + 3 * HOUR;
      await agenda.runDue();
      expect(done).toEqual(['a']);
    });

    it('is done by itself once started, at its instant and not at the next minute', async () => {
      const { open, done, calendar, time } = await scene();
      const agenda = open();
      agenda.start();
      calendar.now = NOON + HOUR;
      await agenda.plan(note('now', NOON + HOUR));
      await expect.poll(() => done).toEqual(['now']);
      const startedAt = time.elapsed();
      calendar.now = NOON + HOUR + 2_000;
      await agenda.plan(note('soon', NOON + HOUR + 2_000));
      await expect.poll(() => done).toEqual(['now', 'soon']);
      expect(time.elapsed() - startedAt).toBeLessThan(50_000);
      await agenda.stop();
      await agenda.plan(note('after the stop', NOON));
      agenda.wake();
      expect((await agenda.backlog()).due).toBe(1);
    });

    it('is done once by two who run at the same time', async () => {
      const opened = await databases();
      const { open, done } = openScene(await opened.record());
      const agendas = [open(), name === 'PostgreSQL' ? open({}, await opened.record()) : open()] as const;
      for (let count = 0; count < 30; count += 1) await agendas[0].plan(note(`${count}`, NOON - count));
      const runs = await Promise.all(agendas.map((agenda) => agenda.runDue()));
      expect(runs.reduce((sum, run) => sum + run.done, 0) + (await agendas[0].settle(100_000)).done).toBe(30);
      expect(new Set(done).size).toBe(30);
    });
  });
});
