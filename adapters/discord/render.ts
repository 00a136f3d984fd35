import { type APIActionRowComponent, type APIComponentInMessageActionRow, type APIEmbed, MessageFlags } from 'discord.js';
import type { Block, Speaker, View } from '../../src/chat/view.ts';
import { plain, strong, type Words } from '../../src/chat/words.ts';
import { rowsOf } from './controls.ts';
import { clip, cutText, escapeName, fitWords, type VerbIds } from './escape.ts';

const LIMITS = {
  content: 2000,
  embed: 4096,
  /** What a second embed holds below a full one: all embeds hold 6,000 characters together. */
  secondEmbed: 1500,
  speaker: 80,
  mark: 40,
  title: 100,
  /** One of ten places is left for the bee of a speaker. */
  pictures: 9,
  attachmentText: 1024,
} as const;

/** A whole message: an edit with it leaves nothing of what stood there before. */
export interface MessagePayload {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly attachments: { id: string; filename: string; description?: string }[];
  readonly allowed_mentions: { parse: [] };
  readonly flags: number;
}

export interface RenderStyle {
  readonly verbs: VerbIds;
  /** Whether the pictures go along as attachments; their words stand there in any case. */
  readonly isDrawn: boolean;
}

type Picture = Extract<Block, { readonly kind: 'picture' }>;

/** The pictures of a view that a message can hold. */
export const picturesOf = (view: View): readonly Picture[] =>
  view.blocks.filter((block) => block.kind === 'picture').slice(0, LIMITS.pictures);

/** A view as a message within every limit: what is too long ends in an ellipsis. Nobody is ever notified by it. */
export function renderView(view: View, style: RenderStyle): MessagePayload {
  const { content, embeds } = view.speaker ? spoken(view, view.speaker, style) : unspoken(view, style);
  const pictures = style.isDrawn ? picturesOf(view) : [];
  const bee = style.isDrawn && view.speaker?.avatar ? [{ id: String(pictures.length), filename: BEE_FILE }] : [];
  return {
    content,
    embeds,
    components: rowsOf(view.blocks),
    attachments: [
      ...pictures.map(({ name, alt }, index) => ({
        id: String(index),
        filename: fileName(name, index),
        description: clip(alt, LIMITS.attachmentText),
      })),
      ...bee,
    ],
    allowed_mentions: { parse: [] },
    flags: embeds.length === 0 ? MessageFlags.SuppressEmbeds : 0,
  };
}

/** The file of a speaker's bee. */
export const BEE_FILE = 'bee.png';

type Body = Pick<MessagePayload, 'content' | 'embeds'>;

function unspoken(view: View, { verbs }: RenderStyle): Body {
  const [content, overflow] = textOf(view, verbs, [LIMITS.content, LIMITS.embed]);
  return {
    content: content === '' && overflow === '' ? '\u200b' : content,
    embeds: overflow === '' ? [] : [{ description: overflow }],
  };
}

/** Under the speaker's own name and picture, which only an embed has. */
function spoken(view: View, { name, mark, avatar }: Speaker, { verbs, isDrawn }: RenderStyle): Body {
  const [description, overflow] = textOf(view, verbs, [LIMITS.embed, LIMITS.secondEmbed]);
  const shown = escapeName(name, LIMITS.speaker);
  const author = {
    name: mark === null ? shown : `${shown} · ${escapeName(mark, LIMITS.mark)}`,
    ...(isDrawn && avatar && { icon_url: `attachment://${BEE_FILE}` }),
  };
  const colour = avatar && /^#[0-9a-f]{6}$/i.test(avatar.body) ? { color: Number.parseInt(avatar.body.slice(1), 16) } : {};
  return {
    content: '',
    embeds: [
      { author, ...(description !== '' && { description }), ...colour },
      ...(overflow === '' ? [] : [{ description: overflow, ...colour }]),
    ],
  };
}

export const fileName = (name: string, index: number): string =>
  `${cutText(name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), 40)}-${index + 1}.png`;

/** The text of a message in two parts that hold so much: what no longer fits into the first goes into the second. */
function textOf(view: View, verbs: VerbIds, [first, second]: readonly [number, number]): readonly [string, string] {
  const parts: { readonly glue: string; readonly fit: (max: number) => string }[] = [];
  if (view.title !== null) parts.push({ glue: '\n', fit: (max) => fitTitle(view.title ?? '', max) });
  for (const block of view.blocks) {
    const fit = textPart(block, verbs);
    if (fit) parts.push({ glue: block.kind === 'heading' ? '\n' : '\n\n', fit });
  }
  const room = { first, second };
  const text = { first: '', second: '' };
  let place: 'first' | 'second' = 'first';
  let glue = '';
  for (const part of parts) {
    const whole = part.fit(Math.max(first, second));
    if (whole === '') continue;
    if (place === 'first' && glue.length + whole.length > room.first) {
      place = 'second';
      glue = '';
    }
    const shown = glue.length + whole.length <= room[place] ? whole : part.fit(Math.max(0, room[place] - glue.length));
    if (shown !== '') text[place] += glue + shown;
    room[place] -= glue.length + shown.length;
    if (shown !== whole) break;
    glue = part.glue;
  }
  return [text.first, text.second];
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
