import { afterEach, describe, expect, it } from 'vitest';
import { button, buttons, choice, menu, note, quote, to, view } from '../../../src/chat/build.ts';
import { oneOf, openForm, optional, scale, text } from '../../../src/chat/form.ts';
import type { Invocation } from '../../../src/chat/invocation.ts';
import type { Form, Reply } from '../../../src/chat/view.ts';
import { words } from '../../../src/chat/words.ts';
import { openStage as openHttp } from '../../conformance/slack-http.stage.ts';
import { openStage as openSocket } from '../../conformance/slack-socket.stage.ts';
import type { Stage } from '../../conformance/stage.ts';
import { scriptedInbox } from './inbox.ts';

const form: Form = openForm(
  {
    title: 'A form',
    submit: 'Send',
    fields: {
      mood: scale({ label: 'Mood', from: 0, to: 10, fromLabel: 'low', toLabel: 'high' }),
      colour: oneOf({ label: 'Colour', choices: [choice('r', 'Red'), choice('b', 'Blue')] }),
      note: optional(text({ label: 'Note', max: 50, long: true })),
      word: optional(text({ label: 'Word', max: 70, completion: to('things', 'word') })),
    },
  },
  to('things', 'send'),
);

const panel = view(
  'Things',
  words`Hello ${'<!channel> *you* & https://evil.example'}.`,
  quote('said'),
  note('small'),
  buttons(button('Next', to('things', 'next')), button('Open form', to('things', 'form'))),
  menu(to('things', 'pick'), 'Pick one', [choice('a', 'Apple'), choice('b', 'Bean')]),
);

function replies({ act }: Invocation): readonly Reply[] {
  if (act.kind === 'command') return act.verb === 'checkin' ? [form] : [panel];
  if (act.kind === 'press') {
    if (act.callback === 'things:form:') return [form];
    return [view('Pressed', words`${act.callback} ${act.values.join(',')}`)];
  }
  if (act.kind === 'submit') {
    if (act.fields.note?.[0] === 'wrong') {
      return [
        { kind: 'form-faults', form, faults: [{ field: 'note', label: 'Note', sentence: 'Not that.' }], view: view('Not quite') },
      ];
    }
    return [view('Sent', words`${JSON.stringify(act.fields)}`)];
  }
  return [];
}

let stage: Stage | null = null;
afterEach(async () => {
  expect(stage?.platform.violations()).toEqual([]);
  await stage?.close();
  stage = null;
});

const TEXT = 'Hello <!channel> *you* & https://evil.example.';

