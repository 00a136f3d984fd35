import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { at, BRIEF, HOUR, MINUTE, NOON, openHouse, SOON, toChannel, toMember, view } from './house.ts';
import { openWire } from './wire.ts';

eachDatabase((_name, databases) => {
  const open = async () => openHouse(await (await databases()).record());

  describe('owing', () => {
    it('sends what is due once, however often it was owed', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('a')]);
      await outbox.owe([toChannel('a'), toChannel('b')]);
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 2 });
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['a', 'b']);
      expect(house.outcomes).toEqual([
        ['a', 'sent'],
        ['b', 'sent'],
      ]);
    });

    it('owes nothing when the change around it is undone', async () => {
      const house = await open();
      const outbox = house.open();
      const record = await (await databases()).record();
      const other = openHouse(record);
      const undone = other.open();
      await expect(
        record.transaction(async () => {
          await undone.owe([toChannel('a')]);
          undone.wake();
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await outbox.settle(SOON);
      expect(await undone.settle(SOON)).toEqual({ pending: 0, done: 0 });
      expect(other.wire.texts()).toEqual([]);
    });

    it('waits until its time, and knows when that is', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([
        toChannel('later', { notBefore: NOON + HOUR }),
        toMember('even later', 'ada', { notBefore: NOON + 2 * HOUR }),
      ]);
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 0 });
      expect(await outbox.nextDue()).toBe(NOON + HOUR);
      house.calendar.now = NOON + HOUR;
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['later']);
      expect(await outbox.nextDue()).toBe(NOON + 2 * HOUR);
    });

    it('sends by itself once started, without being woken', async () => {
      const house = await open();
      const outbox = house.open();
      outbox.start();
      await outbox.owe([toChannel('a'), toMember('b', 'ada')]);
      await expect.poll(() => house.wire.texts().sort()).toEqual(['a', 'b']);
    });

    it('pins what is to be pinned, and gives every try the same short nonce', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('welcome', { pin: true })]);
      await outbox.settle(SOON);
      expect(house.wire.shown).toEqual([
        {
          id: 'message-1',
          space: 'nest',
          channel: 'square',
          text: 'welcome',
          nonce: expect.stringMatching(/^[\w-]{24}$/),
          pin: true,
          thread: null,
        },
      ]);
    });

    it("leaves no trace of the machine's own time on what is settled", async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(await house.rows()).toMatchObject([
        { claimed_at: null, claimed_by: null, sending_at: null, retry_at: 0, settled_at: NOON },
      ]);
    });
  });

  describe('people', () => {
    it('reaches hundreds of members at once, and nobody before it is due', async () => {
      const house = await open();
      const outbox = house.open();
      const due = Array.from({ length: 450 }, (_, index) => toMember(`due ${index}`, `member-${index}`));
      await outbox.owe([...due, toMember('later', 'ada', { notBefore: NOON + HOUR })]);
      expect(await outbox.settle(100 * SOON)).toEqual({ pending: 0, done: 450 });
      expect(new Set(house.wire.texts()).size).toBe(450);
    });

    it('drops what is owed to somebody who may not be contacted', async () => {
      const house = await open();
      const outbox = house.open();
      house.addresses.set('ada', null);
      await outbox.owe([toMember('a', 'ada'), toMember('b', 'ben')]);
      await outbox.settle(SOON);
      expect(await house.states()).toEqual({ a: 'dropped: no-address', b: 'sent' });
    });

    it('drops what makes no sense any more', async () => {
      const house = await open();
      const outbox = house.open({ hooks: { render: async () => null } });
      await outbox.owe([toMember('a', 'ada')]);
      await outbox.settle(SOON);
      expect(await house.states()).toEqual({ a: 'dropped: pointless' });
    });

    it('never tries a closed inbox again', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('unreachable-person');
      await outbox.owe([toMember('a', 'ada')]);
      await outbox.settle(SOON);
      await outbox.settle(SOON);
      expect(house.wire.requests).toHaveLength(1);
      expect(house.unreachable).toEqual(['ada']);
      expect(await house.states()).toEqual({ a: 'undeliverable: unreachable-person' });
    });

    it('waits for the end of the quiet hours where the member lives', async () => {
      const house = await open();
      const outbox = house.open();
      house.addresses.set('tokyo', at({ inbox: 'tokyo', zone: 'Asia/Tokyo' }));
      house.calendar.now = Date.parse('2027-02-01T13:30:00Z');
      await outbox.owe([
        toMember('tokyo', 'tokyo'),
        toMember('london', 'london'),
        toMember('urgent', 'tokyo', { quietHours: 'ignore' }),
      ]);
      await outbox.settle(SOON);
      expect(house.wire.texts().sort()).toEqual(['london', 'urgent']);
      const morning = Date.parse('2027-02-01T23:00:00Z');
      expect(await outbox.nextDue()).toBe(morning);
      house.calendar.now = morning;
      await outbox.settle(SOON);
      expect(house.wire.texts().at(-1)).toBe('tokyo');
    });

    it('drops what would be too late in the morning', async () => {
      const house = await open();
      const outbox = house.open();
      house.calendar.now = Date.parse('2027-02-01T22:30:00Z');
      await outbox.owe([toMember('a', 'ada', { expiresAt: house.calendar.now + 2 * HOUR })]);
      await outbox.settle(SOON);
      expect(await house.states()).toEqual({ a: 'dropped: late' });
    });

    it('follows a member who moved to another space while it waited', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toMember('a', 'ada')]);
      house.wire.setUp(false);
      await outbox.settle(100);
      house.addresses.set('ada', at({ space: 'hive', inbox: 'hive-ada' }));
      house.wire.setUp(true);
      await outbox.settle(SOON);
      expect(house.wire.shown).toMatchObject([{ space: 'hive', channel: 'hive-ada' }]);
    });
  });

  describe('failures', () => {
    it('tries again what certainly was not done', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('unavailable', 'rate-limited', 'unavailable');
      await outbox.owe([toChannel('a')]);
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 1 });
      expect(house.wire.texts()).toEqual(['a']);
      expect(house.wire.requests).toHaveLength(4);
    });

    it('repeats with the same nonce what may have been sent, where that is harmless', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('lost', 'unavailable', 'lost');
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['a']);
      expect(house.wire.requests).toHaveLength(4);
      expect(await house.states()).toEqual({ a: 'sent' });
    });

    it('never repeats what may have been sent, where the platform knows no nonce', async () => {
      const house = await open();
      const slack = openWire({ elapsed: house.time.elapsed, pace: { repeatWindowMs: 0 } });
      const outbox = house.open({ wires: [slack] });
      slack.fail('lost');
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(slack.texts()).toEqual(['a']);
      expect(slack.requests).toHaveLength(1);
      expect(await house.states()).toEqual({ a: 'maybe-sent: unconfirmed' });
    });

    it('takes a mistake in an adapter for a message that may have been sent', async () => {
      const house = await open();
      const slack = openWire({ elapsed: house.time.elapsed, pace: { repeatWindowMs: 0 } });
      const outbox = house.open({ wires: [slack] });
      slack.fail('broken-code');
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(await house.states()).toEqual({ a: 'maybe-sent: unconfirmed' });
    });

    it('tells once that a channel is broken, and again after it worked', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('forbidden', 'gone', 'ok', 'forbidden');
      await outbox.owe(['a', 'b', 'c', 'd'].map((key) => toChannel(key)));
      await outbox.settle(SOON);
      expect(house.broken).toEqual(['square: forbidden', 'square: forbidden']);
      expect(await house.states()).toEqual({
        a: 'undeliverable: forbidden',
        b: 'undeliverable: gone',
        c: 'sent',
        d: 'undeliverable: forbidden',
      });
    });

    it('gives up at the end of its time while the platform is down', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.failIn(() => 'unavailable');
      await outbox.owe([toChannel('a', { expiresAt: NOON + HOUR })]);
      expect(await outbox.settle(3_000)).toEqual({ pending: 1, done: 0 });
      house.calendar.now = NOON + HOUR;
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 1 });
      expect(await house.states()).toEqual({ a: 'dropped: late' });
    });

    it('sends to one channel while another is broken, and to one platform while another is down', async () => {
      const house = await open();
      const slack = openWire({ platform: 'slack', elapsed: house.time.elapsed });
      const outbox = house.open({ wires: [house.wire, slack] });
      slack.setUp(false);
      house.wire.failIn((channel) => (channel === 'dead' ? 'swallowed' : 'ok'));
      await outbox.owe([
        toChannel('dead', { channel: 'dead', notBefore: NOON - HOUR }),
        toChannel('slack', {
          to: { kind: 'channel', platform: 'slack', space: 'nest', channel: 'square' },
          notBefore: NOON - HOUR,
        }),
        toChannel('alive'),
        toMember('ada', 'ada'),
      ]);
      const settling = outbox.settle(BRIEF);
      await expect.poll(() => house.wire.texts().sort()).toEqual(['ada', 'alive']);
      expect((await settling).pending).toBe(2);
    });

    it('sends to other members of the space while one send hangs', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.failIn((channel) => (channel === 'inbox-slow' ? 'swallowed' : 'ok'));
      outbox.start();
      await outbox.owe([toMember('slow', 'slow')]);
      await expect.poll(() => house.wire.requests.length).toBe(1);
      await outbox.owe([toMember('quick', 'quick')]);
      await expect.poll(() => house.wire.texts()).toEqual(['quick']);
    });

    it('keeps the outcome although a hook is broken, and sends nothing twice', async () => {
      const house = await open();
      const outbox = house.open({
        hooks: {
          settled: async () => {
            throw new Error('a mistake in a capability');
          },
        },
      });
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['a']);
      expect(await house.states()).toEqual({ a: 'sent' });
    });

    it('tries again when the words could not be made', async () => {
      const house = await open();
      let tries = 0;
      const outbox = house.open({
        hooks: {
          async render(_kind, subject) {
            tries += 1;
            if (tries < 3) throw new Error('not yet');
            return view(subject);
          },
        },
      });
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['a']);
    });
  });

  describe('pausing and cancelling', () => {
    it('sends nothing of a paused cohort, and sends it when the cohort goes on', async () => {
      const house = await open();
      const outbox = house.open();
      house.paused.add('cohort');
      await outbox.owe([toChannel('a'), toMember('b', 'ada'), toChannel('c', { cohort: 'other', channel: 'meadow' })]);
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 1 });
      expect(house.wire.texts()).toEqual(['c']);
      expect(await outbox.nextDue()).toBe(null);
      house.paused.clear();
      expect(await outbox.settle(SOON)).toEqual({ pending: 0, done: 2 });
    });

    it('stops at once when a cohort is paused in the middle', async () => {
      const house = await open();
      const wire = openWire({ elapsed: house.time.elapsed, pace: { perSecond: 20, burst: 1 } });
      const outbox = house.open({ wires: [wire] });
      await outbox.owe(Array.from({ length: 40 }, (_, index) => toMember(`m${index}`, `member-${index}`)));
      wire.slow(async () => {
        if (wire.requests.length === 5) house.paused.add('cohort');
      });
      await outbox.settle(SOON);
      expect(wire.shown).toHaveLength(5);
      house.paused.clear();
      await outbox.settle(SOON);
      expect(wire.shown).toHaveLength(40);
    });

    it('drops by key, member, cohort, space and channel what waits, and nothing that was sent', async () => {
      const house = await open();
      const outbox = house.open();
      const later = { notBefore: NOON + HOUR };
      await outbox.owe([
        toChannel('sent'),
        toChannel('by key', later),
        toMember('by member', 'ada', later),
        toChannel('by cohort', { ...later, cohort: 'other' }),
        toChannel('by space', { ...later, space: 'hive' }),
        toChannel('by channel', { ...later, channel: 'meadow' }),
        toChannel('kept', later),
      ]);
      await outbox.settle(SOON);
      const place = { cohort: 'cohort', platform: 'discord' } as const;
      const cancelled = [
        await outbox.cancel({ keys: ['by key'] }),
        await outbox.cancel({ keys: ['sent'] }),
        await outbox.cancel({ member: 'ada' }),
        await outbox.cancel({ cohort: 'other' }),
        await outbox.cancel({ ...place, space: 'hive' }),
        await outbox.cancel({ ...place, space: 'nest', channel: 'meadow' }),
      ];
      expect(cancelled).toEqual([1, 0, 1, 1, 1, 1]);
      house.calendar.now += HOUR;
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['sent', 'kept']);
    });

    it('does not try again what was cancelled while it was leaving', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('unavailable');
      house.wire.slow(async () => {
        await outbox.cancel({ keys: ['a'] });
      });
      await outbox.owe([toChannel('a')]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual([]);
      expect(house.wire.requests).toHaveLength(1);
      expect((await house.states()).a).toMatch(/^dropped/);
    });

    it('forgets everything about a member', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toMember('a', 'ada'), toMember('b', 'ada', { notBefore: NOON + HOUR }), toMember('c', 'ben')]);
      await outbox.settle(SOON);
      await outbox.forget('ada');
      expect(Object.keys(await house.states())).toEqual(['c']);
    });
  });

  describe('edits', () => {
    it('replaces the message of an earlier delivery', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('first')]);
      await outbox.settle(SOON);
      await outbox.owe([toChannel('second', { edits: 'first' })]);
      await outbox.settle(SOON);
      await outbox.owe([toChannel('third', { edits: 'second' })]);
      await outbox.settle(SOON);
      expect(house.wire.texts()).toEqual(['third']);
    });

    it('repeats an edit as often as needed, also where no nonce is known', async () => {
      const house = await open();
      const slack = openWire({ elapsed: house.time.elapsed, pace: { repeatWindowMs: 0 } });
      const outbox = house.open({ wires: [slack] });
      await outbox.owe([toChannel('first')]);
      await outbox.settle(SOON);
      slack.fail('lost', 'unavailable', 'lost');
      await outbox.owe([toChannel('second', { edits: 'first' })]);
      await outbox.settle(SOON);
      expect(slack.texts()).toEqual(['second']);
      expect((await house.states()).second).toBe('sent');
    });

    it('drops an edit of what was never sent', async () => {
      const house = await open();
      const outbox = house.open();
      house.wire.fail('forbidden');
      await outbox.owe([toChannel('first')]);
      await outbox.settle(SOON);
      await outbox.owe([toChannel('second', { edits: 'first' }), toChannel('third', { edits: 'unheard of' })]);
      await outbox.settle(SOON);
      expect(await house.states()).toMatchObject({ second: 'dropped: nothing-to-edit', third: 'dropped: nothing-to-edit' });
    });

    it('waits with an edit until the message is out', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('z', { notBefore: NOON + HOUR }), toChannel('a', { edits: 'z' })]);
      await outbox.settle(SOON);
      expect(await outbox.nextDue()).toBe(NOON + HOUR);
      house.calendar.now += HOUR;
      expect((await outbox.settle(SOON)).pending).toBe(0);
      expect(house.wire.texts()).toEqual(['a']);
    });

    it('takes no channel for broken because a message is gone', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('first')]);
      await outbox.settle(SOON);
      house.wire.fail('gone');
      await outbox.owe([toChannel('second', { edits: 'first' })]);
      await outbox.settle(SOON);
      expect(house.broken).toEqual([]);
      expect((await house.states()).second).toBe('undeliverable: gone');
    });
  });

  describe('after a long silence', () => {
    it('sends the oldest first, the newest alone of one kind to one member, and drops what helps nobody', async () => {
      const house = await open();
      const wire = openWire({ elapsed: house.time.elapsed, pace: { perSecond: 5, burst: 1 } });
      const outbox = house.open({ wires: [wire] });
      await outbox.owe([
        toMember('monday', 'ada', { notBefore: NOON - 48 * HOUR }),
        toMember('tuesday', 'ada', { notBefore: NOON - 24 * HOUR }),
        toMember('other kind', 'ada', { kind: 'test:other', notBefore: NOON - 47 * HOUR }),
        toMember('ben', 'ben', { notBefore: NOON - 46 * HOUR }),
        toMember('expired', 'cy', { notBefore: NOON - 48 * HOUR, expiresAt: NOON - HOUR }),
      ]);
      await outbox.settle(SOON);
      expect(wire.texts()).toEqual(['other kind', 'ben', 'tuesday']);
      expect(await house.states()).toMatchObject({ monday: 'dropped: superseded', expired: 'dropped: late' });
      expect(await outbox.counts()).toEqual({
        sent: 3,
        maybeSent: 0,
        dropped: 2,
        late: 1,
        undeliverable: 0,
        waiting: 0,
        oldestDueMs: 0,
      });
      expect(await outbox.troubles('cohort', NOON - HOUR)).toEqual({ undeliverable: 0, late: 1, maybeSent: 0 });
    });

    it('sends all of one kind that fell due just now', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toMember('one', 'ada', { notBefore: NOON - MINUTE }), toMember('two', 'ada')]);
      await outbox.settle(SOON);
      expect(house.wire.texts().sort()).toEqual(['one', 'two']);
    });
  });

  describe('sweeping', () => {
    it('removes what was settled long ago, but no message that a waiting edit needs', async () => {
      const house = await open();
      const outbox = house.open();
      await outbox.owe([toChannel('old'), toChannel('needed')]);
      await outbox.settle(SOON);
      house.calendar.now += 10 * HOUR;
      await outbox.owe([toChannel('new'), toChannel('edit', { edits: 'needed', notBefore: NOON + 12 * HOUR })]);
      await outbox.settle(SOON);
      expect(await outbox.sweep(NOON + HOUR)).toBe(1);
      expect(Object.keys(await house.states())).toEqual(['edit', 'needed', 'new']);
      house.calendar.now += 2 * HOUR;
      await outbox.settle(SOON);
      expect(await outbox.sweep(NOON + HOUR)).toBe(1);
      expect(house.wire.texts().sort()).toEqual(['edit', 'new', 'old']);
    });
  });
});
