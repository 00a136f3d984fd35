import { buttons, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { UserError } from '../src/errors.ts';
import type { Draft, Speaking, Typed } from '../src/safe-space/drafts.ts';
import { type Acting, memberHere, type Services } from './context.ts';
import { toAppeal } from './muted.ts';
import { cardFor, preview } from './post-preview.ts';
import { sentences } from './sentences.ts';

export const speaking = (context: Acting): Speaking => ({ ...memberHere(context), names: context.invocation.person.names });

/** What was typed leads to its preview. Whatever else is wrong, somebody who needs it gets the support card. */
export async function drafted(
  context: Acting,
  services: Services,
  typed: Pick<Typed, 'words' | 'warning'>,
  draft: () => Promise<Draft>,
): Promise<View> {
  try {
    return await preview(await draft(), context, services);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const card = await cardFor(typed, context, services);
    if (card.length === 0 && error.code !== 'muted') throw error;
    const mistake = sentences.mistake(error);
    const isMuted = error.code === 'muted';
    return view(mistake.title, ...card, ...mistake.blocks, isMuted ? buttons(toAppeal('post')) : null);
  }
}

/** Runs of blank lines say nothing, and would push the rest out of sight. */
export const tidied = (text: string): string => text.replace(/[^\S\n]+\n/g, '\n').replace(/\n{3,}/g, '\n\n');

export const typedIn = ({ words: said, support, warning, timing }: Typed): Readonly<Record<string, readonly string[]>> => ({
  words: [said],
  support: support ? [support] : [],
  warning: warning ? [warning] : [],
  timing: [timing],
});
