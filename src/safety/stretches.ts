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
  const sentences = sentencesOf(words);
  const pairs = sentences.flatMap(({ from }, at): readonly Stretch[] => {
    const next = sentences[at + 1];
    return next && next.to - from <= LONGEST_PAIR ? [{ from, to: next.to }] : [];
  });
  return [...sentences, ...pairs, ...sentences.flatMap((sentence) => clausesOf(words, sentence))];
}

/** Where a sentence pauses, each part of it that says something by itself: what is grave in one is not thinned by the others. */
function clausesOf({ pauses }: Words, { from, to }: Stretch): readonly Stretch[] {
  const ends: number[] = [];
  for (let at = from + 1; at < to; at += 1) if (pauses[at] === true) ends.push(at);
  if (ends.length === 0) return [];
  return [...ends, to].flatMap((end, index): readonly Stretch[] => {
    const start = ends[index - 1] ?? from;
    return end - start >= SAYS_SOMETHING ? [{ from: start, to: end, isPart: true }] : [];
  });
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
