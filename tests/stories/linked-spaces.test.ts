import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoopbackPlatform, Person, ShownMessage } from '../platforms/driver.ts';
import { join, reads, said } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { openTwoPlaces, type TwoPlaces } from '../support/two-places.ts';

/** One cohort on a Discord server and, from the second day on, in a Slack workspace. */
describe('a cohort that lives on two platforms', () => {
  let discord: TwoPlaces['discord'];
  let slack: TwoPlaces['slack'];
  let bot: TwoPlaces['bot'];
  let home: Person;
  let there: Person;
  let code: TwoPlaces['code'];
  let arrange: TwoPlaces['arrange'];
  let close: TwoPlaces['close'];

  const shown = (platform: LoopbackPlatform): Promise<readonly ShownMessage[]> =>
    platform.messages(platform.channel('safe-space'));
  const thread = async (platform: LoopbackPlatform): Promise<readonly ShownMessage[]> =>
    platform.thread(platform.channel('safe-space'), (await shown(platform))[0]?.id ?? '');

  /** Accepts what is previewed, however much the guard warns about it. */
  async function accept(person: Person): Promise<void> {
    const screen = person.screen();
    await person.press(screen.kind === 'panel' && screen.buttons.includes('Post it') ? 'Post it' : 'Post anyway');
  }

  async function say(person: Person, words: string): Promise<string> {
    const preview = await draft(person, words);
    await accept(person);
    await reads(person, 'Accepted');
    return preview;
  }

  async function reply(person: Person, platform: LoopbackPlatform, words: string): Promise<void> {
    await person.press('Reply without my name', {
      channel: platform.channel('safe-space'),
      message: (await shown(platform))[0]?.id ?? '',
    });
    await person.fill({ 'Your words': words });
    await reads(person, 'Before it is posted');
    await accept(person);
    await reads(person, 'accepted');
  }

  const withdraw = async (person: Person, words: string): Promise<void> => {
    await person.run('home');
    await person.press('What I wrote');
    await person.choose('Open …', [words]);
    await reads(person, 'My post');
    await person.press('Withdraw');
    await person.press('Withdraw');
    await reads(person, 'Withdrawn');
  };

  beforeAll(async () => {
    ({ discord, slack, bot, home, there, code, arrange, close } = await openTwoPlaces());
    for (let number = 0; number < 10; number += 1) await join(discord.person(`D${number}`), { reminders: false });
  }, 60_000);
  afterAll(() => close());

  describe('is linked', () => {
    it('by nobody but somebody who manages the other place', async () => {
      const typed = await code();
      expect(said(await slack.person('Stu').run('cohort link', { code: typed }))).toContain('For moderators');
      expect(said(await slack.person('Stu').forge('cohort:link-enter:'))).toBe('Link this place');
      await slack.person('Stu').fill({ Code: typed });
      expect(said(slack.person('Stu').screen())).toContain('Only somebody who manages this place');
    });

    it('with a code that is not for the place that it comes from', async () => {
      expect(said(await home.run('cohort link', { code: await code() }))).toContain('belongs to that cohort already');
    });

    it('with a code that ends with its hour', async () => {
      const typed = await code();
      await bot.advance('PT61M');
      expect(said(await there.run('cohort link', { code: typed }))).toContain('The hour of this code is over');
    });

    it('with a code that is told from a typing mistake', async () => {
      expect(said(await there.run('cohort link', { code: 'AAAA-BBBB-CCCC-DDDD' }))).toContain('does not know this code');
    });

    it('and chooses its own channels and moderators, while all else stays at home', async () => {
      await there.run('cohort link');
      await there.press('Enter a code');
      await there.fill({ Code: await code() });
      const panel = await reads(there, 'Settings · Medicine 2027', 'Next: choose the channels.');
      expect(panel).toContain('is changed where it was set up');
      await arrange(there, slack);
      const arranged = there.screen();
      expect(arranged.kind === 'panel' && arranged.buttons).not.toContain('Reveal roster');
      await there.forge('cohort:basics:');
      await there.fill({ 'Name of the cohort': 'Ours now' });
      expect(said(there.screen())).toContain('done where it was set up');
    });

    it('which everybody at home can read', async () => {
      await bot.advance('PT0S');
      const texts = (await discord.messages(discord.channel('check-ins'))).map(({ text }) => text);
      expect(texts.join('\n')).toContain('Medicine 2027 lives in one more place');
      expect((await slack.messages(slack.channel('check-ins')))[0]?.text).toContain('Bombus, for Medicine 2027');
    });

    it('once by each code', async () => {
      await home.run('cohort link');
      expect(said(home.screen())).toContain('Slack workspace');
      const typed = await code();
      const second = slack.person('Mo');
      expect(said(await second.run('cohort link', { code: typed }))).toContain('belongs to that cohort already');
    });
  });

  describe('speaks in one safe space', () => {
    it('in which a post appears on both platforms, and says not from which it came', async () => {
      expect(said(await slack.person('S0').run('join'))).toContain('This cohort lives in 2 places (Discord, Slack).');
      for (let number = 0; number < 6; number += 1) await join(slack.person(`S${number}`), { reminders: false });
      const preview = await say(discord.person('D0'), 'The seminar groups are a mess again');
      expect(preview).toContain('hidden among the 16 people');
      expect(preview).toContain('in all 2 places of this cohort');
      await bot.advance('PT75M');
      const [[one], [other]] = [await shown(discord), await shown(slack)];
      expect(one?.text).toBe(other?.text);
      expect(one?.speaker).toEqual(other?.speaker);
    });

    it('and one conversation, whoever answers from where', async () => {
      await reply(slack.person('S0'), slack, 'Ours as well');
      await bot.advance('PT75M');
      await reply(discord.person('D1'), discord, 'Shall we write to the office');
      await reply(slack.person('S0'), slack, 'Let us do that together');
      await bot.advance('PT75M');
      const lines = async (platform: LoopbackPlatform) =>
        (await thread(platform)).map(({ speaker, text }) => `${speaker?.name}: ${text}`).sort();
      expect(await lines(slack)).toHaveLength(3);
      expect(await lines(slack)).toEqual(await lines(discord));
      expect(new Set((await thread(discord)).map(({ speaker }) => speaker?.name)).size).toBe(2);
    });

    it('from which what is withdrawn goes everywhere', async () => {
      await withdraw(discord.person('D0'), 'The seminar groups are a mess again');
      await bot.advance('PT20M');
      for (const platform of [discord, slack]) expect((await shown(platform))[0]?.text).toContain('Withdrawn');
    });

    it('that moderators of both places look after', async () => {
      await draft(slack.person('S1'), 'I want to kill myself tonight and I mean it');
      await accept(slack.person('S1'));
      await reads(slack.person('S1'), 'A person reads it first');
      await bot.advance('PT6M');
      for (const platform of [discord, slack])
        expect((await platform.messages(platform.channel('moderators'))).at(-1)?.text).toContain('Please look');
      await there.run('cohort queue');
      await there.press('Open 1');
      await reads(there, 'I want to kill myself tonight');
      await there.press('Decline');
      await there.fill({ 'Your words': 'We would rather talk with you' });
      await bot.advance('PT1M');
      for (const platform of [discord, slack])
        expect((await platform.messages(platform.channel('moderators'))).at(-1)?.text).toContain('Settled');
      expect(said(await home.run('cohort audit'))).toContain(`Somebody on Slack (${there.id})`);
    });
  });

  describe('has people who are there twice', () => {
    it('and may say that both are them', async () => {
      const [one, other] = [discord.person('D2'), slack.person('S2')];
      await one.run('home');
      await one.press('I am here twice …');
      await one.press('Make a code');
      const typed = /\w{4}-\w{4}-\w{4}-\w{4}/.exec(await reads(one, 'Your code'))?.[0] ?? '';
      await other.run('home');
      await other.press('I am here twice …');
      await other.press('Enter a code');
      await other.fill({ Code: typed });
      await reads(other, 'Both memberships are you');
      expect(said(await one.run('home'))).toContain('Linked with another membership of yours: Slack');
      expect(await draft(discord.person('D3'), 'How many are we')).toContain('hidden among the 15 people');
    });
  });

  describe('is parted again', () => {
    it('with a word of what that means', async () => {
      await say(discord.person('D4'), 'Does anybody have the timetable');
      await bot.advance('PT75M');
      await there.run('cohort link');
      await there.press('Unlink this place');
      const warned = await reads(there, 'Unlink Slack workspace');
      expect(warned).toContain('erased after thirty days');
      await there.press('Unlink');
      await reads(there, 'Unlinked');
      await bot.advance('PT0S');
      expect((await discord.messages(discord.channel('check-ins'))).at(-1)?.text).toContain('lives in one place less');
      expect((await slack.messages(slack.channel('check-ins'))).at(-1)?.text).toContain('no longer part of Medicine 2027');
    });

    it('and nothing new appears there, while what is withdrawn still goes', async () => {
      await withdraw(discord.person('D4'), 'Does anybody have the timetable');
      await say(discord.person('D5'), 'Only we read this');
      await bot.advance('PT75M');
      expect((await shown(slack)).at(-1)?.text).toContain('Withdrawn');
      expect((await shown(discord)).at(-1)?.text).toContain('Only we read this');
      expect((await shown(slack)).map(({ text }) => text).join()).not.toContain('Only we read this');
    });

    it('and who joined there can do nothing more but leave at once', async () => {
      expect(said(await slack.person('S3').run('post'))).not.toContain('Speak in the safe space');
      await slack.person('S3').run('leave');
      await slack.person('S3').press('Leave and erase');
      await reads(slack.person('S3'), 'You have left');
      expect(said(await slack.person('S3').run('leave'))).toContain('This is for members of t');
    });

    it('and linked again it finds its people', async () => {
      await there.run('cohort link', { code: await code() });
      await reads(there, 'Settings · Medicine 2027');
      expect(said(await slack.person('S4').run('home'))).toContain('Home · Medicine 2027');
      expect(said(await slack.person('S3').run('home'))).toContain('This is for members of the cohort.');
      expect([...discord.violations(), ...slack.violations()]).toEqual([]);
    });
  });
});
