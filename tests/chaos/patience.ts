import { setTimeout as pass } from 'node:timers/promises';
import type { Person, Screen } from '../platforms/driver.ts';
import type { Chance } from './chance.ts';

export const textOf = (screen: Screen): string => (screen.kind === 'panel' ? screen.text : '');
export const shows = (text: string) => (screen: Screen) => textOf(screen).includes(text);
export const offers = (button: string) => (screen: Screen) => screen.kind === 'panel' && screen.buttons.includes(button);

type Act = () => Promise<Screen>;

/** A person who reads what is on the screen, presses what it offers, and begins again when nothing comes. */
export interface PatientPerson {
  /**
   * Acts on what is seen until it is what was wanted. `next` gives null where there is only the way from the beginning.
   * @throws when that leads nowhere however often it is tried.
   */
  insist(begin: Act, next: (screen: Screen) => Act | null, isDone: (screen: Screen) => boolean): Promise<void>;
  /** A press of this button, where it is offered. */
  offered(screen: Screen, button: string): Act | null;
  /** Acts that got no answer and were made again. */
  lost(): number;
}

export interface PatienceOptions {
  readonly person: Person;
  readonly chance: Chance;
  /** Called before each act. */
  readonly acting: () => void;
  /** The most that is thought between two acts, in milliseconds. */
  readonly thinksMs: number;
}

const TRIES = 80;

export function patient({ person, chance, acting, thinksMs }: PatienceOptions): PatientPerson {
  let lost = 0;

  /** One act, and what is on the screen then: what was there before, where no answer came. */
  async function attempt(act: Act): Promise<{ readonly screen: Screen; readonly isAnswered: boolean }> {
    await pass(chance.next() * thinksMs);
    acting();
    const answered = await Promise.resolve()
      .then(act)
      .catch(() => null);
    const isAnswered = answered !== null && !shows('did not respond')(answered);
    if (!isAnswered) lost += 1;
    return { screen: answered ?? person.screen(), isAnswered };
  }

  return {
    async insist(begin, next, isDone) {
      // Until an answer came, they see what they saw before.
      let { screen, isAnswered: isNew } = await attempt(begin);
      let failures = 0;
      for (let tries = 0; !(isNew && isDone(screen)); tries += 1) {
        if (tries === TRIES) throw new Error(`${person.handle} gave up, seeing ${JSON.stringify(screen)}`);
        const tried = await attempt((failures < 2 && next(screen)) || begin);
        screen = tried.screen;
        isNew ||= tried.isAnswered;
        failures = tried.isAnswered || failures === 2 ? 0 : failures + 1;
      }
    },
    offered: (screen, button) => (offers(button)(screen) ? () => person.press(button) : null),
    lost: () => lost,
  };
}
