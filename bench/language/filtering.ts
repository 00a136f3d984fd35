import { ANSWERS, FILTERS, HIDDEN, REACH, WIDTH } from '../../src/safety/filters.ts';
import { type Stretch, stretchesOf } from '../../src/safety/stretches.ts';
import { type Adam, openAdam } from './adam.ts';
import type { Example } from './learning.ts';
import { above, answer, type Greatest, greatestIn, type Network, sumsOf, TIERS } from './network.ts';
import { seeded, shuffle } from './regression.ts';
import type { Vectors } from './vectors.ts';

/** A line as the network sees it: the vectors of its words, or less than 0, and the stretches that are weighed. */
export interface Sentences {
  readonly rank: number;
  readonly counts: number;
  readonly vectors: Int32Array;
  readonly stretches: readonly Stretch[];
}

/** The first voices wrote single sentences alike. */
const VOICE = 0.5;

export function sentencesOf({ rank, note, words }: Example, rowOf: (word: string) => number): Sentences {
  return {
    rank,
    counts: note.startsWith('voice') ? VOICE : 1,
    vectors: Int32Array.from(words.list, (word) => rowOf(word) - 1),
    stretches: stretchesOf(words),
  };
}

const ROUNDS = 6;
/** From this round on in smaller steps. */
const SLOWLY_FROM = 4;
const BATCH = 64;
const RATE = 1e-3;
const SEED = 7;
/** Vectors of words that come at least so often may move, and are drawn back. */
const OFTEN = 5;
const MOVING_RATE = 0.03;
const MOVING_DECAY = 1e-3;
/** Of the filters' answers, and of the words: otherwise it would learn its lines by heart. */
const DROPPED = 0.5;
const DROPPED_WORDS = 0.1;
/** No label is surer than this. */
const CERTAIN = 0.98;
/** What is kept is a running mean of what is learned. */
const MEMORY = 0.998;

/** The same lines give the same network. */
export function learnNetwork(lines: readonly Sentences[], vectors: Vectors): Network {
  const { size, values } = vectors;
  const chance = seeded(SEED);
  const now = begin(vectors, chance);
  const kept = copyOf(now);
  const adams = adamsOf(now);
  const times = timesOf(lines, vectors.words.length);
  const squares = new Float32Array(vectors.words.length).fill(1e-6);
  const slotOf = new Int32Array(vectors.words.length).fill(-1);
  let steps = 0;

  function learnBatch(batch: readonly Sentences[], rate: number): void {
    const distinct: number[] = [];
    const slots = batch.map((line) =>
      line.vectors.map((vector) => {
        if (vector < 0 || chance() < DROPPED_WORDS) return -1;
        if ((slotOf[vector] ?? -1) < 0) slotOf[vector] = distinct.push(vector) - 1;
        return slotOf[vector] ?? -1;
      }),
    );
    const own = distinct.map((vector) => placed(vector));
    const answers = new Float32Array(distinct.length * ANSWERS);
    for (const [slot, vector] of own.entries()) answer(vector, now, { into: answers, at: slot * ANSWERS });
    const slopes = new Float32Array(answers.length);
    for (const [index, line] of batch.entries()) {
      learnLine(line, slots[index] ?? NOTHING, { network: now, answers, slopes, adams, share: 1 / batch.length, chance });
    }
    for (const [slot, vector] of distinct.entries()) {
      slotOf[vector] = -1;
      move(vector, own[slot] ?? NO_VALUES, slopes.subarray(slot * ANSWERS, (slot + 1) * ANSWERS));
    }
    for (const adam of Object.values(adams)) adam.step(rate);
    steps += 1;
    keepMean(kept, now, Math.min(MEMORY, (1 + steps) / (10 + steps)), steps % 20 === 0 ? MEMORY ** 20 : 1);
  }

  function placed(vector: number): Float32Array {
    const out = values.slice(vector * size, (vector + 1) * size);
    for (let at = 0; at < size; at += 1) out[at] = (out[at] ?? 0) + (now.moved[vector * size + at] ?? 0);
    return out;
  }

  /** Takes the slopes of a word's answers down to the filters and to its vector. */
  function move(vector: number, own: Float32Array, slopes: Float32Array): void {
    const touched: number[] = [];
    for (let one = 0; one < ANSWERS; one += 1) if (slopes[one] !== 0) touched.push(one);
    if (touched.length === 0) return;
    const down = new Float32Array(size);
    let square = 0;
    for (let at = 0; at < size; at += 1) {
      const value = own[at] ?? 0;
      let total = MOVING_DECAY * (now.moved[vector * size + at] ?? 0);
      for (const one of touched) {
        const slope = slopes[one] ?? 0;
        const filter = at * ANSWERS + one;
        total += slope * (now.filters[filter] ?? 0);
        adams.filters.slope[filter] = (adams.filters.slope[filter] ?? 0) + slope * value;
      }
      down[at] = total;
      square += total * total;
    }
    if ((times[vector] ?? 0) < OFTEN) return;
    squares[vector] = (squares[vector] ?? 0) + square / size;
    const share = MOVING_RATE / Math.sqrt(squares[vector] ?? 1);
    for (let at = 0; at < size; at += 1) {
      const cell = vector * size + at;
      now.moved[cell] = (now.moved[cell] ?? 0) - share * (down[at] ?? 0);
    }
  }

  const order = lines.map((_, at) => at);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, chance);
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH).flatMap((at) => lines[at] ?? []);
      learnBatch(batch, round >= SLOWLY_FROM ? 0.3 * RATE : RATE);
    }
  }
  return kept;
}

const NOTHING = new Int32Array(0);
const NO_VALUES = new Float32Array(0);

