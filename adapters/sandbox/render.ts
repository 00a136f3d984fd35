import { type Callback, formatCallback } from '../../src/chat/callback.ts';
import type { Chart } from '../../src/chat/chart.ts';
import type { Block, Button, Choice, Form, FormFaults, FormField, Speaker, View } from '../../src/chat/view.ts';
import type { Span, Words } from '../../src/chat/words.ts';
import { beeAddress } from './bees.ts';

/** What rendering asks of the room, for the person who looks. */
export interface Surroundings {
  /** Null for a channel that is gone or that this person does not see. */
  readonly channelName: (id: string) => string | null;
  /** Null for somebody who has left the room. */
  readonly personName: (id: string) => string | null;
  /** Keeps the chart and gives the address of its picture. */
  readonly pictureOf: (chart: Chart) => string;
  readonly choicesOf: (of: 'person' | 'channel' | 'role') => readonly Choice[];
}

export type ShownSpan =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'said'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'verb'; readonly text: string }
  | { readonly kind: 'channel'; readonly channel: string | null; readonly name: string };

export type ShownWords = readonly ShownSpan[];

export interface ShownButton {
  readonly label: string;
  readonly style: Button['style'];
  /** Exactly one of the two is given. */
  readonly callback: string | null;
  readonly url: string | null;
}

export type ShownBlock =
  | { readonly kind: 'words' | 'note'; readonly words: ShownWords }
  | { readonly kind: 'heading' | 'quote'; readonly text: string }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly name: string; readonly value: ShownWords }[] }
  | { readonly kind: 'picture'; readonly alt: string; readonly source: string }
  | { readonly kind: 'buttons'; readonly buttons: readonly ShownButton[] }
  | {
      readonly kind: 'menu';
      readonly callback: string;
      readonly placeholder: string;
      readonly choices: readonly Choice[];
      readonly max: number;
    }
  | { readonly kind: 'divider' };

export interface ShownView {
  readonly title: string | null;
  readonly speaker: ShownSpeaker | null;
  readonly blocks: readonly ShownBlock[];
}

export interface ShownSpeaker {
  readonly name: string;
  readonly mark: string | null;
  /** The address of their bee. */
  readonly bee: string | null;
}

export interface ShownForm {
  readonly callback: string;
  readonly title: string;
  readonly submit: string;
  readonly intro: ShownWords | null;
  readonly fields: readonly ShownField[];
}

/** A field as the page draws it: pickers have become choices, completions a source to ask. */
export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
  readonly kind: FormField['kind'];
  readonly value: readonly string[];
  readonly fault: string | null;
  readonly long: boolean;
  readonly max: number;
  readonly source: string | null;
  readonly choices: readonly Choice[];
  readonly precision: 'date' | 'time' | 'date-time' | null;
  readonly ends: readonly [from: string, to: string] | null;
}

export function renderView(view: View, around: Surroundings): ShownView {
  return {
    title: view.title,
    speaker: shownSpeaker(view.speaker),
    blocks: view.blocks.map((block) => renderBlock(block, around)),
  };
}

export function renderForm(form: Form, faults: FormFaults['faults'], around: Surroundings): ShownForm {
  return {
    callback: callbackText(form.callback),
    title: form.title,
    submit: form.submit,
    intro: form.intro && renderWords(form.intro, around),
    fields: form.fields.map((field) =>
      renderField(field, faults.find((each) => each.field === field.name)?.sentence ?? null, around),
    ),
  };
}

/** Views that were kept from before had no speakers. */
function shownSpeaker(speaker: Speaker | null | undefined): ShownSpeaker | null {
  if (!speaker) return null;
  const { name, mark, avatar } = speaker;
  return { name, mark, bee: avatar && beeAddress(avatar) };
}

