import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCohortStore } from '../src/cohorts/store.ts';
import { readConfig } from '../src/config.ts';
import { examine } from '../src/doctor.ts';
import { openLog } from '../src/log.ts';
import { openStoresOf } from '../src/main.ts';
import { reportOf } from '../src/operations/findings.ts';
import { openDiscord } from './platforms/discord/discord.ts';
import type { LoopbackPlatform } from './platforms/driver.ts';
import { openSlack } from './platforms/slack/open.ts';
import { spawnBot } from './support/bot.ts';

type Environment = Readonly<Record<string, string>>;

const YEAR = 365 * 24 * 3_600_000;
const today = Date.parse('2026-11-22');

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bombus-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function open<P extends LoopbackPlatform>(opening: Promise<P>): Promise<P> {
  const platform = await opening;
  onTestFinished(() => platform.close());
  return platform;
}

const settings = (environment: Environment): Environment => ({ BOMBUS_CLOCK: 'manual', PORT: '0', ...environment });

async function reportFor(environment: Environment, { now = today, withinMs = 5_000 } = {}) {
  const load = () => readConfig(settings(environment));
  return reportOf(await examine({ load, now, signIn: false, withinMs }));
}

/** Data in which the cohort of a space uses these channels. */
async function cohortIn(environment: Environment, { name, space }: LoopbackPlatform, channels: Environment): Promise<void> {
  const stores = await openStoresOf(readConfig(settings(environment)), openLog('silent'));
  const cohorts = openCohortStore(stores.record);
  const place = { platform: name, space };
  const basics = { name: 'Medicine', zone: 'Europe/London', country: 'GB', weekday: 7, minute: 1080 };
  await cohorts.insert({ id: 'cohort', ...basics, state: 'open', ownHelp: null }, place, 0);
  for (const purpose of ['check-ins', 'moderators'] as const)
    await cohorts.setChannel('cohort', place, { purpose, channel: channels[purpose] ?? '', broken: null });
  await stores.close();
}

