import type { Span, Words } from '../../src/chat/words.ts';

/** Ids of the registered slash commands by verb, so that a verb can be shown as something to press. */
export type VerbIds = ReadonlyMap<string, string>;

const ELLIPSIS = '…';
const ZERO_WIDTH = '\u200b';
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Nobody sees these; a lone surrogate is not text. */
const UNPRINTABLE = /(?![\n\t])\p{Cc}/gu;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Embeddings, overrides and isolates: with them in, words could break out of the isolation around them. */
const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/g;

/** Whatever Discord gives a meaning to in the middle of a line. */
const INLINE_MARKUP =
  /[\\*_~`|<[\]]|:(?=\/\/)|:(?=[\w+~-]+:)|@(?=everyone|here)|(?<=discord(?:app)?\.(?:gg|com|new|gift|media)|dis\.gd)\//gi;
/** Headers, small print, lists and quotations: only at the start of a line, after characters that do not show. */
const LINE_MARKUP = /^((?:[^\S\n]|\p{Cf})*)([#>+-])/gmu;
const NUMBERED_LINE = /^((?:[^\S\n]|\p{Cf})*\d+)([.)])/gmu;

const SNOWFLAKE = /^\d{17,20}$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Literal text in Discord's markdown: no mention, link, preview, emoji code, timestamp or style comes of it.
 * A backslash works on everything but `@everyone`, which Discord looks for before it reads markdown.
 */
export function escapeText(text: string): string {
  return cleaned(text)
    .replace(INLINE_MARKUP, (found) => (found === '@' ? `@${ZERO_WIDTH}` : `\\${found}`))
    .replace(LINE_MARKUP, '$1\\$2')
    .replace(NUMBERED_LINE, '$1\\$2');
}

/** What a person wrote: literal, and each line isolated, since a line break ends an isolation. */
function escapeSaid(text: string): string {
  return cleaned(text)
    .replace(BIDI_CONTROL, '')
    .split('\n')
    .map((line) => (line === '' ? '' : `${FIRST_STRONG_ISOLATE}${escapeText(line)}${POP_ISOLATE}`))
    .join('\n');
}

/** Words in Discord's markdown. */
export function markdownOf(words: Words, verbs: VerbIds): string {
  let markdown = '';
  for (const span of joined(words)) {
    const next = markdownOfSpan(span, verbs);
    markdown += markdown.endsWith('*') && !markdown.endsWith('\\*') && next.startsWith('*') ? `${ZERO_WIDTH}${next}` : next;
  }
  return markdown;
}

/** The same, cut with an ellipsis between two characters as people see them, so that `frame` of it holds `max`. */
export function fitWords(words: Words, verbs: VerbIds, max: number, frame = (markdown: string) => markdown): string {
  const framed = (spans: Words) => frame(markdownOf(spans, verbs));
  const whole = framed(words);
  if (whole.length <= max) return whole;
  const taken: Span[] = [];
  for (const span of words) {
    if (framed([...taken, span, own(ELLIPSIS)]).length > max) {
      const cut = cutSpan(span, max, (part) => framed([...taken, part]).length <= max);
      if (cut) return framed([...taken, cut]);
      break;
    }
    taken.push(span);
  }
  const short = framed([...taken, own(ELLIPSIS)]);
  return short.length <= max ? short : '';
}

/** Somebody's name where it is shown as it is: one line, which cannot look as if it went on after a dot of ours. */
export const escapeName = (name: string, max: number): string => clip(name.replace(BIDI_CONTROL, '').replaceAll('·', '-'), max);

/** Plain text for a label, on one line and never empty. */
export function clip(text: string, max: number): string {
  const line = cleaned(text).replace(/\s+/g, ' ').trim();
  if (line === '') return ELLIPSIS;
  return line.length <= max ? line : `${cutText(line, max - ELLIPSIS.length)}${ELLIPSIS}`;
}

/** At most `max` UTF-16 units, ending between two characters as people see them. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, max + 64))) {
    if (index + segment.length > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** Plain text in several spans is one text: `@` and `everyone` must not meet unseen. */
function joined(words: Words): Words {
  const spans: Span[] = [];
  for (const span of words) {
    const before = spans.at(-1);
    if (span.kind === 'text' && before?.kind === 'text') spans.splice(-1, 1, own(before.text + span.text));
    else spans.push(span);
  }
  return spans;
}

function markdownOfSpan(span: Span, verbs: VerbIds): string {
  switch (span.kind) {
    case 'text':
      return escapeText(span.text);
    case 'strong':
      return marked('**', escapeText(span.text));
    case 'emphasis':
      return marked('*', escapeText(span.text));
    case 'said':
      return escapeSaid(span.text);
    case 'link':
      return linkOf(span.label, span.url);
    case 'verb': {
      const id = verbs.get(span.verb);
      return id === undefined ? `\`/${span.verb.replace(/[`\n]/g, '')}\`` : `</${span.verb}:${id}>`;
    }
    case 'channel':
      return SNOWFLAKE.test(span.channel) ? `<#${span.channel}>` : escapeText(`#${span.channel}`);
    case 'person':
      // Their profile, and no mention: one that rings nobody stays a bare number for whoever has not met them.
      return SNOWFLAKE.test(span.person)
        ? linkOf(`@${span.person}`, `https://discord.com/users/${span.person}`)
        : escapeText(`@${span.person}`);
    default:
      return span satisfies never;
  }
}

/** Markers bind only to what touches them, so blanks stay outside. */
function marked(marker: string, text: string): string {
  const inner = text.trim();
  if (inner === '') return text;
  const start = text.indexOf(inner);
  return `${text.slice(0, start)}${marker}${inner}${marker}${text.slice(start + inner.length)}`;
}

/** In angle brackets, so that nothing is fetched for a preview. */
function linkOf(label: string, url: string): string {
  const address = webAddress(url);
  const text = escapeText(clip(label, Number.POSITIVE_INFINITY));
  return address === null ? `${text} (${escapeText(url)})` : `[${text}](<${address}>)`;
}

/** The address in its normal form, or null for what a chat should not open. */
export function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href.replaceAll('<', '%3C').replaceAll('>', '%3E') : null;
}

function cutSpan(span: Span, max: number, fits: (part: Span) => boolean): Span | null {
  if (!('text' in span)) return null;
  const ends = [...graphemes.segment(span.text.slice(0, max))].map(({ index, segment }) => index + segment.length);
  for (let low = 0, high = ends.length; low <= high; ) {
    const middle = Math.floor((low + high) / 2);
    const fitting = fits(shortened(span, ends, middle));
    if (fitting && (middle === high || !fits(shortened(span, ends, middle + 1)))) return shortened(span, ends, middle);
    if (fitting) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

const shortened = <S extends Span & { readonly text: string }>(span: S, ends: readonly number[], count: number): S => ({
  ...span,
  text: `${span.text.slice(0, ends[count - 1] ?? 0)}${ELLIPSIS}`,
});

const own = (text: string): Span => ({ kind: 'text', text });

function cleaned(text: string): string {
  return text.replace(LINE_BREAK, '\n').replace(UNPRINTABLE, '').replace(LONE_SURROGATE, '\ufffd');
}
