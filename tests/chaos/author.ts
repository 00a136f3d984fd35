import type { LoopbackPlatform, Screen } from '../platforms/driver.ts';
import { oneAtATime } from './crowd.ts';
import { offers, type PatienceOptions, patient, shows } from './patience.ts';
import { sayOnce } from './speech.ts';

export type When = 'Soon' | 'Well mixed' | 'Now';

/** What somebody means to say. */
export interface Saying {
  /** Stands in its words, and nowhere else. */
  readonly token: string;
  readonly kind: 'post' | 'reply' | 'named reply';
  readonly when: When;
  /** Goes to a moderator first. */
  readonly isGrave: boolean;
}

/** Something that somebody said or tried to, and what they were told of it. */
export interface Said extends Saying {
  readonly by: string;
  readonly words: string;
  /** `gone`: that the preview is out of date, so it is not posted; `unsure`: see `sayOnce`. */
  told: 'nothing' | 'accepted' | 'held' | 'gone' | 'unsure';
  /** By the calendar: not before, and told not after. */
  begun: number;
  ended: number;
  /** The words of openers that it may stand under. */
  readonly under: Set<string>;
  isWithdrawn: boolean;
}

/** Between which instants the calendar stands or moves at this moment. */
export interface Calendar {
  from: number;
  to: number;
}

export interface AuthorOptions extends PatienceOptions {
  readonly platform: LoopbackPlatform;
  /** Of the safe space. */
  readonly channel: string;
  readonly calendar: Calendar;
}

const REPLY = { reply: 'Reply without my name', 'named reply': 'Reply as me' } as const;
const ACCEPT = ['Post it', 'Post anyway'];
/** The thread has changed under their hands: nothing was accepted. */
const REFUSALS = ['That is not there any more', 'This thread is closed', 'is having a look at this thread'];
const isAccepted = (screen: Screen) => shows('Accepted')(screen) || shows('Your reply is accepted')(screen);
const isHeld = shows('A person reads it first');
const isGone = shows('That preview is out of date');

const wordsOf = ({ token, isGrave }: Saying): string =>
  isGrave ? `I want to kill myself tonight ${token}` : `the ward felt long today ${token}`;

/** Somebody in the safe space, who does one thing after the other until told that it is done. */
export function openAuthor(options: AuthorOptions) {
  const { person, chance, platform, channel, calendar } = options;
  const patience = patient(options);
  const { insist, offered, lost } = patience;
  const said: Said[] = [];
  const reported = new Set<string>();
  const felt = new Set<string>();
  const inTurn = oneAtATime();

  /** Some opener that can be answered, or the one with this word; null where there is none. */
  async function openerWith(label: string, token?: string) {
    const [first, ...others] = (await platform.messages(channel)).filter(
      ({ buttons, text }) => buttons.includes(label) && (token === undefined || text.includes(token)),
    );
    return first ? chance.pick([first, ...others]) : null;
  }

  async function begin(saying: Said): Promise<Screen> {
    if (saying.kind === 'post') return person.run('post');
    const opener = await openerWith(REPLY[saying.kind]);
    if (!opener) throw new Error('there is nothing to answer');
    saying.under.add(opener.text);
    return person.press(REPLY[saying.kind], { channel, message: opener.id });
  }

  async function say(saying: Saying): Promise<void> {
    const own: Said = {
      ...saying,
      by: person.handle,
      words: wordsOf(saying),
      told: 'nothing',
      begun: calendar.from,
      ended: 0,
      under: new Set(),
      isWithdrawn: false,
    };
    said.push(own);
    const speech = {
      begin: () => begin(own),
      values: { 'Your words': own.words, ...(own.kind === 'named reply' ? {} : { 'When it appears': own.when }) },
      accept: ACCEPT,
      isTold: (screen: Screen) => isAccepted(screen) || isHeld(screen) || isGone(screen),
      isRefused: (screen: Screen) => REFUSALS.some((refusal) => shows(refusal)(screen)),
    };
    let outcome = await sayOnce(person, patience, speech);
    while (outcome === 'refused') outcome = await sayOnce(person, patience, speech);
    const screen = person.screen();
    own.told = outcome === 'unsure' ? 'unsure' : isGone(screen) ? 'gone' : isHeld(screen) ? 'held' : 'accepted';
    own.ended = calendar.to;
  }

  async function withdraw(own: Said): Promise<void> {
    let isMeant = false;
    let isNoMore = false;
    let missing = 0;
    await insist(
      () => person.run('home'),
      (screen) => {
        if (isMeant && shows('Nothing here leads to you')(screen)) isNoMore = true;
        if (screen.kind !== 'panel') return null;
        if (screen.menus.includes('Open …'))
          return () =>
            Promise.resolve()
              .then(() => person.choose('Open …', [own.words]))
              .catch((error: unknown) => {
                // Also one whose thread was withdrawn before it appeared: its words are gone, and so is its name in the list.
                missing += String(error).includes('no choice') ? 1 : 0;
                isNoMore = missing > (isMeant ? 0 : 3);
                throw error;
              });
        if (offers('Keep it')(screen)) isMeant = true;
        return offered(screen, 'Withdraw') ?? offered(screen, 'What I wrote');
      },
      (screen) => isNoMore || (isMeant && shows('disappears within five minutes')(screen)),
    );
    own.isWithdrawn = true;
  }

  /** False where it cannot be pressed any more. */
  async function pressUntil(
    label: string,
    token: string,
    fields: Readonly<Record<string, string>>,
    told: string,
  ): Promise<boolean> {
    let isThere = true;
    await insist(
      async () => {
        const opener = await openerWith(label, token);
        isThere = opener !== null;
        return opener ? person.press(label, { channel, message: opener.id }) : person.screen();
      },
      (screen) => (screen.kind === 'form' ? () => person.fill(fields) : null),
      (screen) => !isThere || shows(told)(screen),
    );
    return isThere;
  }

  async function report(token: string): Promise<void> {
    if (await pressUntil('Report', token, { 'What is it?': 'Something else' }, 'Moderators look at it')) reported.add(token);
  }

  async function sameHere(token: string): Promise<void> {
    if (await pressUntil('Same here', token, {}, 'You feel the same')) felt.add(token);
  }

  return {
    person,
    said: said as readonly Said[],
    reported: reported as ReadonlySet<string>,
    felt: felt as ReadonlySet<string>,
    lost,
    say: (saying: Saying) => inTurn(() => say(saying)),
    withdraw: (own: Said) => inTurn(() => withdraw(own)),
    report: (token: string) => inTurn(() => report(token)),
    sameHere: (token: string) => inTurn(() => sameHere(token)),
  };
}

export type SafeSpaceAuthor = ReturnType<typeof openAuthor>;
