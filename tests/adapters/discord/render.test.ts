import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callbackOf } from '../../../adapters/discord/controls.ts';
import { picturesOf, renderView } from '../../../adapters/discord/render.ts';
import { renderForm } from '../../../adapters/discord/render-form.ts';
import * as build from '../../../src/chat/build.ts';
import type { Block, Button, Choice, Form, FormField, View } from '../../../src/chat/view.ts';
import { plain, said, type Words, words } from '../../../src/chat/words.ts';
import { isEmpty, messageFaults, modalFaults } from '../../platforms/discord/limits.ts';

const style = { verbs: new Map<string, string>(), isDrawn: false };
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.tuple(fc.constantFrom('a', '*', '\n', '😀', 'é'), fc.nat(6_000)).map(([unit, times]) => unit.repeat(times)),
);
const callback = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z-]{0,23}$/),
    fc.constantFrom('go', 'x'.repeat(24)),
    fc.stringMatching(/^[A-Za-z0-9_.,-]{0,48}$/),
  )
  .map(([capability, action, id]) => build.to(capability, action, id));
const anyWords: fc.Arbitrary<Words> = fc.array(
  fc.oneof(
    text.map((t) => plain(t)[0] ?? said('')),
    text.map(said),
  ),
  { maxLength: 4 },
);
const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc.record({ value: fc.string({ minLength: 1, maxLength: 120 }), label: text, detail: fc.option(text) }),
  { minLength: 1, maxLength: 30 },
);
const anyButton: fc.Arbitrary<Button> = fc.record({
  label: text,
  style: fc.constantFrom('plain', 'primary', 'danger'),
  press: fc.oneof(
    callback.map((to) => ({ kind: 'callback' as const, callback: to })),
    fc
      .oneof(fc.webUrl(), text, fc.constant(`https://x.example/${'y'.repeat(600)}`))
      .map((url) => ({ kind: 'link' as const, url })),
  ),
});
const chart = { labels: ['1 May'], series: [{ name: 'Happy', from: 0, to: 10, values: [3] }] };
const block: fc.Arbitrary<Block> = fc.oneof(
  anyWords.map((spans): Block => ({ kind: 'words', words: spans })),
  text.map(build.heading),
  anyWords.map(build.note),
  text.map(build.quote),
  fc.array(fc.tuple(text, anyWords), { maxLength: 10 }).map(build.fields),
  fc.tuple(text, text).map(([name, alt]) => build.picture(name, alt, chart)),
  fc.array(anyButton, { maxLength: 25 }).map((list) => build.buttons(...list)),
  fc
    .tuple(callback, text, choices, fc.integer({ min: 0, max: 40 }))
    .map(([to, hint, list, max]) => build.menu(to, hint, list, max)),
  fc.constant(build.divider),
);
const avatar = fc.record({ body: fc.oneof(fc.constant('#e5886b'), text), stripes: text, wings: text, emoji: text });
const speaker = fc.record({ name: text, mark: fc.option(text), avatar: fc.option(avatar) });
const anyView: fc.Arbitrary<View> = fc
  .tuple(fc.option(text), fc.array(block, { maxLength: 8 }), fc.option(speaker))
  .map(([title, blocks, said]) => ({ kind: 'view', title, blocks, asks: null, speaker: said }));

const common = { label: text, hint: fc.option(text), required: fc.boolean() };
const field: fc.Arbitrary<FormField> = fc.oneof(
  fc.record({
    ...common,
    name: fc.uuid(),
    kind: fc.constant('text' as const),
    long: fc.boolean(),
    max: fc.integer({ min: 1, max: 9_000 }),
    value: text,
    completion: fc.constant(null),
  }),
  fc.record({
    ...common,
    name: fc.uuid(),
    kind: fc.constant('choice' as const),
    choices: choices.filter((list) => list.some(({ value }) => value.length <= 100)),
    max: fc.integer({ min: 1, max: 30 }),
    value: fc.array(fc.string(), { maxLength: 3 }),
  }),
  fc.record({
    ...common,
    name: fc.uuid(),
    kind: fc.constant('scale' as const),
    from: fc.constant(0),
    to: fc.integer({ min: 1, max: 24 }),
    fromLabel: text,
    toLabel: text,
    value: fc.option(fc.nat(24)),
  }),
  fc.record({
    ...common,
    name: fc.uuid(),
    kind: fc.constant('date-time' as const),
    precision: fc.constantFrom('date' as const, 'time' as const, 'date-time' as const),
    value: text,
  }),
  fc.record({
    ...common,
    name: fc.uuid(),
    kind: fc.constant('picker' as const),
    of: fc.constantFrom('person' as const, 'channel' as const, 'role' as const),
    max: fc.integer({ min: 1, max: 30 }),
    value: fc.array(fc.oneof(fc.bigInt({ min: 10n ** 17n, max: 10n ** 18n }).map(String), text), { maxLength: 40 }),
  }),
);
const anyForm: fc.Arbitrary<Form> = fc.record({
  kind: fc.constant('form' as const),
  callback,
  title: text,
  submit: text,
  intro: fc.option(anyWords),
  fields: fc.array(field, { minLength: 1, maxLength: 6 }),
});

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

