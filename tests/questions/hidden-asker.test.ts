import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../support/databases.ts';
import { DAY, HOUR, MINUTE, openQuestionsHouse } from './house.ts';

interface Day {
  /** Which of two members asks, and does all that an asker may. */
  readonly asker: 'ada' | 'bea';
  /** When in their slots they do it. */
  readonly minute: number;
  readonly isBlocking?: boolean;
}

/** Everything that is left of a few days in the record and in what is sent, and what a mentor and a moderator see. */
async function leftOf({ asker: who, minute, isBlocking = false }: Day): Promise<string> {
  const house = await openQuestionsHouse(await openEmbedded());
  await house.fill();
  const members = { ada: await house.join('ada', 1), bea: await house.join('bea', 1) };
  const mentors = [await house.volunteer('m1', 2), await house.volunteer('m2', 3)];
  const asker = members[who];
  const inSlot = async (act: () => Promise<unknown>): Promise<void> => {
    await house.pass(minute * MINUTE);
    await act();
    await house.pass((15 - minute) * MINUTE);
  };
  const { mine, mentoring, moderators } = house.nest.questions;
  let id = '';
  await inSlot(async () => {
    id = (await house.ask(asker)).id;
  });
  await house.pass(2 * HOUR);
  const [first] = mentors;
  if (!first) throw new Error('nobody answers');
  await house.accept(first);
  await house.answer(first, id);
  await house.pass(15 * MINUTE);
  await inSlot(() => house.reply(asker, id));
  await inSlot(async () => mine.thank(await house.mine(asker, id)));
  // Reports have slots of five minutes.
  await house.pass(MINUTE);
  await mine.report(await house.mine(asker, id), null, 'other');
  await house.pass(14 * MINUTE);
  await inSlot(async () => mine.mayKeep(await house.mine(asker, id), true));
  await inSlot(async () =>
    isBlocking ? mine.block(await house.mine(asker, id)) : mine.someoneElse(await house.mine(asker, id)),
  );
  await house.pass(DAY);
  const seen = [];
  for (const mentor of mentors) seen.push([await mentoring.offers(mentor), await mentoring.holdings(mentor)]);
  const tables = await house.stores.record.db<object>().introspection.getTables();
  const rows: [string, unknown][] = [];
  for (const { name } of tables)
    if (name !== 'migrations' && !name.startsWith('library_search'))
      rows.push([
        name,
        (await house.rows<{ receipt?: string }>(name)).map((row) => ('receipt' in row ? { ...row, receipt: '' } : row)),
      ]);
  return JSON.stringify([rows, seen, await moderators.waiting(house.cohort.id), [...house.owed.values()]], null, 1);
}

describe('who asks', () => {
  it('changes nothing that anybody else sees, or that the record holds', async () => {
    expect(await leftOf({ asker: 'bea', minute: 4 })).toBe(await leftOf({ asker: 'ada', minute: 4 }));
  });

  it('nor when in a slot they do anything', async () => {
    expect(await leftOf({ asker: 'ada', minute: 13 })).toBe(await leftOf({ asker: 'ada', minute: 1 }));
  });

  it('nor is a block to be told from asking for somebody else, by whoever was blocked', async () => {
    const withoutIds = (text: string) => text.replaceAll(/"soughtAt": \d+/g, '');
    const [blocked, not] = [
      await leftOf({ asker: 'ada', minute: 4, isBlocking: true }),
      await leftOf({ asker: 'ada', minute: 4 }),
    ];
    expect(withoutIds(blocked)).toBe(withoutIds(not));
  });
});
