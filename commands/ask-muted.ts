import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, divider, note, to, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import type { Block } from '../src/chat/view.ts';
import { plain, words } from '../src/chat/words.ts';
import { type Acting, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { cardFor } from './post-preview.ts';

export const toAppeal = button('Ask the moderators to look again', to('ask', 'appeal'));

/** For somebody who may not ask or answer for a while: until when, and what became of their appeal. */
export async function mutedLines(context: Acting, { questions }: Services): Promise<readonly Block[]> {
  const { member, cohort } = memberHere(context);
  const muted = await questions.muting.of(member);
  if (muted === null) return [];
  const { until, appeal } = muted;
  const line = plain(`You are muted in questions and answers until ${formatLocal(until, cohort.zone, 'date-time')}.`);
  if (appeal === null) return [{ kind: 'words', words: line }, buttons(toAppeal), divider];
  const answer =
    appeal.state === 'waiting'
      ? plain('You have asked the moderators to look again. Their answer comes here.')
      : words`The moderators have looked again, and the mute stays. ${appeal.text ?? ''}`;
  return [{ kind: 'words', words: line }, note(answer), divider];
}

const appeal = form({
  who: 'members',
  title: 'Ask to look again',
  submit: 'Send',
  intro: plain('Moderators read it without learning who you are.'),
  fields: { words: text({ label: 'What should they know?', max: 1_000, long: true }) },
  async onSubmit(context, { values }, services) {
    const { member } = memberHere(context);
    const support = buttons(button('Support', theirs(member)('support', 'card')));
    const kept = await services.questions.muting.appeal(member, values.words);
    if (kept === 'not-muted') return view('Nothing to ask', plain('You are not muted: you can ask and answer.'), support);
    if (kept === 'appealed-before')
      return view('Nothing to ask', plain('You have asked already. Their answer comes under “What I asked”.'), support);
    return view(
      'Sent',
      ...(await cardFor({ words: values.words, warning: null }, context, services)),
      plain('A moderator reads it, without learning who you are. If they agree, you can ask and answer again.'),
      support,
    );
  },
});

export const appealing: Part = { forms: { appeal } };
