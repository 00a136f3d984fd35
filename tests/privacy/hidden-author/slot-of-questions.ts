import type { Person } from '../../platforms/driver.ts';
import { type House, WATCHING } from './house.ts';
import { openQuestioning } from './questioning.ts';
import type { Order } from './slot.ts';

const FIRST = 'Who does the bloods on the first day?';
const SECOND = 'How does one plan a year of exams?';

/** A slot in which people do things about questions, in one order and at some moments or at others. */
export async function playSlotOfQuestions(house: House, order: Order): Promise<void> {
  const { stage, step, pass } = house;
  const { ask, take, answer, reply, act, report, watchMentors } = openQuestioning(house);
  const [cy, di, , fay] = WATCHING.map(house.person) as [Person, Person, Person, Person];
  const [ada, bea] = [house.person('Wilhelmina'), house.person('Clementina')];

  await step('cy asks', () => ask(cy, { title: FIRST, topic: 'Placements', words: 'I never did.', support: 'Know how' }));
  await step('ada asks', () => ask(ada, { title: SECOND, topic: 'Exams', words: 'It is a lot.' }));
  await pass('PT75M');
  await step('di takes it', () => take(di, FIRST));
  await step('fay takes it', () => take(fay, SECOND));
  await step('di answers', () => answer(di, FIRST, 'The nurses show you.'));
  await step('fay answers', () => answer(fay, SECOND, 'Begin early.'));
  await pass('PT30M');

  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    'bea asks': () => ask(bea, { title: 'What if I am late?', topic: 'Placements', words: 'The bus is slow.' }),
    'ada asks more': () => ask(ada, { title: 'Are finals open book?', topic: 'Exams', words: 'I hope so.' }),
    'cy replies': () => reply(cy, FIRST, 'Do they, every day?'),
    'ada replies': () => reply(ada, SECOND, 'How early?'),
    'cy thanks': () => act(cy, FIRST, 'That helped', 'Passed on'),
    'ada consents': () => act(ada, SECOND, 'It may help others …', 'May it help others?', 'Yes'),
    'cy reports': () => report(cy, FIRST, 'Something else'),
    'ada blocks': () => act(ada, SECOND, 'Never this person again', 'Never this person again?', 'Never again'),
    'cy has an answer': () => act(cy, FIRST, 'It is answered', 'Answered'),
  };
  const labels = Object.keys(deeds);
  const moments = order === 'as they came' ? labels : [...labels.slice(5), ...labels.slice(0, 5)].reverse();
  for (const [index, label] of moments.entries()) {
    await stage.advance(order === 'as they came' ? 'PT20S' : index === 0 ? 'PT90S' : 'PT15S');
    const deed = deeds[label];
    if (deed) await step(label, deed);
  }
  // To the same instant, whichever way led there.
  await pass(order === 'as they came' ? 'PT3M' : `PT${360 - 90 - 15 * (labels.length - 1)}S`);
  await pass('PT60M');
  await watchMentors('at the end');
  await step('a moderator looks', async () => {
    const { moderator } = stage;
    house.watch('the queue', await moderator.run('cohort queue'));
    house.watch('what waits', await moderator.forge('question:waiting:0'));
  });
}
