import type { types } from '@slack/bolt';
import type { Span, Words } from '../../src/chat/words.ts';
import { cut, piecesOf } from './fit.ts';
import { URL_TEXT } from './limits.ts';

/** How one types a verb here. */
export const COMMAND = '/bombus';

const JOINER = '\u2060';
const ISOLATE = '\u2068';
const END_ISOLATE = '\u2069';
/** Embeddings, overrides and isolates would reach past the words of the person who typed them. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
/** Control characters but tab and line feed, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/gu;
/** Raw text of one rich-text element: its escaped form stays below a section's limit. */
const PIECE = 1_000;

/** Text without what cannot be shown. */
export const clean = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(UNPRINTABLE, (found) => (found === '\n' || found === '\t' ? found : ''));

/** What a person wrote: isolated, its links and mentions made inert. For places where text is literal. */
export function saidText(text: string): string {
  const inert = clean(text)
    .replace(DIRECTION_CONTROLS, '')
    .replace(/:\/\//g, `:${JOINER}//`)
    .replace(/\b(www)\./gi, `$1${JOINER}.`)
    .replace(/\b(mailto|tel):/gi, `$1${JOINER}:`)
    .replace(/@/g, `@${JOINER}`);
  return inert === '' ? '' : `${ISOLATE}${inert}${END_ISOLATE}`;
}

/** A name on one line, for the place above a message: nothing in it is a mention, an emoji or an escape. */
export const nameText = (name: string, max: number): string =>
  cut(
    clean(name)
      .replace(DIRECTION_CONTROLS, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/@/g, `@${JOINER}`)
      .replace(/:(?=[\w+-]+:)/g, `:${JOINER}`)
      .replace(/&(?=#?\w+;)/g, `&${JOINER}`)
      .replace(/</g, '‹')
      .replace(/>/g, '›'),
    max,
  );

/** Literal text inside mrkdwn: entities escaped, and no character of it makes markup, a quotation or an emoji. */
function mrkdwnText(text: string): string {
  return text
    .replace(/[*_~`]/g, `${JOINER}$&${JOINER}`)
    .replace(/:(?=[\w+-]+:)/g, `:${JOINER}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/^(?=[ \t]*&gt;)/gm, JOINER);
}

/** Only addresses that cannot run anything or speak to Slack itself become links. */
export const isSafeUrl = (url: string): boolean =>
  url.length <= URL_TEXT && URL.canParse(url) && ['https:', 'http:', 'mailto:'].includes(new URL(url).protocol);

/** Words where every character is literal: plain-text objects, titles, notifications. */
export function plainText(words: Words): string {
  return words
    .map((span) => {
      switch (span.kind) {
        case 'text':
        case 'strong':
        case 'emphasis':
          return clean(span.text);
        case 'said':
          return saidText(span.text);
        case 'link':
          return clean(`${span.label} (${span.url})`);
        case 'verb':
          return `${COMMAND} ${span.verb}`;
        case 'channel':
          return '#';
        case 'person':
          return `@${clean(span.person)}`;
        default:
          return span satisfies never;
      }
    })
    .join('');
}

/** Words in the one small-print block that knows no rich text. */
export function mrkdwn(words: Words): string {
  return words
    .map((span) => {
      switch (span.kind) {
        case 'text':
          return mrkdwnText(clean(span.text));
        case 'strong':
          return wrapped(clean(span.text), '*');
        case 'emphasis':
          return wrapped(clean(span.text), '_');
        case 'said':
          return mrkdwnText(saidText(span.text));
        case 'link':
          return isSafeUrl(span.url)
            ? `<${new URL(span.url).href.replace(/&/g, '&amp;').replace(/\|/g, '%7C')}|${mrkdwnText(clean(span.label))}>`
            : mrkdwnText(clean(`${span.label} (${span.url})`));
        case 'verb':
          return `\`${COMMAND} ${span.verb}\``;
        case 'channel':
          return isId(span.channel) ? `<#${span.channel}>` : '#';
        case 'person':
          return `@${JOINER}${mrkdwnText(clean(span.person))}`;
        default:
          return span satisfies never;
      }
    })
    .join('');
}

/** Words as rich text, whose text Slack takes literally. */
export const rich = (words: Words): types.RichTextElement[] => words.flatMap(richSpan);

function richSpan(span: Span): types.RichTextElement[] {
  switch (span.kind) {
    case 'text':
      return texts(clean(span.text));
    case 'strong':
      return texts(clean(span.text), { bold: true });
    case 'emphasis':
      return texts(clean(span.text), { italic: true });
    case 'said':
      return piecesOf(span.text, PIECE).flatMap((piece) => texts(saidText(piece)));
    case 'link':
      return isSafeUrl(span.url)
        ? [{ type: 'link', url: span.url, text: cut(clean(span.label), PIECE) || span.url }]
        : texts(clean(`${span.label} (${span.url})`));
    case 'verb':
      return texts(`${COMMAND} ${span.verb}`, { code: true });
    case 'channel':
      return isId(span.channel) ? [{ type: 'channel', channel_id: span.channel }] : texts('#');
    case 'person':
      return isPerson(span.person) ? [{ type: 'user', user_id: span.person }] : texts(`@${clean(span.person)}`);
    default:
      return span satisfies never;
  }
}

function texts(text: string, style?: NonNullable<types.RichTextText['style']>): types.RichTextText[] {
  return piecesOf(text, 2 * PIECE + 2).map((piece) => ({ type: 'text', text: piece, ...(style && { style }) }));
}

/** The `text` beside blocks, for notifications: parsed by Slack as mrkdwn, so nothing in it may be alive. */
export const notification = (text: string, max: number): string => {
  const escaped = mrkdwnText(text.replace(/@/g, `@${JOINER}`));
  return escaped.length <= max ? escaped : notification(cut(text, Math.floor((text.length * max) / escaped.length) - 1), max);
};

const isId = (channel: string): boolean => /^[CGD][A-Z0-9]{2,20}$/.test(channel);
const isPerson = (id: string): boolean => /^[UW][A-Z0-9]{2,20}$/.test(id);

/** Markers only hold around text without space at its ends and on one line. */
function wrapped(text: string, marker: string): string {
  return text
    .split('\n')
    .map((line) =>
      line.replace(/^(\s*)(.*?)(\s*)$/, (_, before, inner, after) => {
        const literal = mrkdwnText(inner);
        return literal === '' ? `${before}${after}` : `${before}${marker}${literal}${marker}${after}`;
      }),
    )
    .join('\n');
}
