import { describe, expect, it } from 'vitest';
import { expectContacts, join, openCohort, reads } from '../support/dialogue.ts';
import { onPlatform } from '../support/stage.ts';

const PROMPT = 'How was your week?';

/** Sundays at 18:00 by the clock on the wall, before and after it changes. */
const CHANGES = [
  { zone: 'Europe/London', before: '2027-03-21T18:00:00Z', after: '2027-03-28T17:00:00Z', back: '2027-10-31T18:00:00Z' },
  { zone: 'America/New_York', before: '2027-03-07T23:00:00Z', after: '2027-03-14T22:00:00Z', back: '2027-11-07T23:00:00Z' },
  { zone: 'Australia/Lord_Howe', before: '2027-03-28T07:00:00Z', after: '2027-04-04T07:30:00Z', back: '2027-10-03T07:00:00Z' },
];

const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1000).toISOString();

describe.each(CHANGES)('the change of the clock in $zone', ({ zone, before, after, back }) => {
  onPlatform('the sandbox', (_, open) => {
    it('leaves the check-in at 18:00 on the wall, once a week', async () => {
      const stage = await open({ at: new Date(Date.parse(before) - 2 * 24 * 3_600_000).toISOString() });
      await openCohort(stage, { 'Time zone': zone });
      const ada = stage.student('Ada');
      await join(ada, { reminders: true });
      await stage.until(justBefore(before));
      await expectContacts(stage, {});
      await stage.until(before);
      await expectContacts(stage, { Ada: [PROMPT] });
      await ada.run('checkin');
      await ada.press('Skip this week');
      await stage.until(justBefore(after));
      await expectContacts(stage, { Ada: [PROMPT] });
      await stage.until(after);
      await expectContacts(stage, { Ada: [PROMPT, PROMPT] });

      await stage.set(new Date(Date.parse(back) - 24 * 3_600_000).toISOString());
      const asked = (await ada.inbox()).length;
      await ada.run('home');
      expect(await reads(ada, 'Home ·')).toContain('Sunday');
      await stage.until(justBefore(back));
      expect(await ada.inbox()).toHaveLength(asked);
      await stage.until(back);
      expect(await ada.inbox()).toHaveLength(asked + 1);
      await stage.expectNoHarm();
    });
  });
});
