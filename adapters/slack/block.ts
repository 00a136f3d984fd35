import type { types } from '@slack/bolt';
import { formatCallback } from '../../src/chat/callback.ts';
import type { Chart } from '../../src/chat/chart.ts';
import { barsOf } from '../../src/chat/draw.ts';
import type { Block, Button, Choice, Menu } from '../../src/chat/view.ts';
import type { Words } from '../../src/chat/words.ts';
import { clean, isSafeUrl, mrkdwn, plainText, rich, saidText } from './escape.ts';
import { cut, piecesOf } from './fit.ts';
import * as limit from './limits.ts';

/** Where pictures of charts may be fetched, and a number that is new for every element of a view. */
export interface Drawing {
  readonly publish: (chart: Chart) => string | null;
  readonly next: () => number;
}

/** One block of a view as Slack blocks: none when there is nothing to show. */
export function blocksOf(block: Block, drawing: Drawing): readonly types.KnownBlock[] {
  switch (block.kind) {
    case 'words':
      return paragraphs(rich(block.words));
    case 'heading':
      return header(block.text);
    case 'note':
      return note(block.words);
    case 'quote':
      return quote(block.text);
    case 'fields':
      return fields(block.fields.slice(0, limit.FIELDS));
    case 'picture':
      return picture(block, drawing);
    case 'buttons':
      return buttonRows(block.buttons.slice(0, limit.BUTTONS), drawing);
    case 'menu':
      return menu(block, drawing);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return block satisfies never;
  }
}

/** Slack refuses a text object without text, so a blank one is a dash. */
export const plain = (text: string, max: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(clean(text).trim() || BLANK, max),
  emoji: false,
});

const BLANK = '–';

/** A text that may be left out: null when there is nothing to read in it. */
export const plainIfAny = (text: string | null, max: number): types.PlainTextElement | null =>
  text === null || clean(text).trim() === '' ? null : plain(text, max);

export function header(text: string): readonly types.KnownBlock[] {
  const line = clean(text).replace(/\s+/g, ' ').trim();
  return line === '' ? [] : [{ type: 'header', text: plain(line, limit.HEADER_TEXT) }];
}

/** Rich text in blocks none of which is longer than a section may be. */
export function paragraphs(elements: readonly types.RichTextElement[]): readonly types.KnownBlock[] {
  const chunks: types.RichTextElement[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const element of elements) {
    const own = 'text' in element ? (element.text?.length ?? 0) : 1;
    if (length + own > limit.SECTION_TEXT) chunks.push([]);
    length = (length + own > limit.SECTION_TEXT ? 0 : length) + own;
    chunks.at(-1)?.push(element);
  }
  return chunks.map((chunk) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: chunk }] }));
}

export function optionOf({ value, label, detail }: Choice): types.PlainTextOption {
  const description = plainIfAny(detail, limit.OPTION_TEXT);
  return {
    text: plain(clean(label).trim() || value, limit.OPTION_TEXT),
    value: cut(value, limit.OPTION_TEXT) || BLANK,
    ...(description && { description }),
  };
}

function note(words: Words): readonly types.KnownBlock[] {
  const isLiteral = words.every(({ kind }) => kind === 'text' || kind === 'said');
  const text = isLiteral ? plainText(words) : mrkdwn(words);
  if (text.trim() === '') return [];
  if (isLiteral) return [{ type: 'context', elements: [plain(text, limit.CONTEXT_TEXT)] }];
  return text.length > limit.CONTEXT_TEXT
    ? paragraphs(rich(words))
    : [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
}

function quote(text: string): readonly types.KnownBlock[] {
  return piecesOf(text, limit.SECTION_TEXT / 3).flatMap((piece) => {
    const shown = saidText(piece);
    return shown === ''
      ? []
      : [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: shown }] }] }];
  });
}

function fields(list: readonly { readonly name: string; readonly value: Words }[]): readonly types.KnownBlock[] {
  return paragraphs(
    list.flatMap(({ name, value }, index) => {
      const gap = index === 0 ? '' : '\n';
      return [
        { type: 'text', text: `${gap}${cut(clean(name), limit.BUTTON_TEXT)}: `, style: { bold: true } } as const,
        ...rich(value),
      ];
    }),
  );
}

/** The alternative words always stand there too: neither bars nor pictures speak to everybody. */
function picture(block: Block & { kind: 'picture' }, { publish }: Drawing): readonly types.KnownBlock[] {
  const address = publish(block.chart);
  const alt = clean(block.alt).trim() || clean(block.name).trim() || BLANK;
  const bars = cut(barsOf(block.chart), limit.SECTION_TEXT);
  const words: types.KnownBlock = { type: 'context', elements: [plain(alt, limit.CONTEXT_TEXT)] };
  const drawn: readonly types.KnownBlock[] =
    address !== null && isSafeUrl(address) ? [{ type: 'image', image_url: address, alt_text: cut(alt, limit.ALT_TEXT) }] : [];
  return [...drawn, ...preformatted(bars), words];
}

function preformatted(text: string): readonly types.KnownBlock[] {
  return text.trim() === ''
    ? []
    : [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }];
}

function buttonRows(buttons: readonly Button[], drawing: Drawing): readonly types.KnownBlock[] {
  const elements = buttons.flatMap((button) => buttonOf(button, drawing));
  const rows: types.KnownBlock[] = [];
  for (let start = 0; start < elements.length; start += limit.BUTTONS_IN_ROW) {
    rows.push({ type: 'actions', elements: elements.slice(start, start + limit.BUTTONS_IN_ROW) });
  }
  return rows;
}

function buttonOf({ label, style, press }: Button, { next }: Drawing): readonly types.Button[] {
  const common = {
    type: 'button',
    text: plain(label, limit.BUTTON_TEXT),
    ...(style !== 'plain' && { style }),
  } as const;
  switch (press.kind) {
    case 'callback': {
      const value = formatCallback(press.callback);
      return [{ ...common, action_id: `${value}#${next()}`, value }];
    }
    case 'link':
      return isSafeUrl(press.url) ? [{ ...common, action_id: `link#${next()}`, url: press.url }] : [];
    default:
      return press satisfies never;
  }
}

function menu({ callback, placeholder, choices, max }: Menu, { next }: Drawing): readonly types.KnownBlock[] {
  if (choices.length === 0) return [];
  const label = plain(placeholder, limit.PLACEHOLDER_TEXT);
  const common = {
    action_id: `${formatCallback(callback)}#${next()}`,
    placeholder: label,
    options: choices.slice(0, limit.OPTIONS).map(optionOf),
  };
  // A menu for several does not work in a row of actions.
  return max > 1
    ? [
        {
          type: 'section',
          text: plain(placeholder, limit.SECTION_TEXT),
          accessory: { type: 'multi_static_select', ...common, max_selected_items: max },
        },
      ]
    : [{ type: 'actions', elements: [{ type: 'static_select', ...common }] }];
}
