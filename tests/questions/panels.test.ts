import { describe, expect, it } from 'vitest';
import { openPanels } from './acting.ts';

const MINUTE = 60_000;
const WORDS = 'I have six weeks and do not know where to begin.';

describe('what an asker sees of their question', () => {
  it('is asked once whether it was the help that they wanted, when it is over', async () => {
    const { ada, ask, open, pass, takeAndAnswer } = await openPanels();
    await ask();
    await pass(75 * MINUTE);
    expect(await open()).toContain('People from the years above are being asked, two at a time.');
    await takeAndAnswer();
    await pass(15 * MINUTE);
    expect(await open()).toContain('Start with the limbs.');
    await ada.press('It is answered');
    await pass(15 * MINUTE);
    expect(await open()).toContain('Was it the kind of help you wanted');
    await ada.press('Yes');
    expect(await open()).not.toContain('the kind of help you wanted');
  });

  it('can be changed and taken back until it is delivered, and hears what a moderator thinks of it', async () => {
    const { ada, ask, open, pass, takeAndAnswer, services, cohort } = await openPanels();
    const { settings, queue } = services.moderation;
    await ask();
    await pass(75 * MINUTE);
    await takeAndAnswer();
    await pass(15 * MINUTE);
    await settings.save(cohort.id, { ...(await settings.of(cohort.id)), beforePublishing: true }, 'R1');
    await open();
    await ada.press('Write back');
    await ada.fill({ 'Your words': 'Which limb?' });
    await ada.press('Edit');
    expect(ada.fields()).toEqual({ 'Your words': ['Which limb?'] });
    await ada.fill({ 'Your words': 'Which limb first?' });
    await ada.press('Send it');
    await pass(15 * MINUTE);
    expect(await open()).toContain('A person reads this first, without learning who you are.');
    const [item] = await queue.waiting(cohort.id);
    await queue.decide(item?.id ?? '', { decision: 'ask-change', text: 'Say which exam.', moderator: 'R1' });
    expect(await ada.run('home')).toContain('Something came about what you asked.');
    expect(await open()).toContain('A moderator asks for a change: Say which exam.');
    await ada.press('Change it');
    expect(ada.fields()).toEqual({ 'Your words': ['Which limb first?'] });
    await ada.fill({ 'Your words': 'Which limb first, for the spring exam?' });
    await ada.press('Send it');
    await open();
    expect(await ada.press('Take it back')).toContain('It is not passed on.');
    expect(await open()).not.toContain('spring exam');
  });
});

describe('a long conversation', () => {
  it('is read whole by its asker, page by page, the newest first', async () => {
    const { ada, gus, ask, open, pass, takeAndAnswer } = await openPanels();
    const long = (of: string) => `${of} ${'and so it goes on '.repeat(95)}to the end of ${of}.`;
    await ask(long('the question'));
    await pass(75 * MINUTE);
    await takeAndAnswer(long('the first answer'));
    await pass(15 * MINUTE);
    for (const words of [long('the second'), long('the third')]) {
      await gus.run('mentor');
      await gus.choose('Open …', 'How do people revise for anatomy?');
      await gus.press('Answer');
      await gus.fill({ 'Your words': words });
      await gus.press('Send it');
      await pass(15 * MINUTE);
    }
    const pages = [await open()];
    while (pages.at(-1)?.includes('[Earlier]')) pages.push(await ada.press('Earlier'));
    const ends = ['the third', 'the second', 'the first answer', 'the question'].map((of) => `to the end of ${of}.`);
    expect(pages).toHaveLength(3);
    expect(pages[0]).toContain(ends[0]);
    expect(pages[1]).toContain(ends[1]);
    expect([ends[2], ends[3]].every((end) => pages[2]?.includes(end ?? ''))).toBe(true);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThan(4_200);
    expect(await ada.press('Later')).toContain(ends[1]);
  });
});

describe('somebody who is muted', () => {
  it('is told until when, may ask for another look, and reads what came of it', async () => {
    const { ada, ask, pass, services, cohort } = await openPanels();
    const { mutes, queue } = services.moderation;
    await ask();
    await pass(75 * MINUTE);
    const [own] = await services.questions.moderators.waiting(cohort.id);
    const about = { cohort: cohort.id, subject: own?.id ?? '', purpose: 'question' } as const;
    await mutes.muteAuthorOf(about, 24 * 60 * MINUTE, 'questions');
    await ada.run('ask');
    const typed = { 'Your question in a line': 'And now?', Topic: 'Exams', 'The question': 'What is next?' };
    expect(await ada.fill(typed)).toContain('You are muted here for a while.');
    await ada.press('Ask the moderators to look again');
    expect(await ada.fill({ 'What should they know?': 'I was only asking.' })).toContain('Sent');
    await pass(15 * MINUTE);
    const [item] = await queue.waiting(cohort.id);
    expect(item?.cause).toBe('appeal');
    await queue.decide(item?.id ?? '', { decision: 'decline', text: 'Wait until tomorrow.', moderator: 'R1' });
    await ada.run('home');
    const read = await ada.press('What I asked');
    expect(read).toContain('You are muted in questions and answers until');
    expect(read).toContain('the mute stays. Wait until tomorrow.');
  });
});

describe('a copy of somebody’s data', () => {
  const copyOf = async (person: { run(verb: string): Promise<string>; press(label: string): Promise<string> }) => {
    await person.run('home');
    const pages = [await person.press('A copy of my data')];
    while (pages.at(-1)?.includes('[Next]')) pages.push(await person.press('Next'));
    return pages
      .flatMap((page) => page.split('\n').filter((line) => line.startsWith('> ') || line.startsWith('{')))
      .map((line) => JSON.parse(line.replace(/^> /, '')) as object);
  };

  it('holds what they asked, what they were offered and answered, and nothing of the other', async () => {
    const { ada, gus, ask, pass, takeAndAnswer } = await openPanels();
    await ask();
    await pass(75 * MINUTE);
    await takeAndAnswer();
    await pass(15 * MINUTE);
    const [asker, mentor] = [await copyOf(ada), await copyOf(gus)];
    expect(asker).toMatchObject([
      { year: 1 },
      { asked: 'How do people revise for anatomy?', words: WORDS, topic: 'exams', stage: 'talking', shares: [] },
    ]);
    expect(mentor).toMatchObject([
      { year: 3 },
      { topics: ['exams'], newAWeek: 3, shownName: null },
      { state: 'accepted' },
      { answered: 'answer', words: 'Start with the limbs.' },
    ]);
    expect(JSON.stringify(asker)).not.toContain('limbs');
    expect(JSON.stringify(mentor)).not.toContain(WORDS);
  });
});

describe('what a mentor sees who had no answer and presses again', () => {
  it('is theirs still, and nobody else has it', async () => {
    const { gus, ask, pass, stores } = await openPanels();
    await ask();
    await pass(75 * MINUTE);
    await gus.run('mentor');
    await gus.press('Read it');
    const db = stores.record.db<{
      offers: { id: string; mentor: string; question: string };
      members: { id: string; person: string };
    }>();
    const { id, mentor } = await db
      .selectFrom('offers')
      .innerJoin('members', 'members.id', 'offers.mentor')
      .where('person', '=', 'gus')
      .select(['offers.id', 'mentor'])
      .executeTakeFirstOrThrow();
    const again = () => gus.forge(`mentor:accept:${mentor}.${id}`);
    expect(await again()).toContain('It is with you now');
    expect(await again()).toContain('It is with you now');
    await gus.press('Hand it on');
    expect(await again()).toContain('Somebody else has it');
  });
});
