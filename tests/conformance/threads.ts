import { expect } from 'vitest';
import type { MessageRef, ThreadPlace } from '../../src/chat/adapter.ts';
import { button, buttons, quote, spokenBy, to, view } from '../../src/chat/build.ts';
import type { Speaker } from '../../src/chat/view.ts';
import { PlatformError } from '../../src/errors.ts';
import { HOSTILE } from './sample.ts';
import type { Stage } from './stage.ts';

const BEE: Speaker = {
  name: 'Heather carder bee',
  mark: 'author of this thread',
  avatar: { body: '#e5886b', stripes: '#4a2340', wings: '#cfe6f7', emoji: ':blossom:' },
};

/** What every adapter promises of people who speak through the bot, and of threads. */
export function promiseThreads(promise: (sentence: string, test: () => Promise<void>) => void, stage: () => Stage): void {
  const say = (channel: string, text: string, thread: ThreadPlace | null, speaker: Speaker = BEE) =>
    stage().adapter.send({
      space: stage().platform.space,
      to: { kind: 'channel', channel },
      view: spokenBy(view(null, quote(text), buttons(button('Same here', to('sample', 'pressed', 'a')))), speaker),
      nonce: text,
      pin: false,
      thread,
    });
  const under = (message: MessageRef): ThreadPlace => ({ kind: 'in', message, name: 'About this' });
  const shownIn = async (channel: string) => (await stage().platform.messages(channel)).map(({ text }) => text);

  promise('lets somebody speak under an alias, in a message that can be changed', async () => {
    const channel = stage().platform.channel('general');
    const sent = await say(channel, 'I nod.', null);
    const shown = async () => (await stage().platform.messages(channel)).map(({ text, speaker }) => ({ text, ...speaker }));
    expect(await shown()).toEqual([
      { text: expect.stringContaining('I nod.'), name: 'Heather carder bee', mark: 'author of this thread' },
    ]);
    await stage().adapter.edit(stage().platform.space, sent, spokenBy(view(null, quote('I smile.')), BEE));
    expect(await shown()).toEqual([
      { text: expect.stringContaining('I smile.'), name: 'Heather carder bee', mark: 'author of this thread' },
    ]);
    await stage().adapter.edit(stage().platform.space, sent, view('Withdrawn'));
    expect((await shownIn(channel)).join()).not.toContain('I smile.');
  });

  promise('shows the name of somebody literally', async () => {
    const channel = stage().platform.channel('general');
    await say(channel, 'Hello.', null, { name: HOSTILE.slice(0, 80), mark: null, avatar: null });
    const [message] = await stage().platform.messages(channel);
    expect(message?.speaker?.name).toContain('@everyone');
    expect(message?.speaker?.mark).toBeNull();
  });

  promise('keeps answers in the thread of the message that they answer', async () => {
    const { platform, adapter } = stage();
    const channel = platform.channel('general');
    const first = await say(channel, 'Question', { kind: 'starts', name: 'About this' });
    const other = await say(channel, 'Another question', { kind: 'starts', name: 'About that' });
    const answer = await say(channel, 'First answer', under(first));
    await say(channel, 'Second answer', under(first), { ...BEE, name: 'Clover bumblebee', mark: null });
    const inThread = async (message: MessageRef) =>
      (await platform.thread(channel, message.message)).map(({ text, speaker }) => `${speaker?.name}: ${text}`);
    expect(await shownIn(channel)).toEqual(['Question', 'Another question']);
    expect(await inThread(first)).toEqual(['Heather carder bee: First answer', 'Clover bumblebee: Second answer']);
    expect(await inThread(other)).toEqual([]);
    expect(platform.everySend().map((sent) => sent.channel)).toEqual([channel, channel, channel, channel]);
    await adapter.edit(platform.space, answer, spokenBy(view(null, quote('Better answer')), BEE));
    expect(await inThread(first)).toEqual(['Heather carder bee: Better answer', 'Clover bumblebee: Second answer']);
  });

  promise('answers presses in a thread, and on the message above it, privately', async () => {
    const { platform } = stage();
    const channel = platform.channel('general');
    const first = await say(channel, 'Question', { kind: 'starts', name: 'About this' });
    const answer = await say(channel, 'Answer', under(first));
    for (const { message } of [answer, first]) {
      expect(await platform.person('ada').press('Same here', { channel, message })).toMatchObject({
        kind: 'panel',
        text: expect.stringContaining('Pressed a'),
      });
    }
    expect(JSON.stringify(await platform.thread(channel, first.message))).not.toContain('Pressed a');
  });

  promise('makes one answer of a repeated one, or says that it may have been sent', async () => {
    const channel = stage().platform.channel('general');
    const first = await say(channel, 'Question', { kind: 'starts', name: 'About this' });
    stage().platform.faults.failSends(1, 'after');
    expect([null, 'maybe-sent']).toContain(await failureOf(say(channel, 'Answer', under(first))));
    if (stage().adapter.pace.repeatWindowMs > 0) await say(channel, 'Answer', under(first));
    expect(await stage().platform.thread(channel, first.message)).toHaveLength(1);
  });

  promise('says that a thread is gone with its channel', async () => {
    const channel = stage().platform.channel('general');
    const first = await say(channel, 'Question', { kind: 'starts', name: 'About this' });
    stage().platform.faults.deleteChannel(channel);
    expect(await failureOf(say(channel, 'Answer', under(first)))).toBe('gone');
  });
}

/** How a send failed; null: it did not. */
export const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof PlatformError ? error.failure : error;
};
