import { beforeAll, expect, it } from 'vitest';
import { answer, expectContacts, join, openCohort, said } from '../support/dialogue.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const PROMPT = 'How was your week?';
const NUDGE = 'If you have not yet …';

eachPlatform(
  (_, open) => {
    let stage: Stage;
    const posts = async (): Promise<number> => (await stage.platform.messages(stage.platform.channel('check-ins'))).length;
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      await join(stage.student('Ada'), { reminders: true });
      await join(stage.student('Bo'), { reminders: true });
    });

    it('is caught up once, and not at night', async () => {
      await stage.restart();
      await stage.set('2027-01-17T23:10:00Z');
      await expectContacts(stage, {});
      await stage.until('2027-01-18T07:59:59Z');
      await expectContacts(stage, {});
      expect(await posts()).toBe(1);
      await stage.until('2027-01-18T08:00:00Z');
      await expectContacts(stage, { Ada: [PROMPT], Bo: [PROMPT] });
      expect(await posts()).toBe(2);
    });

    it('leaves buttons that were sent before working after it', async () => {
      const ada = stage.student('Ada');
      await stage.restart();
      expect(said(await ada.press('Check in', 'inbox'))).toContain('Check-in · 1 of 3');
      await ada.press('6');
      await stage.restart();
      await ada.press('4');
      await ada.press('Mostly');
      expect(said(ada.screen())).toContain('This week: Happy 6 of 10 · Anxious 4 of 10 · Belonging: mostly.');
    });

    it('makes no flood after weeks of it: the round of the moment alone, and one message each', async () => {
      await stage.restart();
      await stage.set('2027-02-10T12:00:00Z');
      const { Ada, Bo } = await stage.contacts();
      expect([Ada, Bo]).toEqual([
        [PROMPT, PROMPT],
        [PROMPT, PROMPT],
      ]);
      expect(await posts()).toBe(3);
      const bo = stage.student('Bo');
      await bo.press('Check in', 'inbox');
      await answer(bo, 5, 5, 'Partly');
    });

    it('lets go what is too old to be of use', async () => {
      const before = await stage.contacts();
      await stage.restart();
      await stage.set('2027-02-20T12:00:00Z');
      await expectContacts(stage, before);
      await stage.until('2027-02-21T18:00:00Z');
      const { Ada, Bo } = await stage.contacts();
      expect([Ada?.length, Bo?.length]).toEqual([(before.Ada?.length ?? 0) + 1, (before.Bo?.length ?? 0) + 1]);
      expect([...(Ada ?? []), ...(Bo ?? [])].filter((title) => title === NUDGE)).toEqual([]);
      await stage.expectNoHarm();
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
