import { copyFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { savePicture } from '../support/browser.ts';
import { openSandboxPage } from '../support/sandbox-page.ts';

/** Two weeks of a cohort in a real browser, the second of them across the change to summer time (28 March 2027). */
describe('a newcomer in the sandbox', () => {
  const room = openSandboxPage({ height: 860, begin: (bot) => bot.set('2027-03-15T09:00:00Z') });
  const { panel, dialog, become, press, says, type } = room;
  const nextThing = async () => {
    const moved = room.page.waitForResponse(
      (response) => response.url().endsWith('/api/clock') && response.request().method() === 'POST',
    );
    await room.page.getByRole('button', { name: /To the next thing/ }).click();
    await moved;
  };
  const clock = () =>
    room.page.evaluate("fetch('/api/clock').then((answer) => answer.json()).then(({ now }) => new Date(now).toISOString())");

  it('finds a cohort that lives, and begins without one to set it up by hand', async () => {
    await room.page.getByRole('heading', { name: 'Bombus, for Medicine, this year' }).waitFor();
    await room.page.getByRole('button', { name: 'Room settings' }).click();
    await room.page.getByRole('button', { name: 'Begin without a cohort' }).click();
    await room.page.getByRole('button', { name: 'Delete everything' }).click();
    await room.page.getByText('It is quiet here').waitFor();
  });

  it('sets the cohort up as the moderator', async () => {
    await type('/cohort setup');
    await dialog().getByLabel('Name of the cohort').fill('Medicine 2027');
    await dialog().getByRole('combobox', { name: 'Time zone' }).fill('Europe/Lodnon');
    await dialog().getByLabel('United Kingdom').check();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog()
      .getByText(/does not know that time zone/)
      .waitFor();
    await dialog().getByRole('combobox', { name: 'Time zone' }).fill('Europe/London');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await says('Next: choose the channels.');
    await press('Channels');
    for (const [purpose, channel] of [
      ['Check-ins', 'check-ins'],
      ['Safe space', 'safe-space'],
      ['Questions', 'questions'],
      ['Moderators', 'moderators'],
    ] as const) {
      await dialog().getByRole('group', { name: purpose }).getByLabel(`#${channel}`).check();
    }
    await dialog().getByRole('button', { name: 'Save' }).click();
    await says(/✓/);
    await press('Moderators and leads');
    await dialog().getByRole('group', { name: 'Who moderates' }).getByLabel('moderator').check();
    await dialog().getByRole('group', { name: 'Safeguarding leads' }).getByLabel('lead').check();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await says('Next: name the reveal roster, at least two people.');
    await press('Reveal roster');
    await dialog().getByLabel('Moderator', { exact: true }).check();
    await dialog().getByLabel('Lead', { exact: true }).check();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await press('Open the cohort');
    await says('Medicine 2027 is open');
  });

  it('joins as a first-year from the pinned welcome, with the notice before anything is stored', async () => {
    await become('First-year');
    await room.page
      .getByRole('button', { name: /check-ins/ })
      .first()
      .click();
    await room.page.getByRole('article').getByRole('button', { name: 'Join' }).click();
    await says('Who can see what');
    await says(/not an emergency service/);
    await press('I agree and am 18 or over');
    await dialog().getByLabel('Your year of study').selectOption({ label: 'Year 1' });
    await dialog().getByLabel('Yes, by direct message').check();
    await dialog().getByRole('button', { name: 'Join' }).click();
    await says('Reminders are on');
  });

  it('is asked on Sunday at 18:00 and answers in three taps', async () => {
    await nextThing();
    expect(await clock()).toBe('2027-03-21T18:00:00.000Z');
    await room.page.getByRole('button', { name: /^Bombus/ }).click();
    await room.page.getByRole('article').getByRole('button', { name: 'Check in' }).last().click();
    await says('Overall, how happy did you feel yesterday?');
    await press('2');
    await press('9');
    await press('Mostly');
    await says('Saved. Thank you');
    await says('Samaritans');
    await press('Add a note');
    await dialog().getByLabel('Your note').fill('A long week <b>on the ward</b> @everyone');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await press('Home');
    await says('A long week <b>on the ward</b> @everyone');
    expect(await room.page.locator('b', { hasText: 'on the ward' }).count()).toBe(0);
  });

  it('is not nudged after answering, and is asked again at 18:00 by the clock on the wall in summer time', async () => {
    await nextThing();
    expect(await clock()).toBe('2027-03-28T17:00:00.000Z');
    const articles = room.page.getByRole('article');
    expect(await articles.filter({ hasText: 'If you have not yet' }).count()).toBe(0);
    await expect.poll(() => articles.filter({ hasText: 'How was your week?' }).count(), { timeout: 20_000 }).toBe(2);
    await articles.getByRole('button', { name: 'Check in' }).last().click();
    await press('7');
    await press('4');
    await press('Completely');
    await says('Saved. Thank you');
    await panel().getByRole('img', { name: /Happy/ }).waitFor();
    const picture = await savePicture(room.page, 'story-check-in');
    if (process.env.README_PICTURE === 'renew') await copyFile(picture, 'docs/sandbox.png');
  });

  it('pauses, sees where help is, and leaves', async () => {
    await type('/home');
    await says('Home · Medicine 2027');
    await savePicture(room.page, 'story-home');
    await press('Pause until …');
    await dialog().getByLabel('Until').fill('2027-04-20');
    await dialog().getByRole('button', { name: 'Pause' }).click();
    await says(/Nothing is sent to you until Tuesday 20 April/);
    await type('/support');
    await says('Call 999');
    await type('/leave');
    await press('Leave and erase');
    await says('You have left');
  });

  it('sees as the moderator what comes next, and stops everything at once', async () => {
    await become('Moderator');
    await type('/cohort status');
    await says('Nothing that Bombus knows of.');
    await savePicture(room.page, 'story-status');
    await type('/cohort pause');
    await says(/Bombus sends nothing to this cohort any more/);
    expect(room.complaints).toEqual([]);
  });
});
