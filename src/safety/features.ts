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
  readonly hashes: readonly number[];
  readonly groups: readonly number[];
  readonly abouts: readonly (readonly number[])[];
}

export const known = ({ list }: Words, lexicon: Lexicon): Known => ({
  hashes: list.map(hash),
  groups: list.map(lexicon.groupOf),
  abouts: list.map(lexicon.aboutOf),
});

/** Words and their groups, alone and two in a row, what they are about and in which order, and what the rules found, each hashed once. */
export function featuresOf(
  { hashes, groups, abouts }: Known,
  { from, to }: Stretch,
  findings: readonly string[],
): readonly number[] {
  const found: number[] = [];
  turn += 1;
  const add = (feature: number): void => {
    const slot = feature & (FEATURES - 1);
    if (stamps[slot] === turn) return;
    stamps[slot] = turn;
    found.push(slot);
  };
  /** Concepts in the order of their first appearance, and how many of them each has already followed. */
  const order: number[] = [];
  let before = EDGE;
  let groupBefore = 0;
  for (let at = from; at < to; at += 1) {
    const own = hashes[at] ?? 0;
    add(own);
    add(mix(mix(before, ROW), own));
    before = own;
    const group = groups[at] ?? 0;
    add(mix(group, GROUP));
    if (at > from) add(mix(mix(groupBefore, GROUP_ROW), group));
    groupBefore = group;
    const about = abouts[at] ?? [];
    if (about.length === 0) continue;
    const appeared = order.length;
    for (const concept of about) {
      const isNew = inOrder[concept] !== turn;
      if (isNew) {
        add(mix(concept, ALONE));
        inOrder[concept] = turn;
        followed[concept] = 0;
        order.push(concept);
      }
      for (let earlier = followed[concept] ?? 0; earlier < appeared; earlier += 1)
        add(mix(mix(order[earlier] ?? 0, PAIR), concept));
      followed[concept] = appeared;
    }
  }
  add(mix(mix(before, ROW), EDGE));
  for (const finding of findings) add(findingHash(finding));
  return found;
}

/** The names of findings are few and come again. */
const findingHashes = new Map<string, number>();
function findingHash(name: string): number {
  const seen = findingHashes.get(name);
  if (seen !== undefined) return seen;
  const made = mix(hash(name), RULE);
  findingHashes.set(name, made);
  return made;
}

/** In which turn a feature was last found: quicker than a set, and emptied by counting on. */
const stamps = new Float64Array(FEATURES);
let turn = 0;
/** In which turn a concept appeared, and how many of those before it it has followed; files name far fewer concepts. */
const MOST_CONCEPTS = 1_024;
const inOrder = new Float64Array(MOST_CONCEPTS);
const followed = new Int32Array(MOST_CONCEPTS);

const [EDGE, ALONE, ROW, PAIR, RULE, GROUP, GROUP_ROW] = [3, 5, 11, 13, 17, 19, 23];

function hash(word: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
  return mix(value, 1);
}

function mix(a: number, b: number): number {
  let value = Math.imul(a ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  value ^= value >>> 15;
  value = Math.imul(value, 0x27d4eb2f);
  return (value ^ (value >>> 13)) >>> 0;
}
