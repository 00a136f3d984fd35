import { readFileSync, writeFileSync } from 'node:fs';
import { FEATURES } from '../../src/safety/features.ts';
import { examplesOf, type Line, learn, weigh } from './learning.ts';

/**
 * Learns `content/language/weights.json` from the development lines, and says how it does on folds of them that it did
 * not learn from. Run it after a change of phrases, concepts or lines: `npx tsx bench/language/train.ts`.
 */
const FOLDS = 8;
/**
 * The share of quiet lines that may get a card, on the folds. The promise is 0.05 of what students write; most of the quiet
 * development lines are near misses, written to be mistaken, and get three times the cards of other lines.
 */
const FALSE_CARDS = Number(process.argv[2] ?? 0.09);

const folder = new URL('../../', import.meta.url);
const lines = readFileSync(new URL('tests/safety/language.jsonl', folder), 'utf8')
  .trim()
  .split('\n')
  .map((line): Line => JSON.parse(line));
const examples = examplesOf(lines);

const judged = Array.from({ length: FOLDS }, (_, fold) => {
  const learned = learn(examples.filter((_, at) => at % FOLDS !== fold));
  return examples
    .filter((_, at) => at % FOLDS === fold)
    .map((example) => ({ rank: example.rank, odds: weigh(learned, example) }));
}).flat();

const thresholds = chooseThresholds();
const share = (rank: number, isRight: (odds: readonly number[]) => boolean): string => {
  const some = judged.filter((one) => one.rank === rank);
  return `${some.filter(({ odds }) => isRight(odds)).length} of ${some.length}`;
};
const reaches = (odds: readonly number[], tier: number): boolean => (odds[tier] ?? 0) >= (thresholds[tier] ?? 0);
const isT2 = (odds: readonly number[]): boolean => reaches(odds, 1) || reaches(odds, 2);
const isT3 = (odds: readonly number[]): boolean => isT2(odds) && (odds[2] ?? 0) >= (thresholds[3] ?? 0);
process.stdout.write(
  [
    `${lines.length} lines, ${FOLDS} folds, judged on lines that were not learned from`,
    `T3 as T3: ${share(3, isT3)}; as T2 or T3: ${share(3, isT2)}`,
    `T2 as T2 or T3: ${share(2, isT2)}; as T3: ${share(2, isT3)}`,
    `T1 as T1 or above: ${share(1, (odds) => isT2(odds) || reaches(odds, 0))}`,
    `cards on T0: ${share(0, (odds) => isT2(odds) || reaches(odds, 0))}; in the queue: ${share(0, isT2)}`,
    `thresholds ${thresholds.map((one) => one.toFixed(2)).join(', ')}\n`,
  ].join('\n'),
);
writeWeights(learn(examples));

/**
 * The budget of false cards goes to T2 and T3 first; T1 takes what is left. What is grave is T3 from where eight in a
 * hundred of the T2 lines would be called so.
 */
function chooseThresholds(): readonly number[] {
  const of = (rank: number, tier: number): readonly number[] =>
    judged.filter((one) => one.rank === rank).map(({ odds }) => odds[tier] ?? 0);
  return [
    Math.max(quantile(of(0, 0), FALSE_CARDS * 0.6), 0),
    quantile(of(0, 1), FALSE_CARDS * 0.7),
    quantile(of(0, 2), FALSE_CARDS * 0.4),
    quantile(of(2, 2), 0.08),
  ];
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => b - a);
  return sorted[Math.floor(share * sorted.length)] ?? 0;
}

function writeWeights({
  weights,
  biases,
}: {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly number[];
}): void {
  const steps = weights.map((own) => Math.max(...own.map(Math.abs)) / 127 || 1);
  const bytes = weights.map((own, tier) =>
    Buffer.from(Int8Array.from(own, (one) => Math.round(one / (steps[tier] ?? 1))).buffer).toString('base64'),
  );
  const list = (values: readonly number[]): string => `[${values.join(', ')}]`;
  const file = [
    '{',
    '  "madeBy": "bench/language/train.ts",',
    `  "features": ${FEATURES},`,
    `  "thresholds": ${list(thresholds)},`,
    `  "biases": ${list(biases)},`,
    `  "steps": ${list(steps)},`,
    `  "weights": [\n${bytes.map((text) => `    "${text}"`).join(',\n')}\n  ]`,
    '}\n',
  ].join('\n');
  writeFileSync(new URL('content/language/weights.json', folder), file);
}
