import { button, buttons, heading, to } from '../src/chat/build.ts';
import { plain } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member } from '../src/members/rules.ts';
import { type Services, theirs } from './context.ts';
import { nextOpening } from './profile-words.ts';
import { answersInWords } from './trend.ts';

export async function safeSpaceLines(member: Member, { safeSpace }: Services) {
  const mine = theirs(member);
  const hasNews = await safeSpace.own.hasNews(member);
  return [
    heading('Safe space'),
    plain(hasNews ? 'Something came for you.' : 'Nothing new came for you.'),
    buttons(
      button('What I wrote', mine('post', 'mine'), hasNews ? 'primary' : 'plain'),
      button('Write', to('post', 'write')),
      member.inbox === null ? null : dailyLine(member),
    ),
  ];
}

export async function askedLines(member: Member, { questions, mentors }: Services) {
  const hasNews = await questions.mine.hasNews(member);
  const blocked = await mentors.blocks.ofPerson(member.cohort, member);
  return [
    heading('Questions'),
    plain(hasNews ? 'Something came about what you asked.' : 'Nothing new about what you asked.'),
    buttons(
      button('What I asked', theirs(member)('ask', 'mine'), hasNews ? 'primary' : 'plain'),
      button('Ask the years above', to('ask', 'begin')),
      button('Library', to('library', 'newest')),
      blocked.length === 0 ? null : button('Blocked', theirs(member)('mentor', 'blocked')),
    ),
  ];
}

const dailyLine = (member: Member) =>
  member.dailyLine
    ? button('No daily line', theirs(member)('post', 'no-daily-line'))
    : button('A daily line', theirs(member)('post', 'daily-line'));

/** The check-in of this round, as it stands. */
export async function thisWeek(member: Member, cohort: Cohort, services: Services) {
  const step = await services.checkIns.stand(member);
  if (step.kind === 'answered') {
    return [
      plain(answersInWords(step.checkIn, services.checkIns.measure)),
      ...(step.checkIn.note === null ? [] : [heading('My note'), { kind: 'quote' as const, text: step.checkIn.note }]),
      buttons(button('Change my answers', to('checkin', 'start', step.round.id))),
    ];
  }
  if (step.kind === 'item') {
    const text =
      member.skippedRound === step.round.number
        ? 'You skipped this week. It is open if you change your mind.'
        : 'This week’s check-in is open.';
    return [plain(text), buttons(button('Check in', to('checkin', 'start', step.round.id), 'primary'))];
  }
  return [plain(nextOpening(cohort, services.now()))];
}
