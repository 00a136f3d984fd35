import { plain } from '../src/chat/words.ts';
import { command, memberHere, type Part } from './context.ts';
import { answering } from './mentor-answer.ts';
import { lettingGo } from './mentor-letting-go.ts';
import { mentorMessages } from './mentor-messages.ts';
import { offering } from './mentor-offers.ts';
import { panel } from './mentor-panel.ts';
import { settings } from './mentor-settings.ts';
import { conversation } from './mentor-thread.ts';
import { volunteering } from './mentor-volunteer.ts';

const looking: Part = {
  verbs: [
    {
      verb: 'mentor',
      summary: 'Answer the years below: volunteer, what waits for you, your hours',
      who: 'members',
      run: (context, _, services) => panel(context, services),
    },
  ],
  presses: {
    open: { who: 'members', run: (context, _, services) => panel(context, services) },
    chosen: { who: 'members', run: (context, { values }, services) => conversation(context, values[0] ?? '', services) },
    read: {
      who: 'members',
      run(context, { id }, services) {
        const [, question = '', page = ''] = id.split('.');
        return conversation(context, question, services, null, /^\d{1,3}$/.test(page) ? Number(page) : 0);
      },
    },
    take: {
      who: 'members',
      async run(context, { id }, services) {
        const { member } = memberHere(context);
        if (!(await services.mentors.find(member.id))) return panel(context, services);
        await services.questions.mentoring.volunteer(member, id);
        return panel(
          context,
          services,
          'Thank you',
          plain('If it is still free and fits your years and topics, it stands here within a quarter of an hour.'),
        );
      },
    },
  },
};

export const mentor = command('mentor', looking, volunteering, settings, offering, answering, lettingGo, mentorMessages);
