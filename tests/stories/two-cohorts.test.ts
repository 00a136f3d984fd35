import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackDiscord, openDiscord } from '../platforms/discord/discord.ts';
import type { Person } from '../platforms/driver.ts';
import { type Bot, startBot, temporaryFolder } from '../support/bot.ts';
import { answer, BASICS, CHANNEL_LABELS, inspected, join, reads, said } from '../support/dialogue.ts';
import { CHANNELS } from '../support/stage.ts';

/** One bot on two servers, and one person who studies on one and repeats a year on the other. */
describe('somebody in two cohorts of one Discord bot', () => {
  let discord: LoopbackDiscord;
  let bot: Bot;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let here: Person;
  let there: Person;

  async function setUp(moderator: Person, name: string, channelOf: (channel: string) => string): Promise<void> {
    await moderator.run('cohort setup');
    await moderator.fill({ ...BASICS, 'Name of the cohort': name });
    await moderator.press('Channels');
    await moderator.fill(Object.fromEntries(CHANNELS.map((channel) => [CHANNEL_LABELS[channel], channelOf(channel)])));
    await inspected(moderator);
    await moderator.press('Moderators and leads');
    await moderator.fill({ 'Who moderates': discord.role('Mo'), 'Safeguarding leads': discord.role('Mo') });
    await inspected(moderator);
    await moderator.press('Reveal roster');
    await moderator.fill({ People: [moderator.id, discord.person('Lee').id] });
    await inspected(moderator);
    await moderator.press('Open the cohort');
    await reads(moderator, `${name} is open`);
  }

  beforeAll(async () => {
    folder = await temporaryFolder();
    discord = await openDiscord();
    bot = await startBot({ DATA_DIR: folder.path, ...discord.environment() });
    await bot.set('2027-01-11T09:00:00Z');
    const moderator = discord.person('Mo', { isSpaceAdmin: true, roles: [discord.role('Mo')] });
    const second = discord.addSpace();
    await setUp(moderator, 'Medicine', discord.channel);
    await setUp(discord.personIn(second, 'Mo'), 'Dentistry', (channel) => discord.channelIn(second, channel));
    here = discord.person('Ada');
    there = discord.personIn(second, 'Ada');
  });
  afterAll(async () => {
    await bot.stop();
    await discord.close();
    await folder.remove();
  });

  it('joins each by itself', async () => {
    expect(said(await here.run('join'))).toContain('Join Medicine');
    expect(said(await there.run('join'))).toContain('Join Dentistry');
    await join(here, { reminders: true, year: 'Year 1' });
    expect(said(await there.run('home'))).toContain('This is for members of the cohort.');
    await join(there, { reminders: true, year: 'Year 2' });
  });

  it('gets one message from each, and each says whose it is', async () => {
    await bot.advance('P6DT10H');
    const inbox = await here.inbox();
    const cohorts = inbox.map(({ text }) => /^How was your week\?\n(\w+): three taps/.exec(text)?.[1]);
    expect([...cohorts].sort()).toEqual(['Dentistry', 'Medicine']);
  });

  it('answers each by its own button', async () => {
    const dentistry = (await here.inbox()).at(-1)?.text.includes('Dentistry');
    await here.press('Check in', 'inbox');
    await answer(here, 8, 1, 'Completely');
    const [answered, other] = dentistry ? [there, here] : [here, there];
    expect(said(await answered.run('home'))).toContain('Happy 8 of 10');
    expect(said(await other.run('home'))).toContain('This week’s check-in is open.');
  });

  it('stops, pauses and skips in the cohort of the message alone', async () => {
    const dentistry = (await here.inbox()).at(-1)?.text.includes('Dentistry');
    const [one, other] = dentistry ? [there, here] : [here, there];
    expect(said(await here.press('Pause until …', 'inbox'))).toBe('Pause');
    await here.fill({ Until: '2027-03-01' });
    await here.press('Home');
    expect(await reads(here, 'Home ·')).toContain('Paused until Monday 1 March');
    expect(said(await other.run('home'))).not.toContain('Paused until');
    expect(said(await here.press('Stop reminders', 'inbox'))).toContain('Bombus does not write to you any more.');
    expect(said(await one.run('home'))).toContain('Bombus does not write to you.');
    expect(said(await other.run('home'))).toContain('One direct message on Sundays');
  });

  it('is told, in direct messages, that a command belongs to a server', async () => {
    const told = said(await discord.person('Ada').runInInbox('home'));
    expect(told).toContain('Not in a direct message');
  });

  it('leaves one and stays in the other', async () => {
    await here.run('leave');
    await here.press('Leave and erase');
    expect(said(await here.run('home'))).toContain('This is for members of the cohort.');
    expect(said(await there.run('home'))).toContain('Year 2.');
    expect(discord.violations()).toEqual([]);
  });
});
