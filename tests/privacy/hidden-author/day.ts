import type { Person } from '../../platforms/driver.ts';
import { inspected, reads, said } from '../../support/dialogue.ts';
import { HIDDEN, type House, WATCHING } from './house.ts';

const FIRST = 'I failed my anatomy spotter and cannot tell anyone';
const SECOND = 'How does one survive nights on the acute medical unit';
const THIRD = 'The seminar groups are a mess again this term';
const GRAVE = 'I want to kill myself tonight and I mean it';
const CHANGED = 'I do not want to be alive any more, and I called the number';

/** What appears of it without a name. */
export const SAID = [FIRST, CHANGED, 'Eat before you start', 'Better, thank you'] as const;

type Values = Readonly<Record<string, string>>;

/** Fills the form in front of somebody and accepts what comes of it. */
async function accept(person: Person, values: Values): Promise<void> {
  await person.fill(values);
  await reads(person, 'Before it is posted');
  const screen = person.screen();
  const isWarned = screen.kind === 'panel' && screen.buttons.includes('Post anyway');
  await person.press(isWarned ? 'Post anyway' : 'Post it');
  await person.until((shown) => /ccepted|reads it first/.test(said(shown).split('\n')[0] ?? ''));
}

export async function write(person: Person, words: string, more: Values = {}): Promise<void> {
  await person.run('post');
  await accept(person, { 'Your words': words, ...more });
}

export function openDay(house: House) {
  const { stage, step, watch } = house;
  const channel = () => stage.platform.channel('safe-space');

  /** The message that says this, in the channel. */
  async function where(words: string) {
    const found = (await stage.platform.messages(channel())).find(({ text }) => text.includes(words));
    if (!found) throw new Error(`nothing says "${words}"`);
    return { channel: channel(), message: found.id };
  }

  async function reply(person: Person, to: string, words: string, label = 'Reply without my name'): Promise<void> {
    await person.press(label, await where(to));
    await accept(person, { 'Your words': words });
  }

  async function report(person: Person, what: string, reason: string): Promise<void> {
    await person.press('Report', await where(what));
    await person.fill({ 'What is it?': reason });
    await reads(person, 'Reported');
  }

  async function sameHere(person: Person, what: string): Promise<void> {
    await person.press('Same here', await where(what));
    await reads(person, 'Noted');
  }

  /** Their own list, and one thing of it. */
  async function openOwn(person: Person, words: string): Promise<void> {
    await person.run('home');
    await person.press('What I wrote');
    await person.choose('Open …', [words]);
    await reads(person, words);
  }

  async function withdraw(person: Person, words: string): Promise<void> {
    await openOwn(person, words);
    await person.press('Withdraw');
    await person.press('Withdraw');
    await reads(person, 'Withdrawn');
  }

  async function change(person: Person, words: string, to: string): Promise<void> {
    await openOwn(person, words);
    await person.press('Edit');
    await accept(person, { 'Your words': to });
  }

  /** The moderator opens the item that says this. */
  async function openItem(words: string): Promise<void> {
    const { moderator } = stage;
    watch('the queue', await moderator.run('cohort queue'));
    for (let number = 1; ; number += 1) {
      await moderator.run('cohort queue');
      await moderator.press(`Open ${number}`);
      if (said(moderator.screen()).includes(words)) break;
    }
    watch(`the item of ${words}`, moderator.screen());
  }

  async function moderate(label: string, words: string, presses: readonly string[], values: Values = {}): Promise<void> {
    await step(label, async () => {
      await openItem(words);
      for (const press of presses) watch(`${label}: ${press}`, await stage.moderator.press(press));
      if (Object.keys(values).length > 0) watch(label, await stage.moderator.fill(values));
      await stage.advance('PT0S');
    });
  }

  return { where, reply, report, sameHere, openOwn, withdraw, change, openItem, moderate };
}

/** A day on which one person does everything that can be done without a name, and others do some of it too. */
export async function playDay(house: House, hidden: Person): Promise<void> {
  await speakAndAnswer(house, hidden);
  await moderateAndTakeBack(house, hidden);
  await lookAround(house);
}

/** One of the two leaves in the evening, and what they may have said stays. */
export async function playLeaving({ person, step, pass }: House): Promise<void> {
  const leaving = person(HIDDEN[0]);
  await step('one of them leaves', async () => {
    const asked = await leaving.run('leave');
    // Who has written nothing is not asked what is to become of it.
    const wrote = asked.kind === 'panel' && asked.buttons.includes('Leave, posts stay');
    await leaving.press(wrote ? 'Leave, posts stay' : 'Leave and erase');
    await reads(leaving, 'You have left');
  });
  await pass('P1D');
}

