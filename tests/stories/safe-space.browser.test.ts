import { describe, expect, it } from 'vitest';
import { savePicture } from '../support/browser.ts';
import { openSandboxPage } from '../support/sandbox-page.ts';

/** The safe space as a newcomer meets it in a real browser: read, write, wait, be answered, moderate. */
describe('the safe space in the sandbox', () => {
  const room = openSandboxPage({ height: 900 });
  const { dialog, become, press, says, type, go } = room;

  it('is not empty: others have spoken, under aliases with a bee', async () => {
    await go('safe-space');
    await room.page.getByText('Everybody on my placement seems to know somebody').first().waitFor();
    await room.page.getByText('author of this thread').first().waitFor({ state: 'detached' });
    await savePicture(room.page, 'safe-space-thread');
  });

  it('shows what is written before it is posted, with what could identify somebody', async () => {
    await become('Second-year');
    await go('safe-space');
    await type('/post');
    await dialog()
      .getByLabel('Your words')
      .fill('Mrs Patel on the ward died on Tuesday and nobody asked how I was. I just went to the next lecture.');
    await dialog().getByLabel('Be heard').check();
    await dialog().getByRole('button', { name: 'Preview' }).click();
    await says('Before it is posted');
    await savePicture(room.page, 'safe-space-preview');
    await press('Edit');
    await dialog()
      .getByLabel('Your words')
      .fill('A patient on my ward died and nobody asked how I was. I just went to the next lecture.');
    await dialog().getByRole('button', { name: 'Preview' }).click();
    await press('Post it');
    await says(/Your withdrawal code/);
    await savePicture(room.page, 'safe-space-accepted');
  });

  it('appears under an alias when its time has come', async () => {
    await room.bot.advance('PT75M');
    await room.page.getByText('A patient on my ward died').first().waitFor();
    await savePicture(room.page, 'safe-space-posted');
  });

  it('holds what asks for help until a moderator has read it', async () => {
    await become('Commuter');
    await go('safe-space');
    await type('/post');
    await dialog().getByLabel('Your words').fill('I cannot do this any more. I do not want to be alive.');
    await dialog().getByRole('button', { name: 'Preview' }).click();
    await says('Samaritans');
    await press(/^Post/);
    await says('A person reads it first');
    await savePicture(room.page, 'safe-space-card');
    await room.bot.advance('PT6M');
    await become('Moderator');
    await go('moderators');
    await type('/cohort queue');
    await press(/^Open 1/);
    await says('I do not want to be alive');
    await savePicture(room.page, 'safe-space-queue');
  });

  it('reveals an author to a lead alone, when two people ask for it', async () => {
    await press('A life is in danger …');
    await dialog().getByLabel('Serious and immediate risk to life').check();
    await dialog()
      .getByLabel('Why it is needed')
      .fill('Speaks of not wanting to be alive, and nobody has heard from them since.');
    await dialog()
      .getByRole('button', { name: /Ask|Send|Request/ })
      .click();
    await says(/waits for another person/);
    await savePicture(room.page, 'safe-space-reveal-asked');
    await become('Lead');
    await go('moderators');
    await room.page.getByRole('button', { name: /Look at it/ }).click();
    await says(/Serious and immediate risk to life/i);
    await savePicture(room.page, 'safe-space-reveal-agree');
    await press(/^I agree/);
    await says('Commuter');
    await savePicture(room.page, 'safe-space-reveal-shown');
    await type('/cohort audit');
    await says(/Audit/);
    await savePicture(room.page, 'safe-space-audit');
  });

  it('makes the page complain about nothing', () => {
    expect(room.complaints).toEqual([]);
  });
});
