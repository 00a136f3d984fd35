import { expect, it, onTestFinished } from 'vitest';
import { join, ROUND, setUpCohort } from '../chaos/cohort.ts';
import { openMortal } from '../chaos/mortal.ts';
import { readRecord } from '../chaos/stored.ts';
import { openDiscord } from '../platforms/discord/discord.ts';
import type { LoopbackPlatform, Person } from '../platforms/driver.ts';
import { openSlack } from '../platforms/slack/open.ts';
import { launchBot, temporaryFolder } from '../support/bot.ts';
import { testSecret } from '../support/databases.ts';

const LONGEST_STOP_MS = 10_000;

/** Resolves when so many messages have been sent. */
async function hasSent(platform: LoopbackPlatform, count: number): Promise<void> {
  await expect.poll(() => platform.everySend().length, { timeout: 20_000, interval: 5 }).toBeGreaterThanOrEqual(count);
}

async function openEverything(platform: LoopbackPlatform, count: number) {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  onTestFinished(() => platform.close());
  const environment = { ...platform.environment(), DATA_DIR: folder.path, BOMBUS_SECRET: testSecret.toString('hex') };
  const bot = openMortal(environment);
  onTestFinished(() => bot.end());
  await bot.setTo(ROUND.setUpAt);
  const channel = await setUpCohort(platform);
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    const person = platform.person(`member-${index}`);
    await join(person, true);
    people.push(person);
  }
  return { environment, bot, channel, people };
}

for (const { name, open, count } of [
  { name: 'Discord', open: () => openDiscord(), count: 45 },
  { name: 'Slack', open: () => openSlack({ mode: 'socket', isHasty: true }), count: 14 },
]) {
  it(`a stop in the middle of ${name}’s messages takes less than ten seconds, and loses and repeats none`, async () => {
    const platform = await open();
    const { environment, bot, people } = await openEverything(platform, count);
    const before = platform.everySend().length;
    const opening = bot.moveTo(ROUND.opensAt);
    await hasSent(platform, before + Math.floor(count / 3));
    const stoppedAt = performance.now();
    await bot.restart();
    expect(performance.now() - stoppedAt).toBeLessThan(LONGEST_STOP_MS);
    const sentBefore = platform.everySend().length - before;
    expect(sentBefore).toBeLessThan(count);
    await opening;
    const inboxes = await Promise.all(people.map((person) => person.inbox()));
    expect(inboxes.map((inbox) => inbox.length)).toEqual(people.map(() => 1));
    expect(await bot.stop()).toBe(0);
    const { deliveries } = await readRecord(environment);
    const prompts = deliveries.filter(({ kind }) => kind === 'checkin:prompt');
    expect(prompts.map(({ state }) => state)).toEqual(people.map(() => 'sent'));
    expect(platform.violations()).toEqual([]);
  }, 90_000);
}

it('a second process on the same data does not start, says why, and leaves the first alone', async () => {
  const platform = await openDiscord();
  const { environment, bot, people } = await openEverything(platform, 1);
  const second = launchBot(environment);
  onTestFinished(second.kill);
  expect(await second.gone).toBe(1);
  expect(second.output()).toBe(
    [
      'Bombus cannot start:',
      `  Another Bombus is running on the data in ${environment.DATA_DIR}.`,
      '  Stop it first, or give this one a folder of its own with DATA_DIR. Two on the same data would do everything twice.',
      '',
    ].join('\n'),
  );
  expect(await people[0]?.run('home')).toMatchObject({ kind: 'panel', text: expect.stringContaining('Home') });
  expect(await bot.stop()).toBe(0);
  expect(platform.violations()).toEqual([]);
}, 60_000);