describe.each([
  { name: 'Socket Mode', open: openSocket },
  { name: 'HTTP', open: openHttp },
])('Slack by $name', ({ open }) => {
  const start = async () => {
    const inbox = scriptedInbox(replies);
    stage = await open();
    await stage.adapter.start(inbox);
    return { inbox, platform: stage.platform, adapter: stage.adapter };
  };

  it('answers a command with a modal that shows what a person wrote as it was written', async () => {
    const { platform, inbox } = await start();
    const ana = platform.person('ana');
    const screen = await ana.run('library', { words: 'exam stress', year: '3' });
    expect(screen).toMatchObject({ kind: 'panel', buttons: ['Next', 'Open form'], menus: ['Pick one'] });
    expect(screen.kind === 'panel' && screen.text).toContain(TEXT);
    expect(inbox.invocations[0]).toMatchObject({
      platform: 'slack',
      space: platform.space,
      person: { id: ana.id, names: ['ana'], roles: [ana.id], isSpaceAdmin: false },
      act: { kind: 'command', verb: 'library', options: { words: 'exam stress', year: '3' } },
    });
  });

  it('says so when a verb does not exist', async () => {
    const { platform } = await start();
    expect(await platform.person('ana').run('nonsense')).toMatchObject({ text: 'Bombus\nThere is no such command.' });
  });

  it('replaces the modal with what a button or menu leads to', async () => {
    const { platform } = await start();
    const ana = platform.person('ana');
    await ana.run('help');
    expect(await ana.choose('Pick one', ['Bean'])).toMatchObject({ text: 'Pressed\nthings:pick: b' });
    await ana.run('help');
    expect(await ana.press('Next')).toMatchObject({ text: 'Pressed\nthings:next: ' });
  });

  it('hands a forged press to the core as it came', async () => {
    const { platform, inbox } = await start();
    const eve = platform.person('eve');
    await eve.forge('no such thing');
    expect(inbox.invocations[0]?.act).toEqual({ kind: 'press', callback: 'no such thing', values: [] });
  });

  it('opens a form, shows its faults beside the fields, and shows the answer in its place', async () => {
    const { platform, inbox } = await start();
    const ana = platform.person('ana');
    await ana.run('help');
    expect(await ana.press('Open form')).toMatchObject({ kind: 'form', title: 'A form' });
    const faulty = await ana.fill({ Mood: '7', Colour: 'Blue', Note: 'wrong' });
    expect(faulty.kind === 'form' && faulty.fields[2]?.fault).toBe('Not that.');
    expect(await ana.fill({ Note: '', Word: 'hon' })).toMatchObject({ kind: 'panel' });
    expect(inbox.invocations.at(-1)?.act).toEqual({
      kind: 'submit',
      callback: 'things:send:',
      fields: { mood: ['7'], colour: ['b'], note: [], word: ['hon'] },
    });
  });

  it('draws the Home tab again after what was pressed on it', async () => {
    const { platform, inbox } = await start();
    const ana = platform.person('ana');
    expect(await ana.openHomeTab()).toMatchObject({ buttons: ['Next', 'Open form'] });
    await ana.press('Next');
    await inbox.asked(3);
    expect(inbox.invocations.map(({ act }) => act.kind)).toEqual(['command', 'press', 'command']);
  });

  it('sends, edits, pins and inspects', async () => {
    const { platform, adapter } = await start();
    const channel = platform.channel('safe-space');
    const sent = await adapter.send({
      space: platform.space,
      to: { kind: 'channel', channel },
      view: panel,
      nonce: '1',
      pin: true,
      thread: null,
    });
    expect(await platform.messages(channel)).toMatchObject([{ isPinned: true, buttons: ['Next', 'Open form'] }]);
    await adapter.edit(platform.space, sent, view('Edited'));
    expect(await platform.messages(channel)).toMatchObject([{ text: 'Edited' }]);
    const hidden = platform.channel('hidden');
    platform.faults.hideChannel(hidden);
    expect(await adapter.inspect(platform.space, [channel, hidden])).toEqual([
      { channel, faults: [] },
      { channel: hidden, faults: ['cannot-see'] },
    ]);
  });

  it('presses a button on a message', async () => {
    const { platform, adapter } = await start();
    const ana = platform.person('ana');
    const inbox = await adapter.openInbox(platform.space, ana.id);
    await adapter.send({
      space: platform.space,
      to: { kind: 'inbox', inbox },
      view: panel,
      nonce: '1',
      pin: false,
      thread: null,
    });
    expect(await ana.inbox()).toHaveLength(1);
    expect(await ana.press('Next', 'inbox')).toMatchObject({ kind: 'panel', text: 'Pressed\nthings:next: ' });
  });

  it('says what became of a send that failed', async () => {
    const { platform, adapter } = await start();
    const channel = platform.channel('c');
    const send = () =>
      adapter
        .send({ space: platform.space, to: { kind: 'channel', channel }, view: panel, nonce: '1', pin: false, thread: null })
        .then(
          () => 'sent',
          (error) => [error.failure, error.retryAfterMs],
        );
    platform.faults.failSends(1, 'before');
    expect(await send()).toEqual(['maybe-sent', null]);
    platform.faults.failSends(1, 'reset');
    expect(await send()).toEqual(['maybe-sent', null]);
    platform.faults.failSends(1, 'limited');
    expect(await send()).toEqual(['rate-limited', 1_000]);
    platform.faults.deleteChannel(channel);
    expect(await send()).toEqual(['gone', null]);
  });

  it('knows a person whose direct messages are closed', async () => {
    const { platform, adapter } = await start();
    const ana = platform.person('ana');
    const inbox = await adapter.openInbox(platform.space, ana.id);
    platform.faults.closedInboxes.add(ana.id);
    await expect(adapter.openInbox(platform.space, ana.id)).rejects.toMatchObject({ failure: 'unreachable-person' });
    await expect(
      adapter.send({ space: platform.space, to: { kind: 'inbox', inbox }, view: panel, nonce: '1', pin: false, thread: null }),
    ).rejects.toMatchObject({ failure: 'unreachable-person' });
  });

  it('asks who runs the workspace only where that matters', async () => {
    const { platform, inbox } = await start();
    const boss = platform.person('boss', { isSpaceAdmin: true });
    await boss.run('help');
    await boss.run('cohort setup');
    await boss.press('Next');
    expect(inbox.invocations.map(({ person }) => person.isSpaceAdmin)).toEqual([false, true, true]);
  });

  it('hears of channels, people and the workspace going away', async () => {
    const { platform, inbox } = await start();
    const channel = platform.channel('c');
    const ana = platform.person('ana');
    platform.faults.deleteChannel(channel);
    expect(await inbox.noticed('channel-gone')).toEqual({ kind: 'channel-gone', space: platform.space, channel });
    platform.faults.removePerson(ana.id);
    expect(await inbox.noticed('person-gone')).toEqual({ kind: 'person-gone', space: platform.space, person: ana.id });
    platform.faults.removeBot();
    expect(await inbox.noticed('space-gone')).toEqual({ kind: 'space-gone', space: platform.space });
  });

  it('shows one screen when everything is delivered three times', async () => {
    const { platform, inbox } = await start();
    platform.faults.repeatEvents = 3;
    const ana = platform.person('ana');
    await ana.run('checkin');
    expect(await ana.fill({ Mood: '1', Colour: 'Red' })).toMatchObject({ kind: 'panel' });
    expect(new Set(inbox.invocations.map(({ eventId }) => eventId)).size).toBe(2);
  });
});
