import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing } from '../../../src/chat/adapter.ts';
import { button, buttons, picture, to, view } from '../../../src/chat/build.ts';
import { words } from '../../../src/chat/words.ts';
import { type AdapterStage, openStage } from './stage.ts';

const SEND = 'POST /channels/{channel_id}/messages';
const chart = { labels: ['1 May', '8 May'], series: [{ name: 'Happy', from: 0, to: 10, values: [3, null] }] };

let stage: AdapterStage;
let channel: string;
let expected: readonly string[];

beforeEach(async () => {
  stage = await openStage(() => [view(null, words`Thanks.`)]);
  channel = stage.discord.channel('commons');
  expected = [];
});
afterEach(async () => {
  const violations = stage.discord.violations();
  await stage.close();
  expect(violations).toEqual(expected);
});

const message = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  space: stage.discord.space,
  to: { kind: 'channel', channel },
  view: view(text, words`From ${'@everyone'}.`, buttons(button('Go', to('things', 'go')))),
  nonce: `nonce-${text}`,
  pin: false,
  thread: null,
  ...more,
});
const sends = () => stage.discord.everySend().map(({ text, nonce }) => ({ text, nonce }));

describe('a message of the bot', () => {
  it('stands in the channel, pinned where that was asked for', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(message('One', { pin: true, thread: null }));
    expect(ref.channel).toBe(channel);
    expect(await discord.messages(channel)).toEqual([
      { id: ref.message, isPinned: true, text: 'One\nFrom @everyone.', buttons: ['Go'], menus: [], pictures: [], speaker: null },
    ]);
  });

  it('is replaced as a whole by an edit', async () => {
    const { adapter, discord } = stage;
    const long = view('Long', words`${'a'.repeat(1_900)}`, words`${'b'.repeat(1_900)}`, picture('p', 'Alt.', chart));
    const ref = await adapter.send(message('One', { view: long }));
    expect(await discord.messages(channel)).toMatchObject([{ pictures: [{ alt: 'Alt.' }] }]);
    await adapter.edit(discord.space, ref, view(null, words`Short.`));
    expect(await discord.messages(channel)).toEqual([
      { id: ref.message, isPinned: false, text: 'Short.', buttons: [], menus: [], pictures: [], speaker: null },
    ]);
  });

  it('carries its picture as a PNG', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(message('Trend', { view: view(null, picture('trend', 'Happy: 3.', chart)) }));
    expect(discord.pictureBytes(ref.message).map((bytes) => bytes.subarray(1, 4).toString())).toEqual(['PNG']);
  });

  it('is sent although it cannot be pinned', async () => {
    const { adapter, discord } = stage;
    discord.deny(channel, PermissionFlagsBits.PinMessages);
    await adapter.send(message('One', { pin: true, thread: null }));
    expect(await discord.messages(channel)).toMatchObject([{ isPinned: false }]);
  });

  it.each(['after', 'reset'] as const)('is one message when the first try arrived and broke (%s)', async (how) => {
    const { adapter, discord } = stage;
    discord.faults.failSends(1, how);
    await expect(adapter.send(message('One'))).rejects.toMatchObject({ failure: 'maybe-sent' });
    expect(discord.requests.get(SEND)).toBe(1);
    const ref = await adapter.send(message('One'));
    expect(await discord.messages(channel)).toMatchObject([{ id: ref.message }]);
    expect(sends()).toEqual([{ text: 'One\nFrom @everyone.', nonce: 'nonce-One' }]);
  });

  it('is tried once when Discord breaks before it is there', async () => {
    const { adapter, discord } = stage;
    discord.faults.failSends(1, 'before');
    await expect(adapter.send(message('One'))).rejects.toMatchObject({ failure: 'maybe-sent' });
    expect(discord.requests.get(SEND)).toBe(1);
    expect(sends()).toEqual([]);
  });

  it('says how long to wait when it was one too many', async () => {
    stage.discord.faults.failSends(1, 'limited');
    const failed = await stage.adapter.send(message('One')).catch((error: unknown) => error);
    expect(failed).toMatchObject({ failure: 'rate-limited', retryAfterMs: expect.closeTo(1_050, -2) });
  });

  it('waits by itself for no full channel, and meets no 429', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => stage.adapter.send(message(`M${n}`))));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.failure] : []));
    expect(failures).toEqual(['rate-limited', 'rate-limited', 'rate-limited']);
    expect(stage.discord.requests.get(SEND)).toBe(5);
  });

  it('fails as gone or forbidden with its channel', async () => {
    const { adapter, discord } = stage;
    const hidden = discord.channel('hidden');
    discord.faults.hideChannel(hidden);
    await expect(adapter.send(message('One', { to: { kind: 'channel', channel: hidden } }))).rejects.toMatchObject({
      failure: 'forbidden',
    });
    const ref = await adapter.send(message('Two'));
    discord.faults.deleteChannel(channel);
    await expect(adapter.send(message('Three'))).rejects.toMatchObject({ failure: 'gone' });
    await expect(adapter.edit(discord.space, ref, view('x'))).rejects.toMatchObject({ failure: 'gone' });
  });

  it('is certainly not sent when nobody listens', async () => {
    await stage.discord.close();
    await stage.adapter.send(message('Into a closing line')).catch(() => undefined);
    await expect(stage.adapter.send(message('One'))).rejects.toMatchObject({ failure: 'unavailable' });
    stage = await openStage(() => []);
  });
});

