import { z } from 'zod';
import type { Stretch } from './stretches.ts';
import { type Odds, readContent } from './weights.ts';
import type { Words } from './words.ts';

/** So many words side by side are looked at by so many filters; so many of them stand before the one in the middle. */
export const WIDTH = 5;
export const REACH = 2;
export const FILTERS = 32;
export const HIDDEN = 32;
const TIERS = 3;
/** What the filters answer to one word, at each place beside the middle. */
export const ANSWERS = WIDTH * FILTERS;

/** A small network: the greatest answer of each filter in a stretch, and two layers above. */
export interface Filters {
  /** Reads a text; what is answered holds until the next is read. */
  read(words: Words): (stretch: Stretch) => Odds;
}

const FILE = z.strictObject({
  madeBy: z.string(),
  /** With spaces between them. */
  words: z.string(),
  /** Of each word the answers of the filters: signed bytes, base64. */
  answers: z.string(),
  /** What one step of an answer is worth, by filter. */
  steps: z.array(z.number()).length(FILTERS),
  biases: z.array(z.number()).length(FILTERS),
  /** By filter, then by hidden unit. */
  hidden: z.array(z.number()).length(FILTERS * HIDDEN),
  hiddenBiases: z.array(z.number()).length(HIDDEN),
  /** By hidden unit, then by tier. */
  out: z.array(z.number()).length(HIDDEN * TIERS),
  outBiases: z.array(z.number()).length(TIERS),
});

/** @throws StartError when the file is not what it should be. */
export function loadFilters(folder: string): Filters {
  const file = readContent(FILE, folder, 'filters.json');
  const rowOf = openRows(file.words.split(' '));
  const answers = new Int8Array(Buffer.from(file.answers, 'base64'));
  const hidden = Float64Array.from(file.hidden);
  const out = Float64Array.from(file.out);
  const greatest = new Int32Array(FILTERS);
  const layer = new Float64Array(HIDDEN);
  let sums = new Int32Array(512 * FILTERS);

  function sumUp({ list }: Words): void {
    const size = list.length * FILTERS;
    if (size > sums.length) sums = new Int32Array(2 * size);
    sums.fill(0, 0, size);
    for (let at = 0; at < list.length; at += 1) {
      const row = rowOf(list[at] ?? '');
      if (row === 0) continue;
      for (let place = 0; place < WIDTH; place += 1) {
        const middle = at - place + REACH;
        if (middle < 0 || middle >= list.length) continue;
        const from = (row - 1) * ANSWERS + place * FILTERS;
        const to = middle * FILTERS;
        for (let filter = 0; filter < FILTERS; filter += 1)
          sums[to + filter] = (sums[to + filter] ?? 0) + (answers[from + filter] ?? 0);
      }
    }
  }

  function weigh({ from, to }: Stretch): Odds {
    greatest.fill(-(2 ** 30));
    for (let at = from; at < to; at += 1) {
      const row = at * FILTERS;
      for (let filter = 0; filter < FILTERS; filter += 1) {
        const sum = sums[row + filter] ?? 0;
        if (sum > (greatest[filter] ?? 0)) greatest[filter] = sum;
      }
    }
    for (let unit = 0; unit < HIDDEN; unit += 1) layer[unit] = file.hiddenBiases[unit] ?? 0;
    for (let filter = 0; filter < FILTERS; filter += 1) {
      const answer = (greatest[filter] ?? 0) * (file.steps[filter] ?? 0) + (file.biases[filter] ?? 0);
      if (answer <= 0) continue;
      for (let unit = 0; unit < HIDDEN; unit += 1)
        layer[unit] = (layer[unit] ?? 0) + answer * (hidden[filter * HIDDEN + unit] ?? 0);
    }
    let [t1, t2, t3] = [file.outBiases[0] ?? 0, file.outBiases[1] ?? 0, file.outBiases[2] ?? 0];
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      const value = layer[unit] ?? 0;
      if (value <= 0) continue;
      t1 += value * (out[TIERS * unit] ?? 0);
      t2 += value * (out[TIERS * unit + 1] ?? 0);
      t3 += value * (out[TIERS * unit + 2] ?? 0);
    }
    return [t1, t2, t3];
  }

  return {
    read(words) {
      sumUp(words);
      return weigh;
    },
  };
}

/** Endings that are tried away where a word is not known. */
const ENDINGS = ['s', 'es', 'd', 'ed', 'ing', 'ly', 'er'];
const SHORTEST_STEM = 3;

/** One more than the place of a word, or of what is left of it without its ending, or 0. */
export function openRows(words: readonly string[]): (word: string) => number {
  const places = new Map(words.map((word, at): [string, number] => [word, at + 1]));
  return (word) => {
    const place = places.get(word);
    if (place !== undefined) return place;
    for (const ending of ENDINGS) {
      if (word.length < SHORTEST_STEM + ending.length || !word.endsWith(ending)) continue;
      const stem = word.slice(0, -ending.length);
      const found = places.get(stem) ?? (ending === 'ing' || ending === 'er' ? places.get(`${stem}e`) : undefined);
      if (found !== undefined) return found;
    }
    return 0;
  };
}
