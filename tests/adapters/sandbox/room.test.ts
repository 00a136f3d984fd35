import { afterEach, describe, expect, it } from 'vitest';
import { openSandbox } from '../../platforms/sandbox/open.ts';
import { welcome } from './fake-inbox.ts';
import { openRoomOn } from './open-room.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(isRemote = false) {
  const room = await openRoomOn();
  closing.push(room.close);
  const platform = await openSandbox({ url: room.url, room: isRemote ? null : room.adapter.room });
  closing.push(() => platform.close());
  return { ...room, platform };
}

describe.each([
  ['in this process', false],
  ['over HTTP alone', true],
])('the sandbox driven %s', (_, isRemote) => {
  it('hands in who acts, where and how, and shows the answer to that person alone', async () => {
    const { platform, inbox } = await open(isRemote);
    const ana = platform.person('ana', { roles: [platform.role('moderator')], isSpaceAdmin: true });
    const ben = platform.person('ben');
    const screen = await ana.run('library', { query: 'exams' });
    expect(screen).toEqual({ kind: 'panel', text: 'Found\n{"query":"exams"}', buttons: [], menus: [], pictures: [] });
    expect(inbox.heard).toEqual([
      {
        platform: 'sandbox',
        eventId: expect.stringMatching(/^person-ana\.[0-9a-f-]{36}$/),
        space: 'room',
        person: { id: 'person-ana', names: ['ana'], roles: ['role-moderator'], isSpaceAdmin: true },
        locale: null,
        act: { kind: 'command', verb: 'library', options: { query: 'exams' } },
      },
    ]);
    expect(ben.screen()).toEqual({ kind: 'nothing' });
  });

  it('opens a form, keeps what was typed beside a fault, and answers when it fits', async () => {
    const { platform } = await open(isRemote);
    const ana = platform.person('ana');
    const first = await ana.run('join');
    expect(first.kind === 'form' && first.fields.map(({ label, kind, required }) => [label, kind, required])).toEqual([
      ['What should we call you?', 'text', true],
      ['How happy did you feel yesterday?', 'scale', true],
      ['Your year', 'choice', true],
      ['Pause until', 'date-time', false],
      ['Who moderates?', 'picker', false],
    ]);
    const faulty = await ana.fill({ 'How happy did you feel yesterday?': '7', 'Your year': 'Fourth' });
    expect(faulty.kind === 'form' && faulty.fields.map(({ value, fault }) => [value, fault])).toEqual([
      ['', 'Please write a name.'],
      ['7', null],
      [['4'], null],
      ['', null],
      [[], null],
    ]);
    const saved = await ana.fill({ 'What should we call you?': 'Ana', 'Who moderates?': [ana.id] });
    expect(saved.kind === 'panel' && saved.text).toBe(
      `Saved\n${JSON.stringify({ nickname: ['Ana'], happy: ['7'], year: ['4'], until: [], moderators: [ana.id] })}`,
    );
  });

  it('replaces the first answer by the second', async () => {
    const { platform, inbox } = await open(isRemote);
    const ana = platform.person('ana');
    expect(await ana.run('slow')).toMatchObject({ text: 'Working on it.' });
    inbox.release();
    expect(await ana.until((screen) => screen.kind === 'panel' && screen.text === 'The second answer.')).toMatchObject({
      kind: 'panel',
    });
  });

  it('presses buttons and menus of the panel, of a channel message and of a direct message', async () => {
    const { platform, adapter, inbox } = await open(isRemote);
    const ana = platform.person('ana');
    await ana.run('help');
    expect(await ana.choose('Choose a topic', ['Sleep'])).toMatchObject({ text: 'Pressed\nhome:topic: sleep' });
    const channel = platform.channel('questions');
    await adapter.send({
      space: 'room',
      to: { kind: 'channel', channel },
      view: welcome(),
      nonce: 'n1',
      pin: true,
      thread: null,
    });
    expect(await ana.press('Tell me more', { channel })).toMatchObject({ text: 'Pressed\nhome:more: ' });
    const to = { kind: 'inbox' as const, inbox: await adapter.openInbox('room', ana.id) };
    await adapter.send({ space: 'room', to, view: welcome(), nonce: 'n2', pin: false, thread: null });
    expect(await ana.press('Stop', 'inbox')).toMatchObject({ text: 'Pressed\nhome:stop: ' });
    expect((await platform.messages(channel)).map(({ isPinned }) => isPinned)).toEqual([true]);
    expect(platform.everySend().map(({ channel: where, nonce }) => [where, nonce])).toEqual([
      [channel, 'n1'],
      [to.inbox, 'n2'],
    ]);
    expect(inbox.heard.map(({ act }) => act.kind)).toEqual(['command', 'press', 'press', 'press']);
  });

  it('delivers an event as often as it is told to, with one id', async () => {
    const { platform, inbox } = await open(isRemote);
    platform.faults.repeatEvents = 3;
    await platform.person('ana').run('help');
    expect(inbox.heard).toHaveLength(3);
    expect(new Set(inbox.heard.map(({ eventId }) => eventId)).size).toBe(1);
  });

  it('completes an option while it is typed', async () => {
    const { platform } = await open(isRemote);
    expect(await platform.person('ana').complete('library', 'query', 'res')).toEqual([{ value: 'id-2', label: 'Exam resits' }]);
  });

  it('tells the bot what is gone', async () => {
    const { platform, inbox, adapter } = await open(isRemote);
    const ana = platform.person('ana');
    await ana.run('help');
    platform.faults.deleteChannel(platform.channel('questions'));
    platform.faults.removePerson(ana.id);
    platform.faults.removeBot();
    await platform.messages(platform.channel('welcome'));
    expect(inbox.notices).toEqual([
      { kind: 'space-present', space: 'room' },
      { kind: 'channel-gone', space: 'room', channel: 'channel-questions' },
      { kind: 'person-gone', space: 'room', person: ana.id },
      { kind: 'space-gone', space: 'room' },
    ]);
    expect(await adapter.inspect('room', ['channel-welcome'])).toEqual([{ channel: 'channel-welcome', faults: ['gone'] }]);
  });
});

