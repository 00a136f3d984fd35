import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const FIRST_YEARS = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay'];
const THIRD_YEARS = ['Gus', 'Hal', 'Ivy', 'Jo'];
const TITLE = 'What do people wear in theatre?';

/** A question from the first tap to the thanks: nobody who answers learns who asked. */
eachPlatform(
  (_, open) => {
    let stage: Stage;
    const student = (name: string): Person => stage.student(name);

    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const name of FIRST_YEARS) await join(student(name), { reminders: false });
      for (const name of THIRD_YEARS) await join(student(name), { reminders: false, year: 'Year 3' });
    });

    it('begins with mentors who volunteer in under a minute', async () => {
      for (const name of ['Gus', 'Hal']) {
        await student(name).run('mentor');
        await student(name).press('I have read this and would like to help');
        await student(name).fill({ 'What could you say something about?': ['Placements', 'Wellbeing'] });
        await reads(student(name), 'You are in. Thank you');
      }
    });

    it('shows the asker first what others will read', async () => {
      const ada = student('Ada');
      await ada.run('ask', { title: TITLE });
      await ada.fill({
        Topic: 'Placements',
        'The question': 'I am with Mr Harris in theatre on Thursday and do not know what to wear.',
        'I would like to …': 'Know how',
      });
      expect(await reads(ada, 'Before it goes out')).toMatch(/with \S*\[Mr Harris\]\S* in theatre/);
      await ada.press('Edit');
      await ada.fill({ 'The question': 'My first day in theatre is on Thursday and I do not know what to wear.' });
      const shown = await reads(ada, 'Before it goes out');
      expect(shown).toContain('Two people from one to three years above you');
      await ada.press('Ask it');
      expect(await reads(ada, 'Your question is on its way')).toMatch(/withdrawal code: [\w-]{19}/);
      expect(await stage.rows('questions')).toEqual([]);
    });

    it('reaches two mentors, who never learn who asks', async () => {
      await stage.advance('PT75M');
      expect(await stage.rows('questions')).toMatchObject([{ title: TITLE, state: 'seeking' }]);
      for (const name of ['Gus', 'Hal']) {
        const panel = said(await student(name).run('mentor'));
        expect(panel).toContain(TITLE);
        expect(panel).not.toContain('Ada');
      }
    });

    it('is held by the first who takes it, and the other one is let off kindly', async () => {
      const [gus, hal] = [student('Gus'), student('Hal')];
      await gus.press('Read it');
      await gus.press('I take it');
      await reads(gus, 'It is with you now');
      await hal.press('Read it');
      expect(said(hal.screen())).not.toContain('Gus');
      expect(await stage.rows('questions')).toMatchObject([{ state: 'held' }]);
    });

    it('is answered privately under an alias', async () => {
      const gus = student('Gus');
      await gus.press('Answer');
      await gus.fill({ 'Your words': 'They give you scrubs. Bring clean shoes and eat breakfast.' });
      await reads(gus, 'They give you scrubs');
      await gus.press('Send it');
      await stage.advance('PT30M');
      const ada = student('Ada');
      expect(said(await ada.run('home'))).toContain('Something came about what you asked.');
      await ada.press('What I asked');
      await ada.choose('Open …', [TITLE]);
      const thread = await reads(ada, 'They give you scrubs');
      expect(thread).not.toContain('Gus');
      expect(await stage.rows('questions')).toMatchObject([{ state: 'talking' }]);
    });

    it('goes on between the two, and ends with thanks', async () => {
      const [ada, gus] = [student('Ada'), student('Gus')];
      await ada.press('Write back');
      await ada.fill({ 'Your words': 'Do I need my own cap?' });
      await reads(ada, 'Before it is passed on');
      await ada.press('Send it');
      await reads(ada, 'On its way');
      await stage.advance('PT30M');
      const panel = said(await gus.run('mentor'));
      expect(panel).toContain(TITLE);
      expect(panel).not.toContain('Ada');
      await ada.run('home');
      await ada.press('What I asked');
      await ada.choose('Open …', [TITLE]);
      await ada.press('That helped');
      await reads(ada, 'Passed on');
      await ada.press('What I asked');
      await ada.choose('Open …', [TITLE]);
      await ada.press('It is answered');
      await reads(ada, 'Answered');
      await stage.advance('PT30M');
      expect(await stage.rows('questions')).toMatchObject([{ state: 'answered' }]);
      expect(await stage.rows('mentors')).toEqual(expect.arrayContaining([expect.objectContaining({ helped: 1 })]));
      await stage.expectNoHarm();
    });

    it('ends by itself after a week', async () => {
      await stage.advance('P8D');
      expect(await stage.rows('questions')).toMatchObject([{ state: 'closed' }]);
      expect(await stage.contacts()).toEqual({});
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