/** The first hours of the same day. */
export async function playMorning(house: House, hidden: Person): Promise<void> {
  await speakAndAnswer(house, hidden);
  await lookAround(house);
}

async function speakAndAnswer(house: House, hidden: Person): Promise<void> {
  const { step, pass } = house;
  const { reply, report, sameHere } = openDay(house);
  const [cy, di, eve, fay, gus] = WATCHING.map(house.person) as [Person, Person, Person, Person, Person];

  await step('hidden writes', () => write(hidden, FIRST, { 'I would like to …': 'Be heard' }));
  await step('cy writes', () => write(cy, SECOND));
  await step('di writes', () => write(di, THIRD));
  await pass('PT75M');

  await step('hidden replies', () => reply(hidden, SECOND, 'Eat before you start'));
  await step('cy replies', () => reply(cy, FIRST, 'That sounds awful'));
  await step('di replies', () => reply(di, SECOND, 'Find the kettle first'));
  await step('hidden meets an error', async () => {
    await hidden.run('post');
    house.breakOnce();
    await hidden.fill({ 'Your words': 'This is lost on the way' });
    await reads(hidden, 'Something went wrong');
  });
  await step('hidden feels the same', () => sameHere(hidden, SECOND));
  for (const [name, person] of Object.entries({ di, eve, fay, gus }))
    await step(`${name} feels the same`, () => sameHere(person, SECOND));
  await step('hidden reports', () => report(hidden, THIRD, 'Something else'));
  await step('eve reports', () => report(eve, THIRD, 'Unkind or harassing'));
  await step('di reports', () => report(di, FIRST, 'I am worried about somebody'));
  await pass('PT75M');
}

async function moderateAndTakeBack(house: House, hidden: Person): Promise<void> {
  const { step, pass } = house;
  const { openOwn, withdraw, change, moderate } = openDay(house);
  await moderate('moderator keeps', THIRD, ['Keep it']);
  await moderate('moderator mutes', FIRST, ['Mute the author …', 'A day']);
  await step('hidden is muted', async () => {
    await hidden.run('post');
    await hidden.fill({ 'Your words': 'One more thing' });
    await reads(hidden, 'muted');
  });
  await step('hidden appeals', async () => {
    await hidden.press('Ask the moderators to look again');
    await hidden.fill({ 'What should they know?': 'It was meant kindly' });
    await reads(hidden, 'Sent');
  });
  await pass('PT20M');
  await moderate('moderator lifts', 'It was meant kindly', ['Lift the mute']);

  await step('hidden writes gravely', () => write(hidden, GRAVE));
  await pass('PT6M');
  await moderate('moderator asks', GRAVE, ['Ask for a change'], { 'What would have to change': 'Please call the number' });
  await step('hidden changes it', () => change(hidden, GRAVE, CHANGED));
  await pass('PT6M');
  await moderate('moderator approves', CHANGED, ['Approve']);
  await pass('PT20M');

  await step('hidden answers', async () => {
    await openOwn(hidden, FIRST);
    await hidden.press('Reply');
    await accept(hidden, { 'Your words': 'Better, thank you' });
  });
  await step('hidden withdraws', () => withdraw(hidden, 'Eat before you start'));
  await step('hidden closes', async () => {
    await openOwn(hidden, CHANGED);
    await hidden.press('Close the thread');
    await reads(hidden, 'Closed');
  });
  await pass('PT7H');
}

async function lookAround({ stage, step, watch, person: known }: House): Promise<void> {
  for (const person of [...WATCHING.slice(0, 3).map(known), stage.moderator, stage.lead]) {
    await step(`${person.handle} looks`, async () => {
      watch(`home of ${person.handle}`, await person.run('home'));
      watch(`tab of ${person.handle}`, (await person.openHomeTab()) ?? { kind: 'nothing' });
      watch(`support of ${person.handle}`, await person.run('support'));
    });
  }
  await step('the panels of moderators', async () => {
    for (const verb of ['cohort queue', 'cohort audit']) watch(verb, await stage.moderator.run(verb));
    for (const verb of ['cohort settings', 'cohort status']) {
      await stage.moderator.run(verb);
      watch(verb, await inspected(stage.moderator));
    }
  });
}
