import { setTimeout as pass } from 'node:timers/promises';
import type { Person, Screen } from '../platforms/driver.ts';
import type { Chance } from './chance.ts';
import { textOf } from './cohort.ts';

export interface Answers {
  readonly happy: number;
  readonly anxious: number;
  /** 1 to 5. */
  readonly belonging: number;
}

/** What one member means to do with a round. */
export type Plan = 'answer' | 'change' | 'note' | 'skip' | 'pause' | 'stop' | 'leave' | 'late' | 'silent';

/** What one person was told is done: that must be so, and stay so. */
export interface Told {
  answers: Answers | null;
  note: string | null;
  hasSkipped: boolean;
  hasLeft: boolean;
  /** Messages that they had when they had been told, for a while, that none will come any more. */
  hadWhenQuiet: number | null;
}

export interface Member {
  readonly person: Person;
  readonly plan: Plan;
  /** Whether reminders were agreed to, and could be. */
  readonly isReminded: boolean;
  readonly told: Told;
  /** Presses that got no answer and were made again. */
  readonly lost: () => number;
  act(): Promise<void>;
}

export interface MemberOptions {
  readonly person: Person;
  readonly plan: Plan;
  readonly isReminded: boolean;
  readonly channel: string;
  readonly chance: Chance;
  /** Called before each press. */
  readonly acting: () => void;
  /** The most that is thought between two presses, in milliseconds. */
  readonly thinksMs: number;
}

const TRIES = 80;
const LEAVING_MS = 2_000;
const BELONGING = ['Not at all', 'A little', 'Partly', 'Mostly', 'Completely'] as const;
const DAY_TO_COME = '2027-04-12';

const drawAnswers = (chance: Chance): Answers => ({
  happy: chance.int(0, 10),
  anxious: chance.int(0, 10),
  belonging: chance.int(1, 5),
});

const belongingWord = ({ belonging }: Answers): string => BELONGING[belonging - 1] ?? BELONGING[0];

const saidBack = (answers: Answers): string =>
  `Happy ${answers.happy} of 10 · Anxious ${answers.anxious} of 10 · Belonging: ${belongingWord(answers).toLowerCase()}.`;

/** A person who reads what is on the screen, presses what it offers, and begins again when nothing comes. */
export function openMember(options: MemberOptions): Member {
  const { person, plan, isReminded, channel, chance, acting, thinksMs } = options;
  const told: Told = { answers: null, note: null, hasSkipped: false, hasLeft: false, hadWhenQuiet: null };
  let lost = 0;

  /** One act, and what is on the screen then: what was there before, where no answer came. */
  async function attempt(act: () => Promise<Screen>): Promise<{ readonly screen: Screen; readonly isAnswered: boolean }> {
    await pass(chance.next() * thinksMs);
    acting();
    const answered = await Promise.resolve()
      .then(act)
      .catch(() => null);
    const isAnswered = answered !== null && !textOf(answered).includes('did not respond');
    if (!isAnswered) lost += 1;
    return { screen: answered ?? person.screen(), isAnswered };
  }

  /** Acts on what is seen until it is what was wanted; begins anew where that leads nowhere, or nothing comes twice. */
  async function insist(
    begin: () => Promise<Screen>,
    next: (screen: Screen) => (() => Promise<Screen>) | null,
    isDone: (screen: Screen) => boolean,
  ): Promise<void> {
    let { screen } = await attempt(begin);
    let failures = 0;
    for (let tries = 0; !isDone(screen); tries += 1) {
      if (tries === TRIES) throw new Error(`${person.handle} gave up on ${plan}, seeing ${JSON.stringify(screen)}`);
      const tried = await attempt((failures < 2 && next(screen)) || begin);
      screen = tried.screen;
      failures = tried.isAnswered || failures === 2 ? 0 : failures + 1;
    }
  }

  /** By the button of a message, or by the command. */
  async function open(button: string, verb: string): Promise<Screen> {
    const way = chance.next();
    const hasMessage = isReminded && (await person.inbox()).some(({ buttons }) => buttons.includes(button));
    if (hasMessage && way < 0.7) return person.press(button, 'inbox');
    if (verb === 'checkin' && way < 0.85) return person.press(button, { channel }).catch(() => person.run(verb));
    return person.run(verb);
  }

  const press = (label: string) => () => person.press(label);
  const shows = (text: string) => (screen: Screen) => textOf(screen).includes(text);
  const offer = (screen: Screen, label: string) =>
    screen.kind === 'panel' && screen.buttons.includes(label) ? press(label) : null;

  async function answer(answers: Answers): Promise<void> {
    const isSaved = (screen: Screen) => shows('Saved')(screen) && shows(saidBack(answers))(screen);
    await insist(
      () => open('Check in', 'checkin'),
      (screen) => {
        const text = textOf(screen);
        if (text.includes('how happy')) return press(String(answers.happy));
        if (text.includes('how anxious')) return press(String(answers.anxious));
        if (text.includes('you belong')) return press(belongingWord(answers));
        return offer(screen, 'Change my answers') ?? offer(screen, 'Check in after all') ?? offer(screen, 'Check in');
      },
      isSaved,
    );
    told.answers = answers;
  }

  async function note(): Promise<void> {
    const words = `a note of ${person.handle}`;
    await insist(
      () => open('Check in', 'checkin'),
      (screen) => {
        if (screen.kind === 'form') return () => person.fill({ 'Your note': words });
        return offer(screen, 'Add a note') ?? offer(screen, 'Open it again');
      },
      (screen) => screen.kind === 'panel' && screen.buttons.includes('Change my note'),
    );
    told.note = words;
  }

  /** What was leaving when they said stop may still arrive. */
  async function quiet(): Promise<void> {
    await pass(LEAVING_MS);
    told.hadWhenQuiet = (await person.inbox()).length;
  }

  const acts: Readonly<Record<Plan, () => Promise<void>>> = {
    async answer() {
      await answer(drawAnswers(chance));
    },
    async change() {
      await answer(drawAnswers(chance));
      await answer(drawAnswers(chance));
    },
    async note() {
      await answer(drawAnswers(chance));
      await note();
    },
    async skip() {
      await insist(
        () => open('Skip this week', 'checkin'),
        (screen) => offer(screen, 'Skip this week'),
        shows('Skipped'),
      );
      told.hasSkipped = true;
    },
    async pause() {
      await insist(
        () => open('Pause until …', 'home'),
        (screen) => (screen.kind === 'form' ? () => person.fill({ Until: DAY_TO_COME }) : offer(screen, 'Pause until …')),
        (screen) => screen.kind === 'panel' && screen.buttons.includes('End my pause'),
      );
      await quiet();
    },
    async stop() {
      await insist(
        () => open('Stop reminders', 'home'),
        (screen) => offer(screen, 'Stop reminders'),
        (screen) => shows('Reminders are off')(screen) || shows('does not write to you')(screen),
      );
      await quiet();
    },
    async leave() {
      await insist(
        () => person.run('leave'),
        (screen) => offer(screen, 'Leave and erase'),
        (screen) => shows('You have left')(screen) || shows('This is for members')(screen),
      );
      told.hasLeft = true;
      await quiet();
    },
    late: () => acts.answer(),
    silent: async () => undefined,
  };

  return { person, plan, isReminded, told, lost: () => lost, act: () => acts[plan]() };
}
