import { afterEach, describe, expect, it } from 'vitest';
import { slackAdapter } from '../../../adapters/slack/adapter.ts';
import { SCOPES } from '../../../adapters/slack/manifest.ts';
import { authorOf } from '../../../adapters/slack/speaker.ts';
import type { MessageRef, Outgoing } from '../../../src/chat/adapter.ts';
import { button, buttons, quote, spokenBy, to, view } from '../../../src/chat/build.ts';
import type { Speaker } from '../../../src/chat/view.ts';
import { openLog } from '../../../src/log.ts';
import { openStage } from '../../conformance/slack-socket.stage.ts';
import type { Stage } from '../../conformance/stage.ts';
import { openSlack } from '../../platforms/slack/open.ts';
import { scriptedInbox } from './inbox.ts';

const BEE: Speaker = {
  name: 'Heather carder bee',
  mark: 'author of this thread',
  avatar: { body: '#e5886b', stripes: '#4a2340', wings: '#cfe6f7', emoji: ':blossom:' },
};

let stage: Stage | null = null;
afterEach(async () => {
  expect(stage?.platform.violations() ?? []).toEqual([]);
  await stage?.adapter.stop();
  await stage?.close();
  stage = null;
});

async function start() {
  stage = await openStage();
  const { adapter, platform } = stage;
  const inbox = scriptedInbox(() => [view('Pressed')]);
  await adapter.start(inbox);
  const channel = platform.channel('safe-space');
  const message = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
    space: platform.space,
    to: { kind: 'channel', channel },
    view: spokenBy(view(null, quote(text), buttons(button('Go', to('things', 'go')))), BEE),
    nonce: text,
    pin: false,
    thread: null,
    ...more,
  });
  const answer = (text: string, ref: MessageRef) => message(text, { thread: { kind: 'in', message: ref, name: 'About this' } });
  return { adapter, platform, channel, message, answer };
}

describe('somebody who speaks through the bot', () => {
  it('stands above their words, and stays there when the message is changed', async () => {
    const { adapter, platform, channel, message } = await start();
    const sent = await adapter.send(message('Does anyone else?', { thread: { kind: 'starts', name: 'About this' } }));
    const [shown] = await platform.messages(channel);
    expect(shown).toMatchObject({
      text: 'Does anyone else?',
      speaker: { name: 'Heather carder bee', mark: 'author of this thread' },
    });
    await adapter.edit(platform.space, sent, view('Withdrawn'));
    expect(await platform.messages(channel)).toMatchObject([
      { text: 'Withdrawn', speaker: { name: 'Heather carder bee', mark: null } },
    ]);
  });

  it.each([
    ['<!channel> <@U123> @here :bee: &lt; *b*', '‹!channel› ‹@U123› @here :bee: &lt; *b*'],
    [' \n\u202e ', '…'],
    ['x'.repeat(200), `${'x'.repeat(79)}…`],
  ])('has a name in which nothing is alive (%j)', async (name, shown) => {
    const { adapter, platform, channel, message } = await start();
    await adapter.send(message('One', { view: spokenBy(view('One'), { name, mark: null, avatar: null }) }));
    expect((await platform.messages(channel))[0]?.speaker).toEqual({ name: shown, mark: null });
  });

  it('has a picture where it is an emoji by its name', () => {
    const under = (emoji: string) => authorOf(spokenBy(view('One'), { ...BEE, avatar: BEE.avatar && { ...BEE.avatar, emoji } }));
    expect(under(':blossom:')).toEqual({ username: BEE.name, icon_emoji: ':blossom:' });
    expect(under('🐝')).toEqual({ username: BEE.name });
    expect(authorOf(view('One'))).toEqual({});
  });
});

describe('a thread', () => {
  it('holds the answers to its message, whose buttons work', async () => {
    const { adapter, platform, channel, message, answer } = await start();
    const sent = await adapter.send(message('Question', { thread: { kind: 'starts', name: 'About this' } }));
    const first = await adapter.send(answer('First', sent));
    await adapter.send(answer('Second', sent));
    expect(await platform.messages(channel)).toHaveLength(1);
    expect((await platform.thread(channel, sent.message)).map(({ text }) => text)).toEqual(['First', 'Second']);
    expect(await platform.person('ana').press('Go', { channel, message: first.message })).toMatchObject({ text: 'Pressed' });
    await adapter.edit(platform.space, first, view('Hidden'));
    expect((await platform.thread(channel, sent.message)).map(({ text }) => text)).toEqual(['Hidden', 'Second']);
  });

  it('is gone with its message', async () => {
    const { adapter, channel, answer } = await start();
    await expect(adapter.send(answer('First', { channel, message: '1.000001' }))).rejects.toMatchObject({ failure: 'gone' });
  });
});

describe('an app that was installed before it asked for more', () => {
  it('says which rights it lacks', async () => {
    const platform = await openSlack({ mode: 'socket', isHasty: true });
    platform.grant(SCOPES.filter((scope) => scope !== 'chat:write.customize'));
    const {
      SLACK_API_URL: apiUrl = null,
      SLACK_BOT_TOKEN: botToken = null,
      SLACK_APP_TOKEN: appToken = '',
    } = platform.environment();
    const warnings: unknown[] = [];
    const log = { ...openLog('silent'), warn: (...parts: unknown[]) => void warnings.push(parts[0]) };
    const adapter = slackAdapter({ apiUrl, botToken, mode: { kind: 'socket', appToken }, log, now: Date.now });
    await adapter.start(scriptedInbox(() => []));
    expect(warnings).toEqual([{ missing: ['chat:write.customize'] }]);
    await adapter.stop();
    await platform.close();
  });
});