function renderBlock(block: Block, around: Surroundings): ShownBlock {
  switch (block.kind) {
    case 'words':
    case 'note':
      return { kind: block.kind, words: renderWords(block.words, around) };
    case 'heading':
    case 'quote':
      return { kind: block.kind, text: block.text };
    case 'fields':
      return { kind: 'fields', fields: block.fields.map(({ name, value }) => ({ name, value: renderWords(value, around) })) };
    case 'picture':
      return { kind: 'picture', alt: block.alt, source: around.pictureOf(block.chart) };
    case 'buttons':
      return { kind: 'buttons', buttons: block.buttons.map(renderButton) };
    case 'menu':
      return { ...block, callback: callbackText(block.callback) };
    case 'divider':
      return { kind: 'divider' };
    default:
      return block satisfies never;
  }
}

function renderButton({ label, style, press }: Button): ShownButton {
  return press.kind === 'callback'
    ? { label, style, callback: callbackText(press.callback), url: null }
    : { label, style, callback: null, url: safeUrl(press.url) };
}

const renderWords = (words: Words, around: Surroundings): ShownWords => words.map((span) => renderSpan(span, around));

function renderSpan(span: Span, around: Surroundings): ShownSpan {
  switch (span.kind) {
    case 'text':
    case 'strong':
    case 'emphasis':
    case 'said':
      return { kind: span.kind, text: span.text };
    case 'link': {
      const url = safeUrl(span.url);
      return url ? { kind: 'link', label: span.label, url } : { kind: 'text', text: `${span.label} (${span.url})` };
    }
    case 'verb':
      return { kind: 'verb', text: `/${span.verb}` };
    case 'channel': {
      const name = around.channelName(span.channel);
      return { kind: 'channel', channel: name === null ? null : span.channel, name: name ?? 'a channel that you cannot see' };
    }
    case 'person':
      return { kind: 'strong', text: around.personName(span.person) ?? 'somebody who has left' };
    default:
      return span satisfies never;
  }
}

function renderField(field: FormField, fault: string | null, around: Surroundings): ShownField {
  const { name, label, hint, required, kind } = field;
  const common = { name, label, hint, required, kind, fault };
  const nothing = { value: [], long: false, max: 1, source: null, choices: [], precision: null, ends: null };
  switch (field.kind) {
    case 'text': {
      const source = field.completion && callbackText(field.completion);
      return { ...nothing, ...common, value: [field.value], long: field.long, max: field.max, source };
    }
    case 'choice':
      return { ...nothing, ...common, value: field.value, max: field.max, choices: field.choices };
    case 'scale': {
      const value = field.value === null ? [] : [String(field.value)];
      return { ...nothing, ...common, value, choices: numbers(field.from, field.to), ends: [field.fromLabel, field.toLabel] };
    }
    case 'date-time':
      return { ...nothing, ...common, value: [field.value], precision: field.precision };
    case 'picker':
      return { ...nothing, ...common, value: field.value, max: field.max, choices: around.choicesOf(field.of) };
    default:
      return field satisfies never;
  }
}

const numbers = (from: number, to: number): readonly Choice[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    const value = String(from + index);
    return { value, label: value, detail: null };
  });

/** Only what a browser may open by itself without running anything. */
function safeUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/** Empty for a callback that does not fit: its button cannot be pressed. */
function callbackText(callback: Callback): string {
  try {
    return formatCallback(callback);
  } catch {
    return '';
  }
}

/** All words as read, in order, markup resolved. What can be pressed is not words. */
export function textOfView({ title, blocks }: ShownView): string {
  return [title ?? '', ...blocks.map(textOfBlock)].filter((line) => line !== '').join('\n');
}

function textOfBlock(block: ShownBlock): string {
  switch (block.kind) {
    case 'words':
    case 'note':
      return textOfWords(block.words);
    case 'heading':
    case 'quote':
      return block.text;
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}\n${textOfWords(value)}`).join('\n');
    case 'picture':
      return block.alt;
    case 'buttons':
    case 'menu':
    case 'divider':
      return '';
    default:
      return block satisfies never;
  }
}

const textOfWords = (words: ShownWords): string =>
  words
    .map((span) => {
      if (span.kind === 'link') return span.label;
      return span.kind === 'channel' ? `#${span.name}` : span.text;
    })
    .join('');
