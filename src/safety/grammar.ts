import { read } from './normalise.ts';
import type { PhraseList } from './phrases.ts';
import type { Spellings } from './vocabulary.ts';

/** One step of a pattern. */
export type Step =
  | { readonly kind: 'slot'; readonly slot: number; readonly optional: boolean }
  /** Up to so many words that are no barrier. */
  | { readonly kind: 'gap'; readonly words: number }
  /** A sentence begins here, or goes on after a pause. */
  | { readonly kind: 'start' }
  /** A sentence ends here, or pauses. */
  | { readonly kind: 'end' }
  /** Anywhere later in the text. */
  | { readonly kind: 'later' };

export interface Pattern {
  readonly steps: readonly Step[];
  /** For each step, the number of the way that led up to it and through it: patterns that begin alike share these. */
  readonly ways: readonly number[];
  /** Slots without which it cannot match. */
  readonly needs: readonly number[];
}

export interface Rule {
  /** Language and name: `en:plans-own-death`. */
  readonly name: string;
  readonly tier: 'T1' | 'T2' | 'T3';
  readonly patterns: readonly Pattern[];
  readonly despite: ReadonlySet<string>;
}

export interface Scope {
  readonly name: string;
  readonly patterns: readonly Pattern[];
  readonly covers: 'after' | 'sentence' | 'text' | 'quotes';
  readonly becomes: 'T0' | 'T1';
}

/** A tree of the words that phrases begin with; `slots` are those that a phrase ending here fills. */
export interface Branch {
  readonly next: Map<string, Branch>;
  readonly slots: number[];
}

export interface Grammar {
  readonly rules: readonly Rule[];
  readonly scopes: readonly Scope[];
  readonly phrases: Branch;
  /** Patterns with slots or gaps that also fill a slot, by slot. */
  readonly compound: ReadonlyMap<number, readonly Pattern[]>;
  readonly slotCount: number;
  readonly wayCount: number;
  /** The slot whose words no gap may skip. */
  readonly barrier: number;
  /** The slot whose words end the reach of a negation. */
  readonly clause: number;
  readonly spellings: Spellings;
}

const SHORT_GAP = 3;
const LONG_GAP = 8;

/** Puts the lists of all languages in one grammar. Slots are named after their language, so that they never mix. */
export function compile(lists: readonly PhraseList[]): Grammar {
  const ids = new Map<string, number>();
  const ways = new Map<string, number>();
  const phrases: Branch = { next: new Map(), slots: [] };
  const compound = new Map<number, Pattern[]>();
  const words = new Set(lists.flatMap((list) => list.words));
  const spellings = new Map<string, string>(
    lists.flatMap((list) => Object.entries(list.spellings).map(([form, stands]): [string, string] => [read(form), read(stands)])),
  );

  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, ids.size);
    return ids.size - 1;
  };

  /** Phrases are written as people write them, and known as they are read. */
  const respell = (phrase: string): readonly string[] =>
    read(phrase)
      .replaceAll('-', ' ')
      .split(' ')
      .flatMap((word) => (spellings.get(word) ?? spellings.get(word.replaceAll("'", '')) ?? word).split(' '));

  function addPhrase(phrase: readonly string[], slot: number): void {
    let branch = phrases;
    for (const word of phrase) {
      words.add(word);
      const next = branch.next.get(word) ?? { next: new Map(), slots: [] };
      branch.next.set(word, next);
      branch = next;
    }
    if (!branch.slots.includes(slot)) branch.slots.push(slot);
  }

  function wordsSlot(alternatives: string): number {
    const slot = idOf(`=${alternatives}`);
    for (const word of alternatives.split('|')) addPhrase([word], slot);
    return slot;
  }

  function step(language: string, list: PhraseList, sign: string): Step {
    if (sign === '~') return { kind: 'gap', words: SHORT_GAP };
    if (sign === '~~') return { kind: 'gap', words: LONG_GAP };
    if (sign === '^') return { kind: 'start' };
    if (sign === '$') return { kind: 'end' };
    if (sign === '...') return { kind: 'later' };
    const optional = sign.endsWith('?');
    const solid = optional ? sign.slice(0, -1) : sign;
    if (!solid.startsWith('{')) return { kind: 'slot', slot: wordsSlot(read(solid)), optional };
    const name = solid.slice(1, -1);
    if (!Object.hasOwn(list.slots, name))
      throw new Error(`content/language/${language}.json names {${name}}, which it does not define.`);
    return { kind: 'slot', slot: idOf(`${language}:${name}`), optional };
  }

  const pattern = (list: PhraseList, text: string): Pattern => {
    const steps = text.split(' ').map((sign) => step(list.language, list, sign));
    let way = -1;
    const through = steps.map((one) => {
      const name = `${way} ${Object.values(one).join(' ')}`;
      way = ways.get(name) ?? ways.size;
      ways.set(name, way);
      return way;
    });
    return { steps, ways: through, needs: steps.flatMap((one) => (one.kind === 'slot' && !one.optional ? [one.slot] : [])) };
  };
  const isPlain = (text: string): boolean => !/[{~^?|$]|\.\.\./.test(text);

  for (const list of lists) {
    for (const [name, alternatives] of Object.entries(list.slots)) {
      const slot = idOf(`${list.language}:${name}`);
      for (const alternative of alternatives) {
        if (isPlain(alternative)) addPhrase(respell(alternative), slot);
        else compound.set(slot, [...(compound.get(slot) ?? []), pattern(list, alternative)]);
      }
    }
  }
  const rules = lists.flatMap((list) =>
    list.rules.map(
      ({ name, tier, say, despite }): Rule => ({
        name: `${list.language}:${name}`,
        tier,
        patterns: say.map((text) => pattern(list, text)),
        despite: new Set(despite),
      }),
    ),
  );
  const scopes = lists.flatMap((list) =>
    list.scopes.map(({ when, ...scope }): Scope => ({ ...scope, patterns: when.map((text) => pattern(list, text)) })),
  );
  return {
    rules,
    scopes,
    phrases,
    compound,
    slotCount: ids.size,
    wayCount: ways.size,
    barrier: idOf('en:barrier'),
    clause: idOf('en:clause'),
    spellings: { words: withSpellings(words, spellings), spellings, guarded: lists.flatMap(({ guarded }) => guarded.map(read)) },
  };
}

const withSpellings = (words: ReadonlySet<string>, spellings: ReadonlyMap<string, string>): ReadonlySet<string> =>
  new Set([...words, ...[...spellings.values()].flatMap((stands) => stands.split(' '))]);
