import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { HOUR, NOON, openHouse, SOON, toChannel } from './house.ts';

const opener = (key: string, changes: Parameters<typeof toChannel>[1] = {}) =>
  toChannel(key, { thread: { kind: 'starts', name: `About ${key}` }, ...changes });
const reply = (key: string, to: string, changes: Parameters<typeof toChannel>[1] = {}) =>
  toChannel(key, { thread: { kind: 'in', key: to }, ...changes });

eachDatabase((_name, databases) => {
  const open = async () => openHouse(await (await databases()).record());

  describe('threads', () => {
    it('sends an answer into the thread that an earlier message opened', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([opener('z'), reply('a', 'z'), reply('b', 'z')]);
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 3 });
      const [first, ...answers] = house.wire.shown.map(({ text, thread }) => [text, thread].join(' in '));
      expect(first).toBe('z in About z');
      expect(answers.sort()).toEqual(['a in About z: message-1', 'b in About z: message-1']);
    });

    it('waits with an answer until its thread is open', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([opener('z', { notBefore: NOON + HOUR }), reply('a', 'z')]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual([]);
      expect(await outbox.nextDue()).toBe(NOON + HOUR);
      house.calendar.now += HOUR;
      expect((await outbox.settle(SOON)).pending).toBe(0);
      expect(house.wire.texts()).toEqual(['z', 'a']);
    });

    it('drops an answer whose thread never came to be, or stands somewhere else', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('forbidden');
      await outbox.owe([opener('refused')]);
      await outbox.settle(SOON);
      await outbox.owe([toChannel('no opener'), opener('elsewhere', { space: 'hive' })]);
      await outbox.settle(SOON);
      await outbox.owe([reply('a', 'refused'), reply('b', 'unheard of'), reply('c', 'no opener'), reply('d', 'elsewhere')]);
      await outbox.settle(SOON);
      expect(await house.states()).toMatchObject({
        a: 'dropped: no-thread',
        b: 'dropped: no-thread',
        c: 'dropped: no-thread',
        d: 'dropped: no-thread',
      });
    });

    it('changes an answer and the message that opened its thread', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([opener('z'), reply('a', 'z')]);
      await outbox.settle(SOON);
      await outbox.owe([toChannel('hide z', { edits: 'z' }), toChannel('hide a', { edits: 'a' })]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['hide z', 'hide a']);
    });

    it('takes no channel for broken because a thread is closed or gone', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([opener('z')]);
      await outbox.settle(SOON);
      house.wire.fail('gone', 'forbidden');
      await outbox.owe([reply('a', 'z'), reply('b', 'z')]);
      await outbox.settle(SOON);
      expect(house.broken).toEqual([]);
      expect(await house.states()).toMatchObject({ a: 'undeliverable: gone', b: 'undeliverable: forbidden' });
    });

    it('is kept by a sweep while an answer waits, and as long as threads are kept', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([opener('z'), reply('a', 'z'), toChannel('zz')]);
      await outbox.settle(SOON);
      house.calendar.now += 10 * HOUR;
      await outbox.owe([reply('late', 'z', { notBefore: NOON + 12 * HOUR })]);
      expect(await outbox.sweep(NOON + HOUR, NOON - HOUR)).toBe(1);
      expect(Object.keys(await house.states())).toEqual(['a', 'late', 'z']);
      expect(await outbox.sweep(NOON + HOUR)).toBe(1);
      expect(Object.keys(await house.states())).toEqual(['late', 'z']);
      house.calendar.now += 2 * HOUR;
      await outbox.settle(SOON);
      expect(house.wire.shown.at(-1)).toMatchObject({ text: 'late', thread: 'About z: message-1' });
    });
  });
});
