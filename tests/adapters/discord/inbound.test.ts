import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { button, buttons, choice, menu, picture, to, view } from '../../../src/chat/build.ts';
import type { Form, Reply } from '../../../src/chat/view.ts';
import { plain, words } from '../../../src/chat/words.ts';
import { type AdapterStage, openStage, type Script } from './stage.ts';

const panel = (text: string) => view(text, plain('A panel.'), buttons(button('Next', to('things', 'next', '7'))));
const form: Form = {
  kind: 'form',
  callback: to('things', 'save', '7'),
  title: 'A thing',
  submit: 'Save',
  intro: plain('Say what it is.'),
  fields: [
    { name: 'name', label: 'Name', hint: null, required: true, kind: 'text', long: false, max: 20, value: '', completion: null },
    {
      name: 'size',
      label: 'Size',
      hint: 'From the ground',
      required: true,
      kind: 'scale',
      from: 0,
      to: 10,
      fromLabel: 'tiny',
      toLabel: 'huge',
      value: 3,
    },
    {
      name: 'kind',
      label: 'Kind',
      hint: null,
      required: false,
      kind: 'choice',
      choices: [choice('a', 'An apple'), choice('b', 'A bee')],
      max: 2,
      value: ['b'],
    },
    { name: 'day', label: 'Day', hint: null, required: false, kind: 'date-time', precision: 'date', value: '' },
    { name: 'who', label: 'Keeper', hint: null, required: false, kind: 'picker', of: 'role', max: 3, value: [] },
  ],
};
const chart = { labels: ['1 May', '8 May'], series: [{ name: 'Happy', from: 0, to: 10, values: [3, 7] }] };

/** Something that the core waits for. */
function gated() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

let stage: AdapterStage;
const play = async (script: Script) => {
  stage = await openStage(script);
  return stage;
};
let expected: readonly string[] = [];
afterEach(async () => {
  const violations = stage.discord.violations();
  await stage.close();
  expect(violations).toEqual(expected);
  expected = [];
});

