import type { Forgetting } from '../store/forgetting.ts';
import { aliasBees, aliasColours } from './alias-names.ts';
import { endOfDay } from './day-keys.ts';
import type { Seals } from './seals.ts';

/** How a bee of that name is drawn: a body with dark stripes and pale wings, as #rrggbb. */
export interface Avatar {
  readonly body: string;
  readonly stripes: string;
  readonly wings: string;
  /** For where only an emoji can stand: the name of a standard one, with its colons. */
  readonly emoji: string;
}

export interface AliasThread {
  readonly id: string;
  /** The day under whose key stands who holds which alias. */
  readonly day: string;
  /** When its aliases end, in epoch milliseconds. */
  readonly until: number;
}

/** The names that people without a name carry in one thread. */
export interface Aliases {
  /**
   * What this person is called in this thread; drawn when first asked, and never one of `taken` or one that somebody else
   * holds, whichever process gave it. `person` is any text that is always the same for one person and nobody else.
   * Throws a RangeError where the key of the thread's day is gone.
   */
  of(thread: AliasThread, person: string, taken: readonly string[]): Promise<string>;
  /** This person keeps this alias until the thread ends: for a thread whose day or end became another than at drawing. */
  keep(thread: AliasThread, person: string, alias: string): Promise<void>;
  /** Whether somebody was given this alias in the thread. */
  isHeld(thread: Pick<AliasThread, 'id'>, alias: string): Promise<boolean>;
  /** Another one, held by nobody: where an alias turns out to be somebody else's after all. */
  redraw(taken: readonly string[]): string;
}

export interface AliasesOptions {
  readonly forgetting: Forgetting;
  readonly seals: Pick<Seals, 'under'>;
  /** From 0 up to, but not including, 1. Asked once for each drawing. */
  readonly random: () => number;
}

const HOLDERS = 'alias';
const GIVEN = 'alias-given';

export function openAliases({ forgetting, seals, random }: AliasesOptions): Aliases {
  const drawings = new Map<string, Promise<unknown>>();

  /** Of the thread and of nobody: the same stands in the thread once somebody has spoken. */
  const givenIn = (thread: string) => forgetting.group(GIVEN, thread);

  /** One at a time in a thread. */
  async function inTurn<T>(thread: string, work: () => Promise<T>): Promise<T> {
    const turn = (drawings.get(thread) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    drawings.set(thread, settled);
    try {
      return await turn;
    } finally {
      if (drawings.get(thread) === settled) drawings.delete(thread);
    }
  }

  async function keep({ id, day, until }: AliasThread, person: string, alias: string): Promise<void> {
    await givenIn(id).setUntil(alias, until, endOfDay(until));
    await seals.under(day, HOLDERS).set(holderKey(id, person), { alias, until } satisfies Held, until);
  }

  async function find(thread: AliasThread, person: string): Promise<string | null> {
    const held = await seals.under(thread.day, HOLDERS).get<Held>(holderKey(thread.id, person));
    if (held && held.until < thread.until) await keep(thread, person, held.alias);
    return held?.alias ?? null;
  }

  async function give(thread: AliasThread, person: string, taken: readonly string[]): Promise<string> {
    const chance = random();
    for (;;) {
      const given = (await givenIn(thread.id).list()).map(({ key }) => key);
      const alias = drawn([...taken, ...given], chance);
      // Another process may have drawn it since.
      if (!(await givenIn(thread.id).add(alias, thread.until, endOfDay(thread.until)))) continue;
      await seals
        .under(thread.day, HOLDERS)
        .set(holderKey(thread.id, person), { alias, until: thread.until } satisfies Held, thread.until);
      return alias;
    }
  }

  return {
    of: (thread, person, taken) =>
      inTurn(thread.id, async () => (await find(thread, person)) ?? (await give(thread, person, taken))),
    keep: (thread, person, alias) => inTurn(thread.id, () => keep(thread, person, alias)),
    isHeld: async ({ id }, alias) => (await givenIn(id).get(alias)) !== null,
    redraw: (taken) => drawn(taken, random()),
  };
}

interface Held {
  readonly alias: string;
  readonly until: number;
}

const holderKey = (thread: string, person: string): string => JSON.stringify([thread, person]);

/** Every alias, such as "Foxglove carder bee". */
export const aliasNames: readonly string[] = aliasColours.flatMap(({ word }) => aliasBees.map(({ words }) => `${word} ${words}`));

/** Whether somebody is called so under whom nobody is to be found. */
export const isAlias = (speaker: string): boolean =>
  aliasNames.some((name) => speaker === name || speaker.startsWith(`${name} `));

/** The same for the same name, and of different names never quite the same. Any text has one. */
export function avatarOf(alias: string): Avatar {
  const colour = aliasColours.find(({ word }) => word === colourOf(alias)) ?? pick(aliasColours, alias);
  const bee = aliasBees.find(({ words }) => beeOf(alias).startsWith(words)) ?? pick(aliasBees, alias);
  return { body: colour.body, stripes: bee.stripes, wings: bee.wings, emoji: colour.emoji };
}

/**
 * One that is not taken; while there are such, one that shares neither word with any of them, so that nobody in a
 * thread is mistaken for another. `chance` is from 0 up to 1.
 */
function drawn(taken: readonly string[], chance: number): string {
  const gone = new Set(taken);
  const [colours, bees] = [new Set(taken.map(colourOf)), new Set(taken.map(beeOf))];
  for (let round = 1; ; round += 1) {
    const free = aliasNames.map((name) => (round === 1 ? name : `${name} ${round}`)).filter((name) => !gone.has(name));
    const apart = free.filter((name) => !colours.has(colourOf(name)) && !bees.has(beeOf(name)));
    const among = apart.length > 0 ? apart : free;
    const alias = among[Math.floor(chance * among.length)];
    if (alias !== undefined) return alias;
  }
}

const colourOf = (alias: string): string => alias.slice(0, alias.indexOf(' '));
const beeOf = (alias: string): string => alias.slice(alias.indexOf(' ') + 1);

function pick<T>(list: readonly T[], text: string): T {
  const at = [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647, 7) % list.length;
  return list[at] as T;
}
