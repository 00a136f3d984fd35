import type { Person } from '../../platforms/driver.ts';
import { inspected, reads, said } from '../../support/dialogue.ts';
import { openDay } from './day.ts';
import { HIDDEN, type House, MENTORS, WATCHING } from './house.ts';
import { openQuestioning } from './questioning.ts';

const FIRST = 'What do people wear in theatre?';
const OTHER = 'How do people revise for anatomy?';
const OF_EXAMS = 'What came up in the stations last year?';
const GRAVE = 'How do people go on?';
const GRAVE_WORDS = 'I want to kill myself tonight and I mean it';

const CHANGED = 'How do people go on when it is dark?';
const REPLIED = 'Do I need my own cap?';

/** What is passed on of it without a name. */
export const ASKED = [FIRST, REPLIED, CHANGED] as const;

/** An evening on which one person does everything that somebody may who asks, and others ask and answer too. */
export async function playEvening(house: House, hidden: Person): Promise<void> {
  await askAndTake(house, hidden);
  await answerAndThank(house, hidden);
  await askSomebodyElse(house, hidden);
  await lookWidely(house);
  await lookAround(house);
}

/** What may be told somebody at once is on its way before anybody looks. */
const openDeeds =
  ({ step, stage }: House) =>
  (label: string, work: () => Promise<unknown>): Promise<void> =>
    step(label, async () => {
      await work();
      await stage.advance('PT0S');
    });

/** Much less of it, for what is to be found out early. */
export async function playEarlyEvening(house: House, hidden: Person): Promise<void> {
  const { step, pass } = house;
  const { act, report } = openQuestioning(house);
  await askAndTake(house, hidden);
  await step('hidden thanks', () => act(hidden, FIRST, 'That helped', 'Passed on'));
  await step('hidden reports', () => report(hidden, FIRST, 'Something else'));
  await step('hidden blocks', () => act(hidden, FIRST, 'Never this person again', 'Never this person again?', 'Never again'));
  await pass('PT30M');
  await name(house, HIDDEN);
  await lookAround(house);
}

async function askAndTake(house: House, hidden: Person): Promise<void> {
  const { step, pass } = house;
  const deed = openDeeds(house);
  const { ask, take, answer } = openQuestioning(house);
  const { moderate } = openDay(house);
  const [cy, di, , fay] = WATCHING.map(house.person) as [Person, Person, Person, Person];

  await step('hidden asks', () =>
    ask(hidden, {
      title: FIRST,
      topic: 'Placements',
      words: 'It is my first day in theatre.',
      support: 'Know how',
      isShared: true,
    }),
  );
  await step('cy asks', () => ask(cy, { title: OTHER, topic: 'Exams', words: 'I have six weeks.', support: 'Practical help' }));
  await step('hidden asks for exam content', () =>
    ask(hidden, { title: OF_EXAMS, topic: 'Exams', words: 'I would like to know the exact questions.' }),
  );
  await step('hidden asks gravely', () => ask(hidden, { title: GRAVE, topic: 'Wellbeing', words: GRAVE_WORDS }));
  await step('hidden meets an error', async () => {
    await hidden.run('ask');
    house.breakOnce();
    await hidden.fill({ 'Your question in a line': 'Lost', Topic: 'Finance', 'The question': 'This is lost on the way' });
    await reads(hidden, 'Something went wrong');
  });
  await pass('PT75M');

  await deed('di takes it', () => take(di, FIRST));
  await deed('fay takes it', () => take(fay, OTHER));
  await deed('di answers', () => answer(di, FIRST, 'They give you scrubs.'));
  await deed('fay asks back', () => answer(fay, OTHER, 'Which part worries you?', 'Ask back'));
  await moderate('moderator approves', OF_EXAMS, ['Approve']);
  await moderate('moderator asks', GRAVE, ['Ask for a change'], { 'What would have to change': 'Please call the number' });
  await pass('PT30M');
}

