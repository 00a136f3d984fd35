import type { Screen } from '../platforms/driver.ts';
import { leaveInsisting } from './cohort.ts';
import { oneAtATime } from './crowd.ts';
import type { Book } from './evening-book.ts';
import { listed } from './listed.ts';
import { offers, type PatienceOptions, patient, shows, textOf } from './patience.ts';
import { sayOnce } from './speech.ts';
import { TOKEN } from './tokens.ts';

export interface EveningMentorOptions extends PatienceOptions {
  readonly book: Book;
  nextToken(): string;
  /** Others who are about to accept the same come to it too. */
  meet(question: string): Promise<void>;
}

/** What to say to an offer, and how often. */
const TO_OFFERS = [
  ['I take it', 0.72],
  ['Not now', 0.13],
  ['Not me for this topic', 0.03],
] as const;
/** What to do about a question that waits for them; else nothing. */
const TO_WAITING = [
  ['Answer', 0.66],
  ['Ask back', 0.1],
  ['Hand it on', 0.1],
  ['Block', 0.04],
] as const;
const WAITS = /Waits for you: ([^\n]*)/g;

const isPanel = offers('Topics and years');
const isInvited = shows('I have read this and would like to help');
const isOver = shows('It is over, or with somebody else');
const isGone = shows('Somebody else has it');
const isTaken = shows('It is with you now');
const OUTCOMES = [isGone, isTaken, shows('You have as many as you wanted'), shows('That is fine')];
const readButton = (screen: Screen): string | undefined =>
  screen.kind === 'panel' ? screen.buttons.find((label) => /^Read (it|\d+)$/.test(label)) : undefined;

