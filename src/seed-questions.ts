import type { Rehearsal } from './calendar/rehearsal.ts';
import { callbackOf, idOf, type SeedActing } from './seed-acting.ts';

const HOUR = 3_600_000;

const MENTORS = [
  { id: 'third-year', topics: ['starting-out', 'exams', 'placements', 'life'], years: ['1', '2'] },
  { id: 'fourth-year', topics: ['starting-out', 'exams', 'osces', 'wellbeing'], years: ['1', '2', '3'] },
] as const;

const ANSWERED = {
  by: 'graduate-entrant',
  asks: {
    title: ['Do I have to buy the textbooks?'],
    topic: ['starting-out'],
    words: ['The list is four hundred pounds long. Does anybody really own all of it?'],
    support: ['practical-help'],
    urgency: ['no-hurry'],
  },
  answeredBy: 'third-year',
  answer:
    'Nobody does. The library has nearly all of it, most of it to read online. I bought one book in my first year, a used anatomy atlas from somebody in the year above. Wait a month before you buy anything.',
} as const;

const WAITING = {
  by: 'international',
  asks: {
    title: ['How do people take notes in lectures?'],
    topic: ['exams'],
    words: ['I write down everything and then never read it again. What did you do in your first year?'],
    support: ['know-how'],
    urgency: ['week'],
  },
} as const;

/** Two who answer the years below. */
export async function seedMentors({ command, press, submit }: SeedActing): Promise<void> {
  for (const { id, topics, years } of MENTORS) {
    const form = callbackOf(await command(id, 'mentor'), 'volunteer');
    if (form === null) continue;
    await press(id, form);
    await submit(id, form, { topics, years, week: ['2'], tags: ['no'] });
  }
}

/** A question that was answered, and is in the library by the consent of both; about three hours pass. */
export async function seedAnswered(acting: SeedActing, rehearsal: Rehearsal): Promise<void> {
  const { command, press, submit, pressed } = acting;
  const { by, asks, answeredBy, answer } = ANSWERED;
  const preview = await submit(by, 'ask:write:', asks);
  const question = idOf(preview, 'accept');
  await pressed(by, preview, 'accept');
  await rehearsal.advance(2 * HOUR);
  const taken = await pressed(answeredBy, await pressed(answeredBy, await command(answeredBy, 'mentor'), 'offer'), 'accept');
  const form = callbackOf(taken, 'answer');
  if (question === null || form === null) return;
  await pressed(answeredBy, await submit(answeredBy, form, { words: [answer] }), 'send');
  await rehearsal.advance(HOUR / 2);
  await press(answeredBy, form.replace('mentor:answer:', 'mentor:keep:'));
  for (const action of ['thanks', 'keep-yes', 'answered']) await press(by, `ask:${action}:${question}`);
  await rehearsal.advance(HOUR / 2);
  const look = await pressed('moderator', await command('moderator', 'cohort library'), 'look-at');
  await pressed('moderator', look, 'publish');
  const entry = idOf(look, 'publish')?.split('.')[0] ?? '';
  await pressed('moderator', await press('moderator', `library:look:${entry}`), 'post');
}

/** A question that waits for one of the two. */
export async function seedWaiting({ submit, pressed }: SeedActing): Promise<void> {
  const { by, asks } = WAITING;
  await pressed(by, await submit(by, 'ask:write:', asks), 'accept');
}
