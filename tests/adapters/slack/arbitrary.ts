import fc from 'fast-check';
import type { Chart } from '../../../src/chat/chart.ts';
import type { Block, Choice, Form, FormField, View } from '../../../src/chat/view.ts';
import type { Span, Words } from '../../../src/chat/words.ts';

/** Any text a person or we might write: control characters, halves of characters, markup, and far too much of it. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    ' ',
    '<!channel>',
    '<@U123ABC> <https://x.example|y>',
    '*_~`',
    '> quoted',
    '@everyone :smile:',
    '\uD800',
    '\u202Eright',
  ),
  fc
    .tuple(fc.constantFrom('a', '@', '😀', '&', '<', '*', '\n', '://'), fc.integer({ min: 100, max: 6_000 }))
    .map(([unit, times]) => unit.repeat(times)),
);

const callback = fc.record({
  capability: fc.constant('things'),
  action: fc.constantFrom('go', 'stop'),
  id: fc.string({ unit: fc.constantFrom('a', 'Z', '9', '-'), maxLength: 48 }),
});

const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'strong' as const, 'emphasis' as const, 'said' as const), text: anyText }),
  fc.record({
    kind: fc.constant('link' as const),
    label: anyText,
    url: fc.oneof(fc.webUrl(), fc.constantFrom('javascript:alert(1)', 'tel:999', 'nonsense'), anyText),
  }),
  fc.record({ kind: fc.constant('verb' as const), verb: fc.constantFrom('help', 'cohort setup') }),
  fc.record({ kind: fc.constant('channel' as const), channel: fc.constantFrom('C12345', 'not an id') }),
);
const words: fc.Arbitrary<Words> = fc.array(span, { maxLength: 6 });

const choice: fc.Arbitrary<Choice> = fc.record({ value: anyText, label: anyText, detail: fc.option(anyText) });

const chart: fc.Arbitrary<Chart> = fc
  .tuple(fc.integer({ min: 1, max: 26 }), fc.integer({ min: 1, max: 3 }))
  .chain(([points, lines]) =>
    fc.record({
      labels: fc.array(fc.constant('3 May'), { minLength: points, maxLength: points }),
      series: fc.array(
        fc.record({
          name: fc.constantFrom('happy', 'anxious'),
          from: fc.constant(0),
          to: fc.constant(10),
          values: fc.array(fc.option(fc.integer({ min: 0, max: 10 })), { minLength: points, maxLength: points }),
        }),
        { minLength: lines, maxLength: lines },
      ),
    }),
  );

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('words' as const, 'note' as const), words }),
  fc.record({ kind: fc.constantFrom('heading' as const, 'quote' as const), text: anyText }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ name: anyText, value: words }), { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('picture' as const), name: anyText, alt: anyText, chart }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(
      fc.record({
        label: anyText,
        style: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const),
        press: fc.oneof(
          fc.record({ kind: fc.constant('callback' as const), callback }),
          fc.record({ kind: fc.constant('link' as const), url: fc.oneof(fc.webUrl(), anyText) }),
        ),
      }),
      { maxLength: 30 },
    ),
  }),
  fc.record({
    kind: fc.constant('menu' as const),
    callback,
    placeholder: anyText,
    choices: fc.array(choice, { maxLength: 26 }),
    max: fc.integer({ min: 1, max: 5 }),
  }),
  fc.constant({ kind: 'divider' as const }),
);

export const anyView: fc.Arbitrary<View> = fc.record({
  kind: fc.constant('view' as const),
  title: fc.option(anyText),
  blocks: fc.oneof(fc.array(block, { maxLength: 6 }), fc.array(block, { minLength: 60, maxLength: 120 })),
  asks: fc.constant(null),
  speaker: fc.option(fc.record({ name: anyText, mark: fc.option(anyText), avatar: fc.constant(null) })),
});

const common = { label: anyText, hint: fc.option(anyText), required: fc.boolean() };
const field = (name: string): fc.Arbitrary<FormField> =>
  fc.oneof(
    fc.record({
      ...common,
      name: fc.constant(name),
      kind: fc.constant('text' as const),
      long: fc.boolean(),
      max: fc.integer({ min: 1, max: 5_000 }),
      value: anyText,
      completion: fc.option(callback),
    }),
    fc
      .record({
        ...common,
        name: fc.constant(name),
        kind: fc.constant('choice' as const),
        max: fc.integer({ min: 1, max: 5 }),
        choices: fc.array(choice, { maxLength: 25 }),
      })
      .map((made) => ({ ...made, value: made.choices.slice(0, 2).map(({ value }) => value) })),
    fc.record({
      ...common,
      name: fc.constant(name),
      kind: fc.constant('scale' as const),
      from: fc.constant(0),
      to: fc.integer({ min: 1, max: 24 }),
      fromLabel: anyText,
      toLabel: anyText,
      value: fc.option(fc.integer({ min: 0, max: 30 })),
    }),
    fc.record({
      ...common,
      name: fc.constant(name),
      kind: fc.constant('date-time' as const),
      precision: fc.constantFrom('date' as const, 'time' as const, 'date-time' as const),
      value: fc.oneof(anyText, fc.constantFrom('2027-03-28', '18:00', '2027-13-40', '25:00')),
    }),
    fc.record({
      ...common,
      name: fc.constant(name),
      kind: fc.constant('picker' as const),
      of: fc.constantFrom('person' as const, 'channel' as const, 'role' as const),
      max: fc.integer({ min: 1, max: 10 }),
      value: fc.array(fc.oneof(anyText, fc.constantFrom('U12345', 'C12345')), { maxLength: 3 }),
    }),
  );

export const anyForm: fc.Arbitrary<Form> = fc.record({
  kind: fc.constant('form' as const),
  callback,
  title: anyText,
  submit: anyText,
  intro: fc.option(words),
  fields: fc.tuple(field('one'), field('two'), field('three'), field('four'), field('five')),
});
