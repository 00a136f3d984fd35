import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Outgoing } from '../../../src/chat/adapter.ts';
import { button, buttons, quote, spokenBy, to, view } from '../../../src/chat/build.ts';
import type { Speaker } from '../../../src/chat/view.ts';
import { accessibilityFaults } from '../../support/accessibility.ts';
import { openBrowser, savePicture, watchPage } from '../../support/browser.ts';
import { welcome } from './fake-inbox.ts';
import { openRoomOn } from './open-room.ts';

let browser: Browser;
const closing: (() => Promise<unknown>)[] = [];
const complaints: (readonly string[])[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(complaints.splice(0).flat()).toEqual([]);
});

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

async function open(
  options: {
    readonly viewport?: typeof PHONE;
    readonly colorScheme?: 'light' | 'dark';
    readonly at?: string;
    readonly isMovable?: boolean;
  } = {},
) {
  const room = await openRoomOn({ isMovable: options.isMovable ?? true });
  closing.push(room.close);
  const page = await browser.newPage({
    viewport: options.viewport ?? DESKTOP,
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(20_000);
  closing.push(() => page.close());
  complaints.push(watchPage(page, room.url));
  await page.goto(`${room.url}/${options.at ?? ''}`);
  await page.getByRole('navigation', { name: 'You are' }).getByRole('button', { pressed: true }).waitFor();
  return { room, page };
}

const composer = (page: Page) => page.getByRole('combobox');
const panel = (page: Page) => page.getByRole('region', { name: 'Only you can see this' });

describe('the page', () => {
  it('lets one find, complete and send a command with the keyboard alone', async () => {
    const { page, room } = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('/lib');
    await page.getByRole('option', { name: '/library' }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('option', { name: 'query:' }).waitFor();
    expect(await composer(page).getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Exam resits' }).waitFor();
    await page.keyboard.press('ArrowUp');
    const active = await composer(page).getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).textContent()).toBe('Exam resits');
    await page.keyboard.press('Enter');
    expect(await composer(page).inputValue()).toBe('/library query: Exam resits ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await panel(page).getByText('Found').waitFor();
    expect(room.inbox.heard.map(({ person, act }) => [person.id, act])).toEqual([
      ['moderator', { kind: 'command', verb: 'library', options: { query: 'id-2' } }],
    ]);
    expect(await composer(page).inputValue()).toBe('');
  });

  it('takes what suits all that was typed, also where the suggestions are not there yet', async () => {
    const { page, room } = await open({ at: '#first-year/channel-questions' });
    let pass = () => {};
    const shown = new Promise<void>((resolve) => {
      pass = resolve;
    });
    await page.route('**/api/complete', async (route) => {
      if (route.request().postData()?.includes('/l')) await shown;
      await route.continue();
    });
    await composer(page).focus();
    await page.keyboard.type('/');
    await page.getByRole('option', { name: '/library' }).waitFor();
    await page.keyboard.type('lib');
    await page.keyboard.press('Tab');
    pass();
    await page.getByRole('option', { name: 'query:' }).waitFor();
    expect(await composer(page).inputValue()).toBe('/library ');
    await page.keyboard.type('query: resits');
    await page.keyboard.press('Enter');
    await panel(page).getByText('Found').waitFor();
    expect(room.inbox.heard.at(-1)?.act).toEqual({ kind: 'command', verb: 'library', options: { query: 'resits' } });
  });

  it('keeps what was typed into a form beside the fault, and shows the answer when it fits', async () => {
    const { page, room } = await open({ at: '#first-year/channel-questions' });
    await composer(page).fill('/join');
    await composer(page).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'A few things about you' });
    await dialog.getByRole('radio', { name: '7' }).check();
    await dialog.getByRole('radio', { name: 'Fourth clinical' }).check();
    await dialog.getByLabel('Pause until').fill('2027-04-02');
    await dialog.getByRole('checkbox', { name: 'Lead' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Please write a name.').waitFor();
    const name = dialog.getByLabel('What should we call you?');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate("document.activeElement.name === 'nickname'")).toBe(true);
    expect(await dialog.getByRole('radio', { name: '7' }).isChecked()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await savePicture(page, 'sandbox-form');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await panel(page).getByText('Saved').waitFor();
    expect(await dialog.isVisible()).toBe(false);
    expect(room.inbox.heard.at(-1)?.act).toEqual({
      kind: 'submit',
      callback: 'home:details:',
      fields: { nickname: ['Ada'], happy: ['7'], year: ['4'], until: ['2027-04-02'], moderators: ['lead'] },
    });
  });

  it('does nothing in the name of somebody before it shows what they see', async () => {
    const { page, room } = await open({ at: '#moderator/channel-moderators' });
    let pass = () => {};
    const shown = new Promise<void>((resolve) => {
      pass = resolve;
    });
    await page.route('**/api/state?as=first-year', async (route) => {
      await shown;
      await route.continue();
    });
    await page
      .getByRole('navigation', { name: 'You are' })
      .getByRole('button', { name: /First-year/ })
      .click();
    await composer(page).fill('/library query: resits');
    await composer(page).press('Enter');
    await page.evaluate('new Promise(requestAnimationFrame)');
    pass();
    await panel(page).getByText('Found').waitFor();
    expect(room.inbox.heard.map(({ person, act }) => [person.id, act.kind])).toEqual([['first-year', 'command']]);
  });

  it('updates a panel in place, and answers a press on a message right below it', async () => {
    const { page, room } = await open({ at: '#first-year/channel-questions' });
    const send = (nonce: string) =>
      room.adapter.send({
        space: 'room',
        to: { kind: 'channel', channel: 'channel-questions' },
        view: welcome(),
        nonce,
        pin: nonce === 'n1',
        thread: null,
      });
    await send('n1');
    await send('n2');
    await page.getByRole('article').first().getByRole('button', { name: 'Tell me more' }).click();
    await panel(page).getByText('home:more:').waitFor();
    expect(await page.evaluate("[...document.querySelectorAll('#stream > *')].map(({ className }) => className)")).toEqual([
      'day',
      'message from-bot',
      'panel',
      'message from-bot',
    ]);
    await composer(page).fill('/help');
    await composer(page).press('Enter');
    await panel(page).getByText('Choose a topic').click();
    await panel(page).getByRole('button', { name: 'Sleep' }).click();
    await panel(page).getByText('home:topic: sleep').waitFor();
    expect(await page.evaluate('document.activeElement.className')).toBe('panel');
    await panel(page).getByRole('button', { name: 'Close' }).click();
    await panel(page).waitFor({ state: 'detached' });
    await page.getByText('1 pinned').click();
    await page.getByRole('button', { name: 'This week' }).click();
    expect(await page.evaluate("document.activeElement.dataset.key === document.querySelector('article').dataset.key")).toBe(
      true,
    );
  });

  it('shows what people wrote as text and nothing else', async () => {
    const { page } = await open();
    await composer(page).fill('<img src=x onerror=alert(1)> [a](javascript:alert(1))');
    await composer(page).press('Enter');
    await page.getByText('<img src=x onerror=alert(1)> [a](javascript:alert(1))').waitFor();
    await composer(page).fill('/help');
    await composer(page).press('Enter');
    expect(await panel(page).locator('bdi').first().textContent()).toBe('<b>First-year</b>');
    expect(await page.evaluate("[...document.querySelectorAll('.panel a')].map(({ href, rel }) => [href, rel])")).toEqual([
      ['https://example.org/handbook', 'noopener noreferrer'],
      ['https://example.org/privacy', 'noopener noreferrer'],
    ]);
    await panel(page).getByRole('img', { name: 'A line from 6 to 8 over five weeks.' }).waitFor();
  });

  it('moves the clock, and says when it cannot be moved', async () => {
    const { page, room } = await open();
    const clock = page.getByRole('region', { name: 'Clock of the room' });
    await clock.getByText('Sun, 28 Mar 2027, 00:30').waitFor();
    await clock.getByText('The weekly check-in opens').waitFor();
    await clock.getByRole('button', { name: 'To the next thing that happens' }).click();
    await clock.getByText('Sun, 28 Mar 2027, 02:00').waitFor();
    await clock.getByText('01:00 UTC').waitFor();
    await clock.getByRole('button', { name: '+1 day' }).click();
    await clock.getByText('Mon, 29 Mar 2027, 02:00').waitFor();
    expect(room.clock.now()).toBe(Date.UTC(2027, 2, 29, 1));
    const fixed = await open({ isMovable: false });
    await fixed.page.getByText('This clock follows the real time and cannot be moved.').waitFor();
    expect(await fixed.page.getByRole('button', { name: '+1 hour' }).count()).toBe(0);
  });

  it('lets one be somebody else at once, and shows what each of them has not read', async () => {
    const { page, room } = await open();
    await room.adapter.openInbox('room', 'first-year');
    await room.adapter.send({
      space: 'room',
      to: { kind: 'inbox', inbox: 'inbox-first-year' },
      view: welcome(),
      nonce: 'n',
      pin: false,
      thread: null,
    });
    await page.getByRole('button', { name: 'First-year 1 unread direct messages' }).click();
    await page.getByRole('button', { name: 'First-year', pressed: true }).waitFor();
    expect(await page.getByRole('button', { name: 'moderators' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Bombus 1 unread' }).click();
    await page.getByRole('article').getByText('This week').waitFor();
    await page.getByRole('button', { name: 'Bombus', exact: true }).waitFor();
    await page.getByLabel('Takes direct messages').uncheck();
    await expect.poll(() => room.adapter.room.person('first-year')?.takesDirectMessages).toBe(false);
    await page.reload();
    await page.getByRole('button', { name: 'First-year', pressed: true }).waitFor();
  });

  it('adds a person, and begins anew when one is sure', async () => {
    const { page, room } = await open();
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Second-year');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Second-year', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Room settings' }).click();
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByRole('button', { name: 'Moderator', pressed: true }).waitFor();
    expect(room.resets).toHaveLength(1);
    expect(await page.getByRole('button', { name: 'Second-year' }).count()).toBe(0);
  });
});

const BEES = [
  { body: '#e5886b', stripes: '#4a2340', wings: '#cfe6f7', emoji: ':blossom:' },
  { body: '#9bbf6a', stripes: '#26402a', wings: '#f7e1f0', emoji: ':herb:' },
] as const;

/** A post with three answers: from another, from its own author, and from somebody under their own name. */
async function openThread(room: Awaited<ReturnType<typeof openRoomOn>>, channel: string) {
  const speaking = async (speaker: Speaker, text: string, thread: Outgoing['thread'] = null) =>
    room.adapter.send({
      space: 'room',
      to: { kind: 'channel', channel },
      view: spokenBy(
        view(null, quote(text), buttons(button('Reply', to('post', 'reply')), button('Same here', to('post', 'same')))),
        speaker,
      ),
      nonce: text.slice(0, 20),
      pin: false,
      thread,
    });
  const author = { name: 'Heather carder bee', avatar: BEES[0] };
  const message = await speaking(
    { ...author, mark: null },
    'Everyone on the ward seems to know what they are doing. I nod, and look it up in the loo.\n\nDoes that ever stop?',
    { kind: 'starts', name: 'Heather carder bee would like to be heard' },
  );
  const within = { kind: 'in' as const, message, name: 'Heather carder bee would like to be heard' };
  const other = { name: 'Clover white-tailed bumblebee', mark: null, avatar: BEES[1] };
  await speaking(other, 'I still do that in fourth year. So does my registrar, she told me.', within);
  room.clock.advance(26 * 3_600_000);
  await speaking({ ...author, mark: 'author of this thread' }, 'That helps more than you know. Thank you.', within);
  const last = await speaking(
    { name: 'Fourth-year', mark: null, avatar: null },
    'Come and find me on Thursdays, library café.',
    within,
  );
  return { message, last };
}

describe('a thread', () => {
  it('stands under its message, each answer with a name and a bee, and answers presses where they were made', async () => {
    const { page, room } = await open({ at: '#first-year/channel-safe-space' });
    const { message, last } = await openThread(room, 'channel-safe-space');
    const thread = page.getByRole('region', { name: 'Thread: Heather carder bee would like to be heard' });
    await thread.getByText('Come and find me').waitFor();
    expect(
      await page
        .getByRole('article')
        .getByText(/bee$|^Fourth-year$/)
        .allTextContents(),
    ).toEqual(['Heather carder bee', 'Clover white-tailed bumblebee', 'Heather carder bee', 'Fourth-year']);
    expect(await thread.locator('.mark').allTextContents()).toEqual(['author of this thread']);
    expect(
      await page.evaluate("[...document.querySelectorAll('.avatar.bee img')].every(({ naturalWidth }) => naturalWidth > 0)"),
    ).toBe(true);
    await thread.getByRole('article').first().getByRole('button', { name: 'Same here' }).click();
    await thread.getByRole('region', { name: 'Only you can see this' }).getByText('post:same:').waitFor();
    expect(await page.evaluate("[...document.querySelector('.answers').children].map(({ className }) => className)")).toEqual([
      'message from-bot',
      'panel',
      'message from-bot',
      'message from-bot',
    ]);
    await room.adapter.edit('room', last, view('Withdrawn'));
    await thread.getByRole('heading', { name: 'Withdrawn' }).waitFor();
    await room.adapter.edit('room', message, view('Hidden by moderators'));
    await page.getByRole('heading', { name: 'Hidden by moderators' }).waitFor();
    expect(await thread.getByRole('article').count()).toBe(3);
  });
});

describe.each([
  ['desktop-light', DESKTOP, 'light'],
  ['desktop-dark', DESKTOP, 'dark'],
  ['phone-light', PHONE, 'light'],
  ['phone-dark', PHONE, 'dark'],
] as const)('on %s', (name, viewport, colorScheme) => {
  it('every control has a name, every text is legible, and nothing is cut off', async () => {
    const { page, room } = await open({ viewport, colorScheme });
    expect(await accessibilityFaults(page)).toEqual([]);
    await savePicture(page, `sandbox-${name}-begin`);
    const channel = 'channel-welcome';
    await room.adapter.send({
      space: 'room',
      to: { kind: 'channel', channel },
      view: welcome(),
      nonce: 'n1',
      pin: true,
      thread: null,
    });
    await composer(page).fill('/help');
    await composer(page).press('Enter');
    await panel(page).getByText('This week').waitFor();
    await composer(page).fill('/');
    await page.getByRole('option', { name: '/week' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await savePicture(page, `sandbox-${name}-typing`);
    await composer(page).press('Escape');
    await savePicture(page, `sandbox-${name}`);
    await openThread(room, 'channel-safe-space');
    await page.goto('about:blank');
    await page.goto(`${room.url}/#moderator/channel-safe-space`);
    await page.getByRole('article').getByText('Come and find me').waitFor();
    await page.getByRole('article').nth(1).getByRole('button', { name: 'Reply' }).click();
    await panel(page).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await savePicture(page, `sandbox-${name}-thread`);
    if (viewport !== PHONE) return;
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('button', { name: 'check-ins' }).click();
    await page.getByRole('heading', { name: 'check-ins' }).waitFor();
  });
});
