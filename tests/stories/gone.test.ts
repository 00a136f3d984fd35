import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { answer, expectContacts, inspected, join, openCohort, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const PROMPT = 'How was your week?';
const NUDGE = 'If you have not yet …';

/** So that asking does not step down meanwhile. */
async function answered(person: Person): Promise<void> {
  await person.run('checkin');
  await answer(person, 6, 4, 'Partly');
}

eachPlatform(
  (name, open) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const handle of ['Ada', 'Bo']) await join(stage.student(handle), { reminders: true });
    });

    it('leaves in peace who has left the place, and erases them after thirty days', async () => {
      const { platform } = stage;
      platform.faults.removePerson(stage.student('Bo').id);
      await stage.until('2027-01-17T18:00:00Z');
      expect((await stage.contacts()).Ada).toEqual([PROMPT]);
      expect((await stage.contacts()).Bo ?? []).toEqual([]);
      expect(await stage.rows('members')).toHaveLength(2);
      await stage.until('2027-02-20T12:00:00Z');
      expect(await stage.rows('members')).toMatchObject([{ person: stage.student('Ada').id }]);
      expect((await stage.contacts()).Bo ?? []).toEqual([]);
    });

    it('tells the moderators once of a channel that is deleted, and asks the members all the same', async () => {
      const { platform, moderator } = stage;
      const before = (await stage.contacts()).Ada ?? [];
      platform.faults.deleteChannel(platform.channel('check-ins'));
      await stage.until('2027-02-21T18:00:00Z');
      expect((await stage.contacts()).Ada).toEqual([...before, PROMPT]);
      const told = (await platform.messages(platform.channel('moderators'))).filter(({ text }) =>
        text.startsWith('A channel needs mending'),
      );
      expect(told).toHaveLength(1);
      await moderator.run('cohort status');
      const status = await inspected(moderator);
      expect(status).toMatch(/it does not exist any more\. Choose another channel\.|if it was deleted, choose another\./);
      expect(status).toContain('Bombus could not post to the channel for check-ins last time.');
      expect(status).toMatch(/\d posts? could not be delivered in the last thirty days\./);
    });

    it('posts to the channel that is chosen instead, with a welcome of its own', async () => {
      const { platform, moderator } = stage;
      await moderator.run('cohort settings');
      await inspected(moderator);
      await moderator.press('Channels');
      await moderator.fill({ 'Check-ins': platform.channel('new-check-ins') });
      expect(await inspected(moderator)).toContain('✓ Check-ins: #new-check-ins');
      await answered(stage.student('Ada'));
      await stage.until('2027-02-28T18:00:00Z');
      await answered(stage.student('Ada'));
      expect((await platform.messages(platform.channel('new-check-ins'))).map(({ text }) => text.split('\n')[0])).toEqual([
        'Bombus, for Medicine 2027',
        PROMPT,
      ]);
      await moderator.run('cohort status');
      expect(await inspected(moderator)).not.toContain('Bombus could not post to the channel');
    });

    it('sends nothing where it was removed', async () => {
      const { platform } = stage;
      const before = await stage.contacts();
      platform.faults.removeBot();
      await stage.until('2027-03-07T18:30:00Z');
      await expectContacts(stage, before);
    });

    it('goes on where it comes back, with the members that were there', async () => {
      const { platform } = stage;
      const before = (await stage.contacts()).Ada ?? [];
      platform.faults.returnBot();
      if (name.startsWith('Slack')) await stage.restart();
      await stage.until('2027-03-14T18:00:00Z');
      const after = (await stage.contacts()).Ada ?? [];
      expect(after.slice(before.length).filter((title) => title !== NUDGE)).toEqual([PROMPT]);
      expect(said(await stage.student('Ada').run('home'))).toContain('This week’s check-in is open.');
      expect(platform.violations()).toEqual([]);
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
