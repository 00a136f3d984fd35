import type { Person, Screen } from '../../platforms/driver.ts';
import { reads, said } from '../../support/dialogue.ts';
import { type House, MENTORS } from './house.ts';

interface Asked {
  readonly title: string;
  readonly topic: string;
  readonly words: string;
  readonly support?: string;
  /** "Somebody who shares … with me". */
  readonly isShared?: boolean;
}

type Values = Readonly<Record<string, string>>;

/** Presses whatever accepts what stands in the preview. */
async function accept(person: Person, before: string, labels: readonly [string, string], after: RegExp): Promise<void> {
  await reads(person, before);
  const screen = person.screen();
  const label = labels.find((one) => screen.kind === 'panel' && screen.buttons.includes(one));
  await person.press(label ?? labels[0]);
  await person.until((shown) => after.test(said(shown)));
}

const isAccepted = /on its way|On its way|reads it first/;

/** What people do about questions, in the dialogues. `isShown`: what those who answer have before them is for all to compare. */
export function openQuestioning({ step, watch, person: known }: Pick<House, 'step' | 'watch' | 'person'>, isShown = true) {
  const shown = (what: string, person: Person): void => {
    if (isShown) watch(`${person.handle} ${what}`, person.screen());
  };

  async function ask(person: Person, { title, topic, words, support, isShared = false }: Asked): Promise<void> {
    await person.run('ask');
    await person.fill({
      'Your question in a line': title,
      Topic: topic,
      'The question': words,
      ...(support ? { 'I would like to …': support } : {}),
    });
    await reads(person, 'Before it goes out');
    if (isShared) {
      await person.choose('Somebody who shares … with me', ['Commuting from home']);
      await person.until((screen) => screen.kind === 'panel' && screen.menus.includes('Somebody who shares … (chosen)'));
    }
    await accept(person, 'Before it goes out', ['Ask it', 'Ask anyway'], isAccepted);
  }

  async function openOwn(person: Person, title: string): Promise<Screen> {
    await person.run('home');
    await person.press('What I asked');
    await person.choose('Open …', [title]);
    return person.until((screen) => screen.kind === 'panel' && screen.buttons.includes('Withdraw'));
  }

  async function openHeld(person: Person, title: string): Promise<void> {
    await person.run('mentor');
    await person.choose('Open …', [title]);
    await reads(person, title);
    shown(`reads ${title}`, person);
  }

  /** The offer that says this, among those that a mentor has. */
  async function openOffer(person: Person, title: string): Promise<void> {
    for (let number = 1; number <= 5; number += 1) {
      const panel = await person.run('mentor');
      const labels = panel.kind === 'panel' ? panel.buttons : [];
      await person.press(labels.includes('Read it') ? 'Read it' : `Read ${number}`);
      if (!said(person.screen()).includes(title)) continue;
      shown(`is offered ${title}`, person);
      return;
    }
    throw new Error(`${person.handle} was not offered "${title}"`);
  }

  return {
    ask,
    openOwn,
    openHeld,

    async reply(person: Person, title: string, words: string): Promise<void> {
      await openOwn(person, title);
      await person.press('Write back');
      await person.fill({ 'Your words': words });
      await accept(person, 'Before it is passed on', ['Send it', 'Send anyway'], isAccepted);
    },

    async change(person: Person, title: string, values: Values): Promise<void> {
      await openOwn(person, title);
      await person.press('Edit');
      await person.fill(values);
      await accept(person, 'Before it goes out', ['Ask it', 'Ask anyway'], isAccepted);
    },

    async report(person: Person, title: string, reason: string): Promise<void> {
      await openOwn(person, title);
      await person.press('Report');
      await person.fill({ 'What is it?': reason });
      await reads(person, 'Reported');
    },

    /** Something about one's own question that is done by a button; `sure`: the one that is asked for once more. */
    async act(person: Person, title: string, label: string, told: string, sure: string | null = null): Promise<void> {
      await openOwn(person, title);
      await person.press(label);
      await reads(person, told);
      if (sure === null) return;
      await person.press(sure);
      await person.until((screen) => !said(screen).includes(told));
    },

    async take(person: Person, title: string): Promise<void> {
      await openOffer(person, title);
      await person.press('I take it');
      await reads(person, 'It is with you now');
      shown(`takes ${title}`, person);
    },

    async decline(person: Person, title: string, label: string): Promise<void> {
      await openOffer(person, title);
      await person.press(label);
      await reads(person, 'That is fine');
    },

    async answer(person: Person, title: string, words: string, label = 'Answer'): Promise<void> {
      await openHeld(person, title);
      await person.press(label);
      await person.fill({ 'Your words': words });
      await accept(person, 'Before it is sent', ['Send it', 'Send anyway'], /On its way/);
    },

    async mayKeep(person: Person, title: string): Promise<void> {
      await openHeld(person, title);
      await person.press('It may go into the library');
      await reads(person, 'Thank you');
    },

    /** What every mentor has before them; `but` these. */
    async watchMentors(when: string, but: readonly string[] = []): Promise<void> {
      for (const handle of Object.values(MENTORS).flat()) {
        if (but.includes(handle)) continue;
        await step(`${handle} looks ${when}`, async () => watch(`mentor ${handle} ${when}`, await known(handle).run('mentor')));
      }
    },
  };
}
