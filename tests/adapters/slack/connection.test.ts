import { afterEach, describe, expect, it } from 'vitest';
import { slackAdapter } from '../../../adapters/slack/adapter.ts';
import { view } from '../../../src/chat/build.ts';
import { StartError } from '../../../src/errors.ts';
import { openLog } from '../../../src/log.ts';
import { type LoopbackSlack, openSlack } from '../../platforms/slack/open.ts';
import { scriptedInbox } from './inbox.ts';

const closing: (() => Promise<void>)[] = [];
/** How far the bot's clock is ahead. */
let clock = 0;
afterEach(async () => {
  clock = 0;
  for (const close of closing.splice(0)) await close();
});

async function open(): Promise<{
  readonly platform: LoopbackSlack;
  adapter(token?: string, appToken?: string): ReturnType<typeof slackAdapter>;
}> {
  const platform = await openSlack({ mode: 'socket' });
  closing.push(() => platform.close());
  const { SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '' } = platform.environment();
  return {
    platform,
    adapter(token = SLACK_BOT_TOKEN, appToken = SLACK_APP_TOKEN) {
      const made = slackAdapter({
        apiUrl: SLACK_API_URL,
        botToken: token,
        mode: { kind: 'socket', appToken },
        log: openLog('silent'),
        now: () => Date.now() + clock,
      });
      closing.unshift(() => made.stop());
      return made;
    },
  };
}

describe('a Socket Mode connection', () => {
  it('comes back by itself after it was cut', async () => {
    const { platform, adapter } = await open();
    const bot = adapter();
    await bot.start(scriptedInbox(() => [view('Here')]));
    platform.faults.dropConnection();
    expect(await platform.person('ana').run('help')).toMatchObject({ text: 'Here' });
    expect(bot.isReady()).toBe(true);
    expect(platform.violations()).toEqual([]);
  });

  it('comes back after Slack refused it for a while', async () => {
    const { platform, adapter } = await open();
    const bot = adapter();
    await bot.start(scriptedInbox(() => [view('Here')]));
    platform.faults.refuseConnections(3);
    platform.faults.dropConnection();
    expect(await platform.person('ana').run('help')).toMatchObject({ text: 'Here' });
    expect(bot.isReady()).toBe(true);
  });

  it('says that it is lost, and stops in peace, when Slack has gone', async () => {
    const { platform, adapter } = await open();
    const bot = adapter();
    await bot.start(scriptedInbox(() => []));
    await platform.close();
    expect(bot.isReady()).toBe(true);
    const isReadyLater = () => {
      clock += 60_000;
      return bot.isReady();
    };
    await expect.poll(isReadyLater).toBe(false);
    await bot.stop();
  });

  it('can be stopped while it waits for Slack to be there', async () => {
    const { platform, adapter } = await open();
    await platform.close();
    const bot = adapter();
    const started = bot.start(scriptedInbox(() => []));
    await bot.stop();
    await started;
    expect(bot.isReady()).toBe(false);
  });

  it('answers where no modal can be opened, and to a shortcut', async () => {
    const { platform, adapter } = await open();
    const inbox = scriptedInbox(() => [view('Here')]);
    await adapter().start(inbox);
    const ana = platform.person('ana');
    platform.faults.expireTriggers(1);
    expect(await ana.run('help')).toMatchObject({ kind: 'panel', text: 'Here' });
    await platform.shortcut(ana, 'verb:checkin');
    await inbox.asked(2);
    expect(inbox.invocations.map(({ act }) => act.kind === 'command' && act.verb)).toEqual(['help', 'checkin']);
    expect(platform.violations()).toEqual([]);
  });

  it('is renewed without a gap when Slack asks for it', async () => {
    const { platform, adapter } = await open();
    await adapter().start(scriptedInbox(() => [view('Here')]));
    const ana = platform.person('ana');
    platform.faults.refreshConnection();
    const before = Date.now();
    expect(await ana.run('help')).toMatchObject({ text: 'Here' });
    expect(Date.now() - before).toBeLessThan(1_500);
    expect(platform.violations()).toEqual([]);
  });

  it('serves two processes of the bot at the same time', async () => {
    const { platform, adapter } = await open();
    await adapter().start(scriptedInbox(() => [view('One')]));
    await adapter().start(scriptedInbox(() => [view('Two')]));
    expect(platform.connections()).toBe(2);
    const ana = platform.person('ana');
    const answers = [await ana.run('help'), await ana.run('help')].map((screen) => screen.kind === 'panel' && screen.text);
    expect(answers.toSorted()).toEqual(['One', 'Two']);
  });

  it('is not started with a token that Slack refuses', async () => {
    const { adapter } = await open();
    await expect(adapter('xoxb-wrong').start(scriptedInbox(() => []))).rejects.toThrow(StartError);
    await expect(adapter(undefined, 'xapp-wrong').start(scriptedInbox(() => []))).rejects.toThrow(
      'Slack refuses the app token: invalid_auth.',
    );
  });

  it('is not ready before it is started and after it is stopped', async () => {
    const { platform, adapter } = await open();
    const bot = adapter();
    expect(bot.isReady()).toBe(false);
    await bot.start(scriptedInbox(() => []));
    expect(bot.isReady()).toBe(true);
    await bot.stop();
    expect(bot.isReady()).toBe(false);
    expect(platform.connections()).toBe(0);
  });
});
