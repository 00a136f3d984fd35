import { button, buttons, view } from '../src/chat/build.ts';
import type { Message } from '../src/chat/command.ts';
import type { View } from '../src/chat/view.ts';
import { plain, words } from '../src/chat/words.ts';
import type { Member } from '../src/members/rules.ts';
import { restOf } from '../src/mentors/rules.ts';
import type { Holding } from '../src/questions/service.ts';
import * as say from './mentor-words.ts';
import type { Part, Services } from './peers.ts';

/** Without any content: what it is about stands in the panel alone. */
const line = (member: Member, title: string, text: string): View =>
  view(title, plain(text), buttons(button('Open', say.own(member, 'open'), 'primary')));

/** For a mentor, as long as there is still something to say. */
const toMentor =
  (tell: (member: Member, services: Services) => Promise<View | null>): Message<Services> =>
  async ({ member: id }, services) => {
    const member = id === null ? null : await services.members.find(id);
    return member && (await services.mentors.find(member.id)) ? tell(member, services) : null;
  };

const waits = ({ state, isWaiting }: Holding): boolean => state !== 'over' && isWaiting;

export const mentorMessages: Part = {
  messages: {
    offer: toMentor(async (member, { questions }) =>
      (await questions.mentoring.offers(member)).length === 0
        ? null
        : line(member, 'Somebody would like to ask you', 'It waits for you until tomorrow. “Not now” is a fine answer.'),
    ),
    reminder: toMentor(async (member, { questions }) =>
      (await questions.mentoring.holdings(member)).some(waits)
        ? line(
            member,
            'A question waits for you',
            'You took it a while ago. If it does not fit any more, hand it on: somebody else is asked.',
          )
        : null,
    ),
    reply: toMentor(async (member, { questions }) =>
      (await questions.mentoring.holdings(member)).length === 0
        ? null
        : line(member, 'Something came for you', 'It is about a question that is with you.'),
    ),
    rest: toMentor(async (member, { mentors, now }) => {
      const mentor = await mentors.find(member.id);
      if (!mentor || restOf(mentor, now()) !== 'paused') return null;
      return view(
        'A rest from questions',
        plain('Three questions came and went, which is fine: there are busy weeks. Nothing more is offered to you for now.'),
        words`When you would like to be asked again, press the button. Under “Time off” you can say beforehand when you are away.`,
        buttons(button('I am back', say.own(member, 'back'), 'primary'), button('Open', say.own(member, 'open'))),
      );
    }),
  },
};
