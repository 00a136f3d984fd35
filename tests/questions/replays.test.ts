import { beforeAll, describe, expect, it } from 'vitest';
import type { Person, Screen } from '../platforms/driver.ts';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const ASKERS = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Ed', 'Jo'];
const MENTORS = ['Gus', 'Hal'];
const TITLE = 'What do people wear in theatre?';
const ANSWER = 'They give you scrubs.';
const REPLY = 'Do I need my own cap?';
const TIMES = 100;

/** That each adapter knows an event again is shown with the safe space: here what is done about it. */
eachPlatform(
  (_, open) => {
    let stage: Stage;
    const student = (name: string): Person => stage.student(name);

    /** The one event of this act arrives so often. */
    async function replayed(act: () => Promise<Screen>): Promise<void> {
      stage.platform.faults.repeatEvents = TIMES;
      try {
        await act();
      } finally {
        stage.platform.faults.repeatEvents = 1;
      }
    }

    async function openQuestion(): Promise<Person> {
      const ada = student('Ada');
      await ada.run('home');
      await ada.press('What I asked');
      await ada.choose('Open …', [TITLE]);
      return ada;
    }

    const times = (text: string, words: string): number => text.split(words).length - 1;
    const count = async (table: string): Promise<number> => (await stage.rows(table)).length;

    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const name of ASKERS) await join(student(name), { reminders: false });
      for (const name of MENTORS) {
        await join(student(name), { reminders: true, year: 'Year 3' });
        await student(name).run('mentor');
        await student(name).press('I have read this and would like to help');
        await student(name).fill({ 'What could you say something about?': ['Placements'] });
      }
    });

    describe(`something about a question that the platform delivers ${TIMES} times`, () => {
      it('is asked once', async () => {
        const ada = student('Ada');
        await ada.run('ask');
        await ada.fill({ 'Your question in a line': TITLE, Topic: 'Placements', 'The question': 'It is my first day.' });
        await reads(ada, 'Before it goes out');
        await replayed(() => ada.press('Ask it'));
        await reads(ada, 'Your question is on its way');
        await stage.advance('PT75M');
        expect([await count('questions'), await count('offers')]).toEqual([1, 2]);
      });

      it('is given to somebody by hand once, which moderators read in the log once', async () => {
        const { moderator } = stage;
        await moderator.run('cohort settings');
        await moderator.press('Questions');
        await moderator.press('Waiting questions');
        await moderator.press('Open 1');
        await moderator.press('Ask somebody');
        await replayed(() => moderator.fill({ 'Whom?': [student('Gus').id] }));
        await reads(moderator, 'If it may be theirs');
        const entries = (await stage.rows('audit_entries')).filter(({ action }) => action === 'question:assign');
        expect([entries.length, await count('offers')]).toEqual([1, 2]);
      });

      it('is taken once', async () => {
        const gus = student('Gus');
        await gus.run('mentor');
        await gus.press('Read it');
        await replayed(() => gus.press('I take it'));
        await reads(gus, 'It is with you now');
        expect((await stage.rows('offers')).map(({ state }) => state).sort()).toEqual(['accepted', 'lapsed']);
      });

      it('is answered once', async () => {
        const gus = student('Gus');
        await gus.press('Answer');
        await gus.fill({ 'Your words': ANSWER });
        await replayed(() => gus.press('Send it'));
        await reads(gus, 'On its way');
        await stage.advance('PT30M');
        const ada = await openQuestion();
        expect(times(await reads(ada, ANSWER), ANSWER)).toBe(1);
        expect(await count('question_messages')).toBe(1);
      });

      it('is replied to once, and told once', async () => {
        const ada = await openQuestion();
        await ada.press('Write back');
        await ada.fill({ 'Your words': REPLY });
        await replayed(() => ada.press('Send it'));
        await stage.advance('PT30M');
        await student('Gus').run('mentor');
        await student('Gus').choose('Open …', [TITLE]);
        expect(times(await reads(student('Gus'), REPLY), REPLY)).toBe(1);
        expect(await count('question_messages')).toBe(2);
        const told = (await stage.contacts()).Gus?.filter((title) => title === 'Something came for you');
        expect(told).toHaveLength(1);
      });

      it('is thanked for once', async () => {
        const ada = await openQuestion();
        await replayed(() => ada.press('That helped'));
        await reads(ada, 'Passed on');
        await stage.advance('PT30M');
        expect((await stage.rows('mentors')).map(({ helped }) => helped).sort()).toEqual([0, 1]);
        expect(said(await student('Gus').run('mentor'))).toContain('One person has said that you helped');
        await stage.expectNoHarm();
      });
    });
  },
  ['Discord'],
);
