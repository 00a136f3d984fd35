import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outbox } from '../../src/delivery/outbox.ts';
import type { Record } from '../../src/store/record.ts';
import { eachDatabase } from '../support/databases.ts';
import { HOUR, type House, NOON, openHouse, SOON, toChannel, toMember } from './house.ts';
import { type Fault, openWire, type Wire } from './wire.ts';

const NEVER = new Promise<never>(() => undefined);

/** A process that can be killed at any query or request: from then on nothing that it does has an effect. */
function openProcess(house: House, record: Record, { wire, livesFor }: { wire: Wire; livesFor: number }) {
  let left = livesFor;
  let isDead = false;
  const live = () => {
    left -= 1;
    isDead ||= left < 0;
    return !isDead;
  };
  const mortal: Record = {
    ...record,
    db<T>() {
      if (!live()) throw new Error('dead');
      return record.db<T>();
    },
    transaction: (work) => (live() ? record.transaction(work) : NEVER),
  };
  const adapter: Wire['adapter'] = {
    ...wire.adapter,
    send: (outgoing) => (live() ? wire.adapter.send(outgoing).then((ref) => (live() ? ref : NEVER)) : NEVER),
    edit: (...edit) => (live() ? wire.adapter.edit(...edit) : NEVER),
  };
  const outbox = house.open({ record: mortal, wires: [{ ...wire, adapter }] });
  return {
    outbox,
    kill() {
      isDead = true;
    },
  };
}

const faults: fc.Arbitrary<Fault> = fc.constantFrom<Fault[]>(
  'ok',
  'lost',
  'unavailable',
  'rate-limited',
  'maybe-sent',
  'broken-code',
  'hanging',
  'swallowed',
);

const lives = fc.array(fc.record({ queries: fc.integer({ min: 0, max: 120 }), faults: fc.array(faults, { maxLength: 6 }) }), {
  maxLength: 4,
});

interface Story {
  readonly record: Record;
  readonly repeatWindowMs: number;
  readonly processes: readonly { readonly queries: number; readonly faults: readonly Fault[] }[];
}

let stories = 0;

/** Several processes one after the other, each killed sooner or later, and a last one that is let alone. */
async function live({ record, repeatWindowMs, processes }: Story) {
  stories += 1;
  const house = openHouse(record, 400);
  const wire = openWire({ elapsed: house.time.elapsed, pace: { repeatWindowMs } });
  const key = (name: string) => `${stories}/${name}`;
  const owed = [
    toChannel(key('a')),
    toChannel(key('b'), { channel: 'meadow' }),
    toMember(key('c'), 'ada'),
    toMember(key('d'), 'ben'),
    toChannel(key('e')),
  ];
  for (const { queries, faults: next } of processes) {
    await house.open().owe(owed);
    const { outbox, kill } = openProcess(house, record, { wire, livesFor: queries });
    wire.fail(...next);
    const isOver = outbox.settle(8_000).catch(() => undefined);
    await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 60))]);
    kill();
    wire.forgetFaults();
    // As long as a lease lasts, so that another process may take over.
    house.time.sleep(61_000);
  }
  const last = house.open({ wires: [wire] });
  await last.owe(owed);
  await expect
    .poll(
      async () => {
        house.time.sleep(61_000);
        return (await last.settle(SOON)).pending;
      },
      { timeout: 20_000 },
    )
    .toBe(0);
  const states = await house.states();
  return owed.map((delivery) => ({
    state: states[delivery.key],
    timesShown: wire.texts().filter((text) => text === delivery.key).length,
  }));
}

eachDatabase((name, databases) => {
  const runs = { numRuns: name === 'libSQL' ? 30 : 10 };

  describe('whatever fails and whoever is killed', () => {
    it('shows each message once where the platform knows nonces', { timeout: 240_000 }, async () => {
      const record = await (await databases()).record();
      await fc.assert(
        fc.asyncProperty(lives, async (processes) => {
          for (const told of await live({ record, repeatWindowMs: 1_000 * HOUR, processes })) {
            expect(told).toEqual({ state: 'sent', timesShown: 1 });
          }
        }),
        runs,
      );
    });

    it('shows each message at most once where it knows none, and says so of those in doubt', { timeout: 240_000 }, async () => {
      const record = await (await databases()).record();
      await fc.assert(
        fc.asyncProperty(lives, async (processes) => {
          for (const { state, timesShown } of await live({ record, repeatWindowMs: 0, processes })) {
            if (state === 'sent') expect(timesShown).toBe(1);
            else expect(state).toBe('maybe-sent: unconfirmed');
            expect(timesShown).toBeLessThanOrEqual(1);
          }
        }),
        runs,
      );
    });
  });

  describe('a restart', () => {
    it('sends what was taken and had certainly not left', async () => {
      const record = await (await databases()).record();
      const house = openHouse(record);
      const slack = openWire({ elapsed: house.time.elapsed, pace: { repeatWindowMs: 0, perSecond: 1, burst: 1 } });
      const first = openProcess(house, record, { wire: slack, livesFor: 1_000_000 });
      await first.outbox.owe([toMember('a', 'ada'), toMember('b', 'ben'), toMember('c', 'cy')]);
      slack.fail('hanging');
      slack.slow(async () => first.kill());
      first.outbox.start();
      await expect.poll(() => slack.requests.length).toBe(1);
      slack.slow(async () => undefined);
      house.time.sleep(61_000);
      await house.open({ wires: [slack] }).settle(SOON);
      expect(slack.texts().sort()).toEqual(['a', 'b', 'c']);
      expect(await house.states()).toEqual({ a: 'maybe-sent: unconfirmed', b: 'sent', c: 'sent' });
    });

    it('stops within seconds although a send hangs, and lets those in flight end', async () => {
      const record = await (await databases()).record();
      const house = openHouse(record, 20);
      const outbox = house.open();
      house.wire.failIn((channel) => (channel === 'dead' ? 'swallowed' : 'ok'));
      outbox.start();
      await outbox.owe([toChannel('a', { channel: 'dead' }), toChannel('b')]);
      await expect.poll(() => house.wire.requests.length).toBe(2);
      const before = house.time.elapsed();
      await outbox.stop();
      expect(house.time.elapsed() - before).toBeLessThan(7_000);
      expect(await house.states()).toEqual({ a: 'claimed', b: 'sent' });
      await outbox.owe([toChannel('c', { notBefore: NOON })]);
      outbox.wake();
      expect(house.wire.requests).toHaveLength(2);
    });
  });

  if (name === 'PostgreSQL') {
    it('is shared by several processes, each message sent by one of them', async () => {
      const opened = await databases();
      const house = openHouse(await opened.record());
      const outboxes: Outbox[] = [];
      for (let count = 0; count < 3; count += 1) outboxes.push(house.open({ record: await opened.record() }));
      const owed = Array.from({ length: 300 }, (_, index) => toMember(`m${index}`, `member-${index}`));
      await Promise.all(outboxes.map((outbox) => outbox.owe(owed)));
      const ended = await Promise.all(outboxes.map((outbox) => outbox.settle(SOON)));
      await Promise.all(outboxes.map((outbox) => outbox.settle(SOON)));
      expect(house.wire.texts().sort()).toEqual(owed.map(({ key }) => key).sort());
      expect(ended.filter(({ done }) => done > 0).length).toBeGreaterThan(1);
    });
  }
});
