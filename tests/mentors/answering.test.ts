import { describe, expect, it } from 'vitest';
import { hasMentorNews, mentorLines } from '../../commands/mentor-news.ts';
import { openEmbedded } from '../support/databases.ts';
import { openMentorsStage } from './acting.ts';
import { HOLDING, OFFER, QUESTION, said } from './asked.ts';

async function start() {
  const stage = await openMentorsStage(await openEmbedded());
  const { id } = await stage.volunteer('ada');
  return { ...stage, id, ada: stage.student('ada'), ...stage.asked };
}

describe('an offer', () => {
  it('is read before it is taken, with the kind of help that is wished for', async () => {
    const { ada, state, done } = await start();
    state.offers = [OFFER];
    expect(await ada.run('mentor')).toContain(
      'Somebody would like to ask you\nUntil Thursday 15 October, 12:00: How did you revise for the first OSCE?\n[Read it]',
    );
    expect(await ada.press('Read it')).toBe(
      [
        'Can you take this?',
        'Exams · would like: be heard · this week',
        'How did you revise for the first OSCE?',
        'I do not know where to begin, and everybody else seems to.',
        'They would like to be heard: listening comes before advice.',
        'Asked by Foxglove carder bee. If you take it, please answer within twelve hours, or hand it on: both are fine.',
        '[I take it] [Not now] [Not me for this topic] [Report] [Back]',
      ].join('\n'),
    );
    expect(await ada.press('I take it')).toContain(
      'It is with you now\nExams · would like: be heard · this week\nFoxglove carder bee',
    );
    expect(done).toEqual(['accept offer-1']);
  });

  it.each([
    ['Not now', 'not-now offer-1', 'Somebody else is asked. Nobody learns that you were.'],
    ['Not me for this topic', 'not-topic offer-1', 'you are not asked about this topic again'],
  ])('is declined by “%s”, and nobody asks why', async (label, act, answer) => {
    const { ada, state, done } = await start();
    state.offers = [OFFER];
    await ada.run('mentor');
    await ada.press('Read it');
    expect(await ada.press(label)).toContain(answer);
    expect(done).toEqual([act]);
  });

  it('that somebody else took, or that is one too many, is told in words that blame nobody', async () => {
    const { ada, state, id } = await start();
    state.offers = [OFFER];
    state.accepts = 'gone';
    expect(await ada.forge(`mentor:accept:${id}.offer-1`)).toContain('Somebody else has it\nThank you all the same.');
    state.accepts = 'enough';
    expect(await ada.forge(`mentor:accept:${id}.offer-1`)).toContain('You have as many as you wanted');
    state.offers = [];
    expect(await ada.forge(`mentor:offer:${id}.offer-1`)).toContain('Somebody else has it');
  });
});

