import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer, inspected, join, openCohort, said } from '../support/dialogue.ts';
import { eachPlatform, onPlatform, type Stage } from '../support/stage.ts';

const LONG = 'x'.repeat(10_000);
/** Hebrew, an override that would turn the rest around, a joiner, a zero-width space, a mention and a link in disguise. */
const STRANGE = 'שלום \u202Eevil\u202C a\u200Db\u200Bc @everyone <@1> [here](https://evil.example)';
const readable = (text: string): string => text.replace(/[\p{Cf}]/gu, '');

eachPlatform(
  (_, open) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const handle of ['Ada', 'Bo']) await join(stage.student(handle), { reminders: true });
      await stage.until('2027-01-17T18:00:00Z');
      const ada = stage.student('Ada');
      await ada.run('checkin');
      await answer(ada, 6, 4, 'Partly');
      await ada.press('Add a note');
      await ada.fill({ 'Your note': 'The first note.' });
    });

    it('names an emptied field, also one of invisible characters, and keeps the rest', async () => {
      const { moderator } = stage;
      await moderator.run('cohort settings');
      await inspected(moderator);
      await moderator.press('Cohort');
      const screen = await moderator.fill({ 'Name of the cohort': '\u200B\u2060 \u3164', 'Time of the check-in': '19:00' });
      expect(said(screen)).toContain('Name of the cohort');
      expect(said(screen)).toContain('Please fill this in: it is empty.');
      if (screen.kind === 'panel') await moderator.press('Open it again');
      const again = moderator.screen();
      expect(again.kind === 'form' && again.fields.flatMap(({ value }) => value)).toContain('19:00');
      expect(await stage.rows('cohorts')).toMatchObject([{ name: 'Medicine 2027', minute: 18 * 60 }]);
    });

    it('says how long a text of 10,000 characters is, and how long it may be, and loses nothing', async () => {
      const ada = stage.student('Ada');
      await ada.run('checkin');
      await ada.press('Change my note');
      const screen = await ada.fill({ 'Your note': LONG });
      expect(said(screen)).toContain('at most 500 fit');
      expect(await stage.rows('check_ins')).toMatchObject([{ note: 'The first note.' }]);
      if (screen.kind === 'panel') await ada.press('Open it again');
      const again = ada.screen();
      const kept = again.kind === 'form' ? String(again.fields[0]?.value) : '';
      expect(kept.startsWith('x'.repeat(500))).toBe(true);
    });

    it('shows right-to-left, zero-width and hostile text as what it is', async () => {
      const ada = stage.student('Ada');
      await ada.run('checkin');
      await ada.press('Change my note');
      await ada.fill({ 'Your note': STRANGE });
      expect(await stage.rows('check_ins')).toMatchObject([{ note: STRANGE }]);
      const home = readable(said(await ada.run('home')));
      for (const part of ['שלום', 'evil', 'abc', '@everyone', '<@1>', '[here](https://evil.example)'])
        expect(home).toContain(part);
    });

    it('answers what is forged with one plain sentence, and changes nothing', async () => {
      const bo = stage.student('Bo');
      const before = JSON.stringify([await stage.rows('check_ins'), await stage.rows('members')]);
      for (const callback of [
        'nothing:like:this',
        'checkin:constructor:x',
        'join:inbox:x',
        'cohort:inspected:',
        'x'.repeat(90),
      ]) {
        expect(said(await bo.forge(callback))).toBe(
          `That is out of date\nThat does not work any more: it comes from an older message, or Bombus did not write it. Nothing was changed. ${stage.platform.name === 'slack' ? '/bombus home' : '/home'} shows where you stand.`,
        );
      }
      const [round] = await stage.rows('rounds');
      for (const value of ['11', '-1', '1e1', '', '999999999999']) {
        expect(said(await bo.forge(`checkin:set:${String(round?.id)}.happy.${value}`))).toContain('Check-in · 1 of 3');
      }
      expect(said(await bo.forge('checkin:set:no-such-round.happy.5'))).toContain('That check-in has closed');
      expect(JSON.stringify([await stage.rows('check_ins'), await stage.rows('members')])).toBe(before);
    });

    it('lets nobody act for another by a button of theirs', async () => {
      const [round] = await stage.rows('rounds');
      const ada = (await stage.rows('members')).find(({ person }) => person === stage.student('Ada').id);
      const notes = await stage.rows('check_ins');
      const bo = stage.student('Bo');
      await bo.forge(`checkin:skip:${String(round?.id)}`);
      await bo.forge('home:export:1');
      expect(said(bo.screen())).not.toContain('evil');
      await bo.forge('leave:erase:');
      expect(await stage.rows('members')).toMatchObject([{ id: ada?.id }]);
      expect(await stage.rows('check_ins')).toEqual(notes);
      expect(said(await stage.student('Gus').forge(`checkin:set:${String(round?.id)}.happy.5`))).toContain('This is for members');
    });

    it('does once what is done twice, and says so', async () => {
      const ada = stage.student('Ada');
      stage.platform.faults.repeatEvents = 3;
      await ada.run('checkin');
      await ada.press('Change my answers');
      await answer(ada, 9, 1, 'Mostly');
      stage.platform.faults.repeatEvents = 1;
      expect(await stage.rows('check_ins')).toMatchObject([{ answers: '{"happy":9,"anxious":1,"belonging":4}' }]);
    });

    it('broke no rule of the platform', () => stage.expectNoHarm());
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);

describe('a request to the Slack address', () => {
  onPlatform('Slack by HTTP', (_, open) => {
    const post = async (stage: Stage, { secret, at = Date.now() }: { secret: string; at?: number }) => {
      const body = new URLSearchParams({
        command: '/bombus',
        text: 'cohort setup',
        user_id: stage.moderator.id,
        team_id: stage.platform.space,
      }).toString();
      const timestamp = String(Math.floor(at / 1000));
      return fetch(`${stage.bot.url}/slack/events`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
        },
      });
    };

    it('is refused when its signature is wrong, old or from the future, and nothing happens', async () => {
      const stage = await open();
      const secret = stage.platform.environment().SLACK_SIGNING_SECRET ?? '';
      const hour = 3_600_000;
      const refused = [{ secret: 'another' }, { secret, at: Date.now() - hour }, { secret, at: Date.now() + hour }];
      for (const request of refused) expect((await post(stage, request)).status).toBe(401);
      expect(stage.moderator.screen()).toEqual({ kind: 'nothing' });
      expect(await stage.rows('handled_events')).toEqual([]);
    });
  });
});
