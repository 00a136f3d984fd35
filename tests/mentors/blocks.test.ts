import { expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { DAY, openMentorsHouse } from './house.ts';

const ada = { platform: 'sandbox', space: 'room', person: 'ada' } as const;
const bo = { platform: 'slack', space: 'T1', person: 'bo' } as const;
const eve = { platform: 'sandbox', space: 'room', person: 'eve' } as const;

eachDatabase((_, open) => {
  const start = async () => {
    const house = await openMentorsHouse(await open());
    const { blocks } = house.mentors;
    const block = () => blocks.block({ cohort: house.cohort.id, by: ada, against: bo, speaker: 'Heather carder bee' });
    const isBlocked = (one: typeof ada | typeof bo | typeof eve, other: typeof ada | typeof bo | typeof eve) =>
      blocks.isBlocked(house.cohort.id, one, other);
    return { ...house, blocks, block, isBlocked };
  };

  it('keeps two people apart whichever of them blocked the other, in this cohort alone and for a year', async () => {
    const { blocks, block, isBlocked, pass } = await start();
    await block();
    expect([await isBlocked(ada, bo), await isBlocked(bo, ada)]).toEqual([true, true]);
    expect([await isBlocked(ada, eve), await isBlocked(bo, eve)]).toEqual([false, false]);
    expect(await blocks.isBlocked('another', ada, bo)).toBe(false);
    pass(365 * DAY);
    expect(await isBlocked(ada, bo)).toBe(true);
    pass(2 * DAY);
    expect(await isBlocked(ada, bo)).toBe(false);
  });

  it('leaves nothing of it in the record, and no name or time in the forgetting store', async () => {
    const { block, rows, isOnDisk, stores, now } = await start();
    const before = await rows();
    await block();
    expect(await rows()).toBe(before);
    for (const text of ['Heather', 'bo', 'T1'].map((part) => `"${part}`)) expect(await isOnDisk(text)).toBe(false);
    expect(((await stores.forgetting.nextExpiry()) ?? now()) % DAY).toBe(0);
  });

  it('shows whoever blocked by what they knew the other, and lets nobody else lift it', async () => {
    const { blocks, block, isBlocked, cohort } = await start();
    await block();
    const [mine] = await blocks.ofPerson(cohort.id, ada);
    expect(mine?.speaker).toBe('Heather carder bee');
    expect(await blocks.ofPerson(cohort.id, bo)).toEqual([]);
    await blocks.lift(cohort.id, bo, mine?.key ?? '');
    expect(await isBlocked(ada, bo)).toBe(true);
    await blocks.lift(cohort.id, ada, mine?.key ?? '');
    expect(await isBlocked(ada, bo)).toBe(false);
  });
});