describe('an interaction on Discord', () => {
  it('reaches the core as who, where and what', async () => {
    const { discord, invocations } = await play(() => [panel('Hello')]);
    const role = discord.role('bees');
    const bea = discord.person('bea', { isSpaceAdmin: true, roles: [role] });
    await bea.run('nest name', { name: 'Hive' });
    expect(invocations).toEqual([
      {
        platform: 'discord',
        eventId: expect.stringMatching(/^\d{17,19}$/),
        space: discord.space,
        person: { id: bea.id, names: ['bea', 'bea the person'], roles: [role], isSpaceAdmin: true },
        locale: 'en-GB',
        act: { kind: 'command', verb: 'nest name', options: { name: 'Hive' } },
      },
    ]);
  });

  it('belongs to no space in a direct message', async () => {
    const { discord, invocations } = await play(() => [panel('Hello')]);
    const ada = discord.person('ada');
    const shown = await ada.runInInbox('hello');
    expect(shown).toMatchObject({ kind: 'panel', text: 'Hello\nA panel.' });
    expect(invocations[0]).toMatchObject({ space: null, person: { id: ada.id, roles: [], isSpaceAdmin: false } });
  });

  it('is answered privately, and a press on the panel changes it in place', async () => {
    const { discord, invocations } = await play(({ act }) => [panel(act.kind === 'press' ? 'Second' : 'First')]);
    const ada = discord.person('ada');
    expect(await ada.run('hello')).toMatchObject({ text: 'First\nA panel.', buttons: ['Next'] });
    expect(await ada.press('Next')).toMatchObject({ text: 'Second\nA panel.' });
    expect(invocations[1]?.act).toEqual({ kind: 'press', callback: 'things:next:7', values: [] });
    expect(await discord.messages(discord.channel('general'))).toEqual([]);
  });

  it('on a message that everybody sees is answered to one person alone', async () => {
    const { adapter, discord } = await play(() => [view(null, plain('Only for you.'))]);
    const channel = discord.channel('commons');
    await adapter.send({
      space: discord.space,
      to: { kind: 'channel', channel },
      view: panel('For all'),
      nonce: 'n1',
      pin: false,
      thread: null,
    });
    const ada = discord.person('ada');
    expect(await ada.press('Next', { channel })).toMatchObject({ text: 'Only for you.' });
    expect(await discord.messages(channel)).toMatchObject([{ text: 'For all\nA panel.' }]);
    expect(discord.person('bea').screen()).toEqual({ kind: 'nothing' });
  });

  it('carries the chosen values of a menu', async () => {
    const choices = [choice('x', 'Ex'), choice('y', 'Why')];
    const { discord, invocations } = await play(() => [view('Choose', menu(to('things', 'pick'), 'Pick some', choices, 2))]);
    const ada = discord.person('ada');
    await ada.run('hello');
    await ada.choose('Pick some', ['Why', 'Ex']);
    expect(invocations[1]?.act).toEqual({ kind: 'press', callback: 'things:pick:', values: ['y', 'x'] });
  });

  it('opens a form, whose fields come back as lists of raw values', async () => {
    const { discord, invocations } = await play(({ act }) => [act.kind === 'command' ? form : panel('Saved')]);
    const role = discord.role('keepers');
    const ada = discord.person('ada');
    const shown = await ada.run('hello');
    expect(shown).toMatchObject({ kind: 'form', title: 'A thing', fields: [{ label: 'Name' }, {}, { value: ['b'] }, {}, {}] });
    expect(await ada.fill({ Name: 'Mo', Size: '10', Keeper: [role] })).toMatchObject({ text: 'Saved\nA panel.' });
    expect(invocations[1]?.act).toEqual({
      kind: 'submit',
      callback: 'things:save:7',
      fields: { name: ['Mo'], size: ['10'], kind: ['b'], day: [], who: [role] },
    });
  });

  it('changes the panel in place when the form was opened from it', async () => {
    const { discord } = await play(({ act }) => [act.kind === 'press' ? form : panel(act.kind)]);
    const ada = discord.person('ada');
    await ada.run('hello');
    await ada.press('Next');
    expect(await ada.fill({ Name: 'Mo' })).toMatchObject({ text: 'submit\nA panel.' });
    expect(stage.discord.requests.get('PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original')).toBeUndefined();
  });

  it('offers a button where a form cannot open: after a wait, or after another form', async () => {
    const { discord } = await play(async function* ({ act }): AsyncGenerator<Reply> {
      if (act.kind === 'command') await delay(1_700);
      yield act.kind === 'press' || act.kind === 'command' ? form : form;
    });
    const ada = discord.person('ada');
    expect(await ada.run('hello')).toMatchObject({ kind: 'panel', text: 'A thing', buttons: ['Open the form'] });
    expect(await ada.press('Open the form')).toMatchObject({ kind: 'form' });
    expect(await ada.fill({ Name: 'Mo' })).toMatchObject({ kind: 'panel', buttons: ['Open the form'] });
  });

  it('says what was wrong with a form in a view, since the form is closed by then', async () => {
    const faults = { kind: 'form-faults', form, faults: [], view: view('Too long', plain('At most 20.')) } as const;
    const { discord } = await play(({ act }) => [act.kind === 'command' ? form : faults]);
    const ada = discord.person('ada');
    await ada.run('hello');
    expect(await ada.fill({ Name: 'x'.repeat(5_000) })).toMatchObject({ kind: 'panel', text: 'Too long\nAt most 20.' });
  });

  it('waits for a slow answer without losing it', async () => {
    const { discord } = await play(async function* () {
      await delay(1_800);
      yield panel('At last');
    });
    const ada = discord.person('ada');
    expect(await ada.run('hello')).toMatchObject({ text: 'At last\nA panel.' });
  });

  it('shows later replies in place of the first', async () => {
    const gate = gated();
    const { discord } = await play(async function* () {
      yield panel('First');
      await gate.opened;
      yield panel('Then');
    });
    const ada = discord.person('ada');
    expect(await ada.run('hello')).toMatchObject({ text: 'First\nA panel.' });
    gate.open();
    expect(await ada.until((s) => s.kind === 'panel' && s.text.startsWith('Then'))).toMatchObject({ kind: 'panel' });
  });

  it('lets no late reply replace what a newer press has put there', async () => {
    const gate = gated();
    const { discord } = await play(async function* ({ act }) {
      yield panel(act.kind);
      if (act.kind === 'press') return;
      await gate.opened;
      yield panel('too late');
    });
    const ada = discord.person('ada');
    await ada.run('hello');
    await ada.press('Next');
    gate.open();
    await stage.adapter.stop();
    expect(ada.screen()).toMatchObject({ text: 'press\nA panel.' });
  });

  it('shows the words of a picture at once and the picture after them', async () => {
    const { discord } = await play(() => [view('Trend', picture('trend', 'Happy: 3, then 7.', chart))]);
    const ada = discord.person('ada');
    expect(await ada.run('hello')).toMatchObject({ text: 'Trend\nHappy: 3, then 7.', pictures: [] });
    const drawn = await ada.until((s) => s.kind === 'panel' && s.pictures.length > 0, 10_000);
    expect(drawn).toMatchObject({ pictures: [{ alt: 'Happy: 3, then 7.' }] });
  });

  it('is still answered when the first try breaks before it arrives', async () => {
    const { discord, invocations } = await play(() => [panel('Hello')]);
    discord.failAnswers(2, 'before');
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'Hello\nA panel.' });
    expect(invocations).toHaveLength(1);
  });

  it('keeps its answer when the first try arrived and only its receipt was lost', async () => {
    const gate = gated();
    const { discord } = await play(async function* () {
      yield panel('First');
      await gate.opened;
      yield panel('Then');
    });
    discord.failAnswers(1, 'after');
    const ada = discord.person('ada');
    expect(await ada.run('hello')).toMatchObject({ text: 'First\nA panel.' });
    gate.open();
    await ada.until((s) => s.kind === 'panel' && s.text.startsWith('Then'));
    expected = ['interaction: answered twice'];
  });

  it('is acted on although no answer gets through', async () => {
    const { discord, invocations } = await play(async function* () {
      yield panel('First');
      yield panel('Then');
    });
    discord.failAnswers(3, 'before');
    expect(await discord.person('ada').run('hello')).toMatchObject({ text: 'Then\nA panel.' });
    expect(invocations).toHaveLength(1);
  });

  it('happens once however often the gateway says it', async () => {
    const { discord, invocations } = await play(() => [panel('Once')]);
    discord.faults.repeatEvents = 3;
    await discord.person('ada').run('hello');
    expect(invocations).toHaveLength(1);
  });

  it('completes what is being typed', async () => {
    stage = await openStage(
      () => [],
      [
        { value: '1', label: 'Anatomy' },
        { value: '2', label: 'Zoology' },
      ],
    );
    expect(await stage.discord.person('ada').complete('find', 'what', 'An')).toEqual([{ value: '1', label: 'Anatomy' }]);
    expect(await stage.discord.person('ada').complete('nest name', 'name', 'An')).toEqual([]);
  });

  it('may carry anything at all as its callback', async () => {
    const { discord, invocations } = await play(({ act }) => [view(null, words`${JSON.stringify(act)}`)]);
    const mallory = discord.person('mallory');
    await mallory.forge('not a callback of ours \u0000 @everyone', ['x'.repeat(100)]);
    await mallory.forgeForm('things:save:../../etc', { name: 'x'.repeat(4_000), list: ['1', '2'] });
    expect(invocations.map(({ act }) => act.kind)).toEqual(['press', 'submit']);
  });
});
