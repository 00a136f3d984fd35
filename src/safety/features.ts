import { hashed, mixed } from './hashing.ts';
import type { Stretch } from './stretches.ts';
import type { Words } from './words.ts';

/** Features are hashed to this many. */
export const FEATURES = 2 ** 18;

/** What is known of words. */
export interface Lexicon {
  /** The numbers of what a word is about: `die` is about death. */
  aboutOf(word: string): readonly number[];
  /** The number of the words that are used like this one, or 0. */
  groupOf(word: string): number;
}

/** A text's words as the model knows them. */
export interface Known {
  /** So many features a word, the first of them its own, the others with one or two words before it. */
  readonly features: Int32Array;
  /** What a word is as the first and as the last of a stretch. */
  readonly asFirst: Int32Array;
  readonly asLast: Int32Array;
  readonly abouts: readonly About[];
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
  let [before, second] = [EDGE, EDGE];
  let [groupBefore, groupSecond] = [0, 0];
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? '';
    const own = hashed(word, word.length);
    const group = lexicon.groupOf(word);
    const first = EACH * at;
    features[first] = slotOf(own);
    features[first + 1] = slotOf(mixed(group, GROUP));
    features[first + 2] = word.length >= BEGINNING ? slotOf(mixed(hashed(word, BEGINNING), STEM)) : slotOf(own);
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
    const concepts = lexicon.aboutOf(word);
    if (concepts.length > 0) abouts.push(followingUp(abouts, at, concepts));
    [second, before] = [before, own];
    [groupSecond, groupBefore] = [groupBefore, group];
  }
  return { features, asFirst, asLast, abouts, quoted };
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
  turn += 1;
  count = 0;
  for (let at = from; at < to; at += 1) {
    const first = EACH * at;
    const most = at === from ? ALONE : at === from + 1 ? WITH_ONE : EACH;
    for (let kind = 0; kind < most; kind += 1) add(features[first + kind] ?? 0);
  }
  if (to > from) {
    add(asFirst[from] ?? 0);
    add(asLast[to - 1] ?? 0);
  }
  /** Concepts in the order of their first appearance, and how many of them each has already followed. */
  let appearedAll = 0;
  let since = 0;
  for (let index = firstAtLeast(abouts, from); index < abouts.length; index += 1) {
    const about = abouts[index];
    if (!about || about.at >= to) break;
    if (since > 0) for (const slot of about.afterOne) add(slot);
    if (since > 1) for (const slot of about.afterTwo) add(slot);
    since += 1;
    if (quoted[about.at] === true) for (const concept of about.concepts) add(slotOf(mixed(concept, QUOTED)));
    const appeared = appearedAll;
    for (const concept of about.concepts) {
      if (inOrder[concept] !== turn) {
        add(slotOf(mixed(concept, SINGLE)));
        inOrder[concept] = turn;
        followed[concept] = 0;
        order[appearedAll] = concept;
        appearedAll += 1;
      }
      for (let earlier = followed[concept] ?? 0; earlier < appeared; earlier += 1) {
        const before = order[earlier] ?? 0;
        add(pairs[before * MOST_CONCEPTS + concept] ?? 0);
      }
      followed[concept] = appeared;
    }
  }
  return found.subarray(0, count);
}

function add(slot: number): void {
  if (stamps[slot] === turn) return;
  stamps[slot] = turn;
  found[count] = slot;
  count += 1;
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

/** In which turn a feature was last found: quicker than a set, and emptied by counting on. */
const stamps = new Float64Array(FEATURES);
let turn = 0;
/** A stretch has far fewer. */
const found = new Int32Array(2 ** 15);
let count = 0;
/** In which turn a concept appeared, and how many of those before it it has followed; files name fewer concepts. */
export const MOST_CONCEPTS = 256;
const inOrder = new Float64Array(MOST_CONCEPTS);
const followed = new Int32Array(MOST_CONCEPTS);
const order = new Int32Array(MOST_CONCEPTS);

const [EDGE, SINGLE, ROW, PAIR, SKIP, GROUP, GROUP_ROW, STEM] = [3, 5, 11, 13, 17, 19, 23, 29];
const [GROUP_SKIP, NEXT, THIRD, QUOTED] = [31, 37, 41, 43];

/** The features of one concept before another. */
const pairs = Int32Array.from({ length: MOST_CONCEPTS ** 2 }, (_, at) =>
  slotOf(mixed(mixed(Math.floor(at / MOST_CONCEPTS), PAIR), at % MOST_CONCEPTS)),
);
