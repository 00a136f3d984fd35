import { describe, expect, it } from 'vitest';
import type { QueueItem } from '../../src/moderation/rules.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, MINUTE, openQuestionsHouse, type QuestionsHouse } from './house.ts';

async function openStory(sealDays = 30) {
  const house = await openQuestionsHouse(await openEmbedded(), { sealDays });
  await house.fill();
  return { house, asker: await house.join('ada', 1), mentor: await house.volunteer('ben', 2) };
}

async function only(house: QuestionsHouse): Promise<QueueItem> {
  const [item] = await house.nest.moderation.queue.waiting(house.cohort.id);
  if (!item) throw new Error('nothing waits for a moderator');
  return item;
}

const decide = (
  house: QuestionsHouse,
  item: QueueItem,
  decision: 'approve' | 'ask-change' | 'hide' | 'keep',
  text: string | null = null,
) => house.nest.moderation.queue.decide(item.id, { moderator: 'P1', decision, text });

const GRAVE = 'I want to kill myself tonight and do not know whom to tell.';
const LEAK = { title: 'Stations', words: "Here are last year's OSCE stations, the exact questions that came up." };

describe('a question that asks for help', () => {
  it('is read by a person first, within five minutes, and goes on once they approve', async () => {
    const { house, asker, mentor } = await openStory();
    const { id } = await house.ask(asker, { words: GRAVE });
    await house.pass(5 * MINUTE);
    const item = await only(house);
    expect(item).toMatchObject({ subject: id, cause: 'language' });
    expect(await house.nest.questions.moderating.describe(id)).toMatchObject({ state: 'waiting', capability: 'questions' });
    expect(await house.stage(asker, id)).toBe('with-moderators-first');
    await decide(house, item, 'approve');
    await house.pass(15 * MINUTE);
    expect(await house.nest.questions.mentoring.offers(mentor)).toHaveLength(1);
  });

  it('can be sent back for a change, which comes to the queue again', async () => {
    const { house, asker } = await openStory();
    const { id } = await house.ask(asker, LEAK);
    await house.pass(15 * MINUTE);
    const item = await only(house);
    expect(item.cause).toBe('exam-content');
    await decide(house, item, 'ask-change', 'Please leave out what came up.');
    const mine = await house.mine(asker, id);
    expect([mine.stage, mine.hold?.text, mine.isNews]).toEqual(['change-asked', 'Please leave out what came up.', true]);
    const typed = await house.nest.questions.asking.typed(asker, house.cohort, id);
    const changed = await house.nest.questions.asking.draftChange(house.speaking(asker), id, {
      ...(typed ?? { topic: 'osces', support: null, shares: [], isUrgent: false }),
      title: 'OSCEs',
      words: 'How did you practise for the stations?',
    });
    await house.nest.questions.asking.accept(house.speaking(asker), changed.id);
    await house.slot();
    expect(await house.stage(asker, id)).toBe('looking');
  });

  it('is hidden after a report where a moderator thinks so, and back when they take that back', async () => {
    const { house, asker, mentor } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.nest.questions.mentoring.report(mentor, id, null, 'unkind');
    await house.pass(5 * MINUTE);
    const item = await only(house);
    expect(item).toMatchObject({ cause: 'report', details: { unkind: 1 } });
    await decide(house, item, 'hide');
    expect(await house.nest.questions.mentoring.offers(mentor)).toEqual([]);
    expect((await house.mine(asker, id)).may).toEqual(['withdraw']);
    await house.nest.moderation.queue.undo(item.id, 'P1');
    expect(await house.stage(asker, id)).toBe('looking');
  });
});

describe('who is muted', () => {
  it('asks nothing more and answers nothing more, and moderators never learn who it is', async () => {
    const { house, asker, mentor } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(mentor);
    const message = await house.answer(mentor, id);
    await house.pass(15 * MINUTE);
    await house.nest.questions.mine.report(await house.mine(asker, id), message, 'unkind');
    await house.pass(5 * MINUTE);
    const item = await only(house);
    expect(await house.nest.moderation.mute(item, 'day', 'P1')).toBe('done');
    await expect(house.answer(mentor, id)).rejects.toMatchObject({ code: 'muted' });
    await house.ask(asker, { title: 'Another one' });
    await house.slot();
    expect(await house.nest.questions.mentoring.offers(mentor)).toEqual([]);
    await decide(house, item, 'hide');
    const { messages } = await house.nest.questions.mine.read(await house.mine(asker, id), asker);
    expect(messages).toMatchObject([{ id: message, state: 'hidden', words: null }]);
  });
});

describe('without seals', () => {
  it('an asker finds their question by its code alone, and nothing leads to them', async () => {
    const { house, asker, mentor } = await openStory(0);
    const { id, code } = await house.ask(asker);
    await house.slot();
    expect(await house.nest.questions.mine.list(asker)).toEqual([]);
    await house.accept(mentor);
    await house.answer(mentor, id);
    await house.pass(15 * MINUTE);
    const mine = await house.nest.questions.mine.byCode(code, house.cohort);
    expect([mine.id, mine.stage]).toEqual([id, 'talking']);
    const draft = await house.nest.questions.relay.draftReply(house.speaking(asker), mine, 'Thank you.');
    await house.nest.questions.relay.accept(house.speaking(asker), draft.id);
    await house.pass(15 * MINUTE);
    expect((await house.nest.questions.mentoring.read(mentor, id)).messages).toHaveLength(2);
    await expect(house.nest.questions.mine.byCode('AAAA-AAAA-AAAA-AAAA', house.cohort)).rejects.toMatchObject({
      code: 'no-such-code',
    });
    await house.nest.questions.mine.withdraw(mine);
    await house.pass(15 * MINUTE);
    expect(JSON.stringify(await house.rows('questions'))).not.toMatch(/six weeks|anatomy/);
    expect(JSON.stringify(await house.rows('question_messages'))).not.toContain('Thank you.');
  });
});

describe('a seal', () => {
  it('lives for as long as its question, and thirty days on', async () => {
    const { house, asker, mentor } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(mentor);
    await house.answer(mentor, id);
    for (let day = 0; day < 40; day += 4) {
      await house.pass(4 * DAY);
      await house.nest.questions.sweep();
      if (day === 8) await house.reply(asker, id);
      if (day === 12) await house.answer(mentor, id, { words: 'And then the head.' });
    }
    expect(await house.stage(asker, id)).toBe('closed');
    await house.pass(20 * DAY);
    await house.nest.questions.sweep();
    expect(await house.nest.questions.mine.list(asker)).toEqual([]);
  });
});

describe('somebody who leaves', () => {
  it('takes their questions along, and nobody answers into the void', async () => {
    for (const wish of ['withdraw-at-once', 'keep'] as const) {
      const { house, asker, mentor } = await openStory();
      const { id } = await house.ask(asker);
      await house.slot();
      await house.accept(mentor);
      await house.answer(mentor, id);
      await house.pass(15 * MINUTE);
      await house.reply(asker, id, 'My name is Ada.');
      await house.nest.questions.mine.leaving(asker, wish);
      await house.nest.members.leave(asker);
      await house.pass(7 * DAY);
      expect(await house.rows('questions')).toMatchObject([{ state: wish === 'keep' ? 'closed' : 'withdrawn' }]);
      expect(JSON.stringify(await house.rows('question_messages'))).not.toContain('My name is Ada.');
      expect(await house.nest.questions.mine.list(asker)).toEqual([]);
    }
  });
});