describe('what the bot does by itself', () => {
  it('makes one message of sends with one nonce, and edits it', async () => {
    const { adapter, platform } = await open();
    const channel = platform.channel('questions');
    const sending = {
      space: 'room',
      to: { kind: 'channel' as const, channel },
      view: welcome(),
      nonce: 'n1',
      pin: false,
      thread: null,
    };
    const [one, other] = [await adapter.send(sending), await adapter.send(sending)];
    expect(other).toEqual(one);
    await adapter.edit('room', one, { kind: 'view', title: 'Changed', blocks: [], asks: null, speaker: null });
    expect((await platform.messages(channel)).map(({ text }) => text)).toEqual(['Changed']);
    expect(platform.everySend().map(({ text }) => text.split('\n')[0])).toEqual(['This week']);
  });

  it('fails as the platform fails', async () => {
    const { adapter, platform } = await open();
    const ana = platform.person('ana');
    const send = (channel: string, nonce: string) =>
      adapter.send({ space: 'room', to: { kind: 'channel', channel }, view: welcome(), nonce, pin: false, thread: null });
    platform.faults.closedInboxes.add(ana.id);
    await expect(adapter.openInbox('room', ana.id)).rejects.toMatchObject({ failure: 'unreachable-person' });
    platform.faults.closedInboxes.delete(ana.id);
    expect(await adapter.openInbox('room', ana.id)).toBe('inbox-person-ana');
    await expect(adapter.openInbox('elsewhere', ana.id)).rejects.toMatchObject({ failure: 'gone' });

    const channel = platform.channel('questions');
    platform.faults.failSends(1, 'before');
    await expect(send(channel, 'n1')).rejects.toMatchObject({ failure: 'unavailable' });
    platform.faults.failSends(1, 'limited');
    await expect(send(channel, 'n1')).rejects.toMatchObject({ failure: 'rate-limited', retryAfterMs: 1000 });
    platform.faults.failSends(1, 'after');
    await expect(send(channel, 'n1')).rejects.toMatchObject({ failure: 'maybe-sent' });
    await send(channel, 'n1');
    expect(await platform.messages(channel)).toHaveLength(1);

    platform.faults.hideChannel(channel);
    await expect(send(channel, 'n2')).rejects.toMatchObject({ failure: 'forbidden' });
    await expect(send('channel-none', 'n3')).rejects.toMatchObject({ failure: 'gone' });
    expect(await adapter.inspect('room', [channel, 'channel-none', 'channel-welcome'])).toEqual([
      { channel, faults: ['cannot-see'] },
      { channel: 'channel-none', faults: ['gone'] },
      { channel: 'channel-welcome', faults: [] },
    ]);
  });

  it('notes what a strict platform would have refused', async () => {
    const { adapter, platform } = await open();
    const to = { kind: 'channel' as const, channel: platform.channel('questions') };
    await adapter.send({
      space: 'room',
      to,
      view: { kind: 'view', title: 'x'.repeat(101), blocks: [], asks: null, speaker: null },
      nonce: 'n',
      pin: false,
      thread: null,
    });
    expect(platform.violations()).toEqual(['a title is longer than 100 characters']);
  });
});
