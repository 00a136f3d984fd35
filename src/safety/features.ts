import { hashed, mixed } from './hashing.ts';
import type { Stretch } from './stretches.ts';
import type { Words } from './words.ts';

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
  word.length >= BEGINNING ? slotOf(mixed(hashed(word, BEGINNING), STEM)) : slotOf(hash);

/** A text's words as the model knows them. */
export interface Known {
  /** So many features a word, the first of them its own, the others with one or two words before it. */
  readonly features: Int32Array;
  /** What a word is as the first and as the last of a stretch. */
  readonly asFirst: Int32Array;
  readonly asLast: Int32Array;
  readonly abouts: readonly About[];
  /** How many of the words the lexicon has. */
  readonly entries: number;
  /** For each word: it stands between quotation marks. */
  readonly quoted: readonly boolean[];
}

/** A word that is about something, and how it follows the one and the two such words before it. */
interface About {
  readonly at: number;
  readonly concepts: readonly number[];
  readonly afterOne: readonly number[];
  readonly afterTwo: readonly number[];
}

/** Alone; with one word before; with two. */
const ALONE = 3;
const WITH_ONE = 5;
const EACH = 9;
const BEGINNING = 5;

export function known({ list, quoted }: Words, lexicon: Lexicon): Known {
  const features = new Int32Array(EACH * list.length);
  const asFirst = new Int32Array(list.length);
  const asLast = new Int32Array(list.length);
  const abouts: About[] = [];
  let entries = 0;
  let [before, second] = [EDGE, EDGE];
  let [groupBefore, groupSecond] = [0, 0];
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? '';
    const entry = lexicon.entryOf(word);
    if (entry) entries += 1;
    const own = entry ? entry.hash : hashed(word, word.length);
    const group = entry ? entry.group : 0;
    const first = EACH * at;
    features[first] = slotOf(own);
    features[first + 1] = slotOf(mixed(group, GROUP));
    features[first + 2] = entry ? entry.stem : stemSlot(word, own);
    const row = mixed(before, ROW);
    const groupRow = mixed(groupBefore, GROUP_ROW);
    features[first + 3] = slotOf(mixed(row, own));
    features[first + 4] = slotOf(mixed(groupRow, group));
    features[first + 5] = slotOf(mixed(mixed(second, SKIP), own));
    features[first + 6] = slotOf(mixed(mixed(groupSecond, GROUP_SKIP), group));
    features[first + 7] = slotOf(mixed(mixed(second, row), own));
    features[first + 8] = slotOf(mixed(mixed(groupSecond, groupRow), group));
    asFirst[at] = slotOf(mixed(mixed(EDGE, ROW), own));
    asLast[at] = slotOf(mixed(mixed(own, ROW), EDGE));
    if (entry && entry.concepts.length > 0) abouts.push(followingUp(abouts, at, entry.concepts));
    [second, before] = [before, own];
    [groupSecond, groupBefore] = [groupBefore, group];
  }
  return { features, asFirst, asLast, abouts, entries, quoted };
}

function followingUp(abouts: readonly About[], at: number, concepts: readonly number[]): About {
  const one = abouts.at(-1)?.concepts ?? [];
  const two = abouts.at(-2)?.concepts ?? [];
  const afterOne: number[] = [];
  const afterTwo: number[] = [];
  for (const concept of concepts) {
    for (const before of one) {
      const row = mixed(mixed(before, NEXT), concept);
      afterOne.push(slotOf(row));
      for (const second of two) afterTwo.push(slotOf(mixed(mixed(second, THIRD), row)));
    }
  }
  return { at, concepts, afterOne, afterTwo };
}

/**
 * Words, how they begin and their groups, alone, two and three in a row and over a gap of one, and what they are about, in which
 * order, and what of it is quoted, each once. Holds until the next stretch is asked for.
 */
export function featuresOf({ features, asFirst, asLast, abouts, quoted }: Known, { from, to }: Stretch): Int32Array {
  const turn = nextTurn();
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const first = EACH * at;
    const most = first + (at === from ? ALONE : at === from + 1 ? WITH_ONE : EACH);
    for (let cell = first; cell < most; cell += 1) {
      const slot = features[cell] ?? 0;
      if (stamps[slot] === turn) continue;
      stamps[slot] = turn;
      found[count] = slot;
      count += 1;
    }
  }
  const addAll = (slots: readonly number[]): void => {
    for (const slot of slots) {
      if (stamps[slot] === turn) continue;
      stamps[slot] = turn;
      found[count] = slot;
      count += 1;
    }
  };
  if (to > from) addAll([asFirst[from] ?? 0, asLast[to - 1] ?? 0]);
  /** How many concepts have appeared, in `order`, and how many of them each has already followed. */
  let inAll = 0;
  let since = 0;
  inOrder.fill(0);
  for (let index = firstAtLeast(abouts, from); index < abouts.length; index += 1) {
    const about = abouts[index];
    if (!about || about.at >= to) break;
    if (since > 0) addAll(about.afterOne);
    if (since > 1) addAll(about.afterTwo);
    since += 1;
    if (quoted[about.at] === true) addAll(about.concepts.map((concept) => slotOf(mixed(concept, QUOTED))));
    const appeared = inAll;
    for (const concept of about.concepts) {
      if (inOrder[concept] === 0) {
        inOrder[concept] = 1;
        addAll([slotOf(mixed(concept, SINGLE))]);
        followed[concept] = 0;
        order[inAll] = concept;
        inAll += 1;
      }
      for (let earlier = followed[concept] ?? 0; earlier < appeared; earlier += 1) {
        const slot = pairs[(order[earlier] ?? 0) * MOST_CONCEPTS + concept] ?? 0;
        if (stamps[slot] === turn) continue;
        stamps[slot] = turn;
        found[count] = slot;
        count += 1;
      }
      followed[concept] = appeared;
    }
  }
  return found.subarray(0, count);
}

function firstAtLeast(abouts: readonly About[], from: number): number {
  let [low, high] = [0, abouts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((abouts[middle]?.at ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

const slotOf = (value: number): number => value & (FEATURES - 1);

/** In which turn a feature was last found: quicker than a set, and emptied by counting on as far as a byte goes. */
const stamps = new Uint8Array(FEATURES);
const MOST_TURNS = 255;
let turns = 0;

function nextTurn(): number {
  if (turns === MOST_TURNS) {
    stamps.fill(0);
    turns = 0;
  }
  turns += 1;
  return turns;
}

/** A stretch has far fewer. */
const found = new Int32Array(2 ** 15);
/** Whether a concept has appeared, and how many of those before it it has followed; files name fewer concepts. */
export const MOST_CONCEPTS = 256;
const inOrder = new Uint8Array(MOST_CONCEPTS);
const followed = new Int32Array(MOST_CONCEPTS);
const order = new Int32Array(MOST_CONCEPTS);

const [EDGE, SINGLE, ROW, PAIR, SKIP, GROUP, GROUP_ROW, STEM] = [3, 5, 11, 13, 17, 19, 23, 29];
const [GROUP_SKIP, NEXT, THIRD, QUOTED] = [31, 37, 41, 43];

/** The features of one concept before another. */
const pairs = Int32Array.from({ length: MOST_CONCEPTS ** 2 }, (_, at) =>
  slotOf(mixed(mixed(Math.floor(at / MOST_CONCEPTS), PAIR), at % MOST_CONCEPTS)),
);
