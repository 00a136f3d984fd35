import type { types } from '@slack/bolt';
import type { Inbox } from '../../src/chat/adapter.ts';
import { choice } from '../../src/chat/build.ts';
import type { Typist } from '../../src/chat/command.ts';
import { optionOf } from './block.ts';
import { COMPLETE } from './field.ts';
import * as limit from './limits.ts';

/** What Slack offers below a field while somebody types; their own words come last, so that any may be sent. */
export async function completionsFor(
  inbox: Inbox,
  { action, typed }: { readonly action: string; readonly typed: string },
  typist: Typist,
): Promise<types.PlainTextOption[]> {
  if (!action.startsWith(COMPLETE)) return [];
  const [source = ''] = action.slice(COMPLETE.length).split('#');
  const found = await inbox.complete(source, typed, typist).catch(() => []);
  const own = typed.trim();
  const offered = found.slice(0, limit.OPTIONS - 1).map(({ value, label }) => choice(value, label));
  return [...offered, ...(own === '' || found.some(({ value }) => value === own) ? [] : [choice(own, own)])].map(optionOf);
}