describe('a question that is with a mentor', () => {
  const holding = async () => {
    const stage = await start();
    stage.state.holdings = [HOLDING];
    await stage.ada.run('mentor');
    await stage.ada.choose('Open …', QUESTION.title);
    return stage;
  };

  it('is answered after a preview, and can be changed or taken back until it is delivered', async () => {
    const { ada, state, done } = await holding();
    await ada.press('Answer');
    expect(await ada.fill({ 'Your words': 'I began with one station a day.' })).toBe(
      [
        'Before it is sent',
        'Ivy mason bee',
        'I began with one station a day.',
        'Only they read it, within a quarter of an hour. Until then you can change it or take it back.',
        '[Send it] [Edit] [Discard]',
      ].join('\n'),
    );
    await ada.press('Edit');
    expect(ada.fields()).toEqual({ 'Your words': ['I began with one station a day.'] });
    await ada.fill({ 'Your words': 'I began with two.' });
    expect(await ada.press('Send it')).toContain('On its way. Thank you');
    expect(state.waiting.map(({ words }) => words)).toEqual(['I began with two.']);
    await ada.press('Change it');
    expect(ada.fields()).toEqual({ 'Your words': ['I began with two.'] });
    await ada.fill({ 'Your words': 'I began with three.' });
    expect(await ada.press('Send it')).toContain(
      'Not delivered yet: it leaves within a quarter of an hour.\nI began with three.',
    );
    await ada.press('Take it back');
    expect(state.waiting).toEqual([]);
    expect(done).toEqual(['discard draft-1', 'send draft-2', 'send draft-2']);
  });

  it('is not answered with what could tell who a patient is', async () => {
    const { ada, state } = await holding();
    state.marks = [{ kind: 'nhs-number', level: 'edit', start: 3, end: 13 }] as typeof state.marks;
    await ada.press('Answer');
    const shown = await ada.fill({ 'Your words': 'Mr 9434765919 was kind' });
    expect(shown).toContain('Mr [9434765919] was kind');
    expect(shown).toContain('Take this out first: an NHS number');
    expect(shown).not.toContain('Send');
  });

  it('brings the support card to a mentor who may need it', async () => {
    const { ada, state } = await holding();
    state.hold = { cause: 'language', tier: 'T3', state: 'queued', text: null } as unknown as typeof state.hold;
    await ada.press('Answer');
    const shown = await ada.fill({ 'Your words': 'I want to kill myself tonight and I have the pills here' });
    expect(shown).toContain('people are there to talk');
    expect(shown).toContain('A moderator reads it before it is passed on.');
  });

  it('is not to be handed on by who reports what they did not take', async () => {
    const { ada, state } = await start();
    state.offers = [OFFER];
    await ada.run('mentor');
    await ada.press('Read it');
    await ada.press('Report');
    expect(await ada.fill({ 'What is wrong?': 'I am worried about somebody' })).not.toContain('[Hand it on]');
  });

  it('is handed on, reported or blocked, without a word to the asker', async () => {
    const { ada, done, id } = await holding();
    await ada.press('Report');
    const told = await ada.fill({ 'What is wrong?': 'I am worried about somebody' });
    expect(told).toContain('You need not carry this alone.');
    expect(told).toContain('[Hand it on]');
    await ada.forge(`mentor:block:${id}.${QUESTION.id}`);
    expect(await ada.press('Block')).toContain('You are not brought together again.');
    expect(await ada.forge(`mentor:hand-on:${id}.${QUESTION.id}`)).toContain('Somebody else is asked now.');
    expect(done).toEqual([`report ${QUESTION.id} null harm`, `block ${QUESTION.id}`, `hand-on ${QUESTION.id}`]);
  });

  it('is read page by page where much was said, and never says who asks', async () => {
    const { ada, state, id } = await holding();
    state.holdings = [{ ...HOLDING, state: 'talking', heldUntil: null, isWaiting: false }];
    state.messages = [
      ...Array.from({ length: 5 }, (_, at) => said(`answer-${at}`)),
      said('reply', { side: 'asker', kind: 'reply', speaker: QUESTION.speaker }),
      said('thanks', { side: 'asker', kind: 'thanks', speaker: QUESTION.speaker, words: null }),
      said('hidden', { state: 'hidden' }),
    ];
    const newest = await ada.forge(`mentor:read:${id}.${QUESTION.id}`);
    expect(newest).toContain('Foxglove carder bee\nthe words of reply\nFoxglove carder bee says that it helped.');
    expect(newest).toContain('Ivy mason bee · you\nHidden while a moderator has a look.');
    expect(newest).toContain('To them you are Ivy mason bee. They have what you wrote.');
    expect(newest).not.toContain('answer-0');
    const first = await ada.press('Earlier');
    expect(first).toContain(QUESTION.words);
    expect(first).toContain('answer-0');
    await ada.press('Later');
    expect(await ada.press('It may go into the library')).toContain('Thank you');
  });
});

describe('a long conversation', () => {
  it('is shown whole on pages that every platform can hold', async () => {
    const { ada, state, id } = await start();
    state.holdings = [{ ...HOLDING, words: 'q'.repeat(2_000), state: 'talking', heldUntil: null }];
    state.messages = Array.from({ length: 7 }, (_, at) => said(`m${at}`, { words: String(at).repeat(2_000) }));
    state.waiting = Array.from({ length: 4 }, (_, at) => ({
      id: `w${at}`,
      kind: 'answer',
      words: 'w'.repeat(2_000),
      hold: null,
    }));
    let page = await ada.forge(`mentor:read:${id}.${QUESTION.id}`);
    let whole = page;
    for (let pages = 1; page.includes('[Earlier]'); pages += 1) {
      page = await ada.press('Earlier');
      expect(pages).toBeLessThan(8);
      expect(page.length).toBeLessThan(5_500);
      whole += page;
    }
    for (const { words } of state.messages) expect(whole).toContain(words);
    expect(whole).toContain('q'.repeat(2_000));
    expect(await ada.forge(`mentor:read:${id}.${QUESTION.id}.999`)).toBe(page);
  });
});

