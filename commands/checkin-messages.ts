import { button, buttons, note, to, view } from '../src/chat/build.ts';
import type { Due } from '../src/chat/command.ts';
import { strong, verb, words } from '../src/chat/words.ts';
import type { Round } from '../src/check-ins/rules.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import { type Member, mayBeContacted } from '../src/members/rules.ts';
import { type Part, type Services, theirs } from './context.ts';
import { nextInWords } from './profile-words.ts';

const controls = (round: Round) =>
  buttons(
    button('Check in', to('checkin', 'start', round.id), 'primary'),
    button('Skip this week', to('checkin', 'skip', round.id)),
    button('Pause until …', to('home', 'pause', round.id)),
    button('Stop reminders', to('home', 'stop', round.id)),
  );

async function about(
  { subject, member: id }: Due,
  { checkIns, members, cohorts }: Services,
): Promise<{ round: Round; member: Member; cohort: Cohort } | null> {
  const round = await checkIns.round(subject);
  const member = id === null ? null : await members.find(id);
  const cohort = round && (await cohorts.find(round.cohort));
  return round && member && cohort ? { round, member, cohort } : null;
}

/** What Bombus sends by itself about check-ins. Each is made when it is sent, and is nothing if it makes no sense any more. */
export const checkInMessages: Part = {
  messages: {
    async prompt(due, services) {
      const found = await about(due, services);
      if (!found || found.round.closedAt !== null || !mayBeContacted(found.member, services.now())) return null;
      if (!services.isSameForAll(found.member.platform) && !(await services.checkIns.isWaitingFor(found.member, found.round)))
        return null;
      return view(
        'How was your week?',
        words`${found.cohort.name}: three taps, under thirty seconds. Nobody else sees your answer.`,
        controls(found.round),
      );
    },

    async nudge(due, services) {
      const found = await about(due, services);
      if (!found || found.round.closedAt !== null || !mayBeContacted(found.member, services.now())) return null;
      if (!services.isSameForAll(found.member.platform) && !(await services.checkIns.isWaitingFor(found.member, found.round)))
        return null;
      return view(
        'If you have not yet …',
        words`${found.cohort.name}: this week’s check-in is still open. This is the only nudge, and skipping is fine.`,
        controls(found.round),
      );
    },

    async resting(due, services) {
      const found = await about(due, services);
      if (!found || !mayBeContacted(found.member, services.now()) || found.member.missed === 0) return null;
      return view(
        'Bombus goes quiet for you',
        words`${found.cohort.name}: you will not be reminded any more. Whenever you like, ${verb('checkin')} brings the weekly check-in back.`,
        buttons(button('Home', theirs(found.member)('home', 'open'))),
      );
    },

    async 'channel-prompt'({ subject }, { checkIns, cohorts }) {
      const round = await checkIns.round(subject);
      const cohort = round && (await cohorts.find(round.cohort));
      if (!round || !cohort || round.closedAt !== null) return null;
      return view(
        'How was your week?',
        words`This week’s check-in for ${cohort.name}: three taps, under thirty seconds. ${strong('Nobody else sees your answer')}, nor whether you gave one.`,
        note(`Open until ${nextInWords(cohort, round.openedAt)}.`),
        buttons(
          button('Check in', to('checkin', 'start', round.id), 'primary'),
          button('Join', to('join', 'start')),
          button('Support', to('support', 'card')),
        ),
      );
    },

    async 'channel-closed'({ subject }, { checkIns, cohorts }) {
      const round = await checkIns.round(subject);
      const cohort = round && (await cohorts.find(round.cohort));
      if (!round || !cohort) return null;
      return view('This check-in has closed', words`The newest one stands further down. ${verb('home')} shows your own weeks.`);
    },
  },
};
