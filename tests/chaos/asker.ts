import type { Screen } from '../platforms/driver.ts';
import { leaveInsisting } from './cohort.ts';
import { oneAtATime } from './crowd.ts';
import type { Book, Spoken } from './evening-book.ts';
import { listed } from './listed.ts';
import { offers, type PatienceOptions, patient, shows } from './patience.ts';
import { sayOnce } from './speech.ts';

export interface AskerOptions extends PatienceOptions {
  readonly book: Book;
  nextToken(): string;
}

/** What may be done about a question: the buttons on the way, and what is told in the end; how often it is chosen. */
const ACTS: Readonly<Record<string, { readonly path: readonly string[]; readonly told: string; readonly weight: number }>> = {
  thanks: { path: ['That helped'], told: 'They hear', weight: 4 },
  answered: { path: ['It is answered'], told: 'It can be opened again within a week', weight: 1.5 },
  reopen: { path: ['Open it again'], told: 'Whoever answered hears of it', weight: 1 },
  'someone-else': { path: ['Ask somebody else'], told: 'No reason is given to anybody', weight: 0.6 },
  block: {
    path: ['Never this person again', 'Never again'],
    told: 'You are not brought together again. Somebody else',
    weight: 0.4,
  },
  withdraw: { path: ['Withdraw', 'Withdraw'], told: 'It disappears within five minutes', weight: 0.1 },
  keep: { path: ['It may help others …', 'Yes'], told: 'A moderator looks at it before', weight: 0.5 },
};
const REPLY = 'Write back';
const REPLY_WEIGHT = 4;
/** Looked, and left as it is. */
const NOTHING_WEIGHT = 2;
const TOPICS = ['Placements', 'Exams', 'Finance'] as const;

const isOpen = (screen: Screen) => offers('Withdraw')(screen) && offers('What I asked')(screen);
const isMistaken = shows('Not done yet');

/** Somebody in the first year who asks, reads what comes, and does about it what is offered. */
export function openAsker(options: AskerOptions) {
  const { person, chance, book, nextToken } = options;
  const patience = patient(options);
  const { insist, offered, lost } = patience;
  const inTurn = oneAtATime();
  const asked: Spoken[] = [];
  const gone = new Set<Spoken>();
  let hasLeft = false;

  const titleOf = ({ token }: Spoken) => `What was it like for you ${token}`;

  /** The way to a question of theirs, and whether it is there no more. */
  function wayTo(own: Spoken) {
    const entry = listed(person, titleOf(own));
    return {
      begin: () => person.run('home'),
      next: (screen: Screen) => entry.open(screen) ?? offered(screen, 'What I asked'),
      isGone: (screen: Screen) => entry.isGone() || shows('Nothing here leads to you')(screen),
    };
  }

  async function ask(isGrave: boolean): Promise<void> {
    const token = nextToken();
    const own = book.speaks({ token, kind: 'question', by: person.handle, question: token });
    asked.push(own);
    const outcome = await sayOnce(person, patience, {
      begin: () => person.run('ask'),
      values: {
        'Your question in a line': titleOf(own),
        Topic: chance.pick(TOPICS),
        'The question': isGrave ? 'I want to kill myself tonight' : 'The ward feels long and I wonder how others do it.',
        'I would like to …': 'Know how',
      },
      accept: ['Ask it', 'Ask anyway'],
      isTold: (screen) => shows('Your question is on its way')(screen) || shows('A person reads it first')(screen),
      isRefused: isMistaken,
    });
    const isHeld = shows('A person reads it first')(person.screen());
    own.told = outcome !== 'told' ? outcome : isHeld ? 'held' : 'accepted';
  }

  /** What stands on its panel; null where it is not in their list any more. */
  async function open(own: Spoken): Promise<Screen | null> {
    const way = wayTo(own);
    await insist(way.begin, way.next, (screen) => (isOpen(screen) && shows(own.token)(screen)) || way.isGone(screen));
    const screen = person.screen();
    if (way.isGone(screen)) gone.add(own);
    else book.reads(person.handle, screen);
    return way.isGone(screen) ? null : screen;
  }

  async function reply(own: Spoken): Promise<void> {
    const said = book.speaks({ token: nextToken(), kind: 'reply', by: person.handle, question: own.token });
    const way = wayTo(own);
    const outcome = await sayOnce(person, patience, {
      begin: way.begin,
      next: (screen) => offered(screen, REPLY) ?? way.next(screen),
      values: { 'Your words': `And what came then ${said.token}` },
      accept: ['Send it', 'Send anyway'],
      isTold: (screen) => shows('It is passed on')(screen) && !offers('Send it')(screen) && !isOpen(screen),
      isRefused: (screen) => isMistaken(screen) || way.isGone(screen) || (isOpen(screen) && !offers(REPLY)(screen)),
    });
    said.told = outcome === 'told' ? 'accepted' : outcome;
  }

  async function act(own: Spoken, what: string): Promise<boolean> {
    const { path = [], told = '' } = ACTS[what] ?? {};
    const way = wayTo(own);
    const last = [...path].reverse();
    await insist(
      way.begin,
      (screen) => {
        const label = last.find((one) => offers(one)(screen));
        return label === undefined ? way.next(screen) : () => person.press(label);
      },
      (screen) => shows(told)(screen) || way.isGone(screen) || (isOpen(screen) && !offers(path[0] ?? '')(screen)),
    );
    return shows(told)(person.screen());
  }

  /** Looks at one of their questions, and does something of what is offered there. */
  async function visit(): Promise<void> {
    const [first, ...others] = asked.filter((own) => own.told !== 'refused' && !gone.has(own));
    if (hasLeft || !first) return;
    const own = chance.pick([first, ...others]);
    const screen = await open(own);
    if (!screen) return;
    const what = draw(screen);
    if (what === REPLY) await reply(own);
    else if (what !== null) await book.does({ what, by: person.handle, question: own.token }, () => act(own, what));
  }

  function draw(screen: Screen): string | null {
    const may = [
      ...Object.entries(ACTS).filter(([, { path }]) => offers(path[0] ?? '')(screen)),
      ...(offers(REPLY)(screen) ? [[REPLY, { weight: REPLY_WEIGHT }] as const] : []),
    ];
    let left = chance.next() * may.reduce((sum, [, { weight }]) => sum + weight, NOTHING_WEIGHT);
    for (const [what, { weight }] of may) {
      left -= weight;
      if (left < 0) return what;
    }
    return null;
  }

  async function leave(): Promise<void> {
    hasLeft = true;
    await book.does({ what: 'leave', by: person.handle, question: null }, async () => {
      await leaveInsisting(person, patience);
      return true;
    });
  }

  return {
    person,
    lost,
    hasLeft: () => hasLeft,
    ask: (isGrave: boolean) => inTurn(() => ask(isGrave)),
    visit: () => inTurn(visit),
    leave: () => inTurn(leave),
    /** All that stands on their panels now, by the word of the question. */
    async readAll(): Promise<ReadonlyMap<string, Screen>> {
      const screens = new Map<string, Screen>();
      for (const own of hasLeft ? [] : asked.filter(({ told }) => told !== 'refused')) {
        const screen = await open(own);
        if (screen) screens.set(own.token, screen);
      }
      return screens;
    },
  };
}

export type Asker = ReturnType<typeof openAsker>;
