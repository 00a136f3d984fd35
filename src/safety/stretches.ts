import type { Words } from './words.ts';

/** Sentences longer than this are cut where they pause, and anywhere at the latest after so many words. */
const LONG = 16;
const LONGEST = 26;
/** Two neighbours are read as one as well, where they have no more words than this. */
const LONGEST_PAIR = 44;

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
