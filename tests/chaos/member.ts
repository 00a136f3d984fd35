import { setTimeout as pass } from 'node:timers/promises';
import type { Screen } from '../platforms/driver.ts';
import type { Chance } from './chance.ts';
import { leaveInsisting } from './cohort.ts';
import { offers, type PatienceOptions, patient, shows, textOf } from './patience.ts';

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
  hasLeft: boolean;
  /** Messages that they had when they had been told, for a while, that none will come any more. */
  hadWhenQuiet: number | null;
}

export interface MemberOptions extends PatienceOptions {
  readonly plan: Plan;
  /** Whether reminders were agreed to, and can be sent. */
  readonly isReminded: boolean;
  /** Of the check-ins. */
  readonly channel: string;
}

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

/** One member of a round, who does as planned until told that it is done. */
export function openMember(options: MemberOptions) {
  const { person, plan, isReminded, channel, chance } = options;
  const patience = patient(options);
  const { insist, offered, lost } = patience;
  const told: Told = { answers: null, note: null, hasLeft: false, hadWhenQuiet: null };

  /** By the button of a message, or by the command. */
  async function open(button: string, verb: string): Promise<Screen> {
    const way = chance.next();
    const hasMessage = isReminded && (await person.inbox()).some(({ buttons }) => buttons.includes(button));
    if (hasMessage && way < 0.7) return person.press(button, 'inbox');
    if (verb === 'checkin' && way < 0.85) return person.press(button, { channel }).catch(() => person.run(verb));
    return person.run(verb);
  }

  async function answer(answers: Answers): Promise<void> {
    const choose = (label: string) => () => person.press(label);
    await insist(
      () => open('Check in', 'checkin'),
      (screen) => {
        const text = textOf(screen);
        if (text.includes('how happy')) return choose(String(answers.happy));
        if (text.includes('how anxious')) return choose(String(answers.anxious));
        if (text.includes('you belong')) return choose(belongingWord(answers));
        return offered(screen, 'Change my answers') ?? offered(screen, 'Check in after all') ?? offered(screen, 'Check in');
      },
      (screen) => shows('Saved')(screen) && shows(saidBack(answers))(screen),
    );
    told.answers = answers;
  }

  async function note(): Promise<void> {
    const words = `a note of ${person.handle}`;
    await insist(
      () => open('Check in', 'checkin'),
      (screen) => {
        if (screen.kind === 'form') return () => person.fill({ 'Your note': words });
        return offered(screen, 'Add a note') ?? offered(screen, 'Open it again');
      },
      offers('Change my note'),
    );
    told.note = words;
  }

  /** What was leaving when they said stop may still arrive. */
  async function quiet(): Promise<void> {
    await pass(LEAVING_MS);
    told.hadWhenQuiet = (await person.inbox()).length;
  }

  const acts: Readonly<Record<Plan, () => Promise<void>>> = {
    answer: () => answer(drawAnswers(chance)),
    async change() {
      await answer(drawAnswers(chance));
      await answer(drawAnswers(chance));
    },
    async note() {
      await answer(drawAnswers(chance));
      await note();
    },
    skip: () =>
      insist(
        () => open('Skip this week', 'checkin'),
        (screen) => offered(screen, 'Skip this week'),
        shows('Skipped'),
      ),
    async pause() {
      await insist(
        () => open('Pause until …', 'home'),
        (screen) => (screen.kind === 'form' ? () => person.fill({ Until: DAY_TO_COME }) : offered(screen, 'Pause until …')),
        offers('End my pause'),
      );
      await quiet();
    },
    async stop() {
      await insist(
        () => open('Stop reminders', 'home'),
        (screen) => offered(screen, 'Stop reminders'),
        (screen) => shows('Reminders are off')(screen) || shows('does not write to you')(screen),
      );
      await quiet();
    },
    async leave() {
      await leaveInsisting(person, patience);
      told.hasLeft = true;
      await quiet();
    },
    late: () => acts.answer(),
    silent: async () => undefined,
  };

  return { person, plan, isReminded, told, lost, act: () => acts[plan](), do: (other: Plan) => acts[other]() };
}

export type Member = ReturnType<typeof openMember>;