describe('a view on Discord', () => {
  it('is within every limit, whatever is in it', () => {
    fc.assert(
      fc.property(anyView, fc.boolean(), (view, isDrawn) => {
        const payload = renderView(view, { ...style, isDrawn });
        expect(messageFaults(json(payload))).toEqual([]);
        expect(isEmpty(json(payload), 0)).toBe(false);
        expect(payload.allowed_mentions).toEqual({ parse: [] });
        expect(payload.content).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 150 },
    );
  });

  it('reads in order: title, words, small print, fields, quotation', () => {
    const view = build.view(
      'This week',
      words`Hello ${'# you'}.`,
      build.heading('Later'),
      build.note('Only you see this.'),
      build.fields([['When', 'Sunday']]),
      build.quote('one\ntwo'),
    );
    const { content, embeds, flags } = renderView(view, style);
    expect(content).toBe(
      [
        '## This week',
        'Hello \u2068\\# you\u2069.',
        '',
        '### Later',
        '-# Only you see this.',
        '',
        '**When:** Sunday',
        '',
        '> \u2068one\u2069',
        '> \u2068two\u2069',
      ].join('\n'),
    );
    expect({ embeds, flags }).toEqual({ embeds: [], flags: MessageFlags.SuppressEmbeds });
  });

  it('goes on below when the message is full, losing no block that fits', () => {
    const view = build.view('Long', plain('a'.repeat(1_500)), plain('b'.repeat(1_500)), plain('c'.repeat(1_500)));
    const { content, embeds, flags } = renderView(view, style);
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(embeds.map(({ description }) => description?.length)).toEqual([3_002]);
    expect(flags).toBe(0);
  });

  it('puts buttons in rows of five, and closer together when the rows run out', () => {
    const button = (n: number) => build.button(`B${n}`, build.to('things', 'go', String(n)));
    const many = Array.from({ length: 12 }, (_, n) => button(n));
    const rows = (view: View) => renderView(view, style).components.map((row) => row.components.length);
    expect(rows(build.view(null, build.buttons(...many)))).toEqual([5, 5, 2]);
    expect(rows(build.view(null, ...many.map((one) => build.buttons(one))))).toEqual([5, 5, 2]);
    const menu = build.menu(build.to('things', 'pick'), 'Pick', [build.choice('a', 'A')]);
    expect(rows(build.view(null, ...many.map((one) => build.buttons(one)), menu))).toEqual([1, 5, 5, 2]);
  });

  it('may offer the same callback twice', () => {
    const twice = build.button('Home', build.to('home', 'open'));
    const [row] = renderView(build.view(null, build.buttons(twice, twice)), style).components;
    const ids = row?.components.map((component) => ('custom_id' in component ? component.custom_id : ''));
    expect(ids).toEqual(['home:open:', 'home:open:~1']);
    expect(ids?.map(callbackOf)).toEqual(['home:open:', 'home:open:']);
  });

  it('opens no address that is not on the web', () => {
    const links = build.buttons(
      build.linkButton('Bad', 'javascript:alert(1)'),
      build.linkButton('Good', 'https://help.example/'),
    );
    expect(renderView(build.view(null, links), style).components).toEqual([
      {
        type: ComponentType.ActionRow,
        components: [{ type: ComponentType.Button, label: 'Good', style: ButtonStyle.Link, url: 'https://help.example/' }],
      },
    ]);
  });

  it('says in words what a picture shows, before the picture is there and beside it', () => {
    const view = build.view(null, build.picture('My trend', 'Happy: 3.', chart));
    expect(renderView(view, style)).toMatchObject({ content: 'Happy: 3.', attachments: [] });
    expect(renderView(view, { ...style, isDrawn: true })).toMatchObject({
      content: 'Happy: 3.',
      attachments: [{ id: '0', filename: 'my-trend-1.png', description: 'Happy: 3.' }],
    });
    expect(picturesOf(view)).toHaveLength(1);
  });
});

describe('a form on Discord', () => {
  it('is within every limit, whatever is in it', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        expect(modalFaults(json(renderForm(form, style.verbs)))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its introduction as the first hint when five fields leave no room', () => {
    const fields = Array.from(
      { length: 5 },
      (_, n): FormField => ({
        name: `f${n}`,
        label: `Field ${n}`,
        hint: null,
        required: true,
        kind: 'text',
        long: false,
        max: 10,
        value: '',
        completion: null,
      }),
    );
    const form: Form = { kind: 'form', callback: build.to('a', 'b'), title: 'T', submit: 'Go', intro: plain('Read me.'), fields };
    expect(renderForm(form, style.verbs).components).toHaveLength(5);
    expect(renderForm(form, style.verbs).components[0]).toMatchObject({ description: 'Read me.' });
    expect(renderForm({ ...form, fields: fields.slice(1) }, style.verbs).components[0]).toEqual({
      type: ComponentType.TextDisplay,
      content: 'Read me.',
    });
  });
});
