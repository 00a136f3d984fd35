import { button, buttons, heading } from '../src/chat/build.ts';
import type { Block } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import type { Member } from '../src/members/rules.ts';
import { restOf } from '../src/mentors/rules.ts';
import type { Services } from './context.ts';
import { own } from './mentor-words.ts';

type Asks = Pick<Services, 'mentors' | 'questions' | 'now'>;

/** What waits for a mentor: offers, and conversations in which it is their turn. */
async function waitingFor(member: Member, { questions }: Asks): Promise<number> {
  const [offers, holdings] = [await questions.mentoring.offers(member), await questions.mentoring.holdings(member)];
  return offers.length + holdings.filter(({ isWaiting, state }) => isWaiting && state !== 'over').length;
}

/** Whether to tell a member, under whatever they see next, that something came for them as a mentor. */
export const hasMentorNews = async (member: Member, services: Asks): Promise<boolean> =>
  (await services.mentors.find(member.id)) !== null && (await waitingFor(member, services)) > 0;

/** In a member's own panel. */
export async function mentorLines(member: Member, services: Asks): Promise<readonly Block[]> {
  const mentor = await services.mentors.find(member.id);
  if (!mentor) return [buttons(button('Answer the years below', own(member, 'open')))];
  const waiting = await waitingFor(member, services);
  const isPaused = restOf(mentor, services.now()) === 'paused';
  const text =
    waiting > 0
      ? `${waiting === 1 ? 'One question waits' : `${waiting} questions wait`} for you.`
      : isPaused
        ? 'You are having a rest from questions, until you come back.'
        : 'Nothing is waiting for you.';
  return [
    heading('Questions from the years below'),
    { kind: 'words', words: plain(text) },
    buttons(button('Open', own(member, 'open'), waiting > 0 ? 'primary' : 'plain')),
  ];
}
