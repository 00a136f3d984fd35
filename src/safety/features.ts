import type { Words } from './words.ts';

/** Features are hashed to this many. */
export const FEATURES = 2 ** 16;
/** Long texts are weighed in pieces of about this many words, cut where sentences end. */
const PIECE = 40;
const LONGEST_PIECE = 60;

/** For each word, the numbers of what it is about: `die` is about death. */
export type Concepts = ReadonlyMap<string, readonly number[]>;

/** A stretch of a text's words, from one index up to another. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function stretchesOf({ list, begins }: Words): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (let at = 1; at <= list.length; at += 1) {
    const isFull = at - from >= LONGEST_PIECE || (at - from >= PIECE && begins[at] === true);
    if (at === list.length || isFull) {
      stretches.push({ from, to: at });
      from = at;
    }
  }
  return stretches;
}

/** Words, alone and two in a row, what they are about and in which order, and what the rules found, each hashed once. */
export function featuresOf(
  words: Words,
  { from, to }: Stretch,
  concepts: Concepts,
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
  for (let at = from; at < to; at += 1) {
    const word = words.list[at] ?? '';
    const own = hash(word);
    add(own);
    add(mix(mix(before, ROW), own));
    before = own;
    const about = concepts.get(word);
    if (!about) continue;
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
  for (const finding of findings) add(mix(hash(finding), RULE));
  return found;
}

/** In which turn a feature was last found: quicker than a set, and emptied by counting on. */
const stamps = new Float64Array(FEATURES);
let turn = 0;
/** In which turn a concept appeared, and how many of those before it it has followed; files name far fewer concepts. */
const MOST_CONCEPTS = 1_024;
const inOrder = new Float64Array(MOST_CONCEPTS);
const followed = new Int32Array(MOST_CONCEPTS);

const [EDGE, ALONE, ROW, PAIR, RULE] = [3, 5, 11, 13, 17];

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
