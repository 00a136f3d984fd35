import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { onPlatform, type Stage } from '../support/stage.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jo'];

/** Posts, and gives the withdrawal code. */
async function post(person: Person, words: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  await draft(person, words, more);
  await person.press('Post it');
  const told = await reads(person, 'withdrawal code');
  return /withdrawal code: ([\w-]{19})/.exec(told)?.[1] ?? '';
}

onPlatform('the sandbox', (_, open) => {
  let stage: Stage;
  const student = (name: string): Person => stage.student(name);
  const messages = () => stage.platform.messages(stage.platform.channel('safe-space'));
  const texts = async () => (await messages()).map(({ text }) => text);

  beforeAll(async () => {
    stage = await open();
    await openCohort(stage);
    for (const name of NAMES) await join(student(name), { reminders: false });
  });

  async function openOwn(person: Person, words: string): Promise<string> {
    await person.run('home');
    await person.press('What I wrote');
    await person.choose('Open …', [words]);
    return reads(person, 'My post');
  }

  describe('what has not appeared yet', () => {
    it('can be written differently', async () => {
      await post(student('Ada'), 'first words');
      await openOwn(student('Ada'), 'first words');
      await student('Ada').press('Edit');
      await student('Ada').fill({ 'Your words': 'second words' });
      await reads(student('Ada'), 'Before it is posted');
      await student('Ada').press('Post it');
      await reads(student('Ada'), 'Accepted');
      await stage.advance('PT75M');
      expect(await texts()).toEqual(['second words']);
    });

    it('can be taken back, and never appears', async () => {
      await post(student('Bo'), 'better not');
      await openOwn(student('Bo'), 'better not');
      await student('Bo').press('Withdraw');
      await student('Bo').press('Withdraw');
      await reads(student('Bo'), 'Withdrawn');
      await stage.advance('PT75M');
      expect(await texts()).toEqual(['second words']);
      await student('Bo').run('home');
      await student('Bo').press('What I wrote');
      await reads(student('Bo'), 'Nothing here leads to you');
    });
  });

  describe('what has appeared', () => {
    it('is withdrawn by its author within five minutes', async () => {
      await openOwn(student('Ada'), 'second words');
      await student('Ada').press('Withdraw');
      await student('Ada').press('Withdraw');
      await reads(student('Ada'), 'Withdrawn');
      await stage.advance('PT5M');
      expect(await texts()).toEqual(['Withdrawn by the person who wrote it.']);
      expect(await stage.rows('posts')).toMatchObject([{ state: 'withdrawn', words: null }]);
    });

    it('is withdrawn with its code by anybody who has it, also when the seal has expired', async () => {
      const code = await post(student('Cy'), 'which stethoscope did you buy?');
      await stage.advance('PT75M');
      await stage.advance('P40D');
      await student('Cy').run('home');
      await student('Cy').press('What I wrote');
      await student('Cy').press('Use a code');
      await student('Cy').fill({ Code: code.toLowerCase().replaceAll('-', ' ') });
      await reads(student('Cy'), 'What the code is for', 'which stethoscope did you buy?');
      await student('Cy').press('Withdraw it');
      await reads(student('Cy'), 'Withdrawn');
      await stage.advance('PT5M');
      expect((await texts()).at(-1)).toBe('Withdrawn by the person who wrote it.');
    });

    it('says kindly that a code is none', async () => {
      await student('Di').forge('post:code:');
      await student('Di').fill({ Code: 'AAAA-AAAA-AAAA-AAAA' });
      expect(said(student('Di').screen())).toContain('Bombus knows nothing under this code');
    });

    it('is closed by its author, who is asked once whether it helped', async () => {
      await post(student('Di'), 'anybody for anatomy?', { 'I would like to …': 'Practical help' });
      await stage.advance('PT75M');
      await openOwn(student('Di'), 'anybody for anatomy?');
      await student('Di').press('Close the thread');
      await reads(student('Di'), 'Was it the kind of support you wanted?');
      await student('Di').press('Yes');
      await reads(student('Di'), 'Thank you');
      await stage.advance('PT15M');
      expect((await messages()).at(-1)?.buttons).toEqual([]);
      expect(await stage.rows('support_answers')).toMatchObject([{ support: 'practical-help', answer: 'yes' }]);
    });

    it('is not for others to open or withdraw', async () => {
      const [row] = (await stage.rows('posts')).filter(({ words }) => words === 'anybody for anatomy?');
      for (const act of ['open', 'withdraw', 'withdraw-now', 'close'])
        expect(said(await student('Eve').forge(`post:${act}:${String(row?.id)}`))).toContain(
          'Nothing here leads to you any more',
        );
    });
  });

  describe('a reply whose thread is withdrawn before it appears', () => {
    it('never appears, and its author is told why', async () => {
      await post(student('Gus'), 'where is the best coffee?');
      await stage.advance('PT75M');
      const opener = (await messages()).at(-1);
      await student('Hal').press('Reply without my name', {
        channel: stage.platform.channel('safe-space'),
        message: opener?.id ?? '',
      });
      await student('Hal').fill({ 'Your words': 'the one by the gate' });
      await reads(student('Hal'), 'Before it is posted');
      await student('Hal').press('Post it');
      await reads(student('Hal'), 'accepted');
      await openOwn(student('Gus'), 'where is the best coffee?');
      await student('Gus').press('Withdraw');
      await student('Gus').press('Withdraw');
      await reads(student('Gus'), 'Withdrawn');
      await stage.advance('PT75M');
      expect(await stage.platform.thread(stage.platform.channel('safe-space'), opener?.id ?? '')).toEqual([]);
      await student('Hal').run('home');
      await student('Hal').press('What I wrote');
      await student('Hal').choose('Open …', ['Without words']);
      await reads(student('Hal'), 'its thread was withdrawn before it appeared');
    });
  });

  describe('somebody who leaves', () => {
    it('has what they wrote withdrawn over the next days, and nothing leads to them', async () => {
      await post(student('Fay'), 'one of these');
      await post(student('Fay'), 'two of these');
      await stage.advance('PT75M');
      expect((await texts()).slice(-2)).toEqual(expect.arrayContaining(['one of these', 'two of these']));
      await student('Fay').run('leave');
      expect(said(student('Fay').screen())).toContain('disappears over the next days');
      await student('Fay').press('Leave and erase');
      await reads(student('Fay'), 'You have left');
      await stage.advance('PT30M');
      expect((await texts()).slice(-2)).toEqual(expect.arrayContaining(['one of these', 'two of these']));
      await stage.advance('P7D');
      expect((await texts()).slice(-2)).toEqual([
        'Withdrawn by the person who wrote it.',
        'Withdrawn by the person who wrote it.',
      ]);
    });
  });

  describe('a cohort too small to hide in', () => {
    it('keeps its safe space shut, and says why', async () => {
      for (const name of ['Ivy', 'Jo']) {
        await student(name).run('leave');
        await student(name).press('Leave and erase');
        await reads(student(name), 'You have left');
      }
      expect(said(await student('Gus').run('post'))).toContain('With fewer than 10 members nobody is hidden among them');
    });

    it('still gives the card to whoever asks for help', async () => {
      await student('Gus').forge('post:write:');
      await student('Gus').fill({ 'Your words': 'I do not want to live any more' });
      expect(await reads(student('Gus'), 'Samaritans')).toContain('With fewer than 10 members');
    });
  });
});