describe('what is told about questions', () => {
  const titles = async (
    render: Awaited<ReturnType<typeof start>>['render'],
    kinds: readonly (readonly [kind: string, subject: string])[],
    due: { readonly member: string | null; readonly cohort: string },
  ) => Promise.all(kinds.map(async ([kind, subject]) => (await render(kind, { subject, ...due }))?.title ?? null));

  it('reaches a mentor without any content, and not at all once it makes no sense any more', async () => {
    const { render, state, id, cohort } = await start();
    const due = { member: id, cohort: cohort.id };
    const kinds = [
      ['question:offer', OFFER.offer],
      ['question:reminder', QUESTION.id],
      ['question:relayed', QUESTION.id],
      ['mentor:rest', id],
    ] as const;
    expect(await titles(render, kinds, due)).toEqual([null, null, null, null]);
    state.offers = [OFFER];
    state.holdings = [HOLDING];
    expect(await titles(render, kinds, due)).toEqual([
      'Somebody would like to ask you',
      'A question waits for you',
      'Something came for you',
      null,
    ]);
    const words = JSON.stringify(await Promise.all(kinds.map(([kind, subject]) => render(kind, { subject, ...due }))));
    for (const part of [QUESTION.title, QUESTION.words, QUESTION.speaker, 'Exams']) expect(words).not.toContain(part);
  });

  it('stands in the channel for questions by topic alone, and leads back to the panel', async () => {
    const { render, state, cohort, ada, done } = await start();
    const due = { subject: QUESTION.id, member: null, cohort: cohort.id };
    expect(await render('question:waiting', due)).toBeNull();
    state.channel = { topic: 'exams', isFree: true };
    expect(JSON.stringify(await render('question:waiting', due))).toContain('It is about “Exams”');
    expect(await ada.forge(`mentor:take:${QUESTION.id}`)).toContain('Thank you\nIf it is still free');
    expect(done).toEqual([`volunteer ${QUESTION.id}`]);
    state.channel = { topic: 'exams', isFree: false };
    expect((await render('question:waiting-state', due))?.title).toBe('Somebody has it');
    state.channel = null;
    expect((await render('question:waiting-state', due))?.title).toBe('This question is over');
  });
});

describe('a member’s own panel', () => {
  it('says what waits for a mentor, and invites everybody else', async () => {
    const { services, state, fresh, id, member } = await start();
    const words = async (of: string) => JSON.stringify(await mentorLines(await fresh(of), services));
    expect(await words((await member('bo')).id)).toContain('Answer the years below');
    expect(await words(id)).toContain('Nothing is waiting for you.');
    expect(await hasMentorNews(await fresh(id), services)).toBe(false);
    state.offers = [OFFER];
    state.holdings = [HOLDING, { ...HOLDING, id: 'question-2', state: 'over' }];
    expect(await words(id)).toContain('2 questions wait for you.');
    expect(await hasMentorNews(await fresh(id), services)).toBe(true);
  });
});

describe('moderators', () => {
  it('see what waits and for how long, and read the same answer whomever they ask', async () => {
    const { moderator, state, done, id, member } = await start();
    const bo = await member('bo', { year: 1 });
    const waiting = { id: QUESTION.id, topic: 'exams', stage: 'moderators-help', isUrgent: true, waitingHours: 73 } as const;
    state.unanswered = [
      { ...waiting, title: QUESTION.title, words: QUESTION.words },
      { ...waiting, id: 'question-2', stage: 'looking', waitingHours: 5, title: null, words: null },
    ];
    expect(await moderator.forge('question:settings:')).toContain('2 questions, the oldest for 3 days');
    const list = await moderator.press('Waiting questions');
    expect(list).toContain('1 · waits for 3 days · needs you: Exams · How did you revise for the first OSCE?');
    expect(list).toContain('2 · waits for 5 hours · two are asked: Exams');
    expect(await moderator.press('Open 2')).toContain('You can read it once it has waited for three days');
    const answers: string[] = [];
    for (const person of ['ada', 'bo', 'stranger']) {
      await moderator.forge(`question:assign:${QUESTION.id}`);
      answers.push(await moderator.fill({ 'Whom?': person }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('Done\nIf it may be theirs, it stands in their panel within a quarter of an hour.');
    expect(done).toEqual([id, bo.id, ''].map((mentor) => `assign ${QUESTION.id} ${mentor} mo`));
  });
});
