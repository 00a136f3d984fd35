import { FEATURES, featuresOf, known, stretchesOf } from '../../src/safety/features.ts';
import { openReader, type Tier } from '../../src/safety/language.ts';
import { loadLexicon } from '../../src/safety/model.ts';
import { rankOf } from '../../src/safety/tiers.ts';

/** One labelled line, and whose words it is. */
export interface Line {
  readonly text: string;
  readonly tier: Tier;
  readonly note: string;
}

/** A line as the model sees it: the features of each stretch that is weighed by itself. */
export interface Example {
  readonly rank: number;
  readonly note: string;
  readonly stretches: readonly (readonly number[])[];
  /** The same stretches without what the rules found: rules know the lines that they were made from too well. */
  readonly bare: readonly (readonly number[])[];
}

export interface Learned {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly number[];
}

interface Part {
  readonly features: readonly number[];
  readonly isAtLeast: boolean;
  readonly counts: number;
}

interface Regression {
  readonly weights: Float64Array;
  readonly bias: number;
}

const ROUNDS = 12;
/** The weights are the mean of those after each round from this one on. */
const MEAN_FROM = 6;
const SEEDS = [7, 11];
/** How much of an example counts without what the rules found. */
const BARE = 0.5;
/** How often the stretch that speaks for a line is chosen anew. */
const PASSES = 3;
const RATE = 0.3;
const BIAS_RATE = 0.02;
const DECAY = 2e-3;
/** The first voices wrote single sentences, most of the quiet ones near misses: what others wrote counts for more. */
const VOICE = { quiet: 0.5, loud: 1 };
const AUTHOR = { quiet: 2, loud: 4 };

export function examplesOf(lines: readonly Line[]): readonly Example[] {
  const reader = openReader();
  const lexicon = loadLexicon();
  return lines.map(({ text, tier, note }) => {
    const { words, findings } = reader.read(text);
    const all = known(words, lexicon);
    const cut = stretchesOf(words);
    return {
      rank: rankOf(tier),
      note,
      stretches: cut.map((stretch) => featuresOf(all, stretch, findings.namesWithin(stretch.from, stretch.to))),
      bare: cut.map((stretch) => featuresOf(all, stretch, [])),
    };
  });
}

/**
 * Three logistic regressions (at least T1, T2, T3). Every stretch of a line below the tier is an example against it; for a
 * line of the tier, all of its stretches together at first, then the one that weighs most: most of a long post is about its day.
 */
export function learn(examples: readonly Example[]): Learned {
  const learned = [0, 1, 2].map((tier) => {
    let regression: Regression | null = null;
    for (let pass = 0; pass < PASSES; pass += 1) regression = regress(partsOf(examples, tier, regression));
    return regression ?? { weights: new Float64Array(FEATURES), bias: 0 };
  });
  return { weights: learned.map(({ weights }) => weights), biases: learned.map(({ bias }) => bias) };
}

function partsOf(examples: readonly Example[], tier: number, before: Regression | null): readonly Part[] {
  return examples.flatMap(({ rank, note, stretches, bare }): readonly Part[] => {
    const { quiet, loud } = note.startsWith('voice') ? VOICE : AUTHOR;
    const isAtLeast = rank > tier;
    const parts = (at: number, counts: number): readonly Part[] => [
      { features: stretches[at] ?? [], isAtLeast, counts: counts * (1 - BARE) },
      { features: bare[at] ?? [], isAtLeast, counts: counts * BARE },
    ];
    if (!isAtLeast) return stretches.flatMap((_, at) => parts(at, quiet));
    if (!before) return stretches.flatMap((_, at) => parts(at, loud / stretches.length));
    const odds = stretches.map((features) => oddsOf(features, before));
    return odds.length > 0 ? parts(odds.indexOf(Math.max(...odds)), loud) : [];
  });
}

/** The mean of several learned in different fixed orders, so that the same lines give the same weights and none counts for having come last. */
function regress(parts: readonly Part[]): Regression {
  const mean = new Float64Array(FEATURES);
  let meanBias = 0;
  const share = 1 / (SEEDS.length * (ROUNDS - MEAN_FROM));
  for (const seed of SEEDS) {
    inOrder(parts, seed, ({ weights, bias }) => {
      for (let feature = 0; feature < FEATURES; feature += 1)
        mean[feature] = (mean[feature] ?? 0) + share * (weights[feature] ?? 0);
      meanBias += share * bias;
    });
  }
  return { weights: mean, bias: meanBias };
}

/** AdaGrad; `after` is told the weights after each of the later rounds. */
function inOrder(parts: readonly Part[], seed: number, after: (regression: Regression) => void): void {
  const weights = new Float64Array(FEATURES);
  const squares = new Float64Array(FEATURES).fill(1e-6);
  let bias = 0;
  const chance = seeded(seed);
  const order = parts.map((_, at) => at);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, chance);
    for (const at of order) {
      const part = parts[at];
      if (!part) continue;
      const { features, isAtLeast, counts } = part;
      const share = 1 / Math.sqrt(features.length || 1);
      const wrong = counts * (1 / (1 + Math.exp(-oddsOf(features, { weights, bias }))) - (isAtLeast ? 1 : 0));
      bias -= BIAS_RATE * wrong;
      for (const feature of features) {
        const slope = wrong * share + DECAY * (weights[feature] ?? 0);
        const square = (squares[feature] ?? 0) + slope * slope;
        squares[feature] = square;
        weights[feature] = (weights[feature] ?? 0) - (RATE * slope) / Math.sqrt(square);
      }
    }
    if (round >= MEAN_FROM) after({ weights, bias });
  }
}

/** Of the stretch that weighs most, for each tier. */
export const weigh = ({ weights, biases }: Learned, { stretches }: Example): readonly number[] =>
  weights.map((own, tier) =>
    stretches.reduce(
      (most, features) => Math.max(most, oddsOf(features, { weights: own, bias: biases[tier] ?? 0 })),
      Number.NEGATIVE_INFINITY,
    ),
  );

function oddsOf(features: readonly number[], { weights, bias }: Regression): number {
  let total = 0;
  for (const feature of features) total += weights[feature] ?? 0;
  return total / Math.sqrt(features.length || 1) + bias;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle(list: number[], chance: () => number): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(chance() * (last + 1));
    [list[last], list[other]] = [list[other] ?? 0, list[last] ?? 0];
  }
}
