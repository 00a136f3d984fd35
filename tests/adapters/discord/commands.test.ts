import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areSame, commandsOf, completionSource } from '../../../adapters/discord/commands.ts';
import { view } from '../../../src/chat/build.ts';
import { verb, words } from '../../../src/chat/words.ts';
import { type LoopbackDiscord, openDiscord } from '../../platforms/discord/discord.ts';
import { commandFaults } from '../../platforms/discord/limits.ts';
import { adapterOn, CATALOGUE, inboxWith } from './stage.ts';

const PUT = 'PUT /applications/{application_id}/commands';

describe('the catalogue as slash commands', () => {
  it('makes one command of each first word, in servers and in direct messages', () => {
    const commands = commandsOf(CATALOGUE, 'Bombus');
    expect(commands.map(({ name, description }) => [name, description])).toEqual([
      ['hello', 'Say hello.'],
      ['find', 'Find something.'],
      ['nest', 'Bombus'],
    ]);
    expect(commands[0]).toMatchObject({
      contexts: [0, 1],
      integration_types: [0],
      description_localizations: { de: 'Sag hallo.' },
    });
    expect(commands[1]?.options).toMatchObject([{ type: 3, name: 'what', autocomplete: true }]);
    expect(commands[2]?.options).toMatchObject([
      { type: 1, name: 'build', description: 'Build a nest.' },
      { type: 1, name: 'name', options: [{ type: 3, name: 'name', autocomplete: false }] },
    ]);
    expect(commandFaults(commands as unknown as Record<string, unknown>[])).toEqual([]);
  });

  it('speaks the languages that Discord knows', () => {
    const others = { 'pt-PT': 'Olá', nb: 'Hei', tlh: 'nuqneH', 'es-419': 'Hola', fr: 'x'.repeat(300) };
    const [command] = commandsOf([{ verb: 'hello', summary: { en: 'Hello', others }, who: 'everyone', options: [] }], 'Bombus');
    expect(command?.description_localizations).toEqual({
      'pt-BR': 'Olá',
      no: 'Hei',
      'es-419': 'Hola',
      fr: `${'x'.repeat(99)}…`,
    });
  });

  it('knows where completions come from', () => {
    expect(completionSource(CATALOGUE, 'find', 'what')).toBe('things:named:');
    expect(completionSource(CATALOGUE, 'nest name', 'name')).toBeNull();
    expect(completionSource(CATALOGUE, 'lose', 'what')).toBeNull();
  });

  it('counts as the same whatever the order', () => {
    const commands = commandsOf(CATALOGUE, 'Bombus');
    const present = commands.toReversed() as unknown as Parameters<typeof areSame>[1];
    expect(areSame(commands, present)).toBe(true);
    expect(areSame(commands, present.slice(1))).toBe(false);
  });
});

describe('registering commands', () => {
  let discord: LoopbackDiscord;
  beforeEach(async () => {
    discord = await openDiscord();
  });
  afterEach(async () => {
    const violations = discord.violations();
    await discord.close();
    expect(violations).toEqual([]);
  });

  it('happens at the first start and then only after a change', async () => {
    const start = async (catalogue = CATALOGUE) => {
      const adapter = adapterOn(discord);
      await adapter.start({ ...inboxWith(() => []).inbox, catalogue });
      expect(adapter.isReady()).toBe(true);
      await adapter.stop();
      expect(adapter.isReady()).toBe(false);
      return discord.requests.get(PUT) ?? 0;
    };
    expect(await start()).toBe(1);
    expect(await start()).toBe(1);
    expect(await start(CATALOGUE.slice(1))).toBe(2);
    expect(await start(CATALOGUE.slice(1))).toBe(2);
  });

  it('makes verbs in messages something to press', async () => {
    const adapter = adapterOn(discord);
    await adapter.start(inboxWith(() => []).inbox);
    const channel = discord.channel('commons');
    const shown = view(null, words`Type ${verb('nest build')}.`);
    await adapter.send({
      space: discord.space,
      to: { kind: 'channel', channel },
      view: shown,
      nonce: 'v',
      pin: false,
      thread: null,
    });
    await adapter.stop();
    expect(await discord.messages(channel)).toMatchObject([{ text: 'Type /nest build.' }]);
  });
});
