import type { View } from '../../src/chat/view.ts';
import { textOf } from '../../src/chat/words.ts';

/** All words of a view in order, its buttons in brackets. */
export const textOfView = ({ title, blocks }: View): string =>
  [title, ...blocks.map(textOfBlock)].filter((part) => part !== null && part !== '').join('\n');

function textOfBlock(block: View['blocks'][number]): string {
  switch (block.kind) {
    case 'words':
    case 'note':
      return textOf(block.words);
    case 'heading':
      return block.text;
    case 'quote':
      return `> ${block.text}`;
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}: ${textOf(value)}`).join('\n');
    case 'picture':
      return block.alt;
    case 'buttons':
      return block.buttons.map(({ label }) => `[${label}]`).join(' ');
    case 'menu':
      return `[${block.placeholder}]`;
    case 'divider':
      return '';
    default:
      return block satisfies never;
  }
}
