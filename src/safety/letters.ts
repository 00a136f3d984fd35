import { hashed, mixed } from './hashing.ts';
import type { Stretch } from './stretches.ts';
import type { Words } from './words.ts';

/** Features of letters are hashed to this many. */
export const LETTER_FEATURES = 2 ** 16;
const [SHORTEST, LONGEST] = [3, 5];
/** No word of ours is longer; the rest of a run of letters says nothing. */
const LONGEST_WORD = 24;
const [EDGE, ROW, WHOLE] = [0x20, 47, 53];

/** A text by its letters: for each word where its features begin, and where the last one's end. */
export interface Spelt {
  readonly features: Int32Array;
  readonly begins: Int32Array;
}

/** Three to five letters in a row of each word, its edges among them, the word, and the word with the one before it. */
export function spelt({ list }: Words): Spelt {
  const features: number[] = [];
  const begins = new Int32Array(list.length + 1);
  let before = EDGE;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? '';
    const last = Math.min(word.length, LONGEST_WORD);
    begins[at] = features.length;
    for (let from = -1; from + SHORTEST <= last + 1; from += 1) {
      let value = 0x811c9dc5;
      for (let length = 1; length <= LONGEST && from + length <= last + 1; length += 1) {
        const place = from + length - 1;
        value = Math.imul(value ^ (place < 0 || place >= last ? EDGE : word.charCodeAt(place)), 0x01000193);
        if (length >= SHORTEST) features.push(slotOf(mixed(value, length)));
      }
    }
    const own = hashed(word, last);
    features.push(slotOf(mixed(own, WHOLE)), slotOf(mixed(mixed(before, ROW), own)));
    before = own;
  }
  begins[list.length] = features.length;
  return { features: Int32Array.from(features), begins };
}

/** Each as often as it stands there. */
export const lettersOf = ({ features, begins }: Spelt, { from, to }: Stretch): Int32Array =>
  features.subarray(begins[from] ?? 0, begins[to] ?? 0);

const slotOf = (value: number): number => value & (LETTER_FEATURES - 1);
