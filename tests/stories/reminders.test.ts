import { beforeAll, expect, it } from 'vitest';
import { expectContacts, inspected, join, openCohort, reads, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const PROMPT = 'How was your week?';

eachPlatform(
  (_, open) => {
    const round = [PROMPT, 'If you have not yet …'];
    let stage: Stage;
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const handle of ['Ada', 'Bo', 'Cy']) await join(stage.student(handle), { reminders: true });
      await stage.until('2027-01-17T18:00:00Z');
    });

    it('end at once for who stops them, and nothing more comes, not even the nudge', async () => {
      const ada = stage.student('Ada');
      expect(said(await ada.press('Stop reminders', 'inbox'))).toContain('Bombus does not write to you any more.');
      await stage.until('2027-01-24T17:00:00Z');
      await expectContacts(stage, { Ada: [PROMPT], Bo: round, Cy: round });
    });

    it('wait for the day that a pause ends on, which is then forgotten by itself', async () => {
      const bo = stage.student('Bo');
      await bo.press('Pause until …', 'inbox');
      const past = await bo.fill({ Until: '2027-01-20' });
      expect(said(past)).toContain('That day is not ahead of us. Choose a later one.');
      if (past.kind === 'panel') await bo.press('Open it again');
      const far = await bo.fill({ Until: '2029-01-20' });
      expect(said(far)).toContain('Choose a day within the next twelve months.');
      if (far.kind === 'panel') await bo.press('Open it again');
      expect(said(await bo.fill({ Until: '2027-02-03' }))).toContain('Nothing is sent to you until Wednesday 3 February.');
      expect(said(await bo.run('home'))).toContain('Paused until Wednesday 3 February. Nothing is sent before.');
    });

    it('come at the own time in the own zone, and never at night', async () => {
      const cy = stage.student('Cy');
      await cy.run('home');
      await cy.press('My own time');
      const night = await cy.fill({ Day: 'Wednesday', 'Time of day': '23:15', 'Time zone': 'America/New_York' });
      expect(said(night)).toContain('Nothing is sent between 22:00 and 08:00.');
      if (night.kind === 'panel') await cy.press('Open it again');
      await cy.fill({ Day: 'Wednesday', 'Time of day': '21:30', 'Time zone': 'America/New_York' });
      expect(await reads(cy, 'One direct message')).toContain('on Wednesdays at 21:30 (New York time), and at most one nudge.');
      await stage.until('2027-01-28T02:29:59Z');
      await expectContacts(stage, { Ada: [PROMPT], Bo: round, Cy: round });
      await stage.until('2027-01-28T02:30:00Z');
      await expectContacts(stage, { Ada: [PROMPT], Bo: round, Cy: [...round, PROMPT] });
      await stage.until('2027-01-29T02:30:00Z');
      await expectContacts(stage, { Ada: [PROMPT], Bo: round, Cy: [...round, ...round] });
    });

    it('leave out the paused one on Sunday and ask again after the pause', async () => {
      await stage.until('2027-02-07T17:59:59Z');
      expect((await stage.contacts()).Bo).toEqual(round);
      await stage.until('2027-02-07T18:00:00Z');
      expect((await stage.contacts()).Bo).toEqual([...round, PROMPT]);
    });

    it('come back for who asks for them', async () => {
      const ada = stage.student('Ada');
      expect(said(await ada.run('home'))).toContain('Bombus does not write to you.');
      await ada.press('Remind me');
      await reads(ada, 'Reminders are on');
      await stage.until('2027-02-14T18:00:00Z');
      expect((await stage.contacts()).Ada).toEqual([PROMPT, PROMPT]);
    });

    it('end at once where the person can be reached no more', async () => {
      const { platform } = stage;
      const bo = stage.student('Bo');
      platform.faults.closedInboxes.add(bo.id);
      const before = (await bo.inbox()).length;
      await stage.until('2027-02-21T18:00:00Z');
      expect(await bo.inbox()).toHaveLength(before);
      platform.faults.closedInboxes.delete(bo.id);
      const told = await bo.run('checkin');
      expect(said(told)).toContain('Bombus could not send you your last reminder');
      await bo.press('Try again');
      await reads(bo, 'Reminders are on');
      await stage.moderator.run('cohort status');
      expect(await inspected(stage.moderator)).toContain('Nothing that Bombus knows of.');
    });

    it('broke no rule of the platform', () => stage.expectNoHarm());
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
