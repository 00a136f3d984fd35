import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import type { Bot } from '../support/bot.ts';
import { savePicture } from '../support/browser.ts';
import { openSandboxPage } from '../support/sandbox-page.ts';

const TITLE = 'What do people wear in theatre?';
const ANSWER = 'They give you scrubs at the door. Bring clean shoes, tie your hair back and eat breakfast first.';

/** A question as those who ask, answer and look after it meet it in a real browser. */
describe('the years above, in the sandbox', () => {
  const room = openSandboxPage({ height: 900, begin: untilTen });
  const { panel, dialog, become, press, says, type, go } = room;
  const send = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const words = (label: string) => dialog().getByLabel(label);
  const title = () => dialog().getByRole('combobox', { name: 'Your question in a line' });
  const choose = async (menu: string, label: string) => {
    await panel().locator('summary', { hasText: menu }).click();
    await press(new RegExp(`^${label.replace(/[.?]/g, '\\$&')}`));
  };

  it('show what was answered before while a first-year types a title', async () => {
    await type('/join');
    await press('I agree and am 18 or over');
    await words('Your year of study').selectOption({ label: 'Year 1' });
    await words('No, I will look myself').check();
    await words('First in my family at university').check();
    await send('Join');
    await says('You are in');
    await type('/ask');
    await title().fill('do i need textboks');
    await dialog().getByRole('option', { name: 'Do I have to buy the textbooks?' }).waitFor();
    await savePicture(room.page, 'questions-ask-form');
  });

  it('are asked after a preview with what could identify somebody', async () => {
    await title().fill(TITLE);
    await words('Topic').selectOption({ label: 'Placements' });
    await words('The question').fill(
      'I am with Mr Harris at St Luke’s on Thursday, my first day in theatre, and do not know what to wear.',
    );
    await words('Know how').check();
    await send('Preview');
    await says('Before it goes out');
    await savePicture(room.page, 'questions-preview');
    await press('Edit');
    await words('The question').fill('My first day in theatre is this week, and I do not know what to wear.');
    await send('Preview');
    await choose('Somebody who shares', 'First in my family at university');
    await press('Ask it');
    await says(/Your withdrawal code/);
  });

  it('have somebody who volunteers after ten points', async () => {
    await become('Second-year');
    await type('/mentor');
    await says('Ten points');
    await press('I have read this and would like to help');
    await words('Placements').check();
    await send('I am in');
    await says('You are in. Thank you');
  });

  it('are offered it, and one takes it and answers', async () => {
    await room.bot.advance('PT75M');
    await type('/mentor');
    await says(TITLE);
    await savePicture(room.page, 'questions-mentor-panel');
    await press('Read it');
    await says('Can you take this?');
    await savePicture(room.page, 'questions-offer');
    await press('I take it');
    await press('Answer');
    await words('Your words').fill(ANSWER);
    await send('Preview');
    await press('Send it');
    await says('On its way. Thank you');
  });

  it('are read, written back to and thanked by who asked', async () => {
    await room.bot.advance('PT30M');
    await become('First-year');
    await type('/home');
    await says('Something came about what you asked.');
    await press('What I asked');
    await press('Open it');
    await says(ANSWER);
    await savePicture(room.page, 'questions-thread-asker');
    await room.page.emulateMedia({ colorScheme: 'dark' });
    await savePicture(room.page, 'questions-thread-asker-dark');
    expect(await accessibilityFaults(room.page)).toEqual([]);
    await room.page.emulateMedia({ colorScheme: 'light' });
    await press('Write back');
    await words('Your words').fill('Do I need a cap of my own?');
    await send('Preview');
    await press('Send it');
    await says('On its way');
    await press('What I asked');
    await choose('Open', TITLE);
    await press('That helped');
    await says('Passed on');
  });

  it('see what came back, and may share it', async () => {
    await room.bot.advance('PT30M');
    await become('Second-year');
    await type('/mentor');
    await press('Open it');
    await says('Do I need a cap of my own?');
    await savePicture(room.page, 'questions-thread-mentor');
    await press('Answer');
    await words('Your words').fill('No, they have a box of them at the door.');
    await send('Preview');
    await press('Send it');
    await press('It may go into the library');
    await says('Thank you');
  });

  it('are told once whether it was the help that was wanted', async () => {
    await room.bot.advance('PT30M');
    await become('First-year');
    await type('/home');
    await press('What I asked');
    await choose('Open', TITLE);
    await press('It may help others …');
    await press('Yes');
    await press('What I asked');
    await choose('Open', TITLE);
    await press('It is answered');
    await room.bot.advance('PT30M');
    await type('/home');
    await press('What I asked');
    await choose('Open', TITLE);
    await says(/the kind of help you wanted/);
    await savePicture(room.page, 'questions-verdict');
    await press('Yes');
    await says('Thank you');
    await press('What I asked');
    await choose('Open', TITLE);
    await says(ANSWER);
    expect(
      await panel()
        .getByText(/the kind of help you wanted/)
        .count(),
    ).toBe(0);
  });

  it('leave something for the next one, once a moderator has looked at it', async () => {
    await become('Moderator');
    await go('moderators');
    await room.page.getByRole('button', { name: 'Look at it' }).last().click();
    await says('Waiting for a look');
    await savePicture(room.page, 'questions-library-look');
    await press('Edit');
    await words('Title').fill('What to wear in theatre on the first day');
    await send('Save');
    await says('What to wear in theatre on the first day');
    await press('Publish');
    await says('Members find it from now on.');
    await room.page.getByText('It waited here for a look').last().waitFor();
    await become('Commuter');
    await type('/library query:waer in thaetre');
    await says('What to wear in theatre on the first day');
    await savePicture(room.page, 'questions-library-search');
    await press('Read it');
    await says(/Bring clean shoes/);
  });

  it('find nothing of what a moderator took out', async () => {
    await become('Moderator');
    await type('/cohort library');
    await press('Find an entry');
    await words('What is it about?').fill('theatre');
    await send('Find');
    await choose('Look at', 'What to wear in theatre on the first day');
    await press('Take it out');
    await press('Take it out');
    await says(/Nobody finds it/);
    await become('Commuter');
    await type('/library query:theatre');
    await says(/Nothing here says that yet/);
    await type('/library');
    await says('Do I have to buy the textbooks?');
  });

  it('are helped by moderators where a question waits for days', async () => {
    await room.bot.advance('P3D');
    await become('Moderator');
    await go('questions');
    await room.page.getByRole('heading', { name: 'A question is looking for somebody' }).waitFor();
    await type('/cohort settings');
    await press('Questions');
    await says(/Waiting for somebody/);
    await press('Waiting questions');
    await savePicture(room.page, 'questions-waiting');
    await press('Open 1');
    await says('How do people take notes in lectures?');
    await press('Ask somebody');
    expect(room.complaints).toEqual([]);
  });
});

/** To ten in the morning, when mentors may be asked. */
async function untilTen(bot: Bot): Promise<void> {
  const { now } = (await (await fetch(`${bot.url}/api/clock`)).json()) as { readonly now: number };
  const minutes = Math.floor(now / 60_000) % 1440;
  await bot.advance(`PT${(10 * 60 - minutes + 1440) % 1440}M`);
}
