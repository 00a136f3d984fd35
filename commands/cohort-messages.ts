import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, to, view } from '../src/chat/build.ts';
import { channel, plain, strong, verb, words } from '../src/chat/words.ts';
import { ROSTER_WAIT_MS } from '../src/cohorts/rules.ts';
import type { Part } from './context.ts';
import { localSlot } from './profile-words.ts';

/** What Bombus posts by itself about a cohort. */
export const cohortMessages: Part = {
  messages: {
    async welcome({ subject }, { cohorts }) {
      const cohort = await cohorts.find(subject);
      if (!cohort) return null;
      return view(
        `Bombus, for ${cohort.name}`,
        words`Once a week, ${localSlot(cohort)}, Bombus asks how you are. Three taps, and ${strong('nobody else sees your answer')}. It also points to help, for everybody, at any time.`,
        plain(
          'It is a program and no emergency service. Joining starts with a plain notice of what is stored and who can see what.',
        ),
        buttons(
          button('Join', to('join', 'start'), 'primary'),
          button('Support', to('support', 'card')),
          button('What is this?', to('help', 'show')),
        ),
      );
    },
    async 'broken-channel'({ subject }) {
      return view(
        'A channel needs mending',
        words`Bombus could not post to ${channel(subject)}. ${verb('cohort status')} says what is missing and how to mend it.`,
      );
    },
    async 'roster-proposed'({ subject }, { roster }) {
      const change = await roster.waiting(subject);
      if (!change || change.agreedAt !== null) return null;
      return view(
        'A change of the reveal roster is proposed',
        plain(
          `It names ${change.roster.length} people. A safeguarding lead who is on the roster now has to look at them and agree; then it is announced and takes effect after seven days.`,
        ),
        buttons(
          button('See it in the settings', to('cohort', 'settings'), 'primary'),
          button('I am a lead and agree', to('cohort', 'roster-agree', change.fingerprint)),
        ),
      );
    },
    async 'roster-notice'({ subject }, { roster, cohorts }) {
      const change = await roster.waiting(subject);
      const cohort = await cohorts.find(subject);
      if (!cohort || !change || change.agreedAt === null) return null;
      return view(
        'The reveal roster changes',
        plain(
          `From ${formatLocal(change.agreedAt + ROSTER_WAIT_MS, cohort.zone, 'date')} other people may take part in a reveal, which shows who wrote something when a life is in danger and always takes two of them. A safeguarding lead has agreed. Ask your moderators if you have a question.`,
        ),
      );
    },
  },
};
