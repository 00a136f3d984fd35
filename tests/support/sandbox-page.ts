import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Bot, startBot, temporaryFolder } from './bot.ts';
import { openBrowser, watchPage } from './browser.ts';

export interface SandboxPageOptions {
  readonly height: number;
  /** Before the page is opened. */
  begin?(bot: Bot): Promise<unknown>;
}

interface Opened {
  readonly bot: Bot;
  readonly browser: Browser;
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly folder: Awaited<ReturnType<typeof temporaryFolder>>;
}

/** The whole bot with its sandbox in a real browser, for the tests of one suite: what somebody sees and does there. */
export function openSandboxPage({ height, begin = async () => undefined }: SandboxPageOptions) {
  let opened: Opened | null = null;
  const here = (): Opened => {
    if (!opened) throw new Error('the page is there once the suite has begun');
    return opened;
  };

  beforeAll(async () => {
    const folder = await temporaryFolder();
    const [bot, browser] = await Promise.all([startBot({ DATA_DIR: folder.path }), openBrowser()]);
    await begin(bot);
    const page = await browser.newPage({ viewport: { width: 1280, height }, colorScheme: 'light', reducedMotion: 'reduce' });
    page.setDefaultTimeout(20_000);
    opened = { bot, browser, page, folder, complaints: watchPage(page, bot.url) };
    await page.goto(bot.url);
  });
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.bot.stop();
    await opened?.folder.remove();
  });

  const panel = () => here().page.getByRole('region', { name: 'Only you can see this' });
  const dialog = () => here().page.getByRole('dialog');
  return {
    get bot(): Bot {
      return here().bot;
    },
    get page(): Page {
      return here().page;
    },
    /** What the page did that it should not. */
    get complaints(): readonly string[] {
      return here().complaints;
    },
    panel,
    dialog,
    become: (name: string) =>
      here()
        .page.getByRole('navigation', { name: 'You are' })
        .getByRole('button', { name: new RegExp(`^\\S* ?${name}`) })
        .click(),
    press: (name: string | RegExp) =>
      panel()
        .getByRole('button', { name, exact: typeof name === 'string' })
        .click(),
    says: (text: string | RegExp) => panel().getByText(text).first().waitFor(),
    async type(line: string) {
      const composer = here().page.getByRole('combobox');
      await composer.fill(line);
      await composer.press('Enter');
    },
    go: (channel: string) =>
      here()
        .page.getByRole('button', { name: new RegExp(`^${channel}`) })
        .click(),
  };
}
