import type { types } from '@slack/bolt';
import type { Phrases } from '../../src/chat/adapter.ts';
import { formatCallback } from '../../src/chat/callback.ts';
import type { Chart } from '../../src/chat/chart.ts';
import type { Form, View } from '../../src/chat/view.ts';
import { blocksOf, header, paragraphs, plain } from './block.ts';
import { clean, notification, plainText, rich, saidText } from './escape.ts';
import { inputsOf } from './field.ts';
import { weightOf } from './fit.ts';
import * as limit from './limits.ts';
import { speakerBlocks } from './speaker.ts';

/** What rendering needs besides the view. */
export interface Setting {
  readonly phrases: Phrases;
  readonly publish: (chart: Chart) => string | null;
}

/** Where a modal was opened from: the Home tab behind it is drawn again after each of its presses. */
export type Origin = 'home' | '';

/** A message, with the line that notifications and screen readers show for it. */
export function renderMessage(view: View, setting: Setting): { readonly text: string; readonly blocks: types.KnownBlock[] } {
  return {
    text: notification(lineOf(view) || setting.phrases.appName, limit.NOTIFICATION_TEXT),
    blocks: fitted(
      [...speakerBlocks(view.speaker, true), ...bodyOf(view, setting, Number.POSITIVE_INFINITY)],
      limit.BLOCKS_IN_MESSAGE,
    ),
  };
}

export function renderPanel(view: View, setting: Setting, origin: Origin): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'panel',
    private_metadata: origin,
    title: titleOf(view.title, setting),
    close: plain(setting.phrases.close, limit.VIEW_TITLE),
    blocks: fitted([...speakerBlocks(view.speaker, false), ...bodyOf(view, setting, limit.VIEW_TITLE)], limit.BLOCKS_IN_VIEW),
  };
}

export function renderHome(view: View, setting: Setting): types.HomeView {
  return {
    type: 'home',
    callback_id: 'home',
    blocks: fitted(
      [...speakerBlocks(view.speaker, false), ...bodyOf(view, setting, Number.POSITIVE_INFINITY)],
      limit.BLOCKS_IN_VIEW,
    ),
  };
}

export function renderForm(form: Form, setting: Setting, origin: Origin): types.ModalView {
  const hidden = form.title.length > limit.VIEW_TITLE ? header(form.title) : [];
  const intro = form.intro === null ? [] : paragraphs(rich(form.intro));
  return {
    type: 'modal',
    callback_id: formatCallback(form.callback),
    private_metadata: origin,
    title: titleOf(form.title, setting),
    submit: plain(clean(form.submit).trim() || setting.phrases.appName, limit.VIEW_TITLE),
    close: plain(setting.phrases.close, limit.VIEW_TITLE),
    blocks: fitted([...hidden, ...intro, ...form.fields.flatMap(inputsOf)], limit.BLOCKS_IN_VIEW),
  };
}

/** A title that does not fit above a modal stands on top of it in full. */
function bodyOf(view: View, { publish }: Setting, titleLimit: number): readonly types.KnownBlock[] {
  let count = 0;
  const drawing = { publish, next: () => count++ };
  const isHidden = view.title !== null && !(titleLimit <= limit.VIEW_TITLE && view.title.length <= titleLimit);
  return [
    ...(isHidden && view.title !== null ? header(view.title) : []),
    ...view.blocks.flatMap((block) => blocksOf(block, drawing)),
  ];
}

const titleOf = (title: string | null, { phrases }: Setting): types.PlainTextElement =>
  plain(clean(title ?? '').trim() || phrases.appName, limit.VIEW_TITLE);

/**
 * What a person can press always stays; from the text that no longer fits on, an ellipsis stands for the rest.
 */
function fitted(blocks: readonly types.KnownBlock[], most: number): types.KnownBlock[] {
  const isPressable = (block: types.KnownBlock): boolean => ['actions', 'input'].includes(block.type) || 'accessory' in block;
  let room = limit.TEXT_IN_ALL_BLOCKS - 1;
  const pressable = blocks
    .filter(isPressable)
    .slice(0, most)
    .filter((block) => {
      const weight = weightOf(block);
      if (weight > room) return false;
      room -= weight;
      return true;
    });
  let places = most - pressable.length - 1;
  let isCut = false;
  const kept = blocks.filter((block) => {
    if (isPressable(block)) return pressable.includes(block);
    room -= weightOf(block);
    places -= 1;
    isCut ||= room < 0 || places < 0;
    return !isCut;
  });
  if (isCut) return [...kept, { type: 'context', elements: [plain('…', 1)] }].slice(0, most) as types.KnownBlock[];
  return kept.length === 0 ? [{ type: 'divider' }] : kept;
}

/** The view in one line: its title, else its first words. */
function lineOf(view: View): string {
  if (view.title?.trim()) return view.title;
  for (const block of view.blocks) {
    if (block.kind === 'words' || block.kind === 'note') {
      const line = plainText(block.words).trim();
      if (line !== '') return line;
    }
    if (block.kind === 'heading' && block.text.trim()) return block.text;
    if (block.kind === 'quote' && block.text.trim()) return saidText(block.text);
  }
  return '';
}
