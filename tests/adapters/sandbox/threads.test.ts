import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { PersonState } from '../../../adapters/sandbox/person-state.ts';
import { seededRoom } from '../../../adapters/sandbox/room-state.ts';
import type { Outgoing, ThreadPlace } from '../../../src/chat/adapter.ts';
import { button, buttons, quote, spokenBy, to, view } from '../../../src/chat/build.ts';
import type { Avatar } from '../../../src/chat/view.ts';
import { openSandbox } from '../../platforms/sandbox/open.ts';
import { temporaryFolder } from '../../support/bot.ts';
import { openRoomOn } from './open-room.ts';

const channel = 'channel-safe-space';
const AVATAR: Avatar = { body: '#E5886B', stripes: '#4a2340', wings: '#cfe6f7', emoji: ':blossom:' };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(options: Parameters<typeof openRoomOn>[0] = {}, isRemote = false) {
  const room = await openRoomOn(options);
  closing.push(room.close);
  const platform = await openSandbox({ url: room.url, room: isRemote ? null : room.adapter.room });
  closing.push(() => platform.close());
  const say = (text: string, thread: ThreadPlace | null, more: Partial<Outgoing> = {}) =>
    room.adapter.send({
      space: 'room',
      to: { kind: 'channel', channel },
      view: spokenBy(view(null, quote(text), buttons(button('Go', to('post', 'go', text)))), {
        name: 'Heather bee',
        mark: null,
        avatar: AVATAR,
      }),
      nonce: text,
      pin: false,
      thread,
      ...more,
    });
  return { ...room, platform, say };
}

async function seenBy(person: string, url: string) {
  const state = (await (await fetch(`${url}/api/state?as=${person}`)).json()) as PersonState;
  return state.conversations.find(({ id }) => id === channel);
}

describe.each([
  ['in this process', false],
  ['over HTTP alone', true],
])('a thread of the sandbox driven %s', (_, isRemote) => {
  it('holds answers, which count as unread and can be pressed and changed', async () => {
    const { platform, say, adapter, url, inbox } = await open({}, isRemote);
    const ana = platform.person('ana');
    await platform.messages(channel);
    const message = await say('Question', { kind: 'starts', name: 'About this' });
    const answer = await say('Answer', { kind: 'in', message, name: 'About this' });
    expect(await platform.messages(channel)).toHaveLength(1);
    expect(await platform.thread(channel, message.message)).toMatchObject([
      { id: answer.message, text: 'Answer', speaker: { name: 'Heather bee', mark: null } },
    ]);
    expect((await seenBy(ana.id, url))?.unread).toBe(2);
    await ana.press('Go', { channel, message: answer.message });
    await ana.press('Go', { channel, message: message.message });
    expect(inbox.heard.map(({ act }) => act)).toMatchObject([{ callback: 'post:go:Answer' }, { callback: 'post:go:Question' }]);
    await adapter.edit('room', answer, view('Hidden'));
    expect((await platform.thread(channel, message.message)).map(({ text }) => text)).toEqual(['Hidden']);
    expect(platform.everySend().map(({ text }) => text)).toEqual(['Question', 'Answer']);
    expect(platform.violations()).toEqual([]);
  });
});

describe('a thread', () => {
  it('is gone where there is no such message, or where that is an answer itself', async () => {
    const { say } = await open();
    const message = await say('Question', null);
    const answer = await say('Answer', { kind: 'in', message, name: 'About this' });
    for (const wrong of [answer, { channel, message: 'nothing' }, { channel: 'channel-welcome', message: message.message }]) {
      const place = { kind: 'channel', channel: wrong.channel } as const;
      const sending = say(`To ${wrong.message}`, { kind: 'in', message: wrong, name: 'About this' }, { to: place });
      await expect(sending).rejects.toMatchObject({ failure: 'gone' });
    }
  });

  it('needs a name that every platform takes', async () => {
    const { say, platform } = await open();
    await say('Question', { kind: 'starts', name: 'x'.repeat(101) });
    expect(platform.violations()).toEqual(['a thread has no name or one longer than 100 characters']);
  });

  it('is there in a room that was kept from before there were any', async () => {
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    const stateFile = `${folder.path}/sandbox.json`;
    const old = { id: 'old', order: 1, conversation: channel, at: 0, isPinned: false, isEdited: false, nonce: null };
    const body = { kind: 'view', view: { kind: 'view', title: 'Before', blocks: [], asks: null } };
    await writeFile(stateFile, JSON.stringify({ ...seededRoom(), nextOrder: 2, messages: [{ ...old, body }] }));
    const { platform, say } = await open({ stateFile });
    await say('Answer', { kind: 'in', message: { channel, message: 'old' }, name: 'About this' });
    expect(await platform.messages(channel)).toMatchObject([{ text: 'Before', speaker: null }]);
    expect(await platform.thread(channel, 'old')).toMatchObject([{ text: 'Answer' }]);
  });
});

describe('the bee of an alias', () => {
  it('is drawn from its colours, and from nothing else', async () => {
    const { url, say, platform } = await open();
    await say('Question', null);
    const [message] = (await seenBy(platform.person('ana').id, url))?.messages ?? [];
    const bee = message?.from === 'bot' && message.view.speaker?.bee;
    expect(bee).toBe('/api/bees/e5886b-4a2340-cfe6f7');
    const drawn = await fetch(`${url}${bee}`);
    expect(drawn.headers.get('content-type')).toBe('image/svg+xml');
    expect(await drawn.text()).toContain('#e5886b');
    for (const wrong of ['e5886b', 'e5886b-4a2340-cfe6f7"/><script>', 'e5886b-4a2340-cfe6f']) {
      expect((await fetch(`${url}/api/bees/${encodeURIComponent(wrong)}`)).status).toBe(404);
    }
  });
});
