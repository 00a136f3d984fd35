import { expect } from 'vitest';
import { type LoopbackDiscord, openDiscord } from '../platforms/discord/discord.ts';
import type { LoopbackPlatform, Person } from '../platforms/driver.ts';
import { type LoopbackSlack, openSlack } from '../platforms/slack/open.ts';
import { type Bot, startBot, temporaryFolder } from './bot.ts';
import { BASICS, CHANNEL_LABELS, inspected, reads } from './dialogue.ts';
import { CHANNELS } from './stage.ts';

/** One bot on a Discord server, where a cohort has been set up, and in a Slack workspace that may be linked to it. */
export interface TwoPlaces {
  readonly discord: LoopbackDiscord;
  readonly slack: LoopbackSlack;
  readonly bot: Bot;
  readonly dataDir: string;
  /** Who moderates on the server. */
  readonly home: Person;
  /** Who manages the workspace. */
  readonly there: Person;
  /** A fresh code, made at home. */
  code(): Promise<string>;
  /** Chooses channels and moderators in the settings that this person has before them. */
  arrange(person: Person, platform: LoopbackPlatform): Promise<void>;
  close(): Promise<void>;
}

/** It is a Monday in term, in winter time. */
export async function openTwoPlaces(environment: Readonly<Record<string, string>> = {}): Promise<TwoPlaces> {
  const folder = await temporaryFolder();
  const discord = await openDiscord();
  const slack = await openSlack({ mode: 'socket', isHasty: true });
  const bot = await startBot({ DATA_DIR: folder.path, ...environment, ...discord.environment(), ...slack.environment() });
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  await bot.set('2027-01-11T09:00:00Z');
  const home = discord.person('Mo', { isSpaceAdmin: true, roles: [discord.role('Mo')] });
  const there = slack.person('Mo', { isSpaceAdmin: true });

  async function arrange(person: Person, platform: LoopbackPlatform): Promise<void> {
    await person.press('Channels');
    await person.fill(Object.fromEntries(CHANNELS.map((name) => [CHANNEL_LABELS[name], platform.channel(name)])));
    await inspected(person);
    await person.press('Moderators and leads');
    await person.fill({ 'Who moderates': platform.role('Mo'), 'Safeguarding leads': platform.role('Lee') });
    await inspected(person);
  }

  await home.run('cohort setup');
  await home.fill(BASICS);
  await arrange(home, discord);
  await home.press('Reveal roster');
  await home.fill({ People: [home.id, discord.person('Lee').id] });
  await inspected(home);
  await home.press('Open the cohort');
  await reads(home, 'is open');

  return {
    discord,
    slack,
    bot,
    dataDir: folder.path,
    home,
    there,
    arrange,
    async code() {
      await home.run('cohort link');
      await home.press('Make a code');
      return /\w{4}-\w{4}-\w{4}-\w{4}/.exec(await reads(home, 'A code for another place'))?.[0] ?? '';
    },
    async close() {
      await bot.stop();
      await discord.close();
      await slack.close();
      await folder.remove();
    },
  };
}
