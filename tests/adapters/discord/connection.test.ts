import { GatewayOpcodes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { discordAdapter } from '../../../adapters/discord/adapter.ts';
import { view } from '../../../src/chat/build.ts';
import { words } from '../../../src/chat/words.ts';
import { StartError } from '../../../src/errors.ts';
import { openLog } from '../../../src/log.ts';
import { type LoopbackDiscord, openDiscord } from '../../platforms/discord/discord.ts';
import { type AdapterStage, adapterOn, inboxWith, openStage } from './stage.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const play = async (): Promise<AdapterStage> => {
  const stage = await openStage(({ act }) => [view(null, words`Heard ${act.kind}.`)]);
  closing.push(stage.close);
  return stage;
};
const alone = async (): Promise<LoopbackDiscord> => {
  const discord = await openDiscord();
  closing.push(discord.close);
  return discord;
};

/** What a gateway might replay after a long night: nobody waits for the answer any more. */
const forgottenCommand = (discord: LoopbackDiscord) => ({
  id: '1100000000000000000',
  application_id: '1100000000000000001',
  type: 2,
  token: 'expired',
  version: 1,
  data: { id: '1100000000000000002', name: 'hello', type: 1, options: [] },
  channel_id: discord.channel('general'),
  user: { id: '1100000000000000003', username: 'eve', discriminator: '0', global_name: null, avatar: null },
  app_permissions: '0',
  locale: 'en-GB',
  entitlements: [],
  authorizing_integration_owners: {},
  attachment_size_limit: 0,
});

describe('the connection to Discord', () => {
  it('asks for no privileged intent and identifies once', async () => {
    const { adapter, discord } = await play();
    expect(adapter.isReady()).toBe(true);
    expect(discord.gateway.received(GatewayOpcodes.Identify)).toBe(1);
    expect(discord.violations()).toEqual([]);
  });

  it('resumes after a drop and hears what was said meanwhile', async () => {
    const { discord } = await play();
    discord.faults.dropConnection();
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'Heard command.' });
    expect(discord.gateway.received(GatewayOpcodes.Resume)).toBe(1);
    expect(discord.gateway.received(GatewayOpcodes.Identify)).toBe(1);
    expect(discord.violations()).toEqual([]);
  });

  it('does nothing on an event that is too old to be answered', async () => {
    const { discord, invocations } = await play();
    discord.gateway.dispatch('INTERACTION_CREATE', forgottenCommand(discord));
    await discord.person('ada').run('hello');
    expect(invocations).toHaveLength(1);
    expect(discord.requests.get('POST /interactions/{interaction_id}/{interaction_token}/callback')).toBe(2);
  });

  it('still answers when its clock is wrong', async () => {
    const discord = await alone();
    const { DISCORD_TOKEN: token = '', DISCORD_API_BASE: apiBase = null } = discord.environment();
    const adapter = discordAdapter({ token, apiBase, log: openLog('silent'), now: () => Date.now() + 60_000 });
    closing.push(adapter.stop);
    await adapter.start(inboxWith(() => [view('Hello')]).inbox);
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'Hello' });
    expect(discord.violations()).toEqual([]);
  });

  it('reconnects when it is asked to', async () => {
    const { discord } = await play();
    const gone = discord.gateway.closed();
    discord.gateway.askToReconnect();
    await gone;
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'Heard command.' });
    expect(discord.gateway.received(GatewayOpcodes.Resume)).toBe(1);
  });

  it('begins anew when its session is over, and notices that it was removed meanwhile', async () => {
    const { discord, noticed } = await play();
    await noticed((notices) => notices.some(({ kind }) => kind === 'space-present'));
    discord.removeBotSilently();
    discord.gateway.invalidate(false);
    await noticed((notices) => notices.some(({ kind }) => kind === 'space-gone'));
    expect(discord.gateway.received(GatewayOpcodes.Identify)).toBe(2);
  }, 20_000);

  it('tells of the spaces where the bot is, and of spaces and channels that go', async () => {
    const { discord, noticed, notices } = await play();
    const channel = discord.channel('commons');
    discord.gateway.dispatch('GUILD_DELETE', { id: discord.space, unavailable: true });
    discord.faults.deleteChannel(channel);
    discord.faults.removeBot();
    await noticed((seen) => seen.some(({ kind }) => kind === 'space-gone'));
    expect(notices).toEqual([
      { kind: 'space-present', space: discord.space },
      { kind: 'channel-gone', space: discord.space, channel },
      { kind: 'space-gone', space: discord.space },
    ]);
  });

  it('refuses to start with a wrong token, and says so', async () => {
    const discord = await alone();
    const { DISCORD_API_BASE: apiBase = null } = discord.environment();
    const adapter = discordAdapter({ token: 'wrong', apiBase, log: openLog('silent'), now: Date.now });
    await expect(adapter.start(inboxWith(() => []).inbox)).rejects.toEqual(
      new StartError(['Discord refuses DISCORD_TOKEN: is it the token of the bot?']),
    );
    expect(adapter.isReady()).toBe(false);
  });

  it('refuses to start when the gateway refuses the bot', async () => {
    const discord = await alone();
    discord.gateway.refuseWith(4014);
    const adapter = adapterOn(discord);
    await expect(adapter.start(inboxWith(() => []).inbox)).rejects.toBeInstanceOf(StartError);
  });

  it('is not ready any more once the token is refused', async () => {
    const { adapter, discord } = await play();
    discord.refuseToken();
    const channel = discord.channel('commons');
    const outgoing = {
      space: discord.space,
      to: { kind: 'channel', channel },
      view: view('x'),
      nonce: 'x',
      pin: false,
      thread: null,
    } as const;
    await expect(adapter.send(outgoing)).rejects.toMatchObject({ failure: 'unavailable' });
    expect(adapter.isReady()).toBe(false);
  });

  it('waits for a Discord that is out of reach, until it is stopped', async () => {
    const discord = await openDiscord();
    const adapter = adapterOn(discord);
    await discord.close();
    const started = adapter.start(inboxWith(() => []).inbox);
    await expect(adapter.openInbox('1', '2')).rejects.toMatchObject({ failure: 'unavailable' });
    await adapter.stop();
    await started;
    expect(adapter.isReady()).toBe(false);
  });

  it('answers what was begun before it stops, and nothing after', async () => {
    let release = (): void => undefined;
    let begun = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stage = await openStage(async function* () {
      begun();
      await gate;
      yield view('Done');
    });
    closing.push(stage.discord.close);
    const ada = stage.discord.person('ada');
    const asked = ada.run('hello');
    await started;
    const stopped = stage.adapter.stop();
    release();
    expect(await asked).toMatchObject({ text: 'Done' });
    await stopped;
    expect(stage.invocations).toHaveLength(1);
  });
});
