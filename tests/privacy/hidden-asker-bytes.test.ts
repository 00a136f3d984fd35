import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reads } from '../support/dialogue.ts';
import { playEvening } from './hidden-author/evening.ts';
import { filesOf, forgotten, SECRET, tablesWith, tracesOf } from './hidden-author/folder.ts';
import { HIDDEN, type House, openHouse } from './hidden-author/house.ts';
import { foundIn, without } from './hidden-author/traces.ts';

/** Until a month after the last question has closed, which nobody took for two weeks. */
const LATER = 'P48D';
const STILL_THERE = 'They give you scrubs.';
const TAKEN_BACK = 'I would like to know the exact questions.';

describe('the data folder a month after somebody asked', () => {
  let house: House;
  let asker: Awaited<ReturnType<typeof tracesOf>>;

  beforeAll(async () => {
    house = await openHouse('the sandbox', { isTraced: false, hasMentors: true, environment: { BOMBUS_SECRET: SECRET } });
    await playEvening(house, house.person(HIDDEN[0]));
    asker = await tracesOf(house, HIDDEN[0]);
    await house.pass(LATER);
  }, 120_000);
  afterAll(() => house.close());

  async function leave(handle: string): Promise<void> {
    await house.person(handle).run('leave');
    await house.person(handle).press('Leave and erase');
    await reads(house.person(handle), 'You have left');
    await house.pass('P2D');
  }

  it('holds what was answered, and nothing of what was taken back', async () => {
    expect(foundIn(await filesOf(house), [STILL_THERE])).not.toEqual([]);
    expect(foundIn(await filesOf(house), [TAKEN_BACK])).toEqual([]);
    expect(forgotten(house).filter((entry) => entry.includes(TAKEN_BACK))).toEqual([]);
  });

  it('holds the ids of who asked in the rows of the member alone, and their name nowhere', async () => {
    expect(foundIn(without(await filesOf(house), asker.ids), asker.hidden)).toEqual([]);
    expect(tablesWith(house, asker.ids)).toEqual(['member_tags', 'members']);
    expect(forgotten(house).filter((entry) => asker.ids.some((id) => entry.includes(id)))).toEqual([]);
  });

  it('holds nothing at all of who asked, or of who answered under an alias, once they have left', async () => {
    const mentor = await tracesOf(house, 'Di');
    expect(tablesWith(house, mentor.ids)).toEqual(expect.arrayContaining(['mentors', 'offers']));
    await leave(HIDDEN[0]);
    await leave('Di');
    for (const { ids } of [asker, mentor]) {
      expect(tablesWith(house, ids)).toEqual([]);
      expect(foundIn(await filesOf(house), ids)).toEqual([]);
      expect(forgotten(house).filter((entry) => ids.some((id) => entry.includes(id)))).toEqual([]);
    }
    // A name of two letters stands everywhere.
    const disguised = [...asker.hidden, ...mentor.hidden].filter(({ length }) => length > 4);
    expect(foundIn(await filesOf(house), disguised)).toEqual([]);
  });
});
