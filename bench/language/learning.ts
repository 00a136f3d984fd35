import { FEATURES, featuresOf } from '../../src/safety/features.ts';
import { findingNames, openReader, type Tier } from '../../src/safety/language.ts';
import { loadConcepts } from '../../src/safety/model.ts';
import { rankOf } from '../../src/safety/tiers.ts';

/** One labelled line. */
export interface Line {
  readonly text: string;
  readonly tier: Tier;
}

export interface Example {
  readonly rank: number;
  readonly features: readonly number[];
}

export interface Learned {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly number[];
}

const ROUNDS = 16;
/** The weights are the mean of those after each round from this one on. */
const MEAN_FROM = 8;
const SEEDS = [7, 11, 13];
const RATE = 0.3;
const BIAS_RATE = 0.02;
const DECAY = 2e-3;

export function examplesOf(lines: readonly Line[]): readonly Example[] {
  const reader = openReader();
  const concepts = loadConcepts();
  return lines.map(({ text, tier }) => {
    const { words, findings } = reader.read(text);
    const stretch = { from: 0, to: words.list.length };
    return { rank: rankOf(tier), features: featuresOf(words, stretch, concepts, findingNames(findings)) };
  });
}

/**
 * Three logistic regressions (at least T1, T2, T3): the mean of several learned in different fixed orders, so that the same
 * lines give the same weights and no line counts for having come last.
 */
export function learn(examples: readonly Example[]): Learned {
  const weights = [1, 2, 3].map(() => new Float64Array(FEATURES));
  const biases = [0, 0, 0];
  const share = 1 / (SEEDS.length * (ROUNDS - MEAN_FROM));
  for (const seed of SEEDS) {
    learnInOrder(examples, seed, (own, bias) => {
      for (const [tier, mean] of weights.entries()) {
        for (let feature = 0; feature < FEATURES; feature += 1) {
          mean[feature] = (mean[feature] ?? 0) + share * (own[tier]?.[feature] ?? 0);
        }
        biases[tier] = (biases[tier] ?? 0) + share * (bias[tier] ?? 0);
      }
    });
  }
  return { weights, biases };
}

/** AdaGrad; `after` is told the weights after each of the later rounds. */
function learnInOrder(
  examples: readonly Example[],
  seed: number,
  after: (weights: readonly Float64Array[], biases: readonly number[]) => void,
): void {
  const weights = [1, 2, 3].map(() => new Float64Array(FEATURES));
  const gradients = [1, 2, 3].map(() => new Float64Array(FEATURES).fill(1e-6));
  const biases = [0, 0, 0];
  const chance = seeded(seed);
  const order = examples.map((_, at) => at);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, chance);
    for (const at of order) {
      const example = examples[at];
      if (!example) continue;
      const share = 1 / Math.sqrt(example.features.length || 1);
      for (const [tier, own] of weights.entries()) {
        const square = gradients[tier] ?? own;
        const wrong = 1 / (1 + Math.exp(-oddsOf(example, own, biases[tier] ?? 0))) - (example.rank > tier ? 1 : 0);
        biases[tier] = (biases[tier] ?? 0) - BIAS_RATE * wrong;
        for (const feature of example.features) {
          const slope = wrong * share + DECAY * (own[feature] ?? 0);
          square[feature] = (square[feature] ?? 0) + slope * slope;
          own[feature] = (own[feature] ?? 0) - (RATE * slope) / Math.sqrt(square[feature] ?? 1);
        }
      }
    }
    if (round >= MEAN_FROM) after(weights, biases);
  }
}

export const weigh = ({ weights, biases }: Learned, example: Example): readonly number[] =>
  weights.map((own, tier) => oddsOf(example, own, biases[tier] ?? 0));

function oddsOf({ features }: Example, own: Float64Array, bias: number): number {
  let total = 0;
  for (const feature of features) total += own[feature] ?? 0;
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
