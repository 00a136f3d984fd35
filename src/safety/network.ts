import { z } from 'zod';
import { StartError } from '../errors.ts';
import { type Brought, FEATURES } from './features.ts';
import { type Odds, readContent, TIERS } from './weights.ts';
import type { Words } from './words.ts';

/** Each thing that is read has a row of so many numbers; there are no more rows than two bytes can name. */
export const SIZE = 16;
export const MOST_ROWS = 2 ** 16;
/** Both means of a text, side by side. */
export const MEANS = 2 * SIZE;
export const HIDDEN = 128;

/**
 * What a text says as a whole: a deep averaging network (Iyyer et al., 2015, "Deep unordered composition rivals syntactic methods
 * for text classification") over what is read of its words, with a second mean in which some count more than others.
 */
export interface Network {
  begin(words: Words): void;
  /** The next word. */
  take(brought: Brought): void;
  /** Of what was taken since it began. */
  odds(): Odds;
}

const FILE = z.strictObject({
  madeBy: z.string(),
  /** A bit for each thing that may be read, base64: those that are known have rows of their own, in their order. */
  known: z.string(),
  /** That of all that is not known, then row after row: signed bytes, base64; and what one step of them is worth. */
  rows: z.string(),
  step: z.number(),
  /** What a row's numbers say of how much it counts in the second mean. */
  attention: z.array(z.number()).length(SIZE),
  /** By hidden unit, what each number of the means is worth: little-endian 32-bit floats, base64. */
  hidden: z.string(),
  hiddenBiases: z.array(z.number()).length(HIDDEN),
  /** By tier, what each hidden unit is worth. */
  out: z.array(z.array(z.number()).length(HIDDEN)).length(TIERS),
  outBiases: z.array(z.number()).length(TIERS),
});

/** @throws StartError when the file is not what it should be. */
export function loadNetwork(folder: string): Network {
  const { known, rows: text, step, attention, hidden, hiddenBiases, out, outBiases } = readContent(FILE, folder, 'network.json');
  const { rowOf, count: most } = openRows(Buffer.from(known, 'base64'));
  const rows = new Int8Array(Buffer.from(text, 'base64'));
  const worth = floatsOf(hidden);
  if (rows.length !== most * SIZE || most > MOST_ROWS || worth.length !== HIDDEN * MEANS)
    throw new StartError(['content/language/network.json has too few or too many numbers.']);
  const counting = countingOf(rows, attention, step);
  const taken = new Int32Array(MOST_OF_A_TEXT);
  const means = new Float64Array(MEANS);
  let words = NO_WORDS;
  let count = 0;
  return {
    begin(next) {
      words = next;
      count = 0;
    },
    take(brought) {
      const end = readWord(brought, words, { into: taken, from: count });
      for (; count < end; count += 1) taken[count] = rowOf[taken[count] ?? 0] ?? UNKNOWN;
    },
    odds() {
      average({ rows, counting }, taken.subarray(0, count), means);
      for (let index = 0; index < MEANS; index += 1) means[index] = (means[index] ?? 0) * step;
      return answer({ hidden: worth, hiddenBiases, out, outBiases }, means);
    },
  };
}

const NO_WORDS: Words = { list: [], begins: [], pauses: [], quoted: [] };

/** What may be read: the features of words, and what stands before one. */
export const READABLE = FEATURES + 3;
const [BEGINS, PAUSES, QUOTED] = [FEATURES, FEATURES + 1, FEATURES + 2];
/** Where `Brought.slots` has what is read of a word. */
const [ITSELF, BEGINNING, AFTER_ONE] = [0, 2, 3];
/** Of a text of 2,000 UTF-16 units less is read, however many words its short forms stand for. */
export const MOST_OF_A_TEXT = 2 ** 14;

interface Place {
  readonly into: Int32Array;
  readonly from: number;
}

