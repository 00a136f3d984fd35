import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { HOUR, MINUTE, openQuestionsHouse } from './house.ts';

eachDatabase((_, open) => {
  describe('two processes', () => {
    it('give a question to one of two mentors who take it in the same instant', async () => {
      const house = await openQuestionsHouse(await open());
      await house.fill();
      const asker = await house.join('ada', 1);
      const [near, far] = [await house.volunteer('ben', 2), await house.volunteer('cleo', 3)];
      const { id } = await house.ask(asker);
      await house.slot();
      const other = await house.another();
      const offers = await Promise.all(
        [near, far].map(async (mentor) => (await house.nest.questions.mentoring.offers(mentor))[0]?.offer ?? ''),
      );
      const told = await Promise.all([
        house.nest.questions.mentoring.accept(near, offers[0] ?? ''),
        other.questions.mentoring.accept(far, offers[1] ?? ''),
      ]);
      expect([...told].sort()).toEqual(['gone', 'yours']);
      expect(await house.rows('questions')).toMatchObject([
        { id, state: 'held', holder: told[0] === 'yours' ? near.id : far.id },
      ]);
      expect(await house.nest.questions.stuck()).toEqual([]);
    });

    it('let a question out once, and deliver an answer once', async () => {
      const house = await openQuestionsHouse(await open());
      await house.fill();
      const asker = await house.join('ada', 1);
      const near = await house.volunteer('ben', 2);
      const other = await house.another();
      const { id } = await house.ask(asker);
      const both = () => Promise.all([house.nest.settle(), other.settle()]);
      const pass = async (ms: number) => {
        for (let left = ms; left > 0; left -= 15 * MINUTE) {
          house.later(15 * MINUTE);
          await both();
        }
      };
      await pass(2 * HOUR);
      expect(await house.rows('questions')).toHaveLength(1);
      expect(await house.rows('offers')).toHaveLength(1);
      await house.accept(near);
      await house.answer(near, id);
      await pass(30 * MINUTE);
      expect(await house.rows('question_messages')).toHaveLength(1);
      expect(await house.stage(asker, id)).toBe('talking');
    });
  });
});
