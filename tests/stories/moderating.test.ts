import { beforeAll, expect, it } from 'vitest';
import { expectContacts, inspected, join, openCohort, reads, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const PROMPT = 'How was your week?';
const NUDGE = 'If you have not yet …';

eachPlatform(
  (_, open) => {
    let stage: Stage;
    const inChannel = async (name: string) => stage.platform.messages(stage.platform.channel(name));
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      await join(stage.student('Ada'), { reminders: true });
    });

    it('is not for students, by command or by a forged button', async () => {
      const ada = stage.student('Ada');
      const refused = 'For moderators\nThis is for the moderators of this cohort.';
      for (const verb of ['cohort status', 'cohort settings', 'cohort pause', 'cohort resume'])
        expect(said(await ada.run(verb))).toContain(refused);
      for (const callback of ['cohort:pause:', 'cohort:basics:', 'cohort:roster-withdraw:'])
        expect(said(await ada.forge(callback))).toContain(refused);
      expect(said(await ada.run('cohort setup'))).toContain('Only somebody who manages this place can do this.');
      expect(await stage.rows('cohorts')).toMatchObject([{ state: 'open' }]);
    });

    it('lets a lead change the settings, but not say who moderates', async () => {
      const { lead } = stage;
      await lead.run('cohort settings');
      await inspected(lead);
      expect(said(await lead.press('Moderators and leads'))).toContain('Only somebody who manages this place can do this.');
    });

    it('puts the own service first among the help', async () => {
      const { moderator } = stage;
      await moderator.run('cohort settings');
      await inspected(moderator);
      await moderator.press('Own support service');
      const half = await moderator.fill({ Name: 'Student Wellbeing' });
      expect(said(half)).toContain('Fill in both the name and how to reach it, or leave both empty.');
      if (half.kind === 'panel') await moderator.press('Open it again');
      await moderator.fill({ 'How to reach it': 'wellbeing@example.ac.uk, weekdays 9 to 17' });
      expect(await inspected(moderator)).toContain('Student Wellbeing: wellbeing@example.ac.uk, weekdays 9 to 17');
      const card = said(await stage.student('Gus').run('support'));
      expect(card).toContain('Student Wellbeing');
      expect(card).toContain('wellbeing@example.ac.uk');
      expect(card).toContain('999');
    });

    it('makes the check-in one tap in an exam season', async () => {
      const { moderator } = stage;
      await moderator.press('Add exam season');
      const backwards = await moderator.fill({ 'First day': '2027-01-23', 'Last day': '2027-01-16' });
      expect(said(backwards)).toContain('The last day lies before the first. Change one of them.');
      if (backwards.kind === 'panel') await moderator.press('Open it again');
      await moderator.fill({ 'First day': '2027-01-16', 'Last day': '2027-01-23' });
      expect(await inspected(moderator)).toContain('Exam seasons: one tap only');
      await stage.until('2027-01-17T18:00:00Z');
      const ada = stage.student('Ada');
      const asked = await ada.press('Check in', 'inbox');
      expect(said(asked)).toContain('Overall, how happy did you feel yesterday?');
      expect(said(asked)).not.toContain('1 of 3');
      expect(said(await ada.press('7'))).toContain('This week: Happy 7 of 10.');
    });

    it('stops everything at once with a pause', async () => {
      await stage.until('2027-01-24T17:59:00Z');
      const before = await stage.contacts();
      expect(said(await stage.moderator.run('cohort pause'))).toContain('Bombus sends nothing to this cohort any more');
      await stage.until('2027-02-01T10:00:00Z');
      await expectContacts(stage, before);
      expect(await inChannel('check-ins')).toHaveLength(2);
      expect(said(await stage.student('Ada').run('home'))).not.toContain('opens on');
      await stage.moderator.run('cohort status');
      expect(await inspected(stage.moderator)).toContain('None while the cohort is not open');
    });

    it('resumes without a flood', async () => {
      const before = (await stage.contacts()).Ada ?? [];
      await stage.moderator.run('cohort resume');
      expect(await reads(stage.moderator, 'is open')).toContain('The next check-in comes on Sunday 7 February');
      await stage.advance('PT1H');
      await expectContacts(stage, { Ada: before });
      await stage.until('2027-02-07T18:00:00Z');
      await expectContacts(stage, { Ada: [...before, PROMPT] });
      const titles = (await inChannel('check-ins')).map(({ text }) => text.split('\n')[0]);
      expect(titles).toEqual(['Bombus, for Medicine 2027', 'This check-in has closed', PROMPT]);
    });

    it('changes the reveal roster only with another lead, after seven days, before everybody’s eyes', async () => {
      const { moderator, lead } = stage;
      const holders = async () =>
        (await stage.rows('cohort_holders')).filter(({ part }) => part === 'roster').map(({ holder }) => holder);
      const people = [moderator.id, lead.id, stage.student('Gus').id];
      await moderator.run('cohort settings');
      await inspected(moderator);
      await moderator.press('Reveal roster');
      await moderator.fill({ People: people });
      expect(await inspected(moderator)).toContain('A change of the reveal roster waits for a safeguarding lead to agree.');
      await stage.advance('PT0S');
      expect((await inChannel('moderators')).at(-1)?.text).toContain(
        'A change of the reveal roster is proposed\nIt names 3 people.',
      );
      await moderator.press('I am a lead and agree', { channel: stage.platform.channel('moderators') });
      expect(said(await moderator.fill({}))).toContain(
        'A safeguarding lead who is on the roster now, other than the person who proposed it, has to agree.',
      );
      const shown = await lead.press('I am a lead and agree', { channel: stage.platform.channel('moderators') });
      expect(shown.kind === 'form' && shown.fields.map(({ value }) => value)).toEqual([people]);
      await lead.fill({});
      expect(await inspected(lead)).toContain('A change of the reveal roster takes effect on Sunday 14 February.');
      await stage.advance('PT0S');
      expect((await inChannel('check-ins')).at(-1)?.text).toContain(
        'The reveal roster changes\nFrom Sunday 14 February other people may take part in a reveal',
      );
      await stage.advance('P6D');
      expect(await holders()).toHaveLength(2);
      await stage.advance('P1D');
      expect([...(await holders())].sort()).toEqual([...people].sort());
    });

    it('broke no rule of the platform, and never nudged who had answered', async () => {
      await stage.expectNoHarm();
      const { Ada = [] } = await stage.contacts();
      expect(Ada.filter((title) => title === NUDGE).length).toBeLessThanOrEqual(2);
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
