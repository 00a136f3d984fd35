import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';
import { DAY, openLibraryHouse } from './house.ts';

const RESIT = {
  title: 'How do I prepare for a resit of the anatomy OSCE?',
  words: 'I did not pass the spotter in June and would like to know what helped others.',
  answers: ['Go to the dissection room on quiet mornings.', 'Make flashcards with a friend.'],
};

eachDatabase((name, databases) => {
  const open = async (of: () => Promise<TestDatabases> = databases) => openLibraryHouse(await of());

  it('keeps what both agreed on for a look, and tells the moderators once without its words', async () => {
    const { library, propose, found, cohort, owed } = await open();
    const id = await propose(RESIT);
    expect(await library.find(id)).toMatchObject({ state: 'proposed', answers: RESIT.answers.join('\n\n'), version: 0 });
    expect(await found('anatomy resit')).toEqual([]);
    expect((await library.proposed(cohort.id)).map((entry) => entry.id)).toEqual([id]);
    expect(owed).toMatchObject([{ kind: 'library:waiting', subject: id }]);
  });

  it('does not go on asking moderators for a look at what was decided', async () => {
    const { library, propose, look, owed } = await open();
    const [published, declined] = [await propose(RESIT), await propose({ title: 'Parking', words: 'Where?' })];
    await library.publish(await look(published));
    await library.decline(await look(declined));
    const edits = owed.filter(({ kind }) => kind === 'library:waiting-state');
    expect(edits.map(({ subject }) => subject)).toEqual([published, declined]);
    const asked = owed.filter(({ kind }) => kind === 'library:waiting').map(({ key }) => key);
    expect(edits.map((one) => one.edits)).toEqual(asked);
  });

  it('takes a proposal that is released twice as one', async () => {
    const { library, stores, cohort, owed } = await open();
    const proposal = { cohort: cohort.id, question: 'q', ...RESIT, topic: 'placements', appliesTo: 2026, at: 0 };
    for (let times = 0; times < 2; times += 1) await stores.record.transaction(() => library.propose(proposal));
    expect(await library.proposed(cohort.id)).toHaveLength(1);
    expect(owed).toHaveLength(1);
  });

  it('is found once a moderator has published it, by what it says now', async () => {
    const { library, propose, look, found } = await open();
    const id = await propose({ ...RESIT, words: 'At Barts on the third floor.' });
    const entry = await library.find(id);
    if (!entry) throw new Error('gone');
    const edited = { ...entry, question: 'In a quiet room.', title: 'Preparing for a second anatomy spotter' };
    const { title, question, answers, topic, appliesTo } = edited;
    expect(await library.edit(await look(id), { title, question, answers, topic, appliesTo })).toBe('done');
    expect(await library.publish(await look(id))).toBe('done');
    expect(await found('anatomy spotter')).toEqual([title]);
    expect(await found('barts')).toEqual([]);
    expect(await library.edit(await look(id), { title: 'Another one', question, answers, topic, appliesTo })).toBe('done');
    expect(await found('anatomy spotter')).toEqual([]);
    expect(await found('another')).toEqual(['Another one']);
    expect(await found('flashcrads')).toEqual(['Another one']);
  });

  it('is not published while it holds what must go', async () => {
    const { library, propose, look, found } = await open();
    const id = await propose({ ...RESIT, answers: [`${'Long before. '.repeat(160)}Her NHS number is 943 476 5919.`] });
    await expect(library.publish(await look(id))).rejects.toThrow(new UserError('must-edit'));
    const entry = await library.find(id);
    const marks = entry && library.marksOf(entry).answers;
    expect(marks?.map(({ start, end }) => entry?.answers.slice(start, end))).toEqual(['943 476 5919']);
    expect(await found('anatomy')).toEqual([]);
  });

  it('is decided once by two moderators at once, as one of them read it', async () => {
    const { library, propose, look, found, cohort, services } = await open();
    const [a, b] = [await propose(RESIT), await propose({ title: 'Where do I park at the hospital?' })];
    const [lookA, lookB] = [await look(a), await look(b)];
    const { question, answers, topic, appliesTo } = RESIT_WORDS;
    const outcomes = await Promise.all([
      library.publish(lookA),
      library.decline({ ...lookA, moderator: 'mia' }),
      library.publish({ ...lookA, moderator: 'mel' }),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    const edits = await Promise.all(
      ['mo', 'mia'].map((moderator) =>
        library.edit({ ...lookB, moderator }, { title: `Parking, says ${moderator}`, question, answers, topic, appliesTo }),
      ),
    );
    expect([...edits].sort()).toEqual(['changed', 'done']);
    expect(await library.publish(lookB)).toBe('changed');
    expect(await library.publish(await look(b))).toBe('done');
    expect(await found('parking')).toHaveLength(1);
    const actions = (await services.audit.page(cohort.id, null, 10)).map(({ action }) => action);
    expect(actions).toHaveLength(3);
  });

  it('leaves nothing of a retired entry to be found', async () => {
    const { library, publish, look, found, rows, stores, isOnDisk, cohort } = await open();
    const kept = await publish({ title: 'Where to park', words: 'In the small car park.', answers: ['Come early.'] });
    const words = {
      title: 'Quixotical zebrafish seminar',
      words: 'Xylophonist evenings in Vladivostok',
      answers: ['Thunderclap headphones help.'],
    };
    const id = await publish(words);
    expect(await found('zebrafsh semniar')).toEqual([words.title]);
    if (name === 'libSQL') expect(await isOnDisk('zebrafish')).toBe(true);
    expect(await library.retire(await look(id))).toBe('done');
    for (const query of ['zebrafish', 'quixotical', 'vladivostok', 'thunderclap', 'zebrafsh', 'xylophonst'])
      expect(await found(query)).toEqual([]);
    expect(await library.whileTyping(cohort.id, 'quix', 8)).toEqual([]);
    expect(await library.open(cohort.id, id)).toBeNull();
    expect(await found('park')).toEqual(['Where to park']);
    expect((await library.page(cohort.id, { kind: 'newest' })).entries.map((entry) => entry.id)).toEqual([kept]);
    expect(await rows()).not.toMatch(/zebrafi|uixotica|ylophonis|ladivosto|hunderclap/i);
    await stores.record.scrub();
    if (name !== 'libSQL') return;
    for (const part of ['zebrafi', 'uixotica', 'ylophonis', 'ladivosto', 'hunderclap'])
      expect(await isOnDisk(part), part).toBe(false);
  });

  it('takes out what somebody does not agree to any more, looked at or not', async () => {
    const { library, stores, cohort, found, look } = await open();
    const proposal = { cohort: cohort.id, ...RESIT, topic: 'placements', appliesTo: 2026, at: 0 };
    await stores.record.transaction(async () => {
      await library.propose({ ...proposal, question: 'q1' });
      await library.propose({ ...proposal, question: 'q2' });
    });
    const published = await library.ofQuestion('q1');
    await library.publish(await look(published?.id ?? ''));
    for (const question of ['q1', 'q2', 'q3']) await library.withdraw(question);
    expect(await found('anatomy')).toEqual([]);
    expect(await library.ofQuestion('q1')).toMatchObject({ state: 'retired', title: '', question: '', answers: '' });
    expect(await library.ofQuestion('q2')).toMatchObject({ state: 'declined', title: '' });
  });

  it('may be agreed on once more, and what was merged is looked at again when somebody does not', async () => {
    const { library, publish, look, owed, cohort } = await open();
    const into = await publish(RESIT);
    const agree = () => library.propose({ cohort: cohort.id, question: 'q', ...RESIT, topic: 'other', appliesTo: 2026, at: 0 });
    await agree();
    await library.withdraw('q');
    await agree();
    await agree();
    const [entry, ...others] = await library.proposed(cohort.id);
    expect(others).toEqual([]);
    const versions = (entry?.version ?? 0) + ((await library.find(into))?.version ?? 0);
    expect(await library.merge({ id: entry?.id ?? '', moderator: 'mo', versions }, into, 'Both.')).toBe('done');
    owed.length = 0;
    await library.withdraw('q');
    expect(owed).toMatchObject([{ kind: 'library:unagreed', subject: into }]);
    expect((await look(into)).version).toBeGreaterThan(0);
  });

  it('suggests what says the same before it is published, and merges them', async () => {
    const { library, publish, propose, found, cohort } = await open();
    const old = await publish(RESIT);
    await publish({ title: 'How do I prepare for my first ward round?', words: 'It is on Monday.', answers: ['Eat first.'] });
    const id = await propose({
      title: 'Preparing for the anatomy OSCE resit',
      words: 'I did not pass the spotter, what helped others?',
      answers: ['Ask the demonstrators.'],
    });
    const entry = await library.find(id);
    if (!entry) throw new Error('gone');
    expect((await library.alike(entry)).map((one) => one.id)).toEqual([old]);
    const versions = entry.version + ((await library.find(old))?.version ?? 0);
    const merging = { id, moderator: 'mo', versions };
    expect(await library.merge({ ...merging, versions: versions + 1 }, old, 'x')).toBe('changed');
    expect(await library.merge(merging, id, 'x')).toBe('already');
    expect(await library.merge(merging, old, 'Quiet mornings, and the demonstrators.')).toBe('done');
    expect(await library.merge(merging, old, 'again')).toBe('already');
    expect(await found('demonstrators')).toEqual([RESIT.title]);
    expect(await found('flashcards')).toEqual([]);
    expect((await library.open(cohort.id, id))?.id).toBe(old);
    expect(await library.open('another cohort', id)).toBeNull();
  });

  it('is posted where moderators choose, and is drawn anew there when it changes or goes', async () => {
    const { library, publish, look, owed } = await open();
    const id = await publish(RESIT);
    owed.length = 0;
    expect(await library.post(await look(id))).toBe('done');
    expect(owed).toMatchObject([{ kind: 'library:entry', subject: id, edits: null }]);
    await library.retire(await look(id));
    expect(owed[1]).toMatchObject({ kind: 'library:entry', subject: id, edits: owed[0]?.key });
  });

  it('forgets the shell of what ended after thirty days, and leaves the others', async () => {
    const { library, publish, propose, look, pass, stores } = await open();
    const [kept, gone] = [await publish(RESIT), await propose(RESIT)];
    await library.decline(await look(gone));
    pass(29 * DAY);
    expect(await library.sweep()).toBe(0);
    pass(2 * DAY);
    expect(await library.sweep()).toBe(1);
    expect(await library.find(gone)).toBeNull();
    expect(await library.find(kept)).not.toBeNull();
    expect(stores.record.inTransaction()).toBe(false);
  });
});

const RESIT_WORDS = { question: 'x', answers: 'y', topic: 'other', appliesTo: 2026 };
