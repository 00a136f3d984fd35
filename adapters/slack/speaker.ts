import type { types } from '@slack/bolt';
import type { Speaker, View } from '../../src/chat/view.ts';
import { plain } from './block.ts';
import { nameText } from './escape.ts';
import { CONTEXT_TEXT, SPEAKER_NAME } from './limits.ts';

/** The block under the name that says what the speaker is here. */
const MARK_BLOCK = 'mark';

const EMOJI = /^:[a-z0-9_+'-]{1,100}:$/;

/** What a message is posted under instead of the app's own name and picture; an edit keeps it. */
export function authorOf({ speaker }: View): { readonly username?: string; readonly icon_emoji?: string } {
  if (speaker === null) return {};
  const { name, avatar } = speaker;
  return {
    username: nameText(name, SPEAKER_NAME) || '…',
    ...(avatar && EMOJI.test(avatar.emoji) && { icon_emoji: avatar.emoji }),
  };
}

/** In a message the name stands above the blocks; elsewhere it has to stand in them. */
export function speakerBlocks(speaker: Speaker | null, isNamedAbove: boolean): readonly types.KnownBlock[] {
  if (speaker === null) return [];
  const said = [
    ...(isNamedAbove ? [] : [nameText(speaker.name, SPEAKER_NAME) || '…']),
    ...(speaker.mark === null ? [] : [speaker.mark]),
  ];
  return said.length === 0
    ? []
    : [{ type: 'context', block_id: MARK_BLOCK, elements: said.map((text) => plain(text, CONTEXT_TEXT)) }];
}
