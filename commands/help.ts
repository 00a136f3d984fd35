import { button, buttons, fields, heading, to, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, verb, words } from '../src/chat/words.ts';
import { type Acting, command, platformOf } from './context.ts';
import { whoSeesWhat } from './who-sees-what.ts';

async function show(context: Acting): Promise<View> {
  const isModerator = context.access.standing.has('moderators') || context.access.standing.has('admins');
  return view(
    'What Bombus is',
    words`A small program for student cohorts: a private check-in once a week, a place to speak without your name, and the way to help when you need it. It is ${strong('not an emergency service')}. How your week was is for you alone: it tells no member and no moderator.`,
    fields([
      ['Take part', words`${verb('join')} and ${verb('leave')}`],
      ['This week', words`${verb('checkin')}`],
      ['Your own panel', words`${verb('home')}: your weeks, reminders, pauses and data`],
      ['Speak without your name', words`${verb('post')}: in the safe space, under an alias`],
      ['Ask the years above', words`${verb('ask')}, without your name; ${verb('library')} has what was answered before`],
      ['Answer the years below', words`${verb('mentor')}`],
      ['Where help is', words`${verb('support')}, for everybody, at any time`],
      ...(isModerator
        ? [
            [
              'For moderators',
              words`${verb('cohort setup')}, ${verb('cohort settings')}, ${verb('cohort status')}, ${verb('cohort queue')}, ${verb('cohort link')}, ${verb('cohort pause')}, ${verb('cohort resume')}`,
            ] as const,
          ]
        : []),
    ]),
    heading('Who can see what'),
    whoSeesWhat(platformOf(context)),
    plain('Bombus does not read your channels. It only learns what you type into its commands and forms.'),
    buttons(
      button('Support', to('support', 'card')),
      context.access.member ? button('Home', to('home', 'open')) : button('Join', to('join', 'start'), 'primary'),
    ),
  );
}

export const help = command('help', {
  verbs: [{ verb: 'help', summary: 'What Bombus is, and who can see what', who: 'everyone', run: show }],
  presses: { show: { who: 'everyone', run: show } },
});