describe('the doctor', () => {
  it('finds nothing wrong with a clean machine, and makes nothing there', async () => {
    const dataDir = join(await newFolder(), 'data');
    const { text, isWell } = await reportFor({ DATA_DIR: dataDir });
    expect(isWell).toBe(true);
    expect(text).toContain('✓ The settings fit together: the sandbox.');
    expect(text).toContain(`· No data yet in ${dataDir}: the first start makes it.`);
    expect(text).toMatch(/All is well\.\n$/);
    await expect(chmod(dataDir, 0o700)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('names every fault of the settings at once', async () => {
    const { text, isWell } = await reportFor({ PORT: 'many', SLACK_APP_TOKEN: 'xapp-1', PUBLIC_URL: 'nowhere' });
    expect(isWell).toBe(false);
    expect(text).toContain('✗ PORT is not a port number from 1 to 65535.');
    expect(text).toContain('✗ PUBLIC_URL is not a web address');
    expect(text).toContain('2 things need mending');
  });

  it('signs in to Discord and says which channel needs what', async () => {
    const discord = await open(openDiscord());
    const environment = { ...discord.environment(), DATA_DIR: await newFolder() };
    const channels = { 'check-ins': discord.channel('check-ins'), moderators: discord.channel('moderators') };
    await cohortIn(environment, discord, channels);

    expect(await reportFor(environment)).toMatchObject({ isWell: true });

    discord.faults.hideChannel(channels.moderators);
    const { text, isWell } = await reportFor(environment);
    expect(isWell).toBe(false);
    expect(text).toContain('✓ Discord takes the tokens, and the commands are registered.');
    expect(text).toContain('✓ Medicine: Check-ins channel');
    expect(text).toMatch(/✗ Medicine: Moderators channel\n +Bombus cannot see it\./);
    expect(discord.everySend()).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });

  it('signs in to Slack and says where Bombus is not invited', async () => {
    const slack = await open(openSlack({ mode: 'socket', isHasty: true }));
    const environment = { ...slack.environment(), DATA_DIR: await newFolder() };
    const channels = { 'check-ins': slack.channel('check-ins'), moderators: slack.channel('moderators') };
    await cohortIn(environment, slack, channels);
    slack.faults.hideChannel(channels['check-ins']);

    const { text, isWell } = await reportFor(environment);
    expect(isWell).toBe(false);
    expect(text).toContain('✓ Slack takes the tokens');
    expect(text).toContain('✓ Medicine: Moderators channel');
    expect(text).toMatch(/✗ Medicine: Check-ins channel\n +Bombus /);
    expect(slack.violations()).toEqual([]);
  });

  it('says that a token is refused', async () => {
    const [discord, slack] = [await open(openDiscord()), await open(openSlack({ mode: 'socket', isHasty: true }))];
    const environment = { ...discord.environment(), ...slack.environment(), DATA_DIR: await newFolder() };
    const { text } = await reportFor({ ...environment, DISCORD_TOKEN: 'wrong', SLACK_BOT_TOKEN: 'xoxb-wrong' });
    expect(text).toMatch(/✗ .*Discord.*token/i);
    expect(text).toMatch(/✗ Slack refuses the bot token: invalid_auth\./);
  });

  it('says that a platform is out of reach', async () => {
    const environment = { DISCORD_TOKEN: 'token', DISCORD_API_BASE: 'http://127.0.0.1:9', DATA_DIR: await newFolder() };
    const { text } = await reportFor(environment, { withinMs: 300 });
    expect(text).toMatch(/✗ Discord does not answer\.\n +Check that this machine reaches/);
  });

  it('leaves a Bombus that runs in another process alone and asks it instead', async () => {
    const discord = await open(openDiscord());
    const environment = { ...discord.environment(), DATA_DIR: await newFolder() };
    const bot = await spawnBot(environment);
    onTestFinished(() => bot.stop());
    const port = new URL(bot.url).port;

    const { text, isWell } = await reportFor({ ...environment, PORT: port });
    expect(isWell).toBe(true);
    expect(text).toContain('so its stores are left alone; it says that it is ready.');
    expect(text).toContain('Not asked: signing in beside a running Bombus');
    expect((await reportFor({ ...environment, PORT: '9' })).text).toContain('It does not answer at http://127.0.0.1:9/readyz');
  });

  it('says that others may read the secret, and that the data belongs to another secret', async () => {
    const environment = { DATA_DIR: await newFolder() };
    await (await openStoresOf(readConfig(settings(environment)), openLog('silent'))).close();
    const secret = join(environment.DATA_DIR, 'bombus.secret');
    await chmod(secret, 0o644);
    expect((await reportFor(environment)).text).toContain(
      `✗ Others on this machine may read ${secret}.\n    chmod 600 ${secret}`,
    );

    await writeFile(secret, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    await chmod(secret, 0o600);
    const { text, isWell } = await reportFor(environment);
    expect(isWell).toBe(false);
    expect(text).toMatch(
      /✗ The database .*bombus\.db cannot be read or written\.\n +BOMBUS_SECRET or DATA_ENCRYPTION may not be/,
    );
  });

  it('says that the data folder is a file', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, '');
    expect((await reportFor({ DATA_DIR: path })).text).toContain(`✗ DATA_DIR is ${path}, and that is no folder.`);
  });

  it('does not sign in beside other processes on PostgreSQL', async () => {
    const postgres = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/a', FORGETTING_URL: 'postgres://nobody@127.0.0.1:9/b' };
    const { text } = await reportFor({ ...postgres, BOMBUS_SECRET: 'ab'.repeat(32) });
    expect(text).toContain('✗ The PostgreSQL server at DATABASE_URL does not answer or does not let us in.');
    expect(text).toContain('npm run doctor -- --sign-in');
  });

  it('fails on helplines that nobody has checked for a year', async () => {
    const { text, isWell } = await reportFor({ DATA_DIR: join(await newFolder(), 'data') }, { now: today + 2 * YEAR });
    expect(isWell).toBe(false);
    expect(text).toContain('✗ GB: Samaritans was last checked more than a year ago.');
  });

  it('is a command that fails where something needs mending', async () => {
    const env = { PATH: process.env.PATH ?? '', DATA_DIR: join(await newFolder(), 'data'), LOG_LEVEL: 'loud' };
    const command = promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/doctor.ts'], { env });
    await expect(command).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('✗ LOG_LEVEL is none of') });
  });
});
