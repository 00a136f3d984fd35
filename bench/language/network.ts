import { type Lexicon, readFeatures } from '../../src/safety/features.ts';
import type { Reader } from '../../src/safety/language.ts';
import {
  answer,
  MEANS,
  MOST_OF_A_TEXT,
  MOST_ROWS,
  openRows,
  READABLE,
  readWord,
  SIZE,
  UNKNOWN,
} from '../../src/safety/network.ts';
import { rankOf } from '../../src/safety/tiers.ts';
import type { Odds } from '../../src/safety/weights.ts';
import { isVoice, type Line } from './learning.ts';
import { BATCH, openPropagation, type Propagated, type Seen } from './propagation.ts';
import { seeded, shuffle } from './regression.ts';

/** A line as the network sees it. */
export interface Whole {
  readonly rank: number;
  readonly note: string;
  readonly read: Int32Array;
  readonly counts: number;
}

/** A network that has learned, in floats. */
export interface Trained extends Propagated {
  /** A bit for each thing that may be read. */
  readonly known: Uint8Array;
}

const ROUNDS = 12;
const SEED = 17;
/** The single sentences of the first voices count for less than what others wrote. */
const VOICE = 0.5;

export function wholesOf(lines: readonly Line[], reader: Reader, lexicon: Lexicon): readonly Whole[] {
  const into = new Int32Array(MOST_OF_A_TEXT);
  return lines.map(({ text, tier, note }) => {
    const words = reader.read(text);
    let from = 0;
    readFeatures(words, lexicon, (brought) => {
      from = readWord(brought, words, { into, from });
    });
    return { rank: rankOf(tier), note, read: into.slice(0, from), counts: isVoice(note) ? VOICE : 1 };
  });
}

/** The same lines give the same network. */
export function train(lines: readonly Whole[], rounds = ROUNDS): Trained {
  const known = knownOf(lines);
  const { rowOf, count } = openRows(known);
  const seen = lines.map(({ rank, read, counts }): Seen => ({ rank, counts, rows: read.map((one) => rowOf[one] ?? UNKNOWN) }));
  const chance = seeded(SEED);
  const { learn, step, propagated } = openPropagation(count, chance);
  const order = lines.map((_, at) => at);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, chance);
    for (const [at, index] of order.entries()) {
      const line = seen[index];
      if (line) learn(line);
      if (at % BATCH === BATCH - 1 || at === order.length - 1) step();
    }
  }
  return { known, ...propagated() };
}

/** What stands in so many lines has a row, or the most common of it where that is too much. */
const LEAST = 2;

function knownOf(lines: readonly Whole[]): Uint8Array {
  const times = new Int32Array(READABLE);
  for (const { read } of lines) for (const one of new Set(read)) times[one] = (times[one] ?? 0) + 1;
  const common = [...times.keys()].filter((one) => (times[one] ?? 0) >= LEAST).sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0));
  const known = new Uint8Array(Math.ceil(READABLE / 8));
  for (const one of common.slice(0, MOST_ROWS - 1)) known[one >> 3] = (known[one >> 3] ?? 0) | (1 << (one & 7));
  return known;
}

/** What a trained network thinks of lines, as `Network` does with its bytes. */
export function openWhole({ known, rows: all, attention, ...layers }: Trained): (whole: Whole) => Odds {
  const { rowOf } = openRows(known);
  return ({ read }) => {
    const means = new Float64Array(MEANS);
    let total = 0;
    for (const one of read) {
      const row = rowOf[one] ?? UNKNOWN;
      const own = all.subarray(row * SIZE, (row + 1) * SIZE);
      const counts = Math.exp(own.reduce((score, value, index) => score + value * (attention[index] ?? 0), 0));
      total += counts;
      for (let index = 0; index < SIZE; index += 1) {
        means[index] = (means[index] ?? 0) + counts * (own[index] ?? 0);
        means[SIZE + index] = (means[SIZE + index] ?? 0) + (own[index] ?? 0) / read.length;
      }
    }
    for (let index = 0; index < SIZE; index += 1) means[index] = (means[index] ?? 0) / (total || 1);
    return answer(layers, means);
  };
}