async function answerAndThank(house: House, hidden: Person): Promise<void> {
  const { step, pass } = house;
  const deed = openDeeds(house);
  const { reply, change, act, mayKeep, openHeld, answer, watchMentors } = openQuestioning(house);
  const { moderate } = openDay(house);
  const [cy, di, , fay] = WATCHING.map(house.person) as [Person, Person, Person, Person];

  await step('hidden replies', () => reply(hidden, FIRST, REPLIED));
  await step('cy replies', () => reply(cy, OTHER, 'The limbs'));
  await step('hidden thanks', () => act(hidden, FIRST, 'That helped', 'Passed on'));
  await step('hidden consents', () => act(hidden, FIRST, 'It may help others …', 'May it help others?', 'Yes'));
  await step('hidden changes it', () =>
    change(hidden, GRAVE, {
      'Your question in a line': CHANGED,
      'The question': 'I called the number, and I do not want to be alive.',
    }),
  );
  await pass('PT20M');
  await step('di reads', () => openHeld(di, FIRST));
  await watchMentors('after the thanks');

  await moderate('moderator approves the change', CHANGED, ['Approve']);
  await deed('di answers again', () => answer(di, FIRST, 'They have caps.'));
  await deed('fay answers', () => answer(fay, OTHER, 'Begin with the bones.'));
  await deed('di consents', () => mayKeep(di, FIRST));
  await step('hidden has its answer', () => act(hidden, FIRST, 'It is answered', 'Answered'));
  await pass('PT30M');
}

async function askSomebodyElse(house: House, hidden: Person): Promise<void> {
  const { step, pass } = house;
  const deed = openDeeds(house);
  const { act, take, answer, report, decline, watchMentors } = openQuestioning(house);
  const { moderate, openItem } = openDay(house);
  const [, , eve, , gus] = WATCHING.map(house.person) as [Person, Person, Person, Person, Person];

  await step('hidden says whether it was wanted', () => act(hidden, FIRST, 'Partly', 'Thank you'));
  await step('hidden opens it again', () => act(hidden, FIRST, 'Open it again', 'Open again'));
  await pass('PT20M');
  await watchMentors('after it was opened again');
  await step('hidden asks somebody else', () => act(hidden, FIRST, 'Ask somebody else', 'Somebody else is asked'));
  await step('hidden takes one back', () => act(hidden, OF_EXAMS, 'Withdraw', 'Withdraw it?', 'Withdraw'));
  await pass('PT20M');

  await deed('eve takes it', () => take(eve, FIRST));
  await deed('eve answers', () => answer(eve, FIRST, 'Ask the scrub nurse.'));
  await deed('gus declines', () => decline(gus, CHANGED, 'Not now'));
  await pass('PT20M');
  await step('hidden reports', () => report(hidden, FIRST, 'Something else'));
  await pass('PT6M');
  await step('the queue after the report', () => openItem('Ask the scrub nurse'));
  await step('hidden blocks', () => act(hidden, FIRST, 'Never this person again', 'Never this person again?', 'Never again'));
  await pass('PT20M');
  await watchMentors('after the block');
  await moderate('moderator keeps', 'Ask the scrub nurse', ['Keep it']);
}

/** Nobody else is found: it is widened up to the moderators, who ask whoever they can think of. */
async function lookWidely(house: House): Promise<void> {
  const { pass } = house;
  const { watchMentors } = openQuestioning(house);
  await pass('P3DT1H');
  await name(house, [...MENTORS.placements, 'Gus', 'Cy']);
  await pass('PT30M');
  await watchMentors('after somebody was named');
}

/** A moderator asks each of these about the question that has waited longest. */
export async function name({ stage, step, watch, person }: House, handles: readonly string[]): Promise<void> {
  const { moderator } = stage;
  for (const handle of handles)
    await step(`moderator asks ${handle}`, async () => {
      await moderator.forge('question:waiting:0');
      watch(`waiting before ${handle} is asked`, await moderator.press('Open 1'));
      await moderator.press('Ask somebody');
      watch(`${handle} is asked`, await moderator.fill({ 'Whom?': person(handle).id }));
      await stage.advance('PT0S');
    });
}

async function lookAround(house: House): Promise<void> {
  const { stage, step, watch } = house;
  const { watchMentors } = openQuestioning(house);
  const { moderator, lead } = stage;
  for (const person of [...WATCHING.map(house.person), moderator, lead])
    await step(`${person.handle} looks`, async () => {
      watch(`home of ${person.handle}`, await person.run('home'));
      watch(`tab of ${person.handle}`, (await person.openHomeTab()) ?? { kind: 'nothing' });
      watch(`library of ${person.handle}`, await person.run('library'));
      watch(`form of ${person.handle}`, await person.run('ask'));
    });
  await watchMentors('at the end');
  await step('the panels of moderators', async () => {
    for (const verb of ['cohort queue', 'cohort audit']) watch(verb, await moderator.run(verb));
    for (const place of ['question:settings:', 'question:waiting:0', 'question:figures:', 'library:waiting:'])
      watch(place, await moderator.forge(place));
    const { screen } = moderator;
    if (said(screen()).includes('for a look before')) watch('a proposal', await moderator.choose('Look at …', [FIRST]));
    await moderator.run('cohort status');
    watch('cohort status', await inspected(moderator));
  });
}
