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

/** Something said without a name; the press that accepts it is answered when it is on disk. */
const speaking = (open: (person: Person) => Promise<unknown>): Journey => ({
  async before(person) {
    await open(person);
    await person.fill({ 'Your words': 'nobody told me anything about tomorrow' });
  },
  async tap(person) {
    const { buttons = [] } = panelOf(person.screen());
    const label = ['Post it', 'Post anyway'].find((one) => buttons.includes(one)) ?? 'Post it';
    const { text = '' } = panelOf(await person.press(label));
    if (!text.toLowerCase().includes('accepted')) throw new Error(`not accepted: ${text}`);
  },
  async after() {},
});

const panelOf = (screen: Screen): Partial<Extract<Screen, { kind: 'panel' }>> => (screen.kind === 'panel' ? screen : {});

export const speech = {
  post: speaking((person) => person.run('post')),
  reply: speaking((person) => person.forge(`post:reply:${THREAD}`)),
} as const;

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