describe('a direct message', () => {
  it('reaches the person, who can answer it', async () => {
    const { adapter, discord, invocations } = stage;
    const ada = discord.person('ada');
    const inbox = await adapter.openInbox(discord.space, ada.id);
    expect(await adapter.openInbox(discord.space, ada.id)).toBe(inbox);
    await adapter.send(message('Hello', { to: { kind: 'inbox', inbox } }));
    expect(await ada.inbox()).toMatchObject([{ text: 'Hello\nFrom @everyone.', buttons: ['Go'] }]);
    expect(await ada.press('Go', 'inbox')).toMatchObject({ kind: 'panel', text: 'Thanks.' });
    expect(invocations).toMatchObject([{ space: null, act: { callback: 'things:go:' } }]);
    expect(await ada.inbox()).toHaveLength(1);
  });

  it.each(['closed', 'left'] as const)('cannot reach a person who has %s', async (how) => {
    const { adapter, discord } = stage;
    const ada = discord.person('ada');
    const inbox = await adapter.openInbox(discord.space, ada.id);
    if (how === 'closed') discord.faults.closedInboxes.add(ada.id);
    else discord.faults.removePerson(ada.id);
    await expect(adapter.send(message('Hello', { to: { kind: 'inbox', inbox } }))).rejects.toMatchObject({
      failure: how === 'left' ? 'gone' : 'unreachable-person',
    });
  });
});

describe('an inspection', () => {
  it('says what the bot lacks in each channel', async () => {
    const { adapter, discord } = stage;
    const [hidden, mute, gone] = ['hidden', 'mute', 'gone'].map((name) => discord.channel(name)) as [string, string, string];
    discord.faults.hideChannel(hidden);
    discord.deny(mute, PermissionFlagsBits.SendMessages | PermissionFlagsBits.AttachFiles | PermissionFlagsBits.PinMessages);
    discord.faults.deleteChannel(gone);
    discord.gateway.dispatch('CHANNEL_DELETE', { id: gone, guild_id: discord.space, type: 0 });
    await discord.person('ada').run('hello');
    expect(await adapter.inspect(discord.space, [channel, hidden, mute, gone, 'nonsense'])).toEqual([
      { channel, faults: [] },
      { channel: hidden, faults: ['cannot-see'] },
      { channel: mute, faults: ['cannot-post', 'cannot-attach', 'cannot-pin'] },
      { channel: gone, faults: ['gone'] },
      { channel: 'nonsense', faults: ['gone'] },
    ]);
  });

  it('finds nothing in a space where the bot is not', async () => {
    const { adapter, discord } = stage;
    expect(await adapter.inspect('123456789012345678', [channel])).toEqual([{ channel, faults: ['gone'] }]);
    expect(discord.skippedChecks).toEqual(discord.skippedChecks.length === 0 ? [] : expect.any(Array));
  });
});
