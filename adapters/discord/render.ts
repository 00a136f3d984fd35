import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import { formatCallback } from '../../src/chat/callback.ts';
import type { Block, Button, Menu, View } from '../../src/chat/view.ts';
import { plain, strong, type Words } from '../../src/chat/words.ts';
import { clip, cutText, fitWords, type VerbIds, webAddress } from './escape.ts';

const LIMITS = {
  content: 2000,
  embed: 4096,
  title: 100,
  rows: 5,
  buttonsInRow: 5,
  label: 80,
  url: 512,
  choices: 25,
  choice: 100,
  placeholder: 150,
  attachments: 10,
  attachmentText: 1024,
} as const;

/** A whole message: an edit with it leaves nothing of what stood there before. */
export interface MessagePayload {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly attachments: { id: string; filename: string; description: string }[];
  readonly allowed_mentions: { parse: [] };
  readonly flags: number;
}

export interface RenderStyle {
  readonly verbs: VerbIds;
  /** Whether the pictures go along as attachments; their words stand there in any case. */
  readonly isDrawn: boolean;
}

type Picture = Extract<Block, { readonly kind: 'picture' }>;
type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** The pictures of a view that a message can hold. */
export const picturesOf = (view: View): readonly Picture[] =>
  view.blocks.filter((block) => block.kind === 'picture').slice(0, LIMITS.attachments);

/** A view as a message within every limit: what is too long ends in an ellipsis. Nobody is ever notified by it. */
export function renderView(view: View, style: RenderStyle): MessagePayload {
  const { content, overflow } = textOf(view, style);
  const pictures = style.isDrawn ? picturesOf(view) : [];
  return {
    content,
    embeds: overflow === '' ? [] : [{ description: overflow }],
    components: rowsOf(view.blocks),
    attachments: pictures.map(({ name, alt }, index) => ({
      id: String(index),
      filename: fileName(name, index),
      description: clip(alt, LIMITS.attachmentText),
    })),
    allowed_mentions: { parse: [] },
    flags: overflow === '' ? MessageFlags.SuppressEmbeds : 0,
  };
}

export const fileName = (name: string, index: number): string =>
  `${cutText(name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), 40)}-${index + 1}.png`;

/** The text of a message, and what goes below it in an embed because the message is full. */
function textOf(view: View, { verbs }: RenderStyle): { readonly content: string; readonly overflow: string } {
  const parts: { readonly glue: string; readonly fit: (max: number) => string }[] = [];
  if (view.title !== null) parts.push({ glue: '\n', fit: (max) => fitTitle(view.title ?? '', max) });
  for (const block of view.blocks) {
    const fit = textPart(block, verbs);
    if (fit) parts.push({ glue: block.kind === 'heading' ? '\n' : '\n\n', fit });
  }
  const room: Record<'content' | 'overflow', number> = { content: LIMITS.content, overflow: LIMITS.embed };
  const text = { content: '', overflow: '' };
  let place: 'content' | 'overflow' = 'content';
  let glue = '';
  for (const part of parts) {
    const whole = part.fit(LIMITS.embed);
    if (whole === '') continue;
    if (place === 'content' && glue.length + whole.length > room.content) {
      place = 'overflow';
      glue = '';
    }
    const shown = glue.length + whole.length <= room[place] ? whole : part.fit(Math.max(0, room[place] - glue.length));
    if (shown !== '') text[place] += glue + shown;
    room[place] -= glue.length + shown.length;
    if (shown !== whole) break;
    glue = part.glue;
  }
  return { content: text.content === '' && text.overflow === '' ? '\u200b' : text.content, overflow: text.overflow };
}

function textPart(block: Block, verbs: VerbIds): ((max: number) => string) | null {
  switch (block.kind) {
    case 'words':
      return (max) => fitWords(block.words, verbs, max);
    case 'heading':
      return (max) => fitWords(plain(clip(block.text, LIMITS.title)), verbs, max, (text) => `### ${text}`);
    case 'note':
      return (max) => fitWords(block.words, verbs, max, eachLine('-# ', ''));
    case 'quote':
      return (max) => fitWords([{ kind: 'said', text: block.text }], verbs, max, eachLine('> ', '> '));
    case 'fields': {
      const lines = block.fields.flatMap<Words[number]>(({ name, value }, index) => [
        ...plain(index === 0 ? '' : '\n'),
        strong(`${clip(name, LIMITS.title)}:`),
        ...plain(' '),
        ...value,
      ]);
      return (max) => fitWords(lines, verbs, max);
    }
    case 'picture':
      return (max) => fitWords(plain(block.alt), verbs, max);
    case 'divider':
      return (max) => (max < 5 ? '' : '─────');
    case 'buttons':
    case 'menu':
      return null;
    default:
      return block satisfies never;
  }
}