/** Somebody further on who looks at their panel, takes offers or does not, and answers what they have taken. */
export function openEveningMentor(options: EveningMentorOptions) {
  const { person, chance, book, nextToken, meet } = options;
  const patience = patient(options);
  const { insist, offered, lost } = patience;
  const inTurn = oneAtATime();
  /** What they were told about an offer that is not so. */
  const wrong: string[] = [];
  const titles = new Map<string, string>();
  let isAway = false;

  const run = () => person.run('mentor');
  /** From a direct message, where there is one. */
  const begin = () => (chance.next() < 0.2 ? person.press('Open', 'inbox').catch(run) : run());

  async function look(): Promise<Screen> {
    await insist(
      begin,
      (screen) => offered(screen, 'I am back') ?? offered(screen, 'Back'),
      (screen) => isInvited(screen) || (isPanel(screen) && !offers('I am back')(screen)),
    );
    const screen = person.screen();
    book.reads(person.handle, screen);
    return screen;
  }

  /** One offer, if there is one. */
  async function decide(): Promise<void> {
    const word = weighted(TO_OFFERS);
    if (word === null) return;
    await book.does({ what: 'nothing', by: person.handle, question: null }, async (own) => {
      await insist(
        () => (own.question === null ? begin() : person.press(word)),
        (screen) => {
          if (own.question === null && !offers('I take it')(screen)) {
            const read = readButton(screen);
            return read === undefined ? null : () => person.press(read);
          }
          own.question ??= TOKEN.exec(textOf(screen))?.[0] ?? '';
          const { question } = own;
          return () => meet(question).then(() => person.press(word));
        },
        (screen) =>
          own.question === null
            ? isInvited(screen) || (isPanel(screen) && readButton(screen) === undefined)
            : isPanel(screen) || OUTCOMES.some((is) => is(screen)),
      );
      const screen = person.screen();
      const { question } = own;
      // Their panel, without a word about it: nobody knows.
      if (question === null || !OUTCOMES.some((is) => is(screen))) return false;
      own.what = isTaken(screen) ? 'take' : word === 'I take it' ? 'too-late' : 'decline';
      if (isGone(screen) && [...textOf(screen).matchAll(WAITS)].some(([line]) => line.includes(question)))
        wrong.push(`${person.handle} has ${question} and is told that somebody else has it`);
      return true;
    });
  }

  function wayTo(title: string) {
    const entry = listed(person, title);
    return {
      next: entry.open,
      isGone: (screen: Screen) => entry.isGone() || isInvited(screen) || (isPanel(screen) && entry.open(screen) === null),
    };
  }

  async function answer(title: string, label: 'Answer' | 'Ask back'): Promise<void> {
    const question = TOKEN.exec(title)?.[0] ?? '';
    const kind = label === 'Answer' ? 'answer' : 'asks-back';
    const said = book.speaks({ token: nextToken(), kind, by: person.handle, question });
    const way = wayTo(title);
    const outcome = await sayOnce(person, patience, {
      begin: run,
      next: (screen) => offered(screen, label) ?? way.next(screen),
      values: { 'Your words': `For me it took a while ${said.token}` },
      accept: ['Send it', 'Send anyway'],
      isTold: shows('On its way. Thank you'),
      isRefused: (screen) => shows('Not done yet')(screen) || isOver(screen) || way.isGone(screen),
    });
    said.told = outcome === 'told' ? 'accepted' : outcome;
  }

  /** By these buttons, until told so; false where there is no way any more. */
  async function goes(title: string, path: readonly string[], told: string): Promise<boolean> {
    const way = wayTo(title);
    await insist(
      run,
      (screen) => {
        const label = [...path].reverse().find((one) => offers(one)(screen));
        return label === undefined ? way.next(screen) : () => person.press(label);
      },
      (screen) => shows(told)(screen) || isOver(screen) || way.isGone(screen),
    );
    return shows(told)(person.screen());
  }

  async function work(title: string): Promise<void> {
    const label = weighted(TO_WAITING);
    const by = person.handle;
    const question = TOKEN.exec(title)?.[0] ?? '';
    if (label === 'Answer' || label === 'Ask back') await answer(title, label);
    if (label === 'Hand it on')
      await book.does({ what: 'hand-on', by, question }, () => goes(title, ['Hand it on'], 'Handed on'));
    if (label === 'Block')
      await book.does({ what: 'mentor-block', by, question }, () => goes(title, ['Block', 'Block'], 'You can undo it under'));
  }

  async function visit(): Promise<void> {
    if (isAway) return;
    const screen = await look();
    const waiting = [...textOf(screen).matchAll(WAITS)].flatMap(([, title]) => title ?? []);
    for (const title of waiting) titles.set(TOKEN.exec(title)?.[0] ?? '', title);
    if (readButton(screen) !== undefined) await decide();
    const [first, ...others] = waiting;
    if (first !== undefined) await work(chance.pick([first, ...others]));
  }

  function weighted<T extends string>(choices: readonly (readonly [T, number])[]): T | null {
    let left = chance.next();
    for (const [what, share] of choices) {
      left -= share;
      if (left < 0) return what;
    }
    return null;
  }

  /** In the mentors' channel. */
  async function offersHelp(channel: string): Promise<void> {
    if (isAway) return;
    let isThere = true;
    const press = () =>
      Promise.resolve()
        .then(() => person.press('I could answer', { channel }))
        .catch((error: unknown) => {
          isThere = false;
          throw error;
        });
    await insist(
      run,
      () => press,
      (screen) => !isThere || isInvited(screen) || shows('If it is still free and fits')(screen),
    );
  }

  const away = (what: 'stop' | 'leave', go: () => Promise<void>) =>
    inTurn(async () => {
      isAway = true;
      await book.does({ what, by: person.handle, question: null }, async () => {
        await go();
        return true;
      });
    });

  return {
    person,
    lost,
    wrong: wrong as readonly string[],
    isAway: () => isAway,
    visit: () => inTurn(visit),
    offersHelp: (channel: string) => inTurn(() => offersHelp(channel)),
    stop: () =>
      away('stop', () =>
        insist(
          run,
          (screen) => offered(screen, 'Stop'),
          (screen) => shows('You have stopped')(screen) || isInvited(screen),
        ),
      ),
    leave: () => away('leave', () => leaveInsisting(person, patience)),
    /** All conversations that they have or had, as far as they can be read. */
    async readAll(): Promise<ReadonlyMap<string, Screen>> {
      const screens = new Map<string, Screen>();
      for (const [question, title] of isAway ? [] : titles) {
        const way = wayTo(title);
        await insist(run, way.next, (screen) => shows('To them you are')(screen) || isOver(screen) || way.isGone(screen));
        const screen = person.screen();
        if (way.isGone(screen)) continue;
        book.reads(person.handle, screen);
        screens.set(question, screen);
      }
      return screens;
    },
  };
}

export type EveningMentor = ReturnType<typeof openEveningMentor>;
