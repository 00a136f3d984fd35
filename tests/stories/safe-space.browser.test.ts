import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bot, startBot, temporaryFolder } from '../support/bot.ts';
import { openBrowser, savePicture, watchPage } from '../support/browser.ts';

/** The safe space as a newcomer meets it in a real browser: read, write, wait, be answered, moderate. */
describe('the safe space in the sandbox', () => {
  let bot: Bot;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    folder = await temporaryFolder();
    [bot, browser] = await Promise.all([startBot({ DATA_DIR: folder.path }), openBrowser()]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' });
    page.setDefaultTimeout(20_000);
    complaints = watchPage(page, bot.url);
    await page.goto(bot.url);
  });
  afterAll(async () => {
    await browser.close();
    await bot.stop();
    await folder.remove();
  });

  const panel = () => page.getByRole('region', { name: 'Only you can see this' });
  const dialog = () => page.getByRole('dialog');
  const become = (name: string) =>
    page
      .getByRole('navigation', { name: 'You are' })
      .getByRole('button', { name: new RegExp(`^\\S* ?${name}`) })
      .click();
  const press = (name: string | RegExp) =>
    panel()
      .getByRole('button', { name, exact: typeof name === 'string' })
      .click();
  const says = (text: string | RegExp) => panel().getByText(text).first().waitFor();
  const type = async (line: string) => {
    await page.getByRole('combobox').fill(line);
    await page.getByRole('combobox').press('Enter');
  };
  const go = (channel: string) => page.getByRole('button', { name: new RegExp(`^${channel}`) }).click();

  it('is not empty: others have spoken, under aliases with a bee', async () => {
    await go('safe-space');
    await page.getByText('Everybody on my placement seems to know somebody').first().waitFor();
    await page.getByText('author of this thread').first().waitFor({ state: 'detached' });
    await savePicture(page, 'safe-space-thread');
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
    await savePicture(page, 'safe-space-preview');
    await press('Edit');
    await dialog()
      .getByLabel('Your words')
      .fill('A patient on my ward died and nobody asked how I was. I just went to the next lecture.');
    await dialog().getByRole('button', { name: 'Preview' }).click();
    await press('Post it');
    await says(/Your withdrawal code/);
    await savePicture(page, 'safe-space-accepted');
  });

  it('appears under an alias when its time has come', async () => {
    await bot.advance('PT75M');
    await page.getByText('A patient on my ward died').first().waitFor();
    await savePicture(page, 'safe-space-posted');
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
    await savePicture(page, 'safe-space-card');
    await bot.advance('PT6M');
    await become('Moderator');
    await go('moderators');
    await type('/cohort queue');
    await press(/^Open 1/);
    await says('I do not want to be alive');
    await savePicture(page, 'safe-space-queue');
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
    await savePicture(page, 'safe-space-reveal-asked');
    await become('Lead');
    await go('moderators');
    await page.getByRole('button', { name: /Look at it/ }).click();
    await says(/Serious and immediate risk to life/i);
    await savePicture(page, 'safe-space-reveal-agree');
    await press(/^I agree/);
    await says('Commuter');
    await savePicture(page, 'safe-space-reveal-shown');
    await type('/cohort audit');
    await says(/Audit/);
    await savePicture(page, 'safe-space-audit');
  });

  it('makes the page complain about nothing', () => {
    expect(complaints).toEqual([]);
  });
});
