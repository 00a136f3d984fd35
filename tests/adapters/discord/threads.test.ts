import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRef, Outgoing } from '../../../src/chat/adapter.ts';
import { button, buttons, quote, spokenBy, to, view } from '../../../src/chat/build.ts';
import type { Speaker } from '../../../src/chat/view.ts';
import { words } from '../../../src/chat/words.ts';
import { type AdapterStage, openStage } from './stage.ts';

const THREADS = 'POST /channels/{channel_id}/messages/{message_id}/threads';
const BEE: Speaker = {
  name: 'Heather carder bee',
  mark: 'author of this thread',
  avatar: { body: '#e5886b', stripes: '#4a2340', wings: '#cfe6f7', emoji: ':bee:' },
};

let stage: AdapterStage;
let channel: string;

beforeEach(async () => {
  stage = await openStage(() => [view(null, words`Thanks.`)]);
  channel = stage.discord.channel('commons');
});
afterEach(async () => {
  const violations = stage.discord.violations();
  await stage.close();
  expect(violations).toEqual([]);
});

const message = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  space: stage.discord.space,
  to: { kind: 'channel', channel },
  view: spokenBy(view(null, quote(text), buttons(button('Go', to('things', 'go')))), BEE),
  nonce: `nonce-${text}`,
  pin: false,
  thread: null,
  ...more,
});
const opener = (text: string, name = 'About this') => message(text, { thread: { kind: 'starts', name } });
const answer = (text: string, ref: MessageRef) => message(text, { thread: { kind: 'in', message: ref, name: 'About this' } });
const textsIn = async (ref: MessageRef) => (await stage.discord.thread(channel, ref.message)).map(({ text }) => text);
const failureOf = (work: Promise<unknown>) => expect(work).rejects;

describe('somebody who speaks through the bot', () => {
  it('stands above their words with a bee of their own', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(message('Does anyone else?'));
    expect(await discord.messages(channel)).toEqual([
      {
        id: ref.message,
        isPinned: false,
        text: 'Does anyone else?',
        buttons: ['Go'],
        menus: [],
        pictures: [],
        speaker: { name: 'Heather carder bee', mark: 'author of this thread' },
      },
    ]);
    expect(discord.pictureBytes(ref.message).map((bytes) => bytes.subarray(1, 4).toString())).toEqual(['PNG']);
  });

  it('is gone with the bee when the message is replaced, and back again', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(message('One'));
    await adapter.edit(discord.space, ref, view(null, words`Withdrawn.`));
    expect(await discord.messages(channel)).toMatchObject([{ text: 'Withdrawn.', speaker: null, buttons: [] }]);
    expect(discord.pictureBytes(ref.message)).toEqual([]);
    await adapter.edit(discord.space, ref, message('Shown again').view);
    expect(await discord.messages(channel)).toMatchObject([{ text: 'Shown again', speaker: { name: BEE.name } }]);
    expect(discord.pictureBytes(ref.message)).toHaveLength(1);
  });

  it.each([
    ['@everyone <@123456789012345678> **bold**', '@everyone <@123456789012345678> **bold**'],
    ['Ada · author of this thread', 'Ada - author of this thread'],
    [' \n\u202e ', '…'],
    ['x'.repeat(200), `${'x'.repeat(79)}…`],
  ])('has a literal name on one line, and no mark that is not theirs (%j)', async (name, shown) => {
    const { adapter, discord } = stage;
    await adapter.send(message('One', { view: spokenBy(view(null, quote('One')), { name, mark: null, avatar: null }) }));
    expect((await discord.messages(channel))[0]?.speaker).toEqual({ name: shown, mark: null });
  });
});

