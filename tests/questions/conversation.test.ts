import { describe, expect, it } from 'vitest';
import { aliasNames } from '../../src/privacy/aliases.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, HOUR, MINUTE, openQuestionsHouse, PLACE } from './house.ts';

/** Somebody in year 1 who asks, and two mentors in years 2 and 3. */
async function openStory() {
  const house = await openQuestionsHouse(await openEmbedded());
  await house.fill();
  const asker = await house.join('ada', 1);
  const near = await house.volunteer('ben', 2);
  const far = await house.volunteer('cleo', 3);
  return { ...house, house, asker, near, far };
}

const kinds = (owed: ReadonlyMap<string, { readonly kind: string }>) =>
  [...owed.values()].map(({ kind }) => kind).filter((kind) => kind.startsWith('question:'));

describe('a question', () => {
  it('is seen by nobody before its slot, and then offered to two mentors', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    expect(await house.rows('questions')).toEqual([]);
    expect(await house.stage(asker, id)).toBe('waiting');
    await house.slot();
    expect(await house.stage(asker, id)).toBe('looking');
    const offers = await Promise.all([near, far].map((mentor) => house.nest.questions.mentoring.offers(mentor)));
    expect(offers.map((list) => list.map(({ title, id: question }) => [title, question]))).toEqual([
      [['How do people revise for anatomy?', id]],
      [['How do people revise for anatomy?', id]],
    ]);
    expect(kinds(house.owed)).toEqual(['question:offer', 'question:offer']);
  });

  it('is answered by who took it first, talked about, thanked for, and closed', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    const [other] = await house.nest.questions.mentoring.offers(far);
    expect(await house.accept(near)).toBe('yours');
    expect(await house.nest.questions.mentoring.accept(far, other?.offer ?? '')).toBe('gone');
    expect(await house.stage(asker, id)).toBe('taken');
    expect((await house.mine(asker, id)).isNews).toBe(true);

    await house.answer(near, id);
    await house.pass(15 * MINUTE);
    const heard = await house.mine(asker, id);
    expect([heard.stage, heard.may]).toEqual([
      'talking',
      ['reply', 'thanks', 'answered', 'someone-else', 'keep', 'report', 'block', 'withdraw'],
    ]);
    const conversation = await house.nest.questions.mine.read(heard, asker);
    expect(conversation.messages.map(({ words, side }) => [side, words])).toEqual([['mentor', 'Start with the limbs.']]);
    expect((await house.mine(asker, id)).isNews).toBe(false);

    await house.reply(asker, id);
    await house.nest.questions.mine.thank(await house.mine(asker, id));
    expect(await house.rows('question_messages')).toHaveLength(1);
    await house.pass(15 * MINUTE);
    const { messages, holding } = await house.nest.questions.mentoring.read(near, id);
    expect(messages.map(({ kind }) => kind).sort()).toEqual(['answer', 'reply', 'thanks']);
    expect(holding.isWaiting).toBe(true);
    expect((await house.nest.mentors.find(near.id))?.helped).toBe(1);

    await house.nest.questions.mine.markAnswered(await house.mine(asker, id));
    await house.pass(15 * MINUTE);
    expect((await house.mine(asker, id)).may).toContain('verdict');
    await house.nest.questions.mine.answer(await house.mine(asker, id), 'yes');
    expect((await house.mine(asker, id)).may).not.toContain('verdict');
    await house.pass(8 * DAY);
    expect(await house.stage(asker, id)).toBe('closed');
    expect(await house.rows('question_verdicts')).toMatchObject([{ support: 'know-how', verdict: 'yes' }]);
    expect(await house.rows('due_work')).toEqual([]);
  });

  it('moves on where it was taken and left, and widens until somebody is found', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    await house.pass(8 * HOUR);
    expect(kinds(house.owed)).toContain('question:reminder');
    await house.pass(4 * HOUR);
    expect(await house.stage(asker, id)).toBe('looking');
    // Late in the evening nobody is asked.
    expect(await house.nest.questions.mentoring.offers(far)).toEqual([]);
    await house.pass(12 * HOUR);
    expect(await house.nest.questions.mentoring.offers(far)).toHaveLength(1);
    expect(await house.nest.questions.mentoring.offers(near)).toEqual([]);
    const stages: string[] = [];
    for (let day = 0; day < 3; day += 1) {
      stages.push(await house.stage(asker, id));
      if (day < 2) await house.pass(DAY);
    }
    expect(stages).toEqual(['looking-wider', 'in-channel', 'moderators-help']);
    expect(kinds(house.owed).filter((kind) => kind === 'question:waiting' || kind === 'question:overdue')).toEqual([
      'question:waiting',
      'question:overdue',
    ]);
    expect(await house.nest.questions.moderators.waiting(house.cohort.id)).toMatchObject([
      { id, words: 'I have six weeks and do not know where to begin.', stage: 'moderators-help' },
    ]);
    expect(await house.nest.questions.mentoring.volunteer(far, id)).toBe('noted');
    await house.pass(15 * MINUTE);
    expect(await house.accept(far)).toBe('yours');
    await house.answer(far, id);
    await house.pass(15 * MINUTE);
    expect(await house.stage(asker, id)).toBe('talking');
  });

  it('is said in the channel to be with somebody, and to be free again', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.pass(2 * DAY);
    await house.nest.questions.mentoring.volunteer(far, id);
    await house.pass(15 * MINUTE);
    await house.accept(far);
    const changes = () => kinds(house.owed).filter((kind) => kind === 'question:waiting-state').length;
    expect([await house.nest.questions.inChannel(id), changes()]).toEqual([{ topic: 'exams', isFree: false }, 1]);
    await house.pass(12 * HOUR);
    expect([await house.nest.questions.inChannel(id), changes()]).toEqual([{ topic: 'exams', isFree: true }, 2]);
    await house.pass(DAY);
    expect(await house.stage(asker, id)).toBe('moderators-help');
    await house.nest.questions.mentoring.volunteer(near, id);
    await house.pass(15 * MINUTE);
    expect(await house.accept(near)).toBe('yours');
    const [asked, settled] = ['question:overdue', 'question:overdue-state'].map((wanted) =>
      [...house.owed.values()].filter(({ kind }) => kind === wanted),
    );
    expect(settled?.map(({ edits }) => edits)).toEqual(asked?.map(({ key }) => key));
    expect(settled).toHaveLength(1);
  });

  it('asks nobody anything while the cohort is paused, and nobody is to blame for it', async () => {
    const { house, asker, near } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.nest.cohorts.pause(house.cohort.id);
    await house.pass(4 * DAY);
    expect(await house.stage(asker, id)).toBe('looking');
    await house.nest.cohorts.open(house.cohort.id, PLACE);
    await house.pass(DAY);
    expect(await house.stage(asker, id)).toBe('moderators-help');
    expect((await house.nest.mentors.find(near.id))?.missed).toBe(0);
  });

  it('ends after two weeks in which nobody took it, and can be asked again', async () => {
    const { house, asker } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.pass(15 * DAY);
    expect((await house.mine(asker, id)).question).toMatchObject({ state: 'closed', ending: 'nobody' });
    await house.nest.questions.mine.reopen(await house.mine(asker, id));
    await house.pass(15 * MINUTE);
    expect(await house.stage(asker, id)).toBe('looking');
  });

  it('goes to somebody else where its asker wants that, who sees nothing of the first conversation', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    await house.answer(near, id, { words: 'The first answer.' });
    await house.pass(15 * MINUTE);
    await house.nest.questions.mine.someoneElse(await house.mine(asker, id));
    await house.pass(15 * MINUTE);
    expect(await house.stage(asker, id)).toBe('looking');
    expect((await house.nest.questions.mentoring.read(near, id)).holding.state).toBe('over');
    await house.accept(far);
    expect((await house.nest.questions.mentoring.read(far, id)).messages).toEqual([]);
    await expect(house.answer(near, id)).rejects.toMatchObject({ code: 'not-yours' });
  });

  it('never meets again whom its asker has blocked, nor who has blocked them', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    await house.answer(near, id);
    await house.pass(15 * MINUTE);
    await house.nest.questions.mine.block(await house.mine(asker, id));
    await house.pass(15 * MINUTE);
    await house.accept(far);
    expect(await house.nest.questions.mentoring.block(far, id)).toBe('done');
    expect(await house.stage(asker, id)).toBe('looking');
    const again = await house.ask(asker, { title: 'Another one' });
    await house.slot();
    await house.pass(5 * DAY);
    for (const mentor of [near, far]) {
      await house.nest.questions.mentoring.volunteer(mentor, again.id);
      await house.nest.questions.moderators.assign({
        cohort: house.cohort.id,
        question: again.id,
        mentor: mentor.id,
        moderator: 'P1',
      });
      await house.pass(15 * MINUTE);
      expect(await house.nest.questions.mentoring.offers(mentor)).toEqual([]);
    }
  });

  it('is not offered to its own asker, who answers too', async () => {
    const { house, near, far } = await openStory();
    const { id } = await house.ask(near);
    await house.slot();
    expect(await house.nest.questions.mentoring.offers(near)).toEqual([]);
    expect((await house.nest.questions.mentoring.offers(far)).map(({ id: question }) => question)).toEqual([id]);
  });

  it('tells nobody anything where there is no mentor at all', async () => {
    const house = await openQuestionsHouse(await openEmbedded());
    await house.fill();
    const asker = await house.join('ada', 1);
    const { id } = await house.ask(asker);
    await house.slot();
    expect(await house.stage(asker, id)).toBe('looking');
    await house.pass(3 * DAY);
    expect(await house.stage(asker, id)).toBe('moderators-help');
  });

  it('goes on where its topic was taken away', async () => {
    const house = await openQuestionsHouse(await openEmbedded());
    await house.fill();
    const asker = await house.join('ada', 1);
    const other = await house.volunteer('dora', 3, { topics: ['finance'] });
    const { id } = await house.ask(asker);
    await house.slot();
    expect(await house.nest.questions.mentoring.offers(other)).toEqual([]);
    await house.nest.topics.save(house.cohort.id, 'Something else', 'P1');
    await house.pass(DAY);
    expect((await house.nest.questions.mentoring.offers(other)).map(({ id: question }) => question)).toEqual([id]);
  });
});

