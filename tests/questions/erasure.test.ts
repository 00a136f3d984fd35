import { expect, it } from 'vitest';
import { erasePlatform } from '../../src/privacy/erasure.ts';
import { eachDatabase } from '../support/databases.ts';
import { DAY, MINUTE, openQuestionsHouse, PLACE, type QuestionsHouse } from './house.ts';

/** Somebody asked, somebody answered, and everything that may hang on it is there. */
async function converse(house: QuestionsHouse) {
  await house.fill();
  const asker = await house.join('person-ada', 1, ['carer']);
  const mentor = await house.volunteer('person-gus', 2, { usesTags: true }, ['carer']);
  const { id } = await house.ask(asker, { shares: ['carer'] });
  await house.slot();
  await house.accept(mentor);
  await house.answer(mentor, id, { words: 'Begin with the limbs.' });
  await house.pass(15 * MINUTE);
  await house.reply(asker, id, 'Whose limbs?');
  await house.nest.questions.mine.thank(await house.mine(asker, id));
  await house.pass(15 * MINUTE);
  await house.nest.questions.mine.markAnswered(await house.mine(asker, id));
  await house.pass(15 * MINUTE);
  await house.nest.questions.mine.answer(await house.mine(asker, id), 'yes');
  await house.ask(asker, { title: 'One that is looked for' });
  await house.slot();
  return { asker, mentor, id };
}

async function everything(house: QuestionsHouse): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables = (await house.stores.record.db<object>().introspection.getTables()).map(({ name }) => name);
  const found: Record<string, readonly unknown[]> = {};
  for (const name of tables) if (!name.startsWith('library_search')) found[name] = await house.rows(name);
  return found;
}

eachDatabase((_, databases) => {
  it('leaves no row of a place that is begun anew, in whatever table', async () => {
    const house = await openQuestionsHouse(await databases());
    await converse(house);
    const before = await everything(house);
    const told = ['questions', 'offers', 'question_messages', 'question_verdicts', 'mentors', 'mentor_choices', 'common_tags'];
    for (const table of told) expect(before[table], table).not.toEqual([]);
    await erasePlatform(house.stores.record, PLACE.platform);
    const left = Object.entries(await everything(house)).filter(([, rows]) => rows.length > 0);
    expect(left.map(([table]) => table).filter((table) => !['migrations', 'meta'].includes(table))).toEqual([]);
  });

  it('leaves nothing that leads to who asked or answered, once they have left', async () => {
    const house = await openQuestionsHouse(await databases());
    const { asker, mentor, id } = await converse(house);
    await house.nest.questions.mine.leaving(asker, 'withdraw');
    await house.nest.members.leave(asker);
    await house.nest.members.leave(mentor);
    const traces = [asker.id, mentor.id, 'person-ada', 'person-gus'];
    const leads = (row: unknown): boolean => traces.some((trace) => JSON.stringify(row).includes(trace));
    const left = Object.entries(await everything(house));
    expect(left.map(([table, rows]) => [table, rows.filter(leads)]).filter(([, rows]) => rows?.length)).toEqual([]);
    expect(JSON.stringify(left)).toContain(id);
    await house.pass(8 * DAY);
    const later = JSON.stringify(await everything(house));
    for (const words of ['Whose limbs?', 'I have six weeks', 'How do people revise'])
      expect(later.includes(words), words).toBe(false);
  });
});
