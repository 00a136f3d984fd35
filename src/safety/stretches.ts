import type { Words } from './words.ts';

/** Sentences longer than this are cut where they pause, and anywhere at the latest after so many words. */
const LONG = 16;
const LONGEST = 26;
/** Two neighbours are read as one as well, where they have no more words than this. */
const LONGEST_PAIR = 44;
/** No stretch has more words. */
export const LONGEST_STRETCH = LONGEST_PAIR;
/** So many words make a clause. */
const SAYS_SOMETHING = 5;

/** A stretch of a text's words, from one index up to another. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** A clause, of which the sentence may say that it is meant otherwise. */
  readonly isPart?: true;
}

/** What is weighed by itself: each sentence, each two that follow one another, and the clauses of each. */
export function stretchesOf(words: Words): readonly Stretch[] {
  const stretches = sentencesOf(words);
  const sentences = stretches.length;
  for (let at = 1; at < sentences; at += 1) {
    const from = stretches[at - 1]?.from ?? 0;
    const to = stretches[at]?.to ?? 0;
    if (to - from <= LONGEST_PAIR) stretches.push({ from, to });
  }
  for (let at = 0; at < sentences; at += 1) addClauses(words, stretches[at] ?? NONE, stretches);
  return stretches;
}

const NONE: Stretch = { from: 0, to: 0 };

/** Where a sentence pauses, each part of it that says something by itself: what is grave in one is not thinned by the others. */
function addClauses({ pauses }: Words, { from, to }: Stretch, stretches: Stretch[]): void {
  let start = from;
  for (let at = from + 1; at <= to; at += 1) {
    const isEnd = at === to ? start > from : pauses[at] === true;
    if (!isEnd) continue;
    if (at - start >= SAYS_SOMETHING) stretches.push({ from: start, to: at, isPart: true });
    start = at;
  }
}

function sentencesOf({ list, begins, pauses }: Words): Stretch[] {
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
