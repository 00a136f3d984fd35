import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jo'];

eachPlatform((_, open) => {
  let stage: Stage;
  const student = (name: string): Person => stage.student(name);
  const channel = () => stage.platform.channel('safe-space');

  beforeAll(async () => {
    stage = await open();
    await openCohort(stage);
    for (const name of NAMES) await join(student(name), { reminders: false });
  });

  describe('somebody who speaks without a name', () => {
    it('sees first how it will look, who reads it, and when it appears', async () => {
      const shown = await draft(student('Ada'), 'I failed my anatomy spotter and cannot tell anyone', {
        'I would like to …': 'Be heard',
      });
      expect(shown).toContain('hidden among the 10 people');
      expect(shown).toContain('Fifteen minutes to an hour');
      expect(shown).toContain('I failed my anatomy spotter');
      expect(await stage.rows('posts')).toEqual([]);
    });

    it('gets a withdrawal code, and nothing appears before its slot', async () => {
      await student('Ada').press('Post it');
      expect(await reads(student('Ada'), 'Accepted')).toMatch(/withdrawal code: \w{4}-\w{4}-\w{4}-\w{4}/);
      await stage.advance('PT14M');
      expect(await stage.platform.messages(channel())).toEqual([]);
      expect(await stage.rows('posts')).toEqual([]);
    });

    it('appears under an alias within the hour', async () => {
      await stage.advance('PT61M');
      const [message] = await stage.platform.messages(channel());
      expect(message?.text).toContain('I failed my anatomy spotter');
      expect(message?.buttons).toEqual(['Reply without my name', 'Reply as me', 'Same here', 'Report']);
      expect(JSON.stringify(message)).not.toContain('Ada');
      await stage.expectNoHarm();
    });
  });

  describe('people who answer', () => {
    const opener = async () => (await stage.platform.messages(channel()))[0]?.id ?? '';
    const thread = async () => stage.platform.thread(channel(), await opener());

    async function reply(person: Person, words: string, label = 'Reply without my name'): Promise<string> {
      await person.press(label, { channel: channel(), message: await opener() });
      const form = said(person.screen());
      await person.fill({ 'Your words': words });
      await reads(person, 'Before it is posted');
      await person.press('Post it');
      await reads(person, 'accepted');
      return form;
    }

    it('are asked to listen first where somebody wants to be heard', async () => {
      await student('Bo').press('Reply without my name', { channel: channel(), message: await opener() });
      expect(student('Bo').screen()).toMatchObject({ kind: 'form', title: 'Reply without my name' });
    });

    it('keep one alias in the thread, and the author is marked', async () => {
      await reply(student('Bo'), 'That sounds awful. I failed mine as well.');
      await reply(student('Cy'), 'Mine went the same way.');
      await stage.advance('PT75M');
      await reply(student('Bo'), 'How are you today?');
      await student('Ada').run('home');
      await student('Ada').press('What I wrote');
      await student('Ada').choose('Open …', ['I failed my anatomy spotter and cannot tell anyone']);
      expect(await reads(student('Ada'), 'My post')).toContain('That sounds awful');
      await student('Ada').press('Reply');
      await student('Ada').fill({ 'Your words': 'Better, thank you both.' });
      await reads(student('Ada'), 'author of this thread');
      await student('Ada').press('Post it');
      await reads(student('Ada'), 'accepted');
      await stage.advance('PT75M');
      const messages = await thread();
      const bySpeaker = (text: string) => messages.find((message) => message.text.includes(text))?.speaker;
      expect(messages).toHaveLength(4);
      expect(bySpeaker('That sounds awful')?.name).toBe(bySpeaker('How are you today')?.name);
      expect(bySpeaker('Mine went')?.name).not.toBe(bySpeaker('That sounds awful')?.name);
      expect(bySpeaker('Better, thank you')).toEqual({
        name: (await stage.platform.messages(channel()))[0]?.speaker?.name,
        mark: 'author of this thread',
      });
    });

    it('may speak as themselves', async () => {
      await reply(student('Di'), 'I am in year 1 too, come and find me.', 'Reply as me');
      await stage.advance('PT0S');
      expect((await thread()).at(-1)?.speaker).toEqual({ name: 'Di', mark: null });
    });

    it('tell the author privately, and nobody else', async () => {
      expect(said(await student('Ada').run('home'))).toContain('Something came for you.');
      expect(said(await student('Eve').run('home'))).toContain('Nothing new came for you.');
      expect(await stage.contacts()).toEqual({});
    });

    it('feel the same, which is counted in steps and late', async () => {
      for (const name of ['Bo', 'Cy', 'Di', 'Eve'])
        await student(name).press('Same here', { channel: channel(), message: await opener() });
      await student('Bo').press('Same here', { channel: channel(), message: await opener() });
      await stage.advance('PT7H');
      expect((await stage.platform.messages(channel()))[0]?.text).not.toContain('feel the same');
      await student('Fay').press('Same here', { channel: channel(), message: await opener() });
      expect((await stage.platform.messages(channel()))[0]?.text).not.toContain('feel the same');
      await stage.advance('PT7H');
      expect((await stage.platform.messages(channel()))[0]?.text).toContain('5 or more feel the same');
    });
  });

  describe('words that ask for help', () => {
    it('get the support card at once, and go to a person first', async () => {
      const told = await draft(student('Eve'), 'I want to kill myself tonight, I have the tablets here');
      for (const part of ['Samaritans', 'nobody may be reading this', 'A moderator reads it first']) expect(told).toContain(part);
      await student('Eve').press(/Post anyway/.test(told) ? 'Post anyway' : 'Post it');
      expect(await reads(student('Eve'), 'A person reads it first')).toContain('Samaritans');
      await stage.advance('PT6M');
      const queued = (await stage.platform.messages(stage.platform.channel('moderators'))).at(-1);
      expect(queued?.text).not.toContain('tablets');
      expect(said(await student('Eve').run('home'))).toContain('Samaritans');
      await student('Eve').press('What I wrote');
      await student('Eve').choose('Open …', ['I want to kill myself tonight, I have the tablets here']);
      expect(await reads(student('Eve'), 'A moderator reads it first')).toMatch(
        /If none has decided by \w+ \d+ \w+, it ends there/,
      );
    });

    it('are read by a moderator, who asks for a change', async () => {
      const { moderator } = stage;
      await moderator.run('cohort queue');
      await moderator.press('Open 1');
      const item = await reads(moderator, 'I want to kill myself tonight');
      for (const name of NAMES) expect(item).not.toContain(name);
      await moderator.press('Ask for a change');
      await moderator.fill({
        'What would have to change': 'We are glad you wrote. Please leave the means out, and call the number.',
      });
      expect(said(await student('Eve').run('checkin'))).toContain('Something came for you.');
    });

    it('get the card in a note to oneself, and nobody is told', async () => {
      const before = await stage.rows('queue_items');
      await stage.advance('P7D');
      const jo = student('Jo');
      await jo.run('checkin');
      await jo.press('7');
      await jo.press('2');
      await jo.press('Mostly');
      await reads(jo, 'Saved');
      await jo.press('Add a note');
      await jo.fill({ 'Your note': 'I do not want to be alive any more' });
      expect(await reads(jo, 'Saved')).toContain('Samaritans');
      await stage.advance('PT1H');
      expect(await stage.rows('queue_items')).toHaveLength(before.length);
    });
  });
});