describe('a thread', () => {
  it('is opened by the message and holds the answers', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(opener('Question', 'x'.repeat(120)));
    expect(ref.channel).toBe(channel);
    expect(discord.threadName(ref.message)).toBe(`${'x'.repeat(99)}…`);
    const first = await adapter.send(answer('First', ref));
    await adapter.send(answer('Second', ref));
    expect(await textsIn(ref)).toEqual(['First', 'Second']);
    expect(await discord.messages(channel)).toHaveLength(1);
    await adapter.edit(discord.space, first, view(null, words`Hidden.`));
    expect(await textsIn(ref)).toEqual(['Hidden.', 'Second']);
    expect(discord.everySend().map((sent) => sent.channel)).toEqual([channel, channel, channel]);
  });

  it('is one thread when its message is sent twice', async () => {
    const { adapter, discord } = stage;
    discord.faults.failSends(1, 'after');
    await failureOf(adapter.send(opener('Question'))).toMatchObject({ failure: 'maybe-sent' });
    const ref = await adapter.send(opener('Question'));
    const again = await adapter.send(opener('Question'));
    expect(again).toEqual(ref);
    expect(await discord.messages(channel)).toHaveLength(1);
    expect(discord.requests.get(THREADS)).toBe(2);
  });

  it('is opened by the first answer where it is missing', async () => {
    const { adapter, discord } = stage;
    discord.deny(channel, PermissionFlagsBits.CreatePublicThreads);
    const ref = await adapter.send(opener('Question'));
    expect(discord.threadName(ref.message)).toBeNull();
    await failureOf(adapter.send(answer('First', ref))).toMatchObject({ failure: 'forbidden' });
    const allowed = await adapter.send({ ...message('Elsewhere'), to: { kind: 'channel', channel: discord.channel('general') } });
    await adapter.send(answer('Second', allowed));
    expect(discord.threadName(allowed.message)).toBe('About this');
    expect(await textsIn(allowed)).toEqual(['Second']);
  });

  it('is opened again after somebody deleted it, and its old answers are gone', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(opener('Question'));
    const first = await adapter.send(answer('First', ref));
    discord.deleteThread(ref.message);
    await failureOf(adapter.edit(discord.space, first, view(null, words`Hidden.`))).toMatchObject({ failure: 'gone' });
    await adapter.send(answer('Second', ref));
    expect(await textsIn(ref)).toEqual(['Second']);
  });

  it('is taken out of the archive by an answer and by an edit, unless it was locked', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(opener('Question'));
    const first = await adapter.send(answer('First', ref));
    discord.archiveThread(ref.message);
    await adapter.edit(discord.space, first, view(null, words`Hidden.`));
    discord.archiveThread(ref.message);
    await adapter.send(answer('Second', ref));
    expect(await textsIn(ref)).toEqual(['Hidden.', 'Second']);
    discord.lockThread(ref.message);
    await failureOf(adapter.send(answer('Third', ref))).toMatchObject({ failure: 'gone' });
    await failureOf(adapter.edit(discord.space, first, view(null, words`Shown.`))).toMatchObject({ failure: 'gone' });
  });

  it('is gone with its channel, and with the message that nobody sees any more', async () => {
    const { adapter, discord } = stage;
    const ref = await adapter.send(message('Question'));
    await failureOf(adapter.send(answer('First', { ...ref, message: '123456789012345678' }))).toMatchObject({ failure: 'gone' });
    discord.faults.deleteChannel(channel);
    await failureOf(adapter.send(answer('Second', ref))).toMatchObject({ failure: 'gone' });
  });

  it('answers a press on what stands in it', async () => {
    const { adapter, discord, invocations } = stage;
    const ref = await adapter.send(opener('Question'));
    const first = await adapter.send(answer('First', ref));
    const ada = discord.person('ada');
    expect(await ada.press('Go', { channel, message: first.message })).toMatchObject({ kind: 'panel', text: 'Thanks.' });
    expect(invocations.map(({ act }) => act)).toMatchObject([{ kind: 'press' }]);
    expect(await textsIn(ref)).toEqual(['First']);
  });
});
