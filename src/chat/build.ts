import type { Callback } from './callback.ts';
import type { Chart } from './chart.ts';
import type { Block, Button, Choice, PlatformRequest, Speaker, View } from './view.ts';
import { plain, type Words } from './words.ts';

/** Short ways to write views. A block given as words is a paragraph. */
export function view(title: string | null, ...blocks: readonly (Block | Words | null)[]): View {
  return {
    kind: 'view',
    title,
    blocks: blocks.flatMap((block) =>
      block === null ? [] : [isBlock(block) ? block : { kind: 'words' as const, words: block }],
    ),
    asks: null,
    speaker: null,
  };
}

/** The same view, said by somebody. */
export const spokenBy = (shown: View, speaker: Speaker): View => ({ ...shown, speaker });

/** The same view, kept nowhere: who repeats the event reads that it is done. */
export const fleeting = (shown: View): View => ({ ...shown, fleeting: true });

/** The same view, followed by a question to the platform whose answer goes to `next`. */
export const asking = (shown: View, request: PlatformRequest, next: Callback): View => ({ ...shown, asks: { request, next } });

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const note = (text: Words | string): Block => ({ kind: 'note', words: typeof text === 'string' ? plain(text) : text });
export const quote = (text: string): Block => ({ kind: 'quote', text });
export const divider: Block = { kind: 'divider' };
export const picture = (name: string, alt: string, chart: Chart): Block => ({ kind: 'picture', name, alt, chart });

export const fields = (entries: readonly (readonly [name: string, value: Words | string])[]): Block => ({
  kind: 'fields',
  fields: entries.map(([name, value]) => ({ name, value: typeof value === 'string' ? plain(value) : value })),
});

export const buttons = (...list: readonly (Button | null)[]): Block => ({
  kind: 'buttons',
  buttons: list.filter((item) => item !== null),
});

export const button = (label: string, callback: Callback, style: Button['style'] = 'plain'): Button => ({
  label,
  style,
  press: { kind: 'callback', callback },
});

export const linkButton = (label: string, url: string): Button => ({ label, style: 'plain', press: { kind: 'link', url } });

export const menu = (callback: Callback, placeholder: string, choices: readonly Choice[], max = 1): Block => ({
  kind: 'menu',
  callback,
  placeholder,
  choices,
  max,
});

export const choice = (value: string, label: string, detail: string | null = null): Choice => ({ value, label, detail });

/** `capability:action:id`. */
export const to = (capability: string, action: string, id = ''): Callback => ({ capability, action, id });

const isBlock = (value: Block | Words): value is Block => 'kind' in value;
