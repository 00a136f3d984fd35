import { beforeAll, expect, it } from 'vitest';
import { join, openCohort, reads } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

/** The line that tells nothing: the same for everybody who chose it, whether or not there is something for them. */
eachPlatform(
  (_, open) => {
    let stage: Stage;
    const LINE = 'Your daily line';

    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const name of ['Ada', 'Bo']) await join(stage.student(name), { reminders: true });
    });

    it('comes to nobody who has not chosen it', async () => {
      await stage.advance('P2D');
      expect(await stage.contacts()).toEqual({});
    });

    it('comes once a day at 19:00 to whoever chose it, in the same words each day', async () => {
      await stage.student('Ada').run('home');
      await stage.student('Ada').press('A daily line');
      await reads(stage.student('Ada'), 'Daily line on');
      await stage.until('2027-01-13T18:59:59Z');
      expect(await stage.contacts()).toEqual({});
      await stage.until('2027-01-15T19:00:00Z');
      expect(await stage.contacts()).toEqual({ Ada: [LINE, LINE, LINE] });
      const [first, ...others] = await stage.student('Ada').inbox();
      for (const other of others) expect(other.text).toBe(first?.text);
      await stage.expectNoHarm();
    });

    it('stops when they say so', async () => {
      await stage.student('Ada').press('No daily line', 'inbox');
      await reads(stage.student('Ada'), 'Daily line off');
      await stage.until('2027-01-16T20:00:00Z');
      expect(await stage.contacts()).toEqual({ Ada: [LINE, LINE, LINE] });
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
