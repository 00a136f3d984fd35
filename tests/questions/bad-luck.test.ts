import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../support/databases.ts';
import { DAY, HOUR, MINUTE, openQuestionsHouse } from './house.ts';

/** Somebody in year 1 who asks, among enough people. */
async function openAsker() {
  const house = await openQuestionsHouse(await openEmbedded());
  await house.fill();
  return { house, asker: await house.join('ada', 1), ...house.nest };
}

describe('where nobody can be asked', () => {
  it('because all are away, a question is looked for more widely, and finds who comes back', async () => {
    const { house, asker, mentors, questions } = await openAsker();
    const all = [await house.volunteer('ben', 2), await house.volunteer('cleo', 3)];
    for (const mentor of all) await mentors.change(mentor, { awayUntil: house.now() + 4 * DAY });
    const { id } = await house.ask(asker);
    await house.slot();
    const stages = [await house.stage(asker, id)];
    for (let day = 0; day < 3; day += 1) {
      await house.pass(DAY);
      stages.push(await house.stage(asker, id));
    }
    expect(stages).toEqual(['looking', 'looking-wider', 'in-channel', 'moderators-help']);
    expect(await house.rows('offers')).toEqual([]);
    await house.pass(DAY);
    for (const mentor of all) expect(await questions.mentoring.offers(mentor)).toMatchObject([{ id }]);
    expect(await questions.stuck()).toEqual([]);
  });

  it('because all have as many as they wanted, it waits for the first who has room', async () => {
    const { house, asker, questions } = await openAsker();
    const mentor = await house.volunteer('ben', 2, { newAWeek: 1 });
    await house.ask(asker);
    await house.slot();
    await house.accept(mentor);
    const second = await house.ask(asker, { title: 'And physiology?' });
    await house.slot();
    await house.pass(DAY);
    expect(await questions.mentoring.offers(mentor)).toEqual([]);
    expect(await house.stage(asker, second.id)).toBe('looking-wider');
    expect(await questions.mentoring.volunteer(mentor, second.id)).toBe('noted');
    await house.pass(6 * DAY);
    expect(await questions.mentoring.offers(mentor)).toMatchObject([{ id: second.id }]);
    expect(await questions.stuck()).toEqual([]);
  });

  it('because the only mentor asks it, their moderator can do no more than they', async () => {
    const { house, questions } = await openAsker();
    const mentor = await house.volunteer('ben', 2);
    const { id } = await house.ask(mentor);
    await house.slot();
    await house.pass(3 * DAY);
    await questions.moderators.assign({ cohort: house.cohort.id, question: id, mentor: mentor.id, moderator: 'P1' });
    await house.pass(HOUR);
    expect(await house.rows('offers')).toEqual([]);
    expect(await house.stage(mentor, id)).toBe('moderators-help');
  });
});

describe('somebody who goes in the middle', () => {
  const PERSON = { platform: 'discord', space: 'nest' } as const;

  it('without a word, and has it, is asked no more once they are gone, and it moves on', async () => {
    const { house, asker, members, questions } = await openAsker();
    const [near, far] = [await house.volunteer('ben', 2), await house.volunteer('cleo', 3)];
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    await house.answer(near, id);
    await house.pass(15 * MINUTE);
    await house.reply(asker, id);
    await members.personGone({ ...PERSON, person: 'ben' });
    await house.pass(HOUR);
    expect((await questions.mentoring.offers(far)).map((offer) => offer.id)).toEqual([id]);
    await house.accept(far);
    await house.pass(31 * DAY);
    await members.sweep();
    await house.settle();
    for (const table of ['questions', 'offers', 'question_messages'])
      expect(JSON.stringify(await house.rows(table))).not.toContain(near.id);
    expect(await questions.stuck()).toEqual([]);
  });

  it('without a word, and asked it, leaves a question that ends by itself', async () => {
    const { house, asker, members, questions } = await openAsker();
    const mentor = await house.volunteer('ben', 2);
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(mentor);
    await house.answer(mentor, id);
    await members.personGone({ ...PERSON, person: 'ada' });
    await house.pass(20 * DAY);
    await members.sweep();
    await house.pass(20 * DAY);
    await members.sweep();
    await house.settle();
    expect(await members.find(asker.id)).toBeNull();
    expect(await house.rows<{ state: string }>('questions')).toMatchObject([{ id, state: 'closed' }]);
    expect(await questions.stuck()).toEqual([]);
    expect(await questions.mentoring.holdings(mentor)).toEqual([]);
  });
});
