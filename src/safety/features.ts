import type { Words } from './words.ts';

/** Features are hashed to this many. */
export const FEATURES = 2 ** 16;
/** Sentences longer than this are cut where they pause, and anywhere at the latest after so many words. */
const LONG = 16;
const LONGEST = 26;
/** Two neighbours are read as one as well, where they have no more words than this. */
const LONGEST_PAIR = 44;

/** What is known of words. */
export interface Lexicon {
  /** The numbers of what a word is about: `die` is about death. */
  aboutOf(word: string): readonly number[];
  /** The number of the words that are used like this one, or 0. */
  groupOf(word: string): number;
}

/** A stretch of a text's words, from one index up to another. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is weighed by itself: each sentence, and each two that follow one another. */
export function stretchesOf(words: Words): readonly Stretch[] {
  const sentences = sentencesOf(words);
  const pairs = sentences.flatMap(({ from }, at): readonly Stretch[] => {
    const next = sentences[at + 1];
    return next && next.to - from <= LONGEST_PAIR ? [{ from, to: next.to }] : [];
  });
  return [...sentences, ...pairs];
}

function sentencesOf({ list, begins, pauses }: Words): readonly Stretch[] {
  const sentences: Stretch[] = [];
  let from = 0;
  for (let at = 1; at <= list.length; at += 1) {
    const isFull = at - from >= LONGEST || (at - from >= LONG && pauses[at] === true);
    if (at === list.length || begins[at] === true || isFull) {
      sentences.push({ from, to: at });
      from = at;
    }
  }
  return sentences;
}

/** A text's words as the model knows them. */
export interface Known {
  /** So many features a word: itself, with the word before it, its group, with the group before it, its beginning. */
  readonly features: Int32Array;
  /** What a word is as the first and as the last of a stretch. */
  readonly asFirst: Int32Array;
  readonly asLast: Int32Array;
  readonly abouts: readonly (readonly number[])[];
}

const EACH = 5;
const BEGINNING = 5;

export function known({ list }: Words, lexicon: Lexicon): Known {
  const features = new Int32Array(EACH * list.length);
  const asFirst = new Int32Array(list.length);
  const asLast = new Int32Array(list.length);
  const abouts: (readonly number[])[] = [];
  let before = EDGE;
  let groupBefore = 0;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? '';
    const own = hash(word, word.length);
    const group = lexicon.groupOf(word);
    features[EACH * at] = slotOf(own);
    features[EACH * at + 1] = slotOf(mix(mix(before, ROW), own));
    features[EACH * at + 2] = slotOf(mix(group, GROUP));
    features[EACH * at + 3] = slotOf(mix(mix(groupBefore, GROUP_ROW), group));
    features[EACH * at + 4] = word.length >= BEGINNING ? slotOf(mix(hash(word, BEGINNING), STEM)) : slotOf(own);
    asFirst[at] = slotOf(mix(mix(EDGE, ROW), own));
    asLast[at] = slotOf(mix(mix(own, ROW), EDGE));
    abouts.push(lexicon.aboutOf(word));
    before = own;
    groupBefore = group;
  }
  return { features, asFirst, asLast, abouts };
}

/**
 * Words, how they begin and their groups, alone and two in a row, what they are about and in which order, and what the rules
 * found, each once.
 */
export function featuresOf(
  { features, asFirst, asLast, abouts }: Known,
  { from, to }: Stretch,
  findings: readonly string[],
): readonly number[] {
  const found: number[] = [];
  turn += 1;
  const add = (slot: number): void => {
    if (stamps[slot] === turn) return;
    stamps[slot] = turn;
    found.push(slot);
  };
  /** Concepts in the order of their first appearance, and how many of them each has already followed. */
  const order: number[] = [];
  for (let at = from; at < to; at += 1) {
    const first = EACH * at;
    add(features[first] ?? 0);
    add(features[first + 2] ?? 0);
    add(features[first + 4] ?? 0);
    if (at === from) add(asFirst[at] ?? 0);
    else {
      add(features[first + 1] ?? 0);
      add(features[first + 3] ?? 0);
    }
    const about = abouts[at] ?? [];
    if (about.length === 0) continue;
    const appeared = order.length;
    for (const concept of about) {
      const isNew = inOrder[concept] !== turn;
      if (isNew) {
        add(slotOf(mix(concept, ALONE)));
        inOrder[concept] = turn;
        followed[concept] = 0;
        order.push(concept);
      }
      for (let earlier = followed[concept] ?? 0; earlier < appeared; earlier += 1)
        add(slotOf(mix(mix(order[earlier] ?? 0, PAIR), concept)));
      followed[concept] = appeared;
    }
  }
  if (to > from) add(asLast[to - 1] ?? 0);
  for (const finding of findings) add(findingSlot(finding));
  return found;
}

const slotOf = (hashed: number): number => hashed & (FEATURES - 1);

/** The names of findings are few and come again. */
const findingSlots = new Map<string, number>();
function findingSlot(name: string): number {
  const seen = findingSlots.get(name);
  if (seen !== undefined) return seen;
  const made = slotOf(mix(hash(name, name.length), RULE));
  findingSlots.set(name, made);
  return made;
}

/** In which turn a feature was last found: quicker than a set, and emptied by counting on. */
const stamps = new Float64Array(FEATURES);
let turn = 0;
/** In which turn a concept appeared, and how many of those before it it has followed; files name far fewer concepts. */
const MOST_CONCEPTS = 1_024;
const inOrder = new Float64Array(MOST_CONCEPTS);
const followed = new Int32Array(MOST_CONCEPTS);

const [EDGE, ALONE, ROW, PAIR, RULE, GROUP, GROUP_ROW, STEM] = [3, 5, 11, 13, 17, 19, 23, 29];

/** Of the first letters of a word. */
function hash(word: string, letters: number): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < letters; at += 1) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
  return mix(value, 1);
}

function mix(a: number, b: number): number {
  let value = Math.imul(a ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  value ^= value >>> 15;
  value = Math.imul(value, 0x27d4eb2f);
  return (value ^ (value >>> 13)) >>> 0;
}
