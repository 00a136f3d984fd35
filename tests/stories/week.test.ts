import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { answer, expectContacts, join, openCohort, reads, said } from '../support/dialogue.ts';
import { eachPlatform, type OpenStage, onPlatform, type PlatformName, type Stage, type StageOptions } from '../support/stage.ts';

const PROMPT = 'How was your week?';
const NUDGE = 'If you have not yet …';

const weekOn =
  (options: StageOptions) =>
  (name: PlatformName, open: OpenStage): void => {
    const isSlack = name.startsWith('Slack');
    const isDiscord = name === 'Discord';
    let stage: Stage;
    beforeAll(async () => {
      stage = await open(options);
      await openCohort(stage);
    });

    it('shows the notice first, and stores nothing about who says no', async () => {
      const fay = stage.student('Fay');
      const notice = said(await fay.run('join'));
      for (const part of ['Who can see what', 'How long it is kept', 'not an emergency service', 'You must be 18 or over'])
        expect(notice).toContain(part);
      expect(notice).toContain(isSlack ? 'Owners may export channels' : 'Moderators');
      expect(said(await fay.press('Not now'))).toContain('Nothing was stored.');
      await fay.run('join');
      await fay.press('I agree and am 18 or over');
      expect(await stage.rows('members')).toEqual([]);
    });

    it('makes members of those who agree, with and without reminders', async () => {
      expect(await join(stage.student('Ada'), { reminders: true })).toContain(
        'You get one direct message on Sundays at 18:00 (London time), and at most one nudge after it.',
      );
      expect(await join(stage.student('Bo'), { reminders: false })).toContain('Bombus will not write to you.');
      await join(stage.student('Di'), { reminders: true });
      await join(stage.student('Eve'), { reminders: true });
      expect(await stage.rows('members')).toHaveLength(4);
    });

    it.skipIf(isDiscord)('takes a closed inbox kindly', async () => {
      const cy = stage.student('Cy');
      stage.platform.faults.closedInboxes.add(cy.id);
      await startJoining(cy);
      const told = await reads(cy, 'No reminders for now');
      expect(told).toContain('your direct messages are closed for this place. That is fine');
      stage.platform.faults.closedInboxes.delete(cy.id);
      await cy.press('Try again');
      await reads(cy, 'Reminders are on');
      await cy.run('home');
      await cy.press('Stop reminders');
      await reads(cy, 'Reminders are off');
    });

    it.runIf(isDiscord)('cannot know yet that an inbox is closed', async () => {
      const cy = stage.student('Cy');
      stage.platform.faults.closedInboxes.add(cy.id);
      await startJoining(cy);
      await reads(cy, 'Reminders are on');
    });

    it('is told that it is welcome twice when it joins twice', async () => {
      expect(said(await stage.student('Ada').run('join'))).toContain('You are in already');
      expect(await stage.rows('members')).toHaveLength(5);
    });

    it('has nothing to ask before Sunday', async () => {
      expect(said(await stage.student('Ada').run('checkin'))).toContain(
        'The next check-in opens on Sunday 17 January, 18:00 (London time).',
      );
      await stage.until('2027-01-17T17:59:59Z');
      await expectContacts(stage, {});
    });

    it('asks each who agreed once on Sunday at 18:00, nobody else, and the channel once', async () => {
      await stage.until('2027-01-17T18:00:00Z');
      await expectContacts(stage, { Ada: [PROMPT], Di: [PROMPT], Eve: [PROMPT] });
      const { platform } = stage;
      expect(await platform.messages(platform.channel('check-ins'))).toMatchObject([
        { isPinned: true },
        {
          isPinned: false,
          buttons: ['Check in', 'Join', 'Support'],
          text: expect.stringContaining('Open until Sunday 24 January'),
        },
      ]);
      expect((await stage.student('Ada').inbox())[0]).toMatchObject({
        text: `${PROMPT}\nMedicine 2027: three taps, under thirty seconds. Nobody else sees your answer.`,
        buttons: ['Check in', 'Skip this week', 'Pause until …', 'Stop reminders'],
      });
    });

    it.runIf(isDiscord)('says once and kindly that a message could not be sent', async () => {
      const cy = stage.student('Cy');
      const told = said(await cy.run('home'));
      expect(told).toContain('Bombus could not send you your last reminder: your direct messages are closed for this place.');
      expect(said(await cy.run('home'))).not.toContain('could not send');
    });

    it('takes an answer in three taps, and shows the support card when it is low', async () => {
      const ada = stage.student('Ada');
      expect(said(await ada.press('Check in', 'inbox'))).toContain('Overall, how happy did you feel yesterday?');
      const told = await answer(ada, 2, 9, 'A little');
      expect(told).toContain('Samaritans');
      expect(told).toContain('Bombus is a program: nobody may be reading this.');
      expect(told).toContain('This week: Happy 2 of 10 · Anxious 9 of 10 · Belonging: a little.');
      expect(await stage.rows('check_ins')).toMatchObject([{ note: null, wish: null }]);
    });

    it('leads a wish to its door', async () => {
      const ada = stage.student('Ada');
      await ada.choose('I would like …', ['Be heard']);
      expect(await reads(ada, 'To be heard')).toContain('#safe-space');
    });

    it('keeps a note for its writer alone, and lets them change and remove it', async () => {
      const ada = stage.student('Ada');
      await ada.press('Add a note');
      expect(said(ada.screen())).toContain('A note to yourself');
      await ada.fill({ 'Your note': 'A long week.' });
      await reads(ada, 'Saved. Thank you');
      expect(said(await ada.run('home'))).toContain('A long week.');
      await ada.run('checkin');
      await ada.press('Change my note');
      expect(ada.screen()).toMatchObject({ kind: 'form', fields: [{ value: 'A long week.' }] });
      await ada.fill({ 'Your note': '' });
      await reads(ada, 'Saved. Thank you');
      expect(await stage.rows('check_ins')).toMatchObject([{ note: null, wish: 'be-heard' }]);
    });

    it('lets an answer be changed, and keeps the one before until the new one is whole', async () => {
      const ada = stage.student('Ada');
      await ada.run('checkin');
      await ada.press('Change my answers');
      await ada.press('8');
      expect(await stage.rows('check_ins')).toMatchObject([{ answers: '{"happy":2,"anxious":9,"belonging":2}' }]);
      await ada.press('3');
      const told = said(await ada.press('Mostly'));
      expect(told).toContain('This week: Happy 8 of 10 · Anxious 3 of 10 · Belonging: mostly.');
      expect(told).not.toContain('Samaritans');
      expect(await stage.rows('check_ins')).toMatchObject([
        { answers: '{"happy":8,"anxious":3,"belonging":4}', wish: 'be-heard' },
      ]);
    });

    it('is answered from the channel by somebody who wants no reminders', async () => {
      const bo = stage.student('Bo');
      await bo.press('Check in', { channel: stage.platform.channel('check-ins') });
      await answer(bo, 7, 2, 'Completely');
      expect(await stage.rows('check_ins')).toHaveLength(2);
    });

    it('invites to join who presses in the channel and is no member', async () => {
      const gus = stage.student('Gus');
      const screen = await gus.press('Check in', { channel: stage.platform.channel('check-ins') });
      expect(said(screen)).toContain('Joining takes a minute');
      expect(screen).toMatchObject({ buttons: ['Join', 'Support'] });
    });

    it('lets a week be skipped without a word of blame', async () => {
      const eve = stage.student('Eve');
      expect(said(await eve.press('Skip this week', 'inbox'))).toBe(
        'Skipped\nThat is fine. The next check-in comes on Sunday 24 January, 18:00 (London time).',
      );
    });

    it(
      isSlack ? 'gives the same nudge to all who agreed, a day later' : 'nudges a day later only those who have not answered',
      async () => {
        await stage.until('2027-01-18T17:59:59Z');
        await expectContacts(stage, { Ada: [PROMPT], Di: [PROMPT], Eve: [PROMPT] });
        await stage.until('2027-01-19T18:00:00Z');
        const { Ada, Di, Eve, ...others } = await stage.contacts();
        expect(others).toEqual({});
        expect(Di).toEqual([PROMPT, NUDGE]);
        expect([Ada, Eve]).toEqual(
          isSlack
            ? [
                [PROMPT, NUDGE],
                [PROMPT, NUDGE],
              ]
            : [[PROMPT], [PROMPT]],
        );
      },
    );

    it('never nudges twice', async () => {
      const before = await stage.contacts();
      await stage.until('2027-01-24T17:59:59Z');
      await expectContacts(stage, before);
    });

    it('closes the prompt in the channel with its round, and opens the next', async () => {
      const { platform } = stage;
      const stale = await staleCallback(stage);
      await stage.until('2027-01-24T18:00:00Z');
      expect(await platform.messages(platform.channel('check-ins'))).toMatchObject([
        { isPinned: true },
        { text: expect.stringContaining('This check-in has closed'), buttons: [] },
        { text: expect.stringContaining('Open until Sunday 31 January'), buttons: ['Check in', 'Join', 'Support'] },
      ]);
      const bo = stage.student('Bo');
      const told = said(await bo.forge(stale));
      expect(told).toContain('That check-in has closed');
      expect(told).toContain('A newer one is open.');
      expect(said(await bo.press('Open the newer one'))).toContain('Check-in · 1 of 3');
    });

    it('gives the own weeks back, in words and drawn', async () => {
      const ada = stage.student('Ada');
      await ada.press('Check in', 'inbox');
      await answer(ada, 5, 5, 'Partly');
      const told = await reads(ada, 'Your last 2 check-ins. Happy: 17 Jan 8, 24 Jan 5. Anxious: 17 Jan 3, 24 Jan 5.');
      expect(told).not.toContain('Samaritans');
      if (isSlack) expect(told).toContain('24 Jan █████░░░░░ 5');
      else await ada.until((screen) => screen.kind === 'panel' && screen.pictures.length === 1);
    });

    it.runIf(isSlack)('keeps the private panel in the Home tab', async () => {
      const ada = stage.student('Ada');
      const home = await ada.openHomeTab();
      expect(home && said(home)).toContain('This week: Happy 5 of 10');
      await ada.press('Stop reminders');
      await reads(ada, 'Reminders are off');
    });

    it('harms nobody and breaks no rule of the platform', () => stage.expectNoHarm());
  };

async function startJoining(person: Person): Promise<void> {
  await person.run('join');
  await person.press('I agree and am 18 or over');
  await person.fill({ 'Your year of study': 'Year 2', 'May Bombus remind you?': 'Yes, by direct message' });
}

/** The callback by which the round that is open now is begun. */
async function staleCallback(stage: Stage): Promise<string> {
  const [round] = await stage.rows('rounds');
  return `checkin:start:${String(round?.id)}`;
}

describe('a week on libSQL', () => eachPlatform(weekOn({})));
describe('a week on PostgreSQL', () => onPlatform('Discord', weekOn({ database: 'PostgreSQL' })));
