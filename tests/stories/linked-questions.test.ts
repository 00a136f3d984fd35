import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoopbackPlatform, Person } from '../platforms/driver.ts';
import { join, reads, said } from '../support/dialogue.ts';
import { expectHarmless } from '../support/stage.ts';
import { openTwoPlaces, type TwoPlaces } from '../support/two-places.ts';

const TITLE = 'What do people wear in theatre?';
const WORDS = 'My first day in theatre is this week and I do not know what to wear.';
const ANSWER = 'They give you scrubs. Bring clean shoes and eat breakfast.';
const REPLY = 'Do I need a cap of my own?';
const NOTES = 'How do you take notes?';
const BOOKS = 'Which book comes first?';
const SHOES = 'Which shoes are best?';

/** Two who ask and four who answer, on either side of one cohort; all mentors have agreed to direct messages. */
describe('a question that crosses from one platform to the other', () => {
  let discord: TwoPlaces['discord'];
  let slack: TwoPlaces['slack'];
  let bot: TwoPlaces['bot'];
  let home: Person;
  let there: Person;
  let close: TwoPlaces['close'];
  const people: Person[] = [];
  const sentBefore = new Map<LoopbackPlatform, number>();

  async function member(platform: LoopbackPlatform, handle: string, year = 'Year 1', reminders = false): Promise<Person> {
    const person = platform.person(handle);
    people.push(person);
    await join(person, { reminders, year });
    return person;
  }

  async function volunteer(person: Person, topics: readonly string[], name = ''): Promise<void> {
    await person.run('mentor');
    await person.press('I have read this and would like to help');
    await person.fill({ 'What could you say something about?': topics, ...(name && { 'Name that askers see': name }) });
    await reads(person, 'You are in. Thank you');
  }

  async function ask(person: Person, title: string, topic: string): Promise<void> {
    await person.run('ask', { title });
    await person.fill({ Topic: topic, 'The question': WORDS, 'I would like to …': 'Know how' });
    await reads(person, 'Before it goes out');
    await person.press('Ask it');
    await reads(person, 'Your question is on its way');
  }

  async function openOwn(person: Person, title: string, ...parts: readonly string[]): Promise<string> {
    await person.run('home');
    await person.press('What I asked');
    await person.choose('Open …', [title]);
    return reads(person, ...parts);
  }

  async function say(person: Person, button: string, text: string): Promise<void> {
    await person.press(button);
    await person.fill({ 'Your words': text });
    await reads(person, 'Before it is');
    await person.press('Send it');
    await reads(person, 'On its way');
  }

  const inChannel = async (platform: LoopbackPlatform, purpose: string): Promise<readonly string[]> =>
    (await platform.messages(platform.channel(purpose))).map(({ text }) => text.split('\n')[0] ?? '');

  const mo = (platform: LoopbackPlatform): Person => (platform === slack ? there : home);

  beforeAll(async () => {
    const places = await openTwoPlaces();
    ({ discord, slack, bot, home, there, close } = places);
    people.push(home, there);
    await there.run('cohort link');
    await there.press('Enter a code');
    await there.fill({ Code: await places.code() });
    await places.arrange(there, slack);
    for (const platform of [discord, slack]) {
      await member(platform, 'Ada');
      for (let number = 0; number < 5; number += 1) await member(platform, `Filler ${number}`);
      const topics = platform === slack ? ['Placements'] : ['Exams'];
      await volunteer(await member(platform, 'Gus', 'Year 3', true), topics);
      await volunteer(await member(platform, 'Hal', 'Year 4', true), topics, 'Hal of the fourth year');
    }
    await bot.advance('PT0S');
    for (const platform of [discord, slack]) sentBefore.set(platform, platform.everySend().length);
  }, 90_000);
  afterAll(() => close());

  describe('from Discord to Slack', () => {
    const asker = () => discord.person('Ada');
    const mentor = () => slack.person('Gus');

    it('stands in the panels of two mentors, of whom one takes it', async () => {
      await ask(asker(), TITLE, 'Placements');
      await bot.advance('PT75M');
      for (const handle of ['Gus', 'Hal']) expect(said(await slack.person(handle).run('mentor'))).toContain(TITLE);
      for (const handle of ['Gus', 'Hal']) expect(said(await discord.person(handle).run('mentor'))).not.toContain(TITLE);
      await mentor().press('Read it');
      expect(said(mentor().screen())).not.toMatch(/discord|server|Ada/i);
      await mentor().press('I take it');
      await reads(mentor(), 'It is with you now');
      await slack.person('Hal').press('Read it');
      await reads(slack.person('Hal'), 'Somebody else has it');
    });

    it('is answered, written back to, thanked for and answered once more', async () => {
      await say(mentor(), 'Answer', ANSWER);
      await bot.advance('PT30M');
      const read = await openOwn(asker(), TITLE, ANSWER);
      expect(read).not.toMatch(/slack|workspace|Gus/i);
      await say(asker(), 'Write back', REPLY);
      await openOwn(asker(), TITLE, ANSWER);
      await asker().press('That helped');
      await bot.advance('PT30M');
      await mentor().run('mentor');
      await mentor().press('Open it');
      expect(await reads(mentor(), REPLY, 'says that it helped')).not.toMatch(/discord|server|Ada/i);
      await say(mentor(), 'Answer', 'They have a box of them.');
      await mentor().press('It may go into the library');
      await bot.advance('PT30M');
      await openOwn(asker(), TITLE, 'They have a box of them.');
      await asker().press('It may help others …');
      await asker().press('Yes');
      await openOwn(asker(), TITLE, ANSWER);
      await asker().press('It is answered');
      await bot.advance('PT30M');
      await openOwn(asker(), TITLE, 'Was it the kind of help you wanted?');
      await asker().press('Yes');
      await bot.advance('PT30M');
    });

    it('is published by a moderator of either place, and found in both', async () => {
      for (const platform of [discord, slack])
        expect((await inChannel(platform, 'moderators')).at(-1)).toBe('Something for the library');
      await there.press('Look at it', { channel: slack.channel('moderators') });
      await reads(there, 'Waiting for a look', ANSWER);
      await there.press('Publish');
      await reads(there, 'Members find it from now on.');
      await bot.advance('PT0S');
      for (const platform of [discord, slack]) {
        expect((await inChannel(platform, 'moderators')).at(-1)).toBe('In the library');
        await platform.person('Filler 0').run('library', { query: 'waer in thaetre' });
        expect(await reads(platform.person('Filler 0'), 'One entry.')).toContain(TITLE);
      }
    });
  });

  it('is read by the next one who would ask it, before they do', async () => {
    const offered = await discord.person('Filler 1').complete('ask', 'title', 'what do i wear in thea');
    expect(offered).toEqual([{ value: TITLE, label: TITLE }]);
    for (const platform of [discord, slack]) {
      const next = platform.person('Filler 1');
      await next.run('ask', { title: 'Clothes for theatre' });
      await next.fill({ Topic: 'Placements', 'The question': WORDS });
      await reads(next, 'Before it goes out');
      await next.choose('It may be answered already …', [TITLE]);
      await reads(next, ANSWER);
      await next.press('Back to my question');
      await reads(next, 'Before it goes out', 'Clothes for theatre');
      await next.choose('It may be answered already …', [TITLE]);
      await next.press('That answers it');
      await reads(next, 'Nothing was asked, and nothing of it is kept.');
    }
  });

  describe('from Slack to Discord', () => {
    const asker = () => slack.person('Ada');
    const mentor = () => discord.person('Hal');

    it('is looked for in the channels of both places where the two who are asked have no time', async () => {
      await ask(asker(), NOTES, 'Exams');
      await bot.advance('PT75M');
      for (const handle of ['Gus', 'Hal']) {
        await discord.person(handle).press('Open', 'inbox');
        await discord.person(handle).press('Read it');
        await discord.person(handle).press(handle === 'Gus' ? 'Not me for this topic' : 'Back');
      }
      await bot.advance('P2D');
      for (const platform of [discord, slack])
        expect(await inChannel(platform, 'questions')).toEqual(['A question is looking for somebody']);
      await mentor().press('I could answer', { channel: discord.channel('questions') });
      await reads(mentor(), 'Thank you');
      await bot.advance('PT15M');
      await mentor().run('mentor');
      await mentor().press('Read it');
      await mentor().press('I take it');
      await reads(mentor(), 'It is with you now');
      await bot.advance('PT0S');
      for (const platform of [discord, slack]) expect(await inChannel(platform, 'questions')).toEqual(['Somebody has it']);
    });

    it('is answered by name where the mentor wishes that', async () => {
      await say(mentor(), 'Answer', ANSWER);
      await bot.advance('PT30M');
      expect(said(await asker().run('home'))).toContain('Something came about what you asked.');
      expect(await openOwn(asker(), NOTES, ANSWER)).toContain('Hal of the fourth year');
      await say(asker(), 'Write back', REPLY);
      await bot.advance('PT30M');
    });

    it('moves on where the direct message about it finds a closed door, and nobody is blamed', async () => {
      const [one, other] = [discord.person('Ada'), discord.person('Hal')];
      discord.faults.closedInboxes.add(other.id);
      const inbox = (await other.inbox()).length;
      await ask(one, BOOKS, 'Exams');
      await bot.advance('PT75M');
      expect(await other.inbox()).toHaveLength(inbox);
      expect(said(await other.run('mentor'))).toContain(BOOKS);
      await bot.advance('P1D');
      await openOwn(one, BOOKS, 'More people are being asked now');
      expect(said(await other.run('home'))).not.toContain('closed');
      discord.faults.closedInboxes.clear();
    });

    it('moves on when the place of whoever has it is taken out of the cohort', async () => {
      const [one, other] = [discord.person('Ada'), slack.person('Hal')];
      await ask(one, SHOES, 'Placements');
      await bot.advance('PT75M');
      await other.run('mentor');
      await other.press('Read it');
      await other.press('I take it');
      await openOwn(one, SHOES, 'Somebody has taken it');
      await home.run('cohort link');
      await home.choose('Unlink …', [`Slack workspace ${slack.space}`]);
      await home.press('Unlink');
      await reads(home, 'Unlinked');
      await bot.advance('PT12H');
      await openOwn(one, SHOES, 'People from the years above are being asked');
      for (const verb of ['ask', 'mentor', 'library']) expect(said(await other.run(verb))).not.toContain(SHOES);
    });
  });

  it('was told to mentors on Discord alone, in words that say nothing, and in direct messages on Slack to nobody', async () => {
    for (const person of people.filter((one) => one.handle !== 'Gus' && one.handle !== 'Hal'))
      expect(await person.inbox()).toEqual([]);
    for (const handle of ['Gus', 'Hal']) expect(await slack.person(handle).inbox()).toEqual([]);
    const sent = [discord, slack].flatMap((platform) => platform.everySend().slice(sentBefore.get(platform)));
    expect(new Set(sent.map(({ text }) => text.split('\n')[0]))).toEqual(
      new Set([
        'Somebody would like to ask you',
        'Something came for you',
        'Something for the library',
        'A question is looking for somebody',
        'Medicine 2027 lives in one place less',
        'This place is no longer part of Medicine 2027',
      ]),
    );
    const words = sent.map(({ text }) => text).join('\n');
    for (const said of [TITLE, WORDS, ANSWER, REPLY, NOTES, BOOKS, SHOES, 'Ada', 'Gus', 'Hal']) expect(words).not.toContain(said);
    for (const platform of [discord, slack]) {
      await expectHarmless(
        platform,
        people.filter((one) => platform.person(one.handle) === one || one === mo(platform)),
      );
    }
  });
});
