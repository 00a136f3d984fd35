import { beforeAll, describe, expect, it } from 'vitest';
import { answer, expectContacts, join, openCohort, reads, said } from '../support/dialogue.ts';
import { onPlatform, type Stage } from '../support/stage.ts';

const PROMPT = 'How was your week?';
const NUDGE = 'If you have not yet …';
const WEEK = 7 * 24 * 3_600_000;
const FIRST = Date.parse('2027-01-17T18:00:00Z');

/** Just after this round has opened. */
const roundAt = (number: number): string => new Date(FIRST + (number - 1) * WEEK + 60_000).toISOString();

describe('somebody who stays silent', () => {
  onPlatform('the sandbox', (_, open) => {
    let stage: Stage;
    const times = async (): Promise<number> =>
      (await stage.student('Di').inbox()).filter(({ text }) => text.startsWith(PROMPT)).length;
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      await join(stage.student('Di'), { reminders: true });
    });

    it('is asked weekly, fortnightly, monthly, and then left in peace with one friendly line', async () => {
      const asked: number[] = [];
      for (let round = 1; round <= 15; round += 1) {
        const before = await times();
        await stage.until(roundAt(round));
        if ((await times()) > before) asked.push(round);
      }
      expect(asked).toEqual([1, 2, 4, 6, 10, 14]);
      const inbox = await stage.student('Di').inbox();
      expect(inbox.at(-1)?.text).toBe(
        'Bombus goes quiet for you\nMedicine 2027: you will not be reminded any more. Whenever you like, /checkin brings the weekly check-in back.',
      );
      await expectContacts(stage, { Di: [...Array(6).fill([PROMPT, NUDGE]).flat(), 'Bombus goes quiet for you'] });
    });

    it('hears nothing after that, and is told so at home', async () => {
      await stage.until(roundAt(20));
      expect(await times()).toBe(6);
      expect(said(await stage.student('Di').run('home'))).toContain('Resting: nothing is sent until you check in again.');
    });

    it('is asked weekly again after one answer, without a word about the silence', async () => {
      const di = stage.student('Di');
      await di.run('checkin');
      const told = await answer(di, 6, 4, 'Partly');
      expect(told).not.toMatch(/missed|silent|back|streak/i);
      for (const round of [21, 22]) await stage.until(roundAt(round));
      expect(await times()).toBe(8);
    });

    it('is asked once, in the new academic year, whether the year of study is still true', async () => {
      const di = stage.student('Di');
      await stage.set('2027-09-02T12:00:00Z');
      expect(said(await di.run('home'))).toContain('A new academic year has begun. Bombus has you in: year 1.');
      await di.press('Change my year');
      await di.fill({ 'Your year of study': 'Year 2' });
      expect(await reads(di, 'Home ·')).toContain('Year 2. Member since Monday 11 January 2027.');
      expect(said(await di.run('home'))).not.toContain('academic year');
      await stage.expectNoHarm();
    });
  });
});

describe('somebody who stays silent where others can see who gets a message', () => {
  onPlatform('Slack by Socket Mode', (_, open) => {
    it('gets the same lines as everybody who agreed, every week', async () => {
      const stage = await open();
      await openCohort(stage);
      const [ada, di] = [stage.student('Ada'), stage.student('Di')];
      for (const person of [ada, di]) await join(person, { reminders: true });
      for (let round = 1; round <= 5; round += 1) {
        await stage.until(roundAt(round));
        await ada.run('checkin');
        await answer(ada, 7, 2, 'Mostly');
      }
      const lines = [PROMPT, ...Array(4).fill([NUDGE, PROMPT]).flat()];
      await expectContacts(stage, { Ada: lines, Di: lines });
      await stage.expectNoHarm();
    });
  });
});
