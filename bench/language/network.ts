import { ANSWERS, FILTERS, HIDDEN, REACH, WIDTH } from '../../src/safety/filters.ts';
import type { Stretch } from '../../src/safety/stretches.ts';
import type { Odds } from '../../src/safety/weights.ts';
import type { Vectors } from './vectors.ts';

export const TIERS = 3;

/** A small network over the vectors of words: filters, the greatest answer of each in a stretch, and two layers above. */
export interface Network {
  /** How far each word's vector has moved. */
  readonly moved: Float32Array;
  /** By dimension, then by place, then by filter. */
  readonly filters: Float32Array;
  readonly biases: Float32Array;
  /** By filter, then by hidden unit. */
  readonly hidden: Float32Array;
  readonly hiddenBiases: Float32Array;
  /** By hidden unit, then by tier. */
  readonly out: Float32Array;
  readonly outBiases: Float32Array;
}

/** What each filter answers to a word at each place: `from` is where the word's vector begins. */
export function answer(
  values: ArrayLike<number>,
  network: Network,
  { into, at }: { readonly into: Float32Array; readonly at: number },
): void {
  for (let dimension = 0; dimension < values.length; dimension += 1) {
    const value = values[dimension] ?? 0;
    if (value === 0) continue;
    const from = dimension * ANSWERS;
    for (let one = 0; one < ANSWERS; one += 1)
      into[at + one] = (into[at + one] ?? 0) + value * (network.filters[from + one] ?? 0);
  }
}

/** The greatest answer of each filter in a stretch, and at which word. */
export interface Greatest {
  readonly answers: Float32Array;
  readonly words: Int32Array;
}

/** The sums of answers around each word; `slots` says where each word's own answers stand, or is less than 0. */
export function sumsOf(slots: Int32Array, answers: Float32Array, biases: Float32Array): Float32Array {
  const sums = new Float32Array(slots.length * FILTERS);
  for (let middle = 0; middle < slots.length; middle += 1) {
    const to = middle * FILTERS;
    for (let filter = 0; filter < FILTERS; filter += 1) sums[to + filter] = biases[filter] ?? 0;
    for (let place = 0; place < WIDTH; place += 1) {
      const slot = slots[middle + place - REACH] ?? -1;
      if (slot < 0) continue;
      const from = slot * ANSWERS + place * FILTERS;
      for (let filter = 0; filter < FILTERS; filter += 1)
        sums[to + filter] = (sums[to + filter] ?? 0) + (answers[from + filter] ?? 0);
    }
  }
  return sums;
}

export function greatestIn({ from, to }: Stretch, sums: Float32Array): Greatest {
  const answers = new Float32Array(FILTERS).fill(Number.NEGATIVE_INFINITY);
  const words = new Int32Array(FILTERS);
  for (let at = from; at < to; at += 1) {
    for (let filter = 0; filter < FILTERS; filter += 1) {
      const sum = sums[at * FILTERS + filter] ?? 0;
      if (sum <= (answers[filter] ?? 0)) continue;
      answers[filter] = sum;
      words[filter] = at;
    }
  }
  return { answers, words };
}

/** The hidden layer above what the filters found (nothing below 0), and the log-odds above that. */
export function above(
  found: Float32Array,
  { hidden, hiddenBiases, out, outBiases }: Network,
): { readonly layer: Float32Array; readonly odds: Float32Array } {
  const layer = hiddenBiases.slice();
  for (let filter = 0; filter < FILTERS; filter += 1) {
    const value = found[filter] ?? 0;
    if (value === 0) continue;
    for (let unit = 0; unit < HIDDEN; unit += 1) layer[unit] = (layer[unit] ?? 0) + value * (hidden[filter * HIDDEN + unit] ?? 0);
  }
  const odds = outBiases.slice();
  for (let unit = 0; unit < HIDDEN; unit += 1) {
    const value = Math.max(layer[unit] ?? 0, 0);
    layer[unit] = value;
    for (let tier = 0; tier < TIERS; tier += 1) odds[tier] = (odds[tier] ?? 0) + value * (out[unit * TIERS + tier] ?? 0);
  }
  return { layer, odds };
}

/** What each filter answers to each word at each place. */
export function answersOf({ words, size, values }: Vectors, network: Network): Float32Array {
  const answers = new Float32Array(words.length * ANSWERS);
  for (let word = 0; word < words.length; word += 1) {
    const own = values.slice(word * size, (word + 1) * size);
    for (let at = 0; at < size; at += 1) own[at] = (own[at] ?? 0) + (network.moved[word * size + at] ?? 0);
    answer(own, network, { into: answers, at: word * ANSWERS });
  }
  return answers;
}

/** Of the stretch that weighs most, for each tier. */
export function weighWith(
  network: Network,
  answers: Float32Array,
  { vectors, stretches }: { readonly vectors: Int32Array; readonly stretches: readonly Stretch[] },
): Odds {
  const sums = sumsOf(vectors, answers, network.biases);
  const odds = stretches.map((stretch) => {
    const found = greatestIn(stretch, sums).answers.map((value) => Math.max(value, 0));
    return above(found, network).odds;
  });
  const most = (tier: number): number =>
    odds.reduce((greatest, one) => Math.max(greatest, one[tier] ?? 0), Number.NEGATIVE_INFINITY);
  return [most(0), most(1), most(2)];
}