describe('a mentor', () => {
  it('says no with one tap, and somebody else is asked', async () => {
    const { house, asker, near, far } = await openStory();
    const third = await house.volunteer('dora', 4);
    await house.ask(asker);
    await house.slot();
    expect(await house.nest.questions.mentoring.offers(third)).toEqual([]);
    const [offer] = await house.nest.questions.mentoring.offers(near);
    expect(await house.nest.questions.mentoring.notNow(near, offer?.offer ?? '')).toBe('done');
    expect(await house.nest.questions.mentoring.offers(third)).toHaveLength(1);
    const [topic] = await house.nest.questions.mentoring.offers(far);
    await house.nest.questions.mentoring.notThisTopic(far, topic?.offer ?? '');
    expect((await house.nest.mentors.find(far.id))?.topics).toEqual(['finance']);
  });

  it('is called by an alias in each question, or by the name that they show', async () => {
    const house = await openQuestionsHouse(await openEmbedded());
    await house.fill();
    const asker = await house.join('ada', 1);
    const named = await house.volunteer('dora', 2, { shownName: 'Dora' });
    const hidden = await house.volunteer('eve', 3);
    await house.ask(asker);
    await house.slot();
    await house.accept(named);
    await house.ask(asker, { title: 'Another one' });
    await house.slot();
    await house.accept(hidden);
    const calledAs = async (mentor: typeof named) =>
      (await house.nest.questions.mentoring.holdings(mentor)).map((held) => held.calledAs);
    expect(await calledAs(named)).toEqual(['Dora']);
    expect(aliasNames).toContain((await calledAs(hidden))[0]);
  });

  it('who leaves lets go of what they have, and what they said under an alias stays without them', async () => {
    const { house, asker, near, far } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    await house.answer(near, id);
    await house.pass(15 * MINUTE);
    await house.nest.members.leave(near);
    await house.settle();
    expect(
      JSON.stringify([await house.rows('questions'), await house.rows('offers'), await house.rows('question_messages')]),
    ).not.toContain(near.id);
    expect(await house.stage(asker, id)).toBe('looking');
    expect(await house.nest.questions.mentoring.offers(far)).toHaveLength(1);
    const { messages } = await house.nest.questions.mine.read(await house.mine(asker, id), asker);
    expect(messages.map(({ words }) => words)).toEqual(['Start with the limbs.']);
  });

  it('rests after three offers that nobody answered, but not for those that ended while the bot was away', async () => {
    const { house, asker, near } = await openStory();
    for (let number = 0; number < 3; number += 1) {
      await house.ask(asker, { title: `Question ${number}` });
      await house.slot();
      await house.jump(2 * DAY);
    }
    expect((await house.nest.mentors.find(near.id))?.missed).toBe(0);
    for (let number = 0; number < 3; number += 1) {
      await house.ask(asker, { title: `Another ${number}` });
      await house.slot();
      await house.pass(2 * DAY);
    }
    expect((await house.nest.mentors.find(near.id))?.pausedAt).not.toBe(null);
  });

  it('changes an answer until it is delivered, and takes it back', async () => {
    const { house, asker, near } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    const message = await house.answer(near, id);
    const { relay } = house.nest.questions;
    const changed = await relay.draftChange(house.speaking(near), message, 'Start with the trunk.');
    await relay.accept(house.speaking(near), changed.id);
    expect((await house.nest.questions.mentoring.read(near, id)).waiting.map(({ words }) => words)).toEqual([
      'Start with the trunk.',
    ]);
    await expect(relay.takeBack(asker, message)).rejects.toMatchObject({ code: 'already-out' });
    await house.pass(15 * MINUTE);
    const { messages } = await house.nest.questions.mine.read(await house.mine(asker, id), asker);
    expect(messages.map(({ words }) => words)).toEqual(['Start with the trunk.']);
    await expect(relay.takeBack(near, message)).rejects.toMatchObject({ code: 'already-out' });
  });
});

describe('the library', () => {
  it('is told of a question once both have agreed, and not before', async () => {
    const { house, asker, near } = await openStory();
    const { id } = await house.ask(asker);
    await house.slot();
    await house.accept(near);
    await house.answer(near, id);
    await house.pass(15 * MINUTE);
    await house.nest.questions.mentoring.mayKeep(near, id, true);
    expect(house.kept).toEqual([]);
    await house.nest.questions.mine.mayKeep(await house.mine(asker, id), true);
    expect(house.kept).toEqual([]);
    await house.pass(15 * MINUTE);
    expect(house.kept).toMatchObject([{ question: id, answers: ['Start with the limbs.'], topic: 'exams', appliesTo: 2026 }]);
    await house.nest.questions.mentoring.mayKeep(near, id, false);
    expect(house.kept).toEqual([]);
  });
});
