import type { Person } from '../../platforms/driver.ts';
import { name } from './evening.ts';
import type { House } from './house.ts';
import { openQuestioning } from './questioning.ts';

/** Two mentors who are asked the same. */
export const ASKED_ALIKE = ['Di', 'Eve'] as const;

const FIRST = 'What does one bring to the first ward round?';
const SECOND = 'May I eat on the ward?';
const THIRD = 'Who signs my logbook?';

/** Days on which of two who are asked the same one declines and one answers, one will not hear of it and one stays silent. */
export async function playDeclining(house: House, declining: Person): Promise<void> {
  const { stage, step, pass, watch } = house;
  const { ask, openOwn, take, answer, decline, watchMentors } = openQuestioning(house, false);
  const { moderator } = stage;
  const [ada, cy] = [house.person('Wilhelmina'), house.person('Cy')];
  const answering = house.person(ASKED_ALIKE[0] === declining.handle ? ASKED_ALIKE[1] : ASKED_ALIKE[0]);

  async function look(when: string): Promise<void> {
    await watchMentors(when, ASKED_ALIKE);
    await step(`those who asked look ${when}`, async () => {
      for (const [person, title] of [
        [ada, FIRST],
        [cy, SECOND],
      ] as const)
        watch(`${title} ${when}`, await openOwn(person, title));
    });
    await step(`a moderator looks ${when}`, async () => {
      for (const place of ['question:settings:', 'question:waiting:0', 'question:figures:'])
        watch(`${place} ${when}`, await moderator.forge(place));
      for (const verb of ['cohort queue', 'cohort audit']) watch(`${verb} ${when}`, await moderator.run(verb));
    });
  }

  await step('ada asks', () => ask(ada, { title: FIRST, topic: 'Placements', words: 'It is on Monday.', support: 'Know how' }));
  await step('cy asks', () => ask(cy, { title: SECOND, topic: 'Placements', words: 'I am always hungry.' }));
  await pass('PT75M');
  await step('one declines', () => decline(declining, FIRST, 'Not now'));
  await step('one takes it', () => take(answering, FIRST));
  await step('one answers', () => answer(answering, FIRST, 'A pen and a snack.'));
  await step('one will not hear of it', () => decline(declining, SECOND, 'Not me for this topic'));
  await pass('PT30M');
  await look('after the answer');
  await step('ada asks more', () => ask(ada, { title: THIRD, topic: 'Placements', words: 'Nobody has time.' }));
  // The other stays silent: it is widened up to the moderators.
  await pass('P3DT2H');
  await name(house, ASKED_ALIKE);
  await pass('PT30M');
  await look('at the end');
}
