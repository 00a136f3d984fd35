import { button, buttons, heading, note, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { plain, said, words } from '../src/chat/words.ts';
import { type Acting, memberHere, type Part, type Services } from './context.ts';
import { panel } from './mentor-panel.ts';
import { conversation } from './mentor-thread.ts';
import * as say from './mentor-words.ts';

/** The question, for whoever decides whether to take it. */
async function read(context: Acting, offer: string, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const found = (await services.questions.mentoring.offers(member)).find((one) => one.offer === offer);
  if (!found) return gone(context, services);
  const topic = (await services.topics.labelOf(cohort.id, found.topic)) ?? 'Something else';
  return view(
    'Can you take this?',
    note(say.aboutInWords(found, topic)),
    heading(found.title),
    [said(found.words)],
    found.support === 'be-heard' ? note(say.listenFirst) : null,
    note(words`Asked by ${found.speaker}. If you take it, please answer within twelve hours, or hand it on: both are fine.`),
    buttons(
      button('I take it', say.own(member, 'accept', offer), 'primary'),
      button('Not now', say.own(member, 'not-now', offer)),
      button('Not me for this topic', say.own(member, 'not-topic', offer)),
      button('Report', say.own(member, 'report', found.id)),
      button('Back', say.own(member, 'open')),
    ),
  );
}

const gone = (context: Acting, services: Services): Promise<View> =>
  panel(context, services, 'Somebody else has it', plain('Thank you all the same. It needs you no more.'));

export const offering: Part = {
  presses: {
    offer: { who: 'members', run: (context, { id }, services) => read(context, say.subjectOf(id), services) },
    accept: {
      who: 'members',
      async run(context, { id }, services) {
        const { member } = memberHere(context);
        const offer = say.subjectOf(id);
        const { mentoring } = services.questions;
        const outcome = await mentoring.accept(member, offer);
        const taken = outcome === 'yours' ? (await mentoring.holdings(member)).find((one) => one.offer === offer) : undefined;
        if (taken) return conversation(context, taken.id, services, 'It is with you now');
        if (outcome !== 'enough') return gone(context, services);
        return panel(
          context,
          services,
          'You have as many as you wanted',
          plain('It stays open for you until then: answer or hand on one that is with you, or change how much you take.'),
        );
      },
    },
    'not-now': {
      who: 'members',
      async run(context, { id }, services) {
        await services.questions.mentoring.notNow(memberHere(context).member, say.subjectOf(id));
        return panel(context, services, 'That is fine', plain('Somebody else is asked. Nobody learns that you were.'));
      },
    },
    'not-topic': {
      who: 'members',
      async run(context, { id }, services) {
        await services.questions.mentoring.notThisTopic(memberHere(context).member, say.subjectOf(id));
        return panel(
          context,
          services,
          'That is fine',
          plain(
            'Somebody else is asked, and you are not asked about this topic again. You can choose it anew under “Topics and years”.',
          ),
        );
      },
    },
  },
};
