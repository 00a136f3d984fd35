import { afterEach, describe, expect, it } from 'vitest';
import { modalTurns } from '../../../adapters/slack/modals.ts';
import { button, buttons, to, view } from '../../../src/chat/build.ts';
import type { Invocation } from '../../../src/chat/invocation.ts';
import type { Reply } from '../../../src/chat/view.ts';
import { plain } from '../../../src/chat/words.ts';
import { openStage } from '../../conformance/slack-socket.stage.ts';
import type { Stage } from '../../conformance/stage.ts';
import { scriptedInbox } from './inbox.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

describe('a modal that several events write in', () => {
  it('keeps what a later press has put there when a reply to an earlier one comes late', async () => {
    let release = () => {};
    const late = new Promise<void>((resolve) => {
      release = resolve;
    });
    let lateIsThrough = () => {};
    const through = new Promise<void>((resolve) => {
      lateIsThrough = resolve;
    });
    async function* answer({ act }: Invocation): AsyncGenerator<Reply> {
      if (act.kind === 'press') {
        yield view('Pressed', plain('This stays.'));
        return;
      }
      yield view('First', buttons(button('Next', to('things', 'next'))));
      await late;
      yield view('Late', plain('This comes too late.'));
      lateIsThrough();
    }
    stage = await openStage();
    await stage.adapter.start(scriptedInbox(answer));
    const ana = stage.platform.person('ana');
    await ana.run('help');
    await ana.press('Next');
    release();
    await through;
    expect(ana.screen()).toMatchObject({ text: 'Pressed\nThis stays.' });
    expect(stage.platform.violations()).toEqual([]);
  });

  it('answers a press that comes before Slack has said that the modal is open', () => {
    const turnOf = modalTurns();
    const [command, press] = [turnOf('1'), turnOf('2')];
    press.take('modal');
    command.take('modal');
    expect([command.isMine('modal'), press.isMine('modal')]).toEqual([false, true]);
  });

  it('shows the answer to a press also where a late reply redrew the modal while the press was on its way', async () => {
    let release = () => {};
    const late = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* answer({ act }: Invocation): AsyncGenerator<Reply> {
      if (act.kind === 'press') {
        yield view('Pressed', plain('This stays.'));
        return;
      }
      yield view('First', buttons(button('Next', to('things', 'next'))));
      await late;
      yield view('Late', plain('This was on its way first.'));
    }
    stage = await openStage();
    await stage.adapter.start(scriptedInbox(answer));
    const ana = stage.platform.person('ana');
    await ana.run('help');
    release();
    await ana.press('Next');
    await ana.until((screen) => screen.kind === 'panel' && screen.text === 'Pressed\nThis stays.');
    expect(stage.platform.violations()).toEqual([]);
  });

  it('belongs to the event that took it last, and is anybody’s once it is forgotten', () => {
    const turnOf = modalTurns(1);
    const [first, second] = [turnOf('1'), turnOf('2')];
    first.take('modal');
    expect(first.isMine('modal')).toBe(true);
    second.take('modal');
    expect([first.isMine('modal'), second.isMine('modal')]).toEqual([false, true]);
    second.take('another modal');
    expect(first.isMine('modal')).toBe(true);
  });
});
