import type { LoopbackPlatform, Screen } from '../platforms/driver.ts';
import { type Asker, openAsker } from './asker.ts';
import { type Assigner, openAssigner } from './assigner.ts';
import { HOLDERS, join, ROUND, setUpCohort } from './cohort.ts';
import { all, openMeetings } from './crowd.ts';
import { type Book, openBook } from './evening-book.ts';
import { type EveningMentor, openEveningMentor } from './evening-mentor.ts';
import { type PatienceOptions, patient, shows, textOf } from './patience.ts';
import { openScene, type SceneOptions } from './scene.ts';
import { watchQuestions } from './snapshots.ts';
import { openTokens } from './tokens.ts';
import { openTwoModerators } from './two-moderators.ts';

export interface EveningSize {
  readonly askers: number;
  readonly mentors: number;
  readonly kills: number;
  /** How far the calendar goes on in each step, in minutes; all of them within one week. */
  readonly steps: readonly number[];
  /** Questions beside the first one of each. */
  readonly others: number;
}

export interface EveningOptions extends EveningSize, SceneOptions {}

/** What somebody sees in the end, by the word of the question. */
export type Panels = ReadonlyMap<string, Screen>;

export interface PlayedEvening {
  readonly platform: LoopbackPlatform;
  readonly askers: readonly { readonly asker: Asker; readonly panels: Panels }[];
  readonly mentors: readonly { readonly mentor: EveningMentor; readonly panels: Panels }[];
  readonly assigners: readonly Assigner[];
  readonly book: Book;
  /** What moderators read of how the cohort stands. */
  readonly status: string;
  readonly endedAt: number;
  readonly watched: { readonly faults: readonly string[]; readonly looks: number };
  readonly kills: number;
  readonly output: string;
  readonly exitCode: number | null;
}

type Act = () => Promise<void>;

const MINUTE = 60_000;
const BEGINS = Date.parse(ROUND.setUpAt);
const AT_ONCE = 14;
const AT_ONCE_JOINING = 6;
const MEETS_MS = 250;
const GRAVE_EVERY = 9;
const VISITS = 0.5;
const ASSIGNS = 0.35;
/** Of each kind: askers who leave, mentors who stop, mentors who leave. */
const LEAVING = 0.05;
const YEARS = ['Year 2', 'Year 3', 'Year 4'] as const;
/** Until all that may still wait for a slot is out. */
const AFTERWARDS = [75, 30];
const TOPICS = ['Placements', 'Exams', 'Finance', 'Wellbeing'];

const at = (minutes: number): string => new Date(BEGINS + minutes * MINUTE).toISOString();

/** Plays a busy evening of near-peer questions and the days after it, each event arriving three times, and kills the bot all the while. */
export async function playEvening(options: EveningOptions): Promise<PlayedEvening> {
  const { chance, tell, steps } = options;
  const { platform, bot, behaviourOf, underFire } = await openScene(options);
  const calendar = { from: BEGINS, to: BEGINS };
  const book = openBook(calendar);
  const nextToken = openTokens();
  const meet = openMeetings(MEETS_MS);

  await bot.setTo(at(0));
  const roles = platform.name === 'slack' ? [] : [platform.role('mods')];
  const [mia, noor] = [behaviourOf('mia', roles), behaviourOf('noor', roles)];
  await setUpCohort(platform, HOLDERS, [mia.person, noor.person]);
  const mo = { ...mia, person: platform.person(HOLDERS.moderator), chance: chance.fork() };
  const askers = Array.from({ length: options.askers }, (_, index) =>
    openAsker({ ...behaviourOf(`asker-${index}`), book, nextToken }),
  );
  const mentors = Array.from({ length: options.mentors }, (_, index) =>
    openEveningMentor({ ...behaviourOf(`mentor-${index}`), book, nextToken, meet }),
  );
  const joining: readonly Act[] = [
    ...askers.map(
      ({ person }) =>
        async () =>
          void (await join(person, false, 'Year 1')),
    ),
    ...mentors.map(
      ({ person }, index) =>
        () =>
          volunteer({ ...behaviourOf(person.handle), person }, YEARS[index % YEARS.length] ?? YEARS[0]),
    ),
  ];
  await all(joining, AT_ONCE_JOINING, (act) => act());
  tell(`${askers.length} who ask and ${mentors.length} who answer have joined`);

  const moderators = openTwoModerators({
    platform,
    channel: platform.channel('moderators'),
    moderators: [mo, mia],
    left: new Set(),
  });
  const assigners = [mo, mia, noor].map((one) => openAssigner({ ...one, book }));
  const watch = watchQuestions(options.environment);
  options.closing(async () => void (await watch.end()));
  const plan = planFor(options, { askers, mentors, channel: platform.channel('questions') });
  let minutes = 0;

  async function step(number: number): Promise<void> {
    minutes += steps[number] ?? 0;
    calendar.to = BEGINS + minutes * MINUTE;
    const moving = bot.moveTo(at(minutes)).then(() => {
      calendar.from = calendar.to;
    });
    await Promise.all([moving, all(plan[number] ?? [], AT_ONCE, (act) => act()), lookAfter()]);
  }

  async function lookAfter(): Promise<void> {
    await moderators.look();
    await all(assigners, assigners.length, async (assigner) => {
      const { id } = chance.pick(mentors as [EveningMentor, ...EveningMentor[]]).person;
      if (chance.next() < ASSIGNS) await assigner.assign(id);
    });
  }

  for (const number of steps.keys()) {
    const kills = Math.floor(((number + 1) * options.kills) / steps.length) - Math.floor((number * options.kills) / steps.length);
    await underFire(`step ${number + 1}`, kills, () => step(number));
  }
  for (const after of AFTERWARDS) {
    await moderators.look();
    minutes += after;
    await bot.moveTo(at(minutes));
  }
  const seen = {
    askers: await Promise.all(askers.map(async (asker) => ({ asker, panels: await asker.readAll() }))),
    mentors: await Promise.all(mentors.map(async (mentor) => ({ mentor, panels: await mentor.readAll() }))),
    status: await statusOf(mo),
  };
  const watched = await watch.end();
  const exitCode = await bot.stop();
  const endedAt = BEGINS + minutes * MINUTE;
  return { platform, ...seen, assigners, book, endedAt, watched, kills: bot.kills(), output: bot.output(), exitCode };
}

