import { hashed, mixed } from './hashing.ts';
import type { Stretch } from './stretches.ts';
import { type Odds, TIERS, type Weights } from './weights.ts';
import type { Words } from './words.ts';

// Some runtimes look an imported name up anew for each use, which costs more here than the use itself.
const mix = mixed;
const WIDTH = TIERS;

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

/** One word between its edges. */
const units = new Uint16Array(LONGEST_WORD + 2).fill(EDGE);

/** Three to five letters in a row of each word, its edges among them, the word, and the word with the one before it. */
export function spelt({ list }: Words): Spelt {
  const features = new Int32Array(mostFeatures(list));
  const begins = new Int32Array(list.length + 1);
  let before = EDGE;
  let count = 0;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? '';
    const last = Math.min(word.length, LONGEST_WORD);
    for (let place = 0; place < last; place += 1) units[place + 1] = word.charCodeAt(place);
    units[last + 1] = EDGE;
    begins[at] = count;
    for (let from = 0; from + SHORTEST <= last + 2; from += 1) {
      const most = Math.min(LONGEST, last + 2 - from);
      let value = START;
      for (let length = 1; length < SHORTEST; length += 1) value = withUnit(value, units[from + length - 1] ?? 0);
      for (let length = SHORTEST; length <= most; length += 1) {
        value = withUnit(value, units[from + length - 1] ?? 0);
        features[count] = slotOf(mix(value, length));
        count += 1;
      }
    }
    const own = hashed(word, last);
    features[count] = slotOf(mix(own, WHOLE));
    features[count + 1] = slotOf(mix(mix(before, ROW), own));
    count += 2;
    before = own;
  }
  begins[list.length] = count;
  return { features, begins };
}

function mostFeatures(list: readonly string[]): number {
  let most = 0;
  for (const word of list) most += (LONGEST - SHORTEST + 1) * Math.min(word.length, LONGEST_WORD) + 2;
  return most;
}

/** Each as often as it stands there. */
export const lettersOf = ({ features, begins }: Spelt, { from, to }: Stretch): Int32Array =>
  features.subarray(begins[from] ?? 0, begins[to] ?? 0);

/** What is thought of each stretch: what its words add up to, that of all before it taken away. */
export function weighLetters(words: Words, stretches: readonly Stretch[], { table, oddsOf }: Weights): readonly Odds[] {
  const { features, begins } = spelt(words);
  /** Before each word. */
  const sums = new Int32Array(WIDTH * begins.length);
  let [t1, t2, t3] = [0, 0, 0];
  for (let at = 0; at < words.list.length; at += 1) {
    const end = begins[at + 1] ?? 0;
    for (let index = begins[at] ?? 0; index < end; index += 1) {
      const cell = WIDTH * (features[index] ?? 0);
      t1 += table[cell] ?? 0;
      t2 += table[cell + 1] ?? 0;
      t3 += table[cell + 2] ?? 0;
    }
    const next = WIDTH * (at + 1);
    sums[next] = t1;
    sums[next + 1] = t2;
    sums[next + 2] = t3;
  }
  const between = (from: number, to: number, tier: number): number =>
    (sums[WIDTH * to + tier] ?? 0) - (sums[WIDTH * from + tier] ?? 0);
  return stretches.map(({ from, to }) =>
    oddsOf({
      count: (begins[to] ?? 0) - (begins[from] ?? 0),
      t1: between(from, to, 0),
      t2: between(from, to, 1),
      t3: between(from, to, 2),
    }),
  );
}

/** Of letters one after the other: before the first, and with one more. */
const START = 0x811c9dc5 | 0;
const withUnit = (value: number, unit: number): number => Math.imul(value ^ unit, 0x01000193);
const slotOf = (value: number): number => value & (LETTER_FEATURES - 1);