const fitTitle = (title: string, max: number): string =>
  fitWords(plain(clip(title, LIMITS.title)), new Map(), max, (text) => `## ${text}`);

/** Small print has no empty lines, a quotation goes on through them. */
const eachLine = (prefix: string, blank: string) => (markdown: string) =>
  markdown === ''
    ? ''
    : markdown
        .split('\n')
        .map((line) => (line === '' ? blank : `${prefix}${line}`))
        .join('\n');

/** Each block starts a row of its own; where that makes too many rows, the buttons move together. */
function rowsOf(blocks: readonly Block[]): Row[] {
  const customId = uniqueIds();
  const spacious = blocks.flatMap((block): Row[] => {
    if (block.kind === 'buttons') return buttonRows(buttonsOf(block.buttons, customId));
    return block.kind === 'menu' ? menuRow(block, customId) : [];
  });
  if (spacious.length <= LIMITS.rows) return spacious;
  const menus = spacious.filter((row) => row.components.every((component) => component.type !== ComponentType.Button));
  const buttons = spacious.flatMap((row) => row.components.filter((component) => component.type === ComponentType.Button));
  return [...menus.slice(0, LIMITS.rows - 1), ...buttonRows(buttons)].slice(0, LIMITS.rows);
}

function buttonRows(buttons: readonly APIButtonComponent[]): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < buttons.length; start += LIMITS.buttonsInRow) {
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(start, start + LIMITS.buttonsInRow) });
  }
  return rows;
}

function buttonsOf(buttons: readonly Button[], customId: (text: string) => string): APIButtonComponent[] {
  return buttons.flatMap(({ label, style, press }): APIButtonComponent[] => {
    const common = { type: ComponentType.Button, label: clip(label, LIMITS.label) } as const;
    switch (press.kind) {
      case 'callback':
        return [{ ...common, style: styleOf(style), custom_id: customId(formatCallback(press.callback)) }];
      case 'link': {
        const url = webAddress(press.url);
        return url === null || url.length > LIMITS.url ? [] : [{ ...common, style: ButtonStyle.Link, url }];
      }
      default:
        return press satisfies never;
    }
  });
}

function styleOf(style: Button['style']): ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Danger {
  switch (style) {
    case 'plain':
      return ButtonStyle.Secondary;
    case 'primary':
      return ButtonStyle.Primary;
    case 'danger':
      return ButtonStyle.Danger;
    default:
      return style satisfies never;
  }
}

function menuRow({ callback, placeholder, choices, max }: Menu, customId: (text: string) => string): Row[] {
  const options = optionsOf(choices);
  if (options.length === 0) return [];
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: customId(formatCallback(callback)),
          placeholder: clip(placeholder, LIMITS.placeholder),
          min_values: 1,
          max_values: Math.min(Math.max(max, 1), options.length),
          options,
        },
      ],
    },
  ];
}

/** Choices as a select menu takes them: no value twice. */
export function optionsOf(choices: Menu['choices']): { label: string; value: string; description?: string }[] {
  const byValue = new Map(choices.filter(({ value }) => value !== '' && value.length <= LIMITS.choice).map((c) => [c.value, c]));
  return [...byValue.values()].slice(0, LIMITS.choices).map(({ value, label, detail }) => ({
    label: clip(label, LIMITS.choice),
    value,
    ...(detail === null ? {} : { description: clip(detail, LIMITS.choice) }),
  }));
}

/** Discord refuses one custom id twice in a message, so a repeated callback gets a tail that `callbackOf` takes off. */
function uniqueIds(): (callback: string) => string {
  const seen = new Map<string, number>();
  return (callback) => {
    const count = seen.get(callback) ?? 0;
    seen.set(callback, count + 1);
    return count === 0 ? callback : `${callback}~${count.toString(36)}`;
  };
}

/** The callback in a custom id that comes back. */
export const callbackOf = (customId: string): string => customId.replace(/~[0-9a-z]$/, '');
