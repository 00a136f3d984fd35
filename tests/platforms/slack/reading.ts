import type { Shown, ShownMessage } from '../driver.ts';
import { isObject } from './block-check.ts';
import type { Message } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a person reads: the characters that only keep words apart or inert draw nothing. */
const INVISIBLE = /[\u2060\u2068\u2069]/g;

export function shown(blocks: readonly unknown[], nameOf: (channel: string) => string, title = ''): Shown {
  const parts = blocks.filter(isObject);
  const text = [title, ...parts.map((block) => wordsOf(block, nameOf))].filter((line) => line !== '').join('\n');
  return {
    text: text.replace(INVISIBLE, ''),
    buttons: elementsOf(parts)
      .filter(({ type }) => type === 'button')
      .map((button) => plainOf(button.text)),
    menus: elementsOf(parts).flatMap((element) =>
      String(element.type).includes('select') ? [plainOf(element.placeholder)] : [],
    ),
    pictures: parts.filter(({ type }) => type === 'image').map(({ alt_text }) => ({ alt: String(alt_text) })),
  };
}

/** A message as people see it: its name and mark are not part of its words. */
export function shownMessage({ ts, blocks, isPinned, username }: Message, nameOf: (channel: string) => string): ShownMessage {
  const isMark = (block: unknown): boolean => isObject(block) && block.block_id === 'mark';
  const mark =
    blocks
      .filter(isObject)
      .filter(isMark)
      .map((block) => wordsOf(block, nameOf).replace(INVISIBLE, ''))[0] ?? null;
  return {
    id: ts,
    isPinned,
    ...shown(
      blocks.filter((block) => !isMark(block)),
      nameOf,
    ),
    speaker: username === null ? null : { name: username.replace(INVISIBLE, ''), mark },
  };
}

/** Buttons, menus and inputs, each with the block it stands in. */
export function elementsOf(blocks: readonly unknown[]): readonly Json[] {
  return blocks.filter(isObject).flatMap((block) => {
    const own = [
      ...(Array.isArray(block.elements) && block.type === 'actions' ? block.elements : []),
      block.accessory,
      block.element,
    ];
    return own.filter(isObject).map((element) => ({ ...element, block_id: block.block_id }));
  });
}

export const plainOf = (text: unknown): string => (isObject(text) ? String(text.text ?? '').replace(INVISIBLE, '') : '');

export const optionsOf = (element: Json): readonly Json[] =>
  Array.isArray(element.options) ? element.options.filter(isObject) : [];

function wordsOf(part: Json, nameOf: (channel: string) => string): string {
  const inner = (Array.isArray(part.elements) ? part.elements : []).filter(isObject).map((each) => wordsOf(each, nameOf));
  switch (part.type) {
    case 'section':
    case 'header':
      return isObject(part.text) ? wordsOf(part.text, nameOf) : '';
    case 'plain_text':
    case 'text':
      return String(part.text);
    case 'mrkdwn':
      return unescaped(String(part.text), nameOf);
    case 'link':
      return String(part.text ?? part.url);
    case 'channel':
      return `#${nameOf(String(part.channel_id))}`;
    case 'user':
      return `@${String(part.user_id)}`;
    case 'rich_text':
      return inner.join('\n');
    case 'context':
      return inner.join(' ');
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return inner.join('');
    default:
      return '';
  }
}

/** Mrkdwn as it is drawn. A marker that was made inert has a joiner beside it. */
export const unescaped = (text: string, nameOf: (channel: string) => string): string =>
  text
    .replace(/(?<!\u2060)[*_`](?!\u2060)/g, '')
    .replace(/<#([A-Z0-9]+)>/g, (_, channel: string) => `#${nameOf(channel)}`)
    .replace(/<[^|>]+\|([^>]*)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(INVISIBLE, '');
