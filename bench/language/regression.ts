/** An example's features, whether it is at least of the tier, and how much it counts. */
export interface Part {
  readonly features: ArrayLike<number>;
  readonly isAtLeast: boolean;
  readonly counts: number;
}

export interface Regression {
  readonly weights: Float64Array;
  readonly bias: number;
}

const ROUNDS = 8;
/** The weights are the mean of those after each round from this one on. */
const MEAN_FROM = 4;
const SEEDS = [7, 11];
const RATE = 0.3;
const BIAS_RATE = 0.02;
const DECAY = 2e-3;

/** The mean of several learned in different fixed orders, so that the same lines give the same weights and none counts for having come last. */
export function regress(parts: readonly Part[], size: number): Regression {
  const mean = new Float64Array(size);
  let meanBias = 0;
  const share = 1 / (SEEDS.length * (ROUNDS - MEAN_FROM));
  for (const seed of SEEDS) {
    inOrder(parts, { seed, size }, ({ weights, bias }) => {
      for (let feature = 0; feature < size; feature += 1) mean[feature] = (mean[feature] ?? 0) + share * (weights[feature] ?? 0);
      meanBias += share * bias;
    });
  }
  return { weights: mean, bias: meanBias };
}

export function oddsOf(features: ArrayLike<number>, { weights, bias }: Regression): number {
  let total = 0;
  for (let at = 0; at < features.length; at += 1) total += weights[features[at] ?? 0] ?? 0;
  return total / Math.sqrt(features.length || 1) + bias;
}

/** AdaGrad; `after` is told the weights after each of the later rounds. */
function inOrder(
  parts: readonly Part[],
  { seed, size }: { readonly seed: number; readonly size: number },
  after: (regression: Regression) => void,
): void {
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-6);
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
      for (let index = 0; index < features.length; index += 1) {
        const feature = features[index] ?? 0;
        const slope = wrong * share + DECAY * (weights[feature] ?? 0);
        const square = (squares[feature] ?? 0) + slope * slope;
        squares[feature] = square;
        weights[feature] = (weights[feature] ?? 0) - (RATE * slope) / Math.sqrt(square);
      }
    }
    if (round >= MEAN_FROM) after({ weights, bias });
  }
}

export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function shuffle(list: number[], chance: () => number): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(chance() * (last + 1));
    [list[last], list[other]] = [list[other] ?? 0, list[last] ?? 0];
  }
}
