import { hashed, mixed } from './hashing.ts';
import { MOST_CONCEPTS, mentions } from './mentions.ts';
import { LONGEST_STRETCH } from './stretches.ts';
import type { Words } from './words.ts';

// Some runtimes look an imported name up anew for each use, which costs more here than the use itself.
const mix = mixed;
const spoken = mentions;
const WIDTH = MOST_CONCEPTS;
const REACH = LONGEST_STRETCH;

/** Features are hashed to this many. */
export const FEATURES = 2 ** 18;

/** What is known of words. */
export interface Lexicon {
  /** What is known of one word, or null. */
  entryOf(word: string): Entry | null;
}

export interface Entry {
  /** The numbers of what the word is about: `die` is about death. */
  readonly concepts: readonly number[];
  /** The number of the words that are used like this one, or 0. */
  readonly group: number;
  readonly hash: number;
  /** The feature of how it begins. */
  readonly stem: number;
}

/** What a lexicon says of a word that is in it. */
export const entryFor = (word: string, concepts: readonly number[], group: number): Entry => {
  const hash = hashed(word, word.length);
  return { concepts, group, hash, stem: stemSlot(word, hash) };
};

const stemSlot = (word: string, hash: number): number =>
  word.length >= BEGINNING ? slotOf(mix(hashed(word, BEGINNING), STEM)) : slotOf(hash);

/** The features that one word brings, until the next is read. */
export interface Brought {
  at: number;
  count: number;
  readonly slots: Int32Array;
  /** For each feature, the first word that it is about: stretches that begin later don't have it. */
  readonly since: Int32Array;
  /** What the word is as the first and as the last of a stretch. */
  asFirst: number;
  asLast: number;
}

/** A word that is about something. */
interface About {
  readonly at: number;
  readonly concepts: readonly number[];
}

const BEGINNING = 5;
/** One word brings far fewer features. */
export const MOST_OF_A_WORD = 2 ** 12;
const brought: Brought = {
  at: 0,
  count: 0,
  slots: new Int32Array(MOST_OF_A_WORD),
  since: new Int32Array(MOST_OF_A_WORD),
  asFirst: 0,
  asLast: 0,
};

/**
 * Tells what each word brings: itself, how it begins and its group, alone, two and three in a row and over a gap of one, and what
 * it is about, after what, and whether in quotes. A stretch has each feature once. Answers how many of the words the lexicon has.
 */
export function readFeatures({ list, quoted }: Words, lexicon: Lexicon, take: (brought: Brought) => void): number {
  const { slots, since } = brought;
  let entries = 0;
  let [before, second] = [EDGE, EDGE];
  let [groupBefore, groupSecond] = [0, 0];
  let row = FIRST_ROW;
  let one = NOTHING;
  let two = NOTHING;
  spoken.forget();
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? '';
    const entry = lexicon.entryOf(word);
    if (entry) entries += 1;
    const own = entry ? entry.hash : hashed(word, word.length);
    const group = entry ? entry.group : 0;
    const groupRow = mix(groupBefore, GROUP_ROW);
    slots[0] = slotOf(own);
    slots[1] = slotOf(mix(group, GROUP));
    slots[2] = entry ? entry.stem : stemSlot(word, own);
    slots[3] = slotOf(mix(row, own));
    slots[4] = slotOf(mix(groupRow, group));
    slots[5] = slotOf(mix(mix(second, SKIP), own));
    slots[6] = slotOf(mix(mix(groupSecond, GROUP_SKIP), group));
    slots[7] = slotOf(mix(mix(second, row), own));
    slots[8] = slotOf(mix(mix(groupSecond, groupRow), group));
    for (let cell = 0; cell < ALONE; cell += 1) since[cell] = at;
    for (let cell = ALONE; cell < WITH_ONE; cell += 1) since[cell] = at - 1;
    for (let cell = WITH_ONE; cell < EACH; cell += 1) since[cell] = at - 2;
    brought.at = at;
    brought.count = EACH;
    brought.asFirst = slotOf(mix(FIRST_ROW, own));
    row = mix(own, ROW);
    brought.asLast = slotOf(mix(row, EDGE));
    if (entry && entry.concepts.length > 0) {
      const about: About = { at, concepts: entry.concepts };
      bringConcepts(about, quoted[at] === true);
      if (one.at > at - REACH) bringFollowing(about, one, two);
      for (const concept of about.concepts) spoken.add(concept, at);
      two = one;
      one = about;
    }
    take(brought);
    [second, before] = [before, own];
    [groupSecond, groupBefore] = [groupBefore, group];
  }
  return entries;
}

function bring(slot: number, since: number): void {
  brought.slots[brought.count] = slot;
  brought.since[brought.count] = since;
  brought.count += 1;
}

/** What a word is about, and after what of all that came before. */
function bringConcepts({ at, concepts }: About, isQuoted: boolean): void {
  for (let index = 0; index < concepts.length; index += 1) {
    const concept = concepts[index] ?? 0;
    bring(singles[concept] ?? 0, at);
    if (isQuoted) bring(slotOf(mix(concept, QUOTED)), at);
    // What came before the same was last spoken of has been told with it.
    const oldest = Math.max(spoken.lastAt(concept), at - REACH + 1, 0);
    for (let earlier = spoken.latest(); spoken.lastAt(earlier) >= oldest; earlier = spoken.before(earlier))
      bring(pairs[earlier * WIDTH + concept] ?? 0, spoken.lastAt(earlier));
  }
}

/** What a word is about, right after the one and the two such words before it. */
function bringFollowing({ concepts }: About, one: About, two: About): void {
  for (const concept of concepts) {
    for (const before of one.concepts) {
      const row = mix(mix(before, NEXT), concept);
      bring(slotOf(row), one.at);
      for (const second of two.concepts) bring(slotOf(mix(mix(second, THIRD), row)), two.at);
    }
  }
}

const slotOf = (value: number): number => value & (FEATURES - 1);

/** Alone; with one word before; with two. */
const ALONE = 3;
const WITH_ONE = 5;
const EACH = 9;

const NOTHING: About = { at: -LONGEST_STRETCH, concepts: [] };

const [EDGE, SINGLE, ROW, PAIR, SKIP, GROUP, GROUP_ROW, STEM] = [3, 5, 11, 13, 17, 19, 23, 29];
const [GROUP_SKIP, NEXT, THIRD, QUOTED] = [31, 37, 41, 43];
const FIRST_ROW = mix(EDGE, ROW);

const singles = Int32Array.from({ length: MOST_CONCEPTS }, (_, concept) => slotOf(mix(concept, SINGLE)));
/** The features of one concept before another. */
const pairs = Int32Array.from({ length: MOST_CONCEPTS ** 2 }, (_, at) =>
  slotOf(mix(mix(Math.floor(at / MOST_CONCEPTS), PAIR), at % MOST_CONCEPTS)),
);