interface Learning {
  readonly network: Network;
  readonly answers: Float32Array;
  readonly slopes: Float32Array;
  readonly adams: Adams;
  readonly share: number;
  chance(): number;
}

/** For each tier, the stretch that weighs most is learned from. */
function learnLine({ rank, counts, stretches }: Sentences, slots: Int32Array, learning: Learning): void {
  const { network, answers, share, chance } = learning;
  const sums = sumsOf(slots, answers, network.biases);
  const runs = stretches.map((stretch) => {
    const greatest = greatestIn(stretch, sums);
    const mask = Float32Array.from({ length: FILTERS }, () => (chance() < DROPPED ? 0 : 1 / (1 - DROPPED)));
    const found = greatest.answers.map((value, filter) => Math.max(value, 0) * (mask[filter] ?? 0));
    return { greatest, mask, found, ...above(found, network) };
  });
  for (let tier = 0; tier < TIERS; tier += 1) {
    const run = runs.reduce((a, b) => ((b.odds[tier] ?? 0) > (a.odds[tier] ?? 0) ? b : a), runs[0] ?? NO_RUN);
    if (run === NO_RUN) return;
    const aim = rank > tier ? CERTAIN : 1 - CERTAIN;
    const slope = counts * share * (1 / (1 + Math.exp(-(run.odds[tier] ?? 0))) - aim);
    learnRun(run, { tier, slope, slots, learning });
  }
}

interface Run {
  readonly greatest: Greatest;
  readonly mask: Float32Array;
  readonly found: Float32Array;
  readonly layer: Float32Array;
  readonly odds: Float32Array;
}

const NO_RUN: Run = {
  greatest: { answers: NO_VALUES, words: NOTHING },
  mask: NO_VALUES,
  found: NO_VALUES,
  layer: NO_VALUES,
  odds: NO_VALUES,
};

function learnRun(
  { greatest, mask, found, layer }: Run,
  {
    tier,
    slope,
    slots,
    learning: { network, slopes, adams },
  }: { readonly tier: number; readonly slope: number; readonly slots: Int32Array; readonly learning: Learning },
): void {
  add(adams.outBiases.slope, tier, slope);
  const inner = new Float32Array(FILTERS);
  for (let unit = 0; unit < HIDDEN; unit += 1) {
    const value = layer[unit] ?? 0;
    if (value <= 0) continue;
    add(adams.out.slope, unit * TIERS + tier, slope * value);
    const back = slope * (network.out[unit * TIERS + tier] ?? 0);
    add(adams.hiddenBiases.slope, unit, back);
    for (let filter = 0; filter < FILTERS; filter += 1) {
      add(adams.hidden.slope, filter * HIDDEN + unit, back * (found[filter] ?? 0));
      add(inner, filter, back * (network.hidden[filter * HIDDEN + unit] ?? 0));
    }
  }
  for (let filter = 0; filter < FILTERS; filter += 1) {
    if ((found[filter] ?? 0) <= 0) continue;
    const back = (inner[filter] ?? 0) * (mask[filter] ?? 0);
    add(adams.biases.slope, filter, back);
    for (let place = 0; place < WIDTH; place += 1) {
      const slot = slots[(greatest.words[filter] ?? 0) + place - REACH] ?? -1;
      if (slot >= 0) add(slopes, slot * ANSWERS + place * FILTERS + filter, back);
    }
  }
}

function add(to: Float32Array, at: number, more: number): void {
  to[at] = (to[at] ?? 0) + more;
}

type Adams = Readonly<Record<Exclude<keyof Network, 'moved'>, Adam>>;

const adamsOf = (network: Network): Adams => ({
  filters: openAdam(network.filters),
  biases: openAdam(network.biases),
  hidden: openAdam(network.hidden),
  hiddenBiases: openAdam(network.hiddenBiases),
  out: openAdam(network.out),
  outBiases: openAdam(network.outBiases),
});

function begin({ words, size }: Vectors, chance: () => number): Network {
  const drawn = (length: number, spread: number): Float32Array =>
    Float32Array.from({ length }, () => spread * Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance()));
  return {
    moved: new Float32Array(words.length * size),
    filters: drawn(size * ANSWERS, Math.sqrt(1 / (WIDTH * size))),
    biases: new Float32Array(FILTERS),
    hidden: drawn(FILTERS * HIDDEN, Math.sqrt(1 / FILTERS)),
    hiddenBiases: new Float32Array(HIDDEN),
    out: drawn(HIDDEN * TIERS, Math.sqrt(1 / HIDDEN)),
    outBiases: Float32Array.of(-1, -1.5, -2),
  };
}

const copyOf = (network: Network): Network => ({
  moved: network.moved.slice(),
  filters: network.filters.slice(),
  biases: network.biases.slice(),
  hidden: network.hidden.slice(),
  hiddenBiases: network.hiddenBiases.slice(),
  out: network.out.slice(),
  outBiases: network.outBiases.slice(),
});

function keepMean(kept: Network, now: Network, memory: number, memoryOfVectors: number): void {
  for (const part of ['filters', 'biases', 'hidden', 'hiddenBiases', 'out', 'outBiases'] as const)
    mean(kept[part], now[part], memory);
  if (memoryOfVectors < 1) mean(kept.moved, now.moved, memoryOfVectors);
}

function mean(kept: Float32Array, now: Float32Array, memory: number): void {
  for (let at = 0; at < kept.length; at += 1) kept[at] = memory * (kept[at] ?? 0) + (1 - memory) * (now[at] ?? 0);
}

function timesOf(lines: readonly Sentences[], words: number): Int32Array {
  const times = new Int32Array(words);
  for (const { vectors } of lines) for (const vector of vectors) if (vector >= 0) times[vector] = (times[vector] ?? 0) + 1;
  return times;
}
