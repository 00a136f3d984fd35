import { beforeAll, expect, it } from 'vitest';
import { answer, join, openCohort, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const TABLES = ['members', 'member_tags', 'check_ins', 'deliveries'];

eachPlatform(
  (_, open) => {
    let stage: Stage;
    const everything = async () => JSON.stringify(await Promise.all(TABLES.map((table) => stage.rows(table))));
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      const ada = stage.student('Ada');
      await join(ada, { reminders: true, year: 'Year 3' });
      await stage.until('2027-01-17T18:00:00Z');
      await ada.run('checkin');
      await answer(ada, 4, 6, 'Partly');
      await ada.press('Add a note');
      await ada.fill({ 'Your note': 'The marmalade is a secret.' });
      await ada.run('home');
      await ada.press('My year and tags');
      await ada.fill({ 'Does any of this describe you?': ['Caring for somebody', 'Commuting from home'] });
    });

    it('can be copied by the person it is about, whole', async () => {
      const ada = stage.student('Ada');
      await ada.run('home');
      const copy = said(await ada.press('A copy of my data'));
      const records = copy
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as object);
      expect(records).toMatchObject([
        { cohort: 'Medicine 2027', year: 3, reminders: true, tags: ['carer', 'commuter'], joinedAt: '2027-01-11T09:00:00.000Z' },
        { round: 1, happy: 4, anxious: 6, belonging: 3, note: 'The marmalade is a secret.' },
      ]);
    });

    it('stays when the person stays', async () => {
      const ada = stage.student('Ada');
      expect(said(await ada.run('leave'))).toContain('It cannot be undone.');
      expect(said(await ada.press('Stay'))).toBe('Nothing has changed\nYou are still a member.');
      expect(await stage.rows('members')).toHaveLength(1);
    });

    it('is erased at once when they leave, and nothing is sent to them any more', async () => {
      const ada = stage.student('Ada');
      const [member] = await stage.rows('members');
      const sent = (await ada.inbox()).length;
      await ada.run('leave');
      const told = said(await ada.press('Leave and erase'));
      expect(told).toContain('what Bombus held about you is erased');
      const left = await everything();
      for (const trace of [String(member?.id), ada.id, 'marmalade', 'carer']) expect(left).not.toContain(trace);
      await stage.until('2027-01-24T18:00:00Z');
      expect(await ada.inbox()).toHaveLength(sent);
    });

    it('begins anew for who comes back', async () => {
      const ada = stage.student('Ada');
      expect(said(await ada.run('home'))).toContain('This is for members of the cohort.');
      await join(ada, { reminders: false });
      const home = said(await ada.run('home'));
      expect(home).toContain('Year 1. Member since Sunday 24 January 2027.');
      expect(home).not.toContain('marmalade');
      await stage.expectNoHarm();
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
