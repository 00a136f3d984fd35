import { button, buttons, view } from '../src/chat/build.ts';
import { plain } from '../src/chat/words.ts';
import { restOf } from '../src/mentors/rules.ts';
import type { Part } from './context.ts';
import * as say from './mentor-words.ts';

export const mentorMessages: Part = {
  messages: {
    /** After three unanswered offers; nothing once they are back. */
    async rest({ subject }, { mentors, members, now }) {
      const [member, mentor] = [await members.find(subject), await mentors.find(subject)];
      if (!member || !mentor || restOf(mentor, now()) !== 'paused') return null;
      return view(
        'A rest from questions',
        plain('Three questions came and went, which is fine: there are busy weeks. Nothing more is offered to you for now.'),
        plain(
          'When you would like to be asked again, press the button. Under “Time off” you can say beforehand when you are away.',
        ),
        buttons(button('I am back', say.own(member, 'back'), 'primary'), button('Open', say.own(member, 'open'))),
      );
    },
  },
};
