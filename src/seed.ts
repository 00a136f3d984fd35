import type { Clock } from './calendar/clock.ts';
import type { Rehearsal } from './calendar/rehearsal.ts';
import { nextWeekly } from './calendar/zone.ts';
import type { Inbox } from './chat/adapter.ts';
import { formatCallback } from './chat/callback.ts';
import type { Reply } from './chat/view.ts';
import { idOf, openSeedActing, type SeedRoom } from './seed-acting.ts';
import { seedAnswered, seedMentors, seedWaiting } from './seed-questions.ts';

export interface SeedOptions {
  readonly room: SeedRoom;
  readonly inbox: Pick<Inbox, 'handle'>;
  readonly clock: Clock;
  readonly rehearsal: Rehearsal;
}

/** Members of whom enough are there for somebody to be hidden among them. People are called by what they are. */
const OTHERS = [
  { id: 'second-year', name: 'Second-year', year: 2 },
  { id: 'third-year', name: 'Third-year', year: 3 },
  { id: 'fifth-year', name: 'Fifth-year', year: 5 },
  { id: 'graduate-entrant', name: 'Graduate entrant', year: 1 },
  { id: 'commuter', name: 'Commuter', year: 2 },
  { id: 'parent', name: 'Parent', year: 3 },
  { id: 'intercalating', name: 'Intercalating', year: 4 },
  { id: 'international', name: 'International student', year: 1 },
  { id: 'repeating', name: 'Repeating a year', year: 2 },
] as const;

const THREADS = [
  {
    by: 'graduate-entrant',
    words:
      'Everybody on my placement seems to know somebody in medicine. I laughed along at a joke about consultants that I did not understand, and then I sat in the car for half an hour.',
    support: 'be-heard',
    replies: [
      { by: 'fifth-year', words: 'I sat in that car for most of my third year. It is not you. Nobody says it out loud.' },
      { by: 'commuter', words: 'Same. I nod a lot, and look things up on the train.' },
    ],
  },
  {
    by: 'second-year',
    words:
      'Is it normal to know nothing in the dissecting room when others name every nerve? How did you revise for the spotter?',
    support: 'know-how',
    replies: [
      {
        by: 'third-year',
        words:
          'Completely normal in October. Draw each region from memory, badly, every day. Mine looked like potatoes until Christmas.',
      },
    ],
  },
] as const;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEKS = 5;
/** Happy, anxious and belonging of a plausible term: one dip, and a recovery. */
const TERM = [
  [7, 3, 4],
  [6, 4, 4],
  [4, 7, 3],
  [5, 6, 3],
  [7, 4, 4],
] as const;
/** A week in which a question is answered, and is kept in the library. */
const ANSWERED_WEEK = 2;
/** So long before a check-in others spoke, by day. */
const SPOKEN_BEFORE = 9 * HOUR;
/** What leaves soon has left by then. */
const OUT_AFTER = 75 * 60_000;
/** So long, and it was within the hours of those who answer; they have a day. */
const ASKED_AGO = 20 * HOUR;

/**
 * Plays five past weeks of a cohort through the real bot, so that the first screen is not empty: set up by the moderator,
 * with one member who has answered each week, others who spoke in the safe space, one question in the library and one that
 * waits for somebody. Whoever opens the page first is somebody who may still join.
 */
export async function seedSandbox({ room, inbox, clock, rehearsal }: SeedOptions): Promise<void> {
  const present = clock.now();
  await rehearsal.set(present - WEEKS * 7 * DAY);
  const acting = openSeedActing({ room, inbox, clock });
  const { command, press, pressed, submit } = acting;

  await submit('moderator', 'cohort:basics:', {
    name: ['Medicine, this year'],
    zone: ['Europe/London'],
    country: ['GB'],
    weekday: ['7'],
    time: ['18:00'],
  });
  await submit('moderator', 'cohort:channels:', {
    'check-ins': ['channel-check-ins'],
    'safe-space': ['channel-safe-space'],
    questions: ['channel-questions'],
    moderators: ['channel-moderators'],
  });
  await submit('moderator', 'cohort:people:', { moderator: ['role-moderator'], lead: ['role-lead'] });
  await submit('moderator', 'cohort:roster:', { roster: ['moderator', 'lead'] });
  await submit('moderator', 'cohort:own-help:', {
    name: ['Student Wellbeing (example)'],
    contact: ['wellbeing@university.example, weekdays 9 to 17'],
  });
  await press('moderator', 'cohort:open:');
  await submit('fourth-year', 'join:profile:', { year: ['4'], reminders: ['yes'] });
  for (const { id, name, year } of OTHERS) {
    room.addPerson({ id, name, roles: [], isSpaceAdmin: false });
    await submit(id, 'join:profile:', { year: [String(year)], reminders: ['no'] });
  }

  await seedMentors(acting);

  /** To an hour after the next Sunday, 18:00. */
  const untilOpening = (): number =>
    nextWeekly({ zone: 'Europe/London', weekday: 7, minute: 18 * 60 }, clock.now()) + HOUR - clock.now();

  for (const [week, answers] of TERM.entries()) {
    if (week === TERM.length - 1) {
      await rehearsal.advance(untilOpening() - SPOKEN_BEFORE);
      await speak();
    }
    await rehearsal.advance(untilOpening());
    if (week === ANSWERED_WEEK) await seedAnswered(acting, rehearsal);
    let shown = await command('fourth-year', 'checkin');
    for (const answer of answers) {
      const next = buttonFor(shown, answer);
      if (next) shown = await press('fourth-year', next);
    }
  }
  await rehearsal.advance(Math.max(0, present - ASKED_AGO - clock.now()));
  await seedWaiting(acting);
  await rehearsal.advance(Math.max(0, present - clock.now()));

  /** Accepts what somebody wrote, and lets it appear. */
  async function say(id: string, form: string, fields: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await pressed(id, await submit(id, form, { ...fields, timing: ['soon'] }), 'accept');
    await rehearsal.advance(OUT_AFTER);
  }

  async function speak(): Promise<void> {
    for (const { by, words, support, replies } of THREADS) {
      await say(by, 'post:write:', { words: [words], support: [support] });
      const thread = threadShown();
      if (thread === null) continue;
      for (const reply of replies) await say(reply.by, `post:reply:${thread}`, { words: [reply.words] });
    }
  }

  /** The newest thread, as its buttons name it. */
  function threadShown(): string | null {
    const named = room.state().messages.flatMap(({ body }) => (body.kind === 'view' ? [idOf(body.view, 'same')] : []));
    return named.filter((id) => id !== null).at(-1) ?? null;
  }
}

/** The button of a check-in panel that gives this answer. */
function buttonFor(reply: Reply | null, answer: number): string | null {
  if (reply?.kind !== 'view') return null;
  for (const block of reply.blocks) {
    if (block.kind !== 'buttons') continue;
    for (const { press } of block.buttons) {
      if (press.kind === 'callback' && press.callback.action === 'set' && press.callback.id.endsWith(`.${answer}`))
        return formatCallback(press.callback);
    }
  }
  return null;
}
