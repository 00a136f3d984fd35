import { button, buttons, to, view } from '../src/chat/build.ts';
import type { Due, Message } from '../src/chat/command.ts';
import type { View } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import type { Member } from '../src/members/rules.ts';
import type { Holding } from '../src/questions/service.ts';
import type { Part, Services } from './context.ts';
import { own } from './mentor-words.ts';

/** Without any content: what it is about stands in the panel alone. */
const line = (member: Member, title: string, text: string): View =>
  view(title, plain(text), buttons(button('Open', own(member, 'open'), 'primary')));

/** For a mentor, as long as there is still something to say. */
const toMentor =
  (tell: (member: Member, due: Due, services: Services) => Promise<View | null>): Message<Services> =>
  async (due, services) => {
    const member = due.member === null ? null : await services.members.find(due.member);
    return member && (await services.mentors.find(member.id)) ? tell(member, due, services) : null;
  };

const holding = async (member: Member, question: string, { questions }: Services): Promise<Holding | undefined> =>
  (await questions.mentoring.holdings(member)).find(({ id, state }) => id === question && state !== 'over');

async function topicOf(cohort: string, topic: string, { topics }: Services): Promise<string> {
  return (await topics.labelOf(cohort, topic)) ?? 'something else';
}

/** In the channel for questions: its topic, and nothing of what it says. */
async function standing({ subject, cohort }: Due, services: Services): Promise<View | null> {
  const found = await services.questions.inChannel(subject);
  if (!found) return null;
  const topic = await topicOf(cohort, found.topic, services);
  if (!found.isFree) return view('Somebody has it', plain(`The question about “${topic}” is with somebody. Thank you.`));
  return view(
    'A question is looking for somebody',
    plain(
      `It is about “${topic}”, and it has waited for two days. If you are further on and could answer, press the button: it is then offered to you alone.`,
    ),
    buttons(button('I could answer', to('mentor', 'take', subject), 'primary')),
  );
}

/** In the moderators' channel; null once it does not wait. */
async function overdue({ subject, cohort }: Due, services: Services): Promise<View | null> {
  const found = (await services.questions.moderators.waiting(cohort)).find(({ id }) => id === subject);
  if (!found) return null;
  return view(
    'A question has waited for three days',
    plain(
      `It is about “${await topicOf(cohort, found.topic, services)}”. Bombus goes on looking, and you can ask somebody yourself. You do not learn who asks.`,
    ),
    buttons(button('Open', to('question', 'open', subject), 'primary')),
  );
}

export const questionMessages: Part = {
  messages: {
    offer: toMentor(async (member, { subject }, { questions }) =>
      (await questions.mentoring.offers(member)).some(({ offer }) => offer === subject)
        ? line(member, 'Somebody would like to ask you', 'It waits for you for a day. “Not now” is a fine answer.')
        : null,
    ),
    reminder: toMentor(async (member, { subject }, services) =>
      (await holding(member, subject, services))?.isWaiting
        ? line(
            member,
            'A question waits for you',
            'You took it a while ago. If it does not fit any more, hand it on: somebody else is asked.',
          )
        : null,
    ),
    relayed: toMentor(async (member, { subject }, services) =>
      (await holding(member, subject, services))
        ? line(member, 'Something came for you', 'It is about a question that is with you.')
        : null,
    ),
    waiting: async (due, services) =>
      (await services.questions.inChannel(due.subject))?.isFree ? standing(due, services) : null,
    'waiting-state': async (due, services) =>
      (await standing(due, services)) ?? view('This question is over', plain('Nobody is looked for any more. Thank you.')),
    overdue: (due, services) => overdue(due, services),
    'overdue-state': async (due, services) =>
      (await overdue(due, services)) ??
      view('It does not wait any more', plain('The question that had waited for three days is with somebody, or is over.')),
  },
};
