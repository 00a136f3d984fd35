import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, divider, note, to, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import type { Block } from '../src/chat/view.ts';
import { plain, words } from '../src/chat/words.ts';
import { type Acting, form, memberHere, type Services, theirs } from './context.ts';
import { cardFor } from './post-preview.ts';

/** How it stands with somebody who may not speak somewhere for a while. */
interface Muted {
  readonly until: number;
  readonly appeal: { readonly state: 'waiting' | 'declined'; readonly text: string | null } | null;
}

/** Where somebody may be muted. */
interface MutedPlace {
  readonly capability: 'post' | 'ask';
  readonly name: string;
  /** What one may do again when it is over. */
  readonly may: string;
  /** The list in which an answer is found. */
  readonly list: string;
  muted(context: Acting, services: Services): Promise<Muted | null>;
  appeal(context: Acting, words: string, services: Services): Promise<'kept' | 'not-muted' | 'appealed-before'>;
}

export const toAppeal = (capability: MutedPlace['capability']) =>
  button('Ask the moderators to look again', to(capability, 'appeal'));

/** For a muted person: until when, and what became of their appeal. */
export const mutedIn =
  ({ capability, name, muted }: MutedPlace) =>
  async (context: Acting, services: Services): Promise<readonly Block[]> => {
    const found = await muted(context, services);
    if (found === null) return [];
    const { until, appeal } = found;
    const line = plain(`You are muted in ${name} until ${formatLocal(until, memberHere(context).cohort.zone, 'date-time')}.`);
    const answer =
      appeal === null
        ? buttons(toAppeal(capability))
        : note(
            appeal.state === 'waiting'
              ? 'You have asked the moderators to look again. Their answer comes here.'
              : words`The moderators have looked again, and the mute stays. ${appeal.text ?? ''}`,
          );
    return [{ kind: 'words', words: line }, answer, divider];
  };

export const appealFrom = ({ may, list, appeal }: MutedPlace) =>
  form({
    who: 'members',
    title: 'Ask to look again',
    submit: 'Send',
    intro: plain('Moderators read it without learning who you are.'),
    fields: { words: text({ label: 'What should they know?', max: 1_000, long: true }) },
    async onSubmit(context, { values }, services) {
      const support = buttons(button('Support', theirs(memberHere(context).member)('support', 'card')));
      const kept = await appeal(context, values.words, services);
      if (kept === 'not-muted') return view('Nothing to ask', plain(`You are not muted: you can ${may}.`), support);
      if (kept === 'appealed-before')
        return view('Nothing to ask', plain(`You have asked already. Their answer comes under “${list}”.`), support);
      return view(
        'Sent',
        ...(await cardFor({ words: values.words, warning: null }, context, services)),
        plain(`A moderator reads it, without learning who you are. If they agree, you can ${may} again.`),
        support,
      );
    },
  });

/** In the safe space. */
export const mutedInPosts: MutedPlace = {
  capability: 'post',
  name: 'the safe space',
  may: 'post',
  list: 'What I wrote',
  muted(context, { safeSpace }) {
    const { member, cohort } = memberHere(context);
    return safeSpace.around.mute(member, cohort);
  },
  appeal(context, said, { safeSpace }) {
    const { member, cohort } = memberHere(context);
    return safeSpace.around.appeal(member, cohort, said, safeSpace.cards.tierOf(said));
  },
};

/** In questions, for who asks and who answers. */
export const mutedInQuestions: MutedPlace = {
  capability: 'ask',
  name: 'questions and answers',
  may: 'ask and answer',
  list: 'What I asked',
  muted: (context, { questions }) => questions.muting.of(memberHere(context).member),
  appeal: (context, said, { questions }) => questions.muting.appeal(memberHere(context).member, said),
};