/** Joins with reminders and volunteers, as far as the cohort lets anybody. */
async function volunteer(options: PatienceOptions, year: string): Promise<void> {
  const { person } = options;
  await join(person, true, year);
  await patient(options).insist(
    () => person.run('mentor'),
    (screen) =>
      screen.kind === 'form'
        ? () =>
            person.fill({
              'What could you say something about?': TOPICS,
              'How many, at most?': '3 new questions a week',
            })
        : () => person.press('I have read this and would like to help'),
    shows('You are in. Thank you'),
  );
}

async function statusOf(options: PatienceOptions): Promise<string> {
  const { person } = options;
  await patient(options).insist(
    () => person.run('cohort status'),
    () => null,
    shows('Status'),
  );
  return textOf(person.screen());
}

interface Cast {
  readonly askers: readonly Asker[];
  readonly mentors: readonly EveningMentor[];
  readonly channel: string;
}

/** Who does what in which step: most ask in the first half, and all look now and then; some leave in the second half. */
function planFor({ chance, steps, others }: EveningOptions, { askers, mentors, channel }: Cast): readonly (readonly Act[])[] {
  const half = Math.ceil(steps.length / 2);
  const plan = steps.map((): Act[] => []);
  const put = (step: number, act: Act): void => void plan[step]?.push(act);
  let count = 0;
  const asks = (asker: Asker, step: number) => {
    count += 1;
    const isGrave = count % GRAVE_EVERY === 0;
    put(step, () => asker.ask(isGrave));
  };
  for (const [index, asker] of askers.entries()) asks(asker, index < askers.length / 2 ? 0 : chance.int(1, half - 1));
  for (const asker of chance.shuffled(askers).slice(0, others)) asks(asker, chance.int(1, half));
  for (const step of steps.keys()) {
    for (const mentor of mentors) put(step, mentor.visit);
    for (const mentor of mentors) if (chance.next() < VISITS) put(step, mentor.visit);
    for (const asker of askers) if (step > 0 && chance.next() < VISITS) put(step, asker.visit);
    const [helper] = chance.shuffled(mentors);
    if (step >= half && helper) put(step, () => helper.offersHelp(channel));
  }
  const some = (list: number): number => Math.max(1, Math.round(list * LEAVING));
  const [stopping, leaving] = chance.shuffled(mentors);
  for (const asker of chance.shuffled(askers).slice(0, some(askers.length))) put(chance.int(half, steps.length - 1), asker.leave);
  if (stopping) put(chance.int(half, steps.length - 1), stopping.stop);
  if (leaving) put(chance.int(half, steps.length - 1), leaving.leave);
  return plan.map((acts) => chance.shuffled(acts));
}