/** Puts what is read of a word where it is wanted, and answers where that ends. */
export function readWord({ at, slots }: Brought, { begins, pauses, quoted }: Words, { into, from }: Place): number {
  into[from] = slots[ITSELF] ?? 0;
  into[from + 1] = slots[BEGINNING] ?? 0;
  into[from + 2] = slots[AFTER_ONE] ?? 0;
  let end = from + 3;
  if (begins[at] === true) into[end++] = BEGINS;
  if (pauses[at] === true) into[end++] = PAUSES;
  if (quoted[at] === true) into[end++] = QUOTED;
  return end;
}

/** The row of all that is not known. */
export const UNKNOWN = 0;

/** For each thing that may be read its row, and how many rows there are. */
export function openRows(known: Uint8Array): { readonly rowOf: Uint16Array; readonly count: number } {
  const rowOf = new Uint16Array(READABLE);
  let count = UNKNOWN + 1;
  for (let read = 0; read < READABLE; read += 1) {
    if (((known[read >> 3] ?? 0) & (1 << (read & 7))) === 0) continue;
    rowOf[read] = count;
    count += 1;
  }
  return { rowOf, count };
}

interface Table {
  readonly rows: Int8Array;
  readonly counting: Float64Array;
}

/** The mean in which some rows count more, then the plain one. Four numbers at a time, so that no sum is put away between two rows. */
function average({ rows, counting }: Table, taken: Int32Array, means: Float64Array): void {
  const count = taken.length;
  let total = 0;
  for (let at = 0; at < count; at += 1) total += counting[taken[at] ?? 0] ?? 0;
  const [weighed, plain] = [1 / (total || 1), 1 / (count || 1)];
  for (let index = 0; index < SIZE; index += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    let [ownA, ownB, ownC, ownD] = [0, 0, 0, 0];
    for (let at = 0; at < count; at += 1) {
      const row = taken[at] ?? 0;
      const cell = row * SIZE + index;
      const counts = counting[row] ?? 0;
      const [first, second, third, fourth] = [rows[cell] ?? 0, rows[cell + 1] ?? 0, rows[cell + 2] ?? 0, rows[cell + 3] ?? 0];
      a += first;
      b += second;
      c += third;
      d += fourth;
      ownA += counts * first;
      ownB += counts * second;
      ownC += counts * third;
      ownD += counts * fourth;
    }
    means.set([ownA * weighed, ownB * weighed, ownC * weighed, ownD * weighed], index);
    means.set([a * plain, b * plain, c * plain, d * plain], SIZE + index);
  }
}

/** How much each row counts in the second mean. */
function countingOf(rows: Int8Array, attention: readonly number[], step: number): Float64Array {
  return Float64Array.from({ length: rows.length / SIZE }, (_, row) => {
    let score = 0;
    for (let index = 0; index < SIZE; index += 1) score += (rows[row * SIZE + index] ?? 0) * step * (attention[index] ?? 0);
    return Math.exp(score);
  });
}

/** What is above the means. */
export interface Layers {
  readonly hidden: Float32Array;
  readonly hiddenBiases: ArrayLike<number>;
  readonly out: ArrayLike<ArrayLike<number>>;
  readonly outBiases: ArrayLike<number>;
}

/** What they say of a text's means. */
export function answer({ hidden, hiddenBiases, out, outBiases }: Layers, means: Float64Array): Odds {
  let [t1, t2, t3] = [outBiases[0] ?? 0, outBiases[1] ?? 0, outBiases[2] ?? 0];
  for (let unit = 0; unit < HIDDEN; unit += 1) {
    let value = hiddenBiases[unit] ?? 0;
    for (let at = 0; at < MEANS; at += 1) value += (means[at] ?? 0) * (hidden[unit * MEANS + at] ?? 0);
    if (value <= 0) continue;
    t1 += value * (out[0]?.[unit] ?? 0);
    t2 += value * (out[1]?.[unit] ?? 0);
    t3 += value * (out[2]?.[unit] ?? 0);
  }
  return [t1, t2, t3];
}

function floatsOf(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readFloatLE(4 * at));
}
