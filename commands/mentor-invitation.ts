import { button, buttons, choice, heading, note, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { plain, type Words } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import { NAME_LENGTH, yearsBelow } from '../src/mentors/rules.ts';
import { type Acting, memberHere, type Services, theirs } from './context.ts';
import * as say from './mentor-words.ts';

export const points: readonly Words[] = say.orientation.map((point, index) => plain(`${index + 1}. ${point}`));

export const tagUse = {
  label: 'Use my background tags?',
  hint: 'Only to find whom to ask. Never shown, and nobody learns that one matched.',
  choices: [choice('no', 'No'), choice('yes', 'Yes, for routing alone')],
};

export const topicsField = { label: 'What could you say something about?', hint: 'Choose as many as you like.' };
export const yearsField = { label: 'Whose questions would you take?' };
export const weekField = { label: 'How many, at most?' };
export const nameField = {
  label: 'Name that askers see',
  hint: 'Leave it empty to answer under an alias, another one each time.',
  max: NAME_LENGTH,
};

/** What somebody reads who is no mentor yet. */
export async function invitation(context: Acting, { isSameForAll }: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  if (cohort.state === 'draft') throw new UserError('cohort-not-open');
  if (yearsBelow(member.year).length === 0)
    return view(
      'Answer the years below',
      plain('Nobody here is in a year below yours yet. Come back next year: what you live through now is what they will ask.'),
      buttons(button('Home', theirs(member)('home', 'open'))),
    );
  return view(
    'Answer the years below',
    plain(
      'Now and then somebody one to three years below you asks about what you have lived through. You take it or you do not, and you answer here in your own time. You never learn who asks; they learn your name only if you want that.',
    ),
    heading('Ten points'),
    ...points,
    note(
      isSameForAll(context.invocation.platform)
        ? 'Bombus sends you no message about questions here, since others could see who gets one. They wait in this panel; a daily line, which you can choose under Home, helps to look.'
        : 'A short direct message tells you when something waits, if you agreed to reminders.',
    ),
    buttons(
      button('I have read this and would like to help', say.own(member, 'volunteer'), 'primary'),
      button('Home', theirs(member)('home', 'open')),
    ),
  );
}
