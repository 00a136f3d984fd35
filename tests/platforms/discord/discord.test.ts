import { Client, Events, GatewayDispatchEvents, GatewayIntentBits, InteractionResponseType, REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackDiscord, openDiscord } from './discord.ts';
import { openInteractions } from './interactions.ts';
import { openWorld } from './world.ts';

const ALL_WELL = { content: 'Hello', allowed_mentions: { parse: [] } };

let discord: LoopbackDiscord;
let rest: REST;
let channel: string;

beforeEach(async () => {
  discord = await openDiscord();
  const { DISCORD_TOKEN = '', DISCORD_API_BASE = '' } = discord.environment();
  rest = new REST({ api: DISCORD_API_BASE, retries: 0, globalRequestsPerSecond: 1_000, rejectOnRateLimit: () => true }).setToken(
    DISCORD_TOKEN,
  );
  channel = discord.channel('commons');
});
afterEach(() => discord.close());

const send = (body: object) => rest.post(Routes.channelMessages(channel), { body });

/** A bot that registers one command and answers it as told, without any care. */
async function carelessBot(answer: (id: string, token: string) => Promise<unknown>, intents: number = GatewayIntentBits.Guilds) {
  const { DISCORD_TOKEN = '', DISCORD_API_BASE = '' } = discord.environment();
  const client = new Client({ intents, rest: { api: DISCORD_API_BASE, retries: 0 } });
  client.on(Events.Error, () => undefined);
  client.ws.on(GatewayDispatchEvents.InteractionCreate, ({ id, token }: { readonly id: string; readonly token: string }) => {
    answer(id, token).catch(() => undefined);
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(DISCORD_TOKEN);
  await ready;
  await rest.put(Routes.applicationCommands(client.application?.id ?? ''), { body: [{ name: 'hello', description: 'Hello' }] });
  return client;
}
const respond = (id: string, token: string, body: object) =>
  rest.post(Routes.interactionCallback(id, token), { body, auth: false });

describe('the loopback Discord', () => {
  it('has nothing against a proper message', async () => {
    await send(ALL_WELL);
    expect(await discord.messages(channel)).toMatchObject([{ text: 'Hello' }]);
    expect(discord.violations()).toEqual([]);
  });

  it('refuses and remembers what breaks a limit', async () => {
    await expect(send({ ...ALL_WELL, content: 'x'.repeat(2_001) })).rejects.toMatchObject({ status: 400, code: 50035 });
    const row = (custom_id: string) => ({ type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id }] });
    await expect(send({ ...ALL_WELL, components: [row('a'), row('a')] })).rejects.toMatchObject({ code: 50035 });
    await expect(send({ allowed_mentions: { parse: [] } })).rejects.toMatchObject({ code: 50006 });
    expect(discord.violations()).toEqual([
      'message: content has 2001 characters, 0 to 2000 fit',
      'message: the same custom id twice',
    ]);
    expect(discord.everySend()).toEqual([]);
  });

  it('remembers mentions, whether they are let through or only not forbidden', async () => {
    await send({ content: 'Hello' });
    await send({ content: 'Hello', allowed_mentions: { parse: ['everyone'] } });
    await send({ ...ALL_WELL, content: '@everyone, see https://x.example' });
    expect(discord.violations()).toEqual([
      'message: allowed_mentions is missing',
      'message: allowed_mentions lets something through',
      'message: active mention in a message',
      'message: active url in a message',
    ]);
  });

  it('holds requests against the published shapes, where they are here', async () => {
    await send({ ...ALL_WELL, flags: 'many' });
    const found = discord.violations();
    if (discord.skippedChecks.length === 0) expect(found).toEqual([expect.stringMatching(/^schema: POST .*flags/)]);
    else expect(found).toEqual([]);
  });

  it('makes one message of one nonce, where that is enforced', async () => {
    const first = await send({ ...ALL_WELL, nonce: 'n', enforce_nonce: true });
    const again = await send({ ...ALL_WELL, content: 'Other', nonce: 'n', enforce_nonce: true });
    expect(again).toMatchObject({ id: (first as { id: string }).id, content: 'Hello' });
    await send({ ...ALL_WELL, nonce: 'n' });
    expect(discord.everySend()).toHaveLength(2);
  });

  it('lets five messages a channel through, then answers 429, and remembers it', async () => {
    const { DISCORD_TOKEN = '', DISCORD_API_BASE = '' } = discord.environment();
    const post = () =>
      fetch(`${DISCORD_API_BASE}/v10/channels/${channel}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${DISCORD_TOKEN}`, 'user-agent': 'DiscordBot (test)', 'content-type': 'application/json' },
        body: JSON.stringify(ALL_WELL),
      });
    const answers = await Promise.all(Array.from({ length: 6 }, post));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused?.json()).toMatchObject({ message: 'You are being rate limited.', global: false });
    expect(discord.violations()).toEqual(['rest: 429 in a channel']);
  });

  it('lets fifty requests a second through', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => rest.get(Routes.channel(n % 2 ? channel : discord.channel(`other-${n}`)))),
    );
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(discord.violations()).toContain('rest: 429 for the whole bot');
  });

  it('knows only its own token and its own routes', async () => {
    await expect(rest.post('/channels/1/webhooks', { body: { name: 'x' } })).rejects.toMatchObject({ status: 403 });
    await expect(rest.get('/nowhere')).rejects.toMatchObject({ status: 404 });
    rest.setToken('other');
    await expect(rest.get(Routes.user())).rejects.toMatchObject({ status: 401 });
    expect(discord.violations()).toEqual(['rest: a webhook was asked for', 'rest: no such route: GET /api/v10/nowhere']);
  });

  it('remembers an answer that everybody sees, and a second answer', async () => {
    const bot = await carelessBot(async (id, token) => {
      await respond(id, token, { type: InteractionResponseType.ChannelMessageWithSource, data: ALL_WELL });
      await respond(id, token, { type: InteractionResponseType.ChannelMessageWithSource, data: { ...ALL_WELL, flags: 64 } });
    });
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'Hello' });
    await bot.destroy();
    expect(discord.violations()).toEqual(['interaction: answered where everybody sees it', 'interaction: answered twice']);
  });

  it('says so when the bot does not answer in time', async () => {
    const bot = await carelessBot(async () => undefined);
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'The application did not respond' });
    await bot.destroy();
    expect(discord.violations()).toEqual(['interaction: no answer within 3 seconds']);
  });

  it('closes on a bot that asks for a privileged intent', async () => {
    await expect(carelessBot(async () => undefined, GatewayIntentBits.GuildMembers)).rejects.toThrow('Used disallowed intents');
    expect(discord.violations()).toEqual(['gateway: identified with a privileged intent']);
  });
});

describe('the life of an interaction', () => {
  it('ends its first answer after 3 seconds and its token after 15 minutes', () => {
    let now = 1_800_000_000_000;
    const world = openWorld(() => now);
    const interactions = openInteractions(world, () => () => true);
    const body = { type: InteractionResponseType.ChannelMessageWithSource, data: { ...ALL_WELL, flags: 64 } };
    const late = interactions.begin('command', 'p', 'c', null);
    const answered = interactions.begin('command', 'p', 'c', null);
    interactions.callback(answered.id, answered.token, body, []);
    now += 3_001;
    expect(() => interactions.callback(late.id, late.token, body, [])).toThrow('Unknown interaction');
    interactions.editOriginal(answered.token, { ...ALL_WELL, content: 'Edited' }, []);
    now += 15 * 60_000;
    expect(() => interactions.editOriginal(answered.token, ALL_WELL, [])).toThrow('Invalid Webhook Token');
    interactions.close();
    expect(world.violations).toEqual(['interaction: answered too late', 'interaction: a token was used after 15 minutes']);
  });
});
