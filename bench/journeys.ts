import type { Person, Screen } from '../tests/platforms/driver.ts';
import type { PlatformName } from './places.ts';

/** What one person does: everything before the tap that is timed, that tap, and what follows from it. */
export interface Journey {
  before(person: Person): Promise<void>;
  tap(person: Person): Promise<void>;
  /** Resolves when the bot is at rest again. */
  after(person: Person): Promise<void>;
}

/** A check-in; the third tap stores it, and its answer is made after the commit. */
const checkIn: Journey = {
  async before(person) {
    await person.run('checkin');
    await person.press('7');
    await person.press('3');
  },
  async tap(person) {
    const screen = await person.press('Mostly');
    if (screen.kind !== 'panel' || !screen.text.includes('Saved')) throw new Error(`not stored: ${JSON.stringify(screen)}`);
  },
  async after() {},
};

/** On Discord the picture of the person's last weeks follows the answer. */
const checkInWithPicture: Journey = {
  ...checkIn,
  async after(person) {
    await person.until((screen) => screen.kind === 'panel' && screen.pictures.length > 0);
  },
};

/** A post that is out already. */
export const THREAD = 'bench-thread';

interface Sending {
  open(person: Person): Promise<unknown>;
  /** What is typed into the form that opened; none: there is none. */
  readonly typed?: Readonly<Record<string, string>>;
  /** The button that is timed, by one of its names. */
  readonly labels: readonly string[];
  readonly answer: string;
}

/** Something sent without a name; the press that sends it is answered when it is on disk. */
const sending = ({ open, typed, labels, answer }: Sending): Journey => ({
  async before(person) {
    await open(person);
    if (typed) await person.fill(typed);
  },
  async tap(person) {
    const { buttons = [] } = panelOf(person.screen());
    const label = labels.find((one) => buttons.includes(one)) ?? labels[0] ?? '';
    const { text = '' } = panelOf(await person.press(label));
    if (!text.toLowerCase().includes(answer)) throw new Error(`not "${answer}": ${text}`);
  },
  async after() {},
});

const panelOf = (screen: Screen): Partial<Extract<Screen, { kind: 'panel' }>> => (screen.kind === 'panel' ? screen : {});

const SAID = { 'Your words': 'nobody told me anything about tomorrow' };
const POSTED = { typed: SAID, labels: ['Post it', 'Post anyway'], answer: 'accepted' };
const ASKED = {
  'Your question in a line': 'What do people wear there?',
  Topic: 'Exams',
  'The question': 'nobody told me anything about tomorrow',
};

/** What is timed beside check-ins, in this order: what is accepted is answered afterwards. */
export const speech = {
  'a post accepted': sending({ open: (person) => person.run('post'), ...POSTED }),
  'a reply accepted': sending({ open: (person) => person.forge(`post:reply:${THREAD}`), ...POSTED }),
  'a question accepted': sending({
    open: (person) => person.run('ask'),
    typed: ASKED,
    labels: ['Ask it', 'Ask anyway'],
    answer: 'on its way',
  }),
  'an offer accepted': sending({
    async open(person) {
      await person.run('mentor');
      await person.press('Read it');
    },
    labels: ['I take it'],
    answer: 'with you now',
  }),
  'an answer relayed': sending({
    async open(person) {
      await person.run('mentor');
      await person.choose('Open …', ['Where would you begin?']);
      await person.press('Answer');
    },
    typed: SAID,
    labels: ['Send it', 'Send anyway'],
    answer: 'on its way',
  }),
} as const satisfies Readonly<Record<string, Journey>>;

/** As many presses, which the bare bot answers without keeping anything. */
const floors: Readonly<Record<PlatformName, Journey>> = {
  discord: {
    async before(person) {
      for (let press = 0; press < 3; press += 1) await person.forge('again');
    },
    async tap(person) {
      await person.forge('again');
    },
    async after() {},
  },
  slack: {
    async before(person) {
      await person.run('hello');
      for (let press = 0; press < 2; press += 1) await person.press('Again');
    },
    async tap(person) {
      await person.press('Again');
    },
    async after() {},
  },
};

export const floorJourney = (name: PlatformName): Journey => floors[name];
export const botJourney = (name: PlatformName, hasHistory: boolean): Journey =>
  name === 'discord' && hasHistory ? checkInWithPicture : checkIn;
