import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log.ts';
import { type Mix, type NewItem, openMix, type Release } from '../../src/privacy/mix.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2027-01-11T12:00:00Z');

eachDatabase((_, openPlaces) => {
  /** A mix as after each start of the process: on the same stores. */
  async function openHouse(places: TestDatabases) {
    let now = NOON;
    const record = await places.record();
    const forgetting = await places.forgetting(() => now);
    const gone: string[] = [];
    const house = {
      gone,
      chance: 0.5,
      at: (minutes: number) => {
        now = NOON + minutes * MINUTE;
      },
      release: (async ({ id }) => {
        gone.push(id);
        return null;
      }) as Release,
      start: (): Mix =>
        openMix({
          record,
          forgetting,
          log: openLog('silent'),
          now: () => now,
          random: () => house.chance,
          releaseOf: () => (item, slotAt) => house.release(item, slotAt),
          released: () => undefined,
        }),
    };
    return house;
  }

  const item = (id: string, change: Partial<NewItem> = {}): NewItem => ({
    id,
    kind: 'words',
    cohort: 'medicine',
    pace: 'soon',
    order: id,
    content: id,
    until: NOON + 24 * 60 * MINUTE,
    ...change,
  });

  describe('what waits in the mix', () => {
    it('leaves at slots, also where the process starts again between two of them', async () => {
      const house = await openHouse(await openPlaces());
      const mix = house.start();
      await mix.put(item('first'));
      house.at(30);
      house.chance = 0.99;
      await mix.settle();
      house.at(37);
      house.chance = 0;
      await house.start().settle();
      expect(house.gone).toEqual([]);
      house.at(45);
      await house.start().settle();
      expect(house.gone).toEqual(['first']);
    });

    it('leaves after a slot that the process was not there for', async () => {
      const house = await openHouse(await openPlaces());
      await house.start().put(item('first'));
      house.at(37);
      house.chance = 0;
      await house.start().settle();
      expect(house.gone).toEqual(['first']);
    });

    it('is not forgotten where the same is done again while it leaves', async () => {
      const house = await openHouse(await openPlaces());
      const mix = house.start();
      await mix.put(item('report', { pace: 'urgent', content: 'one' }));
      house.release = async ({ id }) => {
        house.gone.push(id);
        if (house.gone.length === 1) await mix.put(item('report', { pace: 'urgent', content: 'two' }));
        return null;
      };
      house.at(5);
      await mix.settle();
      expect(await mix.find('report')).toMatchObject({ content: 'two' });
      house.at(10);
      await mix.settle();
      expect({ gone: house.gone, left: await mix.all() }).toEqual({ gone: ['report', 'report'], left: [] });
    });

    it('does not come back where it is taken back while it is held', async () => {
      const house = await openHouse(await openPlaces());
      const mix = house.start();
      await mix.put(item('held', { pace: 'urgent' }));
      house.release = async (current) => {
        await mix.remove('held');
        return { ...current, pace: 'held' };
      };
      house.at(5);
      await mix.settle();
      expect(await mix.all()).toEqual([]);
    });

    it('stays decided where somebody decides while it is held', async () => {
      const house = await openHouse(await openPlaces());
      const mix = house.start();
      await mix.put(item('held', { pace: 'urgent' }));
      house.release = async (current) => {
        await mix.put(item('held', { pace: 'quarter', content: 'approved' }));
        return { ...current, pace: 'held', content: 'queued' };
      };
      house.at(5);
      await mix.settle();
      expect(await mix.find('held')).toMatchObject({ pace: 'quarter', content: 'approved' });
    });
  });
});
