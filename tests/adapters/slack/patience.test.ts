import { afterEach, describe, expect, it } from 'vitest';
import { button, buttons, to, view } from '../../../src/chat/build.ts';
import { openForm, text } from '../../../src/chat/form.ts';
import type { Invocation } from '../../../src/chat/invocation.ts';
import type { Reply } from '../../../src/chat/view.ts';
import { openStage as openHttp } from '../../conformance/slack-http.stage.ts';
import { openStage as openSocket } from '../../conformance/slack-socket.stage.ts';
import type { Stage } from '../../conformance/stage.ts';
import { scriptedInbox } from './inbox.ts';

const form = openForm(
  { title: 'Ask', submit: 'Send', fields: { words: text({ label: 'Words', max: 100 }) } },
  to('slow', 'send'),
);

let stage: Stage | null = null;
afterEach(async () => {
  expect(stage?.platform.violations()).toEqual([]);
  await stage?.close();
  stage = null;
});

/** A core that takes longer than Slack waits. */
async function* slowly({ act }: Invocation): AsyncGenerator<Reply> {
  if (act.kind === 'command') {
    yield act.verb === 'checkin' ? form : view('Start', buttons(button('Go', to('slow', 'go'))));
    if (act.verb === 'help') yield view('And then');
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, 3_400));
  yield view('Done');
}

describe.each([
  { name: 'Socket Mode', open: openSocket },
  { name: 'HTTP', open: openHttp },
])('a slow answer by $name', ({ open }) => {
  it('says that it takes a moment, and then stands in its place', async () => {
    stage = await open();
    await stage.adapter.start(scriptedInbox(slowly));
    const ana = stage.platform.person('ana');
    await ana.run('checkin');
    expect(await ana.fill({ Words: 'hello' })).toMatchObject({ text: 'Bombus\nOne moment.' });
    await ana.until((screen) => screen.kind === 'panel' && screen.text === 'Done');
  });

  it('opens its modal before the trigger expires', async () => {
    stage = await open();
    const { platform, adapter } = stage;
    await adapter.start(scriptedInbox(slowly));
    const ana = platform.person('ana');
    const inbox = await adapter.openInbox(platform.space, ana.id);
    const panel = view('Panel', buttons(button('Go', to('slow', 'go'))));
    await adapter.send({
      space: platform.space,
      to: { kind: 'inbox', inbox },
      view: panel,
      nonce: '1',
      pin: false,
      thread: null,
    });
    expect(await ana.press('Go', 'inbox')).toMatchObject({ text: 'Bombus\nOne moment.' });
    await ana.until((screen) => screen.kind === 'panel' && screen.text === 'Done');
  });

  it('replaces an earlier reply by a later one', async () => {
    stage = await open();
    await stage.adapter.start(scriptedInbox(slowly));
    const ana = stage.platform.person('ana');
    await ana.run('help');
    await ana.until((screen) => screen.kind === 'panel' && screen.text === 'And then');
  });

  it('is still given when the bot stops meanwhile', async () => {
    stage = await open();
    const { platform, adapter } = stage;
    const inbox = scriptedInbox(slowly);
    await adapter.start(inbox);
    const ana = platform.person('ana');
    await ana.run('checkin');
    await ana.fill({ Words: 'hello' });
    await adapter.stop();
    expect(ana.screen()).toMatchObject({ text: 'Done' });
  });
});
