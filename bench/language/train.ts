import { readFileSync, writeFileSync } from 'node:fs';
import { FEATURES } from '../../src/safety/features.ts';
import { type Example, examplesOf, type Learned, type Line, learn, weigh } from './learning.ts';

/**
 * Learns `content/language/weights.json` from the development lines, and says how it does on the lines of authors that it
 * did not learn from. Run it after a change of phrases, concepts or lines: `npx tsx bench/language/train.ts [cards]`.
 */
/** The share of an unseen author's quiet lines that may get a card. The promise is 0.05. */
const FALSE_CARDS = Number(process.argv[2] ?? 0.045);
/** They write as people post. The quiet lines of the first voices are near misses, written to be mistaken. */
const AUTHORS = ['author 2', 'author 3'];
const FOLDS = 4;
/** How the cards are shared among T1, T2 and what is T3 alone. */
const SHARES = [0.2, 0.9, 0.6];
/** The share of T2 lines that may be called T3. */
const TOO_GRAVE = 0.15;

interface Judged {
  readonly rank: number;
  readonly note: string;
  readonly odds: readonly number[];
}

const folder = new URL('../../', import.meta.url);
const lines = readFileSync(new URL('tests/safety/language.jsonl', folder), 'utf8')
  .trim()
  .split('\n')
  .map((line): Line => JSON.parse(line));
const examples = examplesOf(lines);

/** What is learned of authors who were learned from says too little about others: for each author, how others' lines and theirs are weighed. */
const trials = AUTHORS.map((author) => {
  const others = examples.filter(({ note }) => note !== author);
  const learned = learn(others);
  return {
    known: judgedInFolds(others),
    unknown: examples.filter(({ note }) => note === author).map((example) => judge(learned, example)),
  };
});
const all = judgedInFolds(examples);
const budget = widestBudget();
const thresholds = chooseThresholds(all, budget);
process.stdout.write(
  `${lines.length} lines; each author is judged by what was learned from the others, with thresholds from the others\n`,
);
for (const [at, { known, unknown }] of trials.entries())
  process.stdout.write(table(AUTHORS[at] ?? '', unknown, chooseThresholds(known, budget)));
process.stdout.write(
  `${table(
    'folds of all',
    all.filter(({ note }) => !note.startsWith('voice')),
    thresholds,
  )}cards in folds ${budget.toFixed(3)}, thresholds ${thresholds.map((one) => one.toFixed(2)).join(', ')}\n`,
);
writeWeights(learn(examples));

function judge(learned: Learned, example: Example): Judged {
  return { rank: example.rank, note: example.note, odds: weigh(learned, example) };
}

function judgedInFolds(some: readonly Example[]): readonly Judged[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const learned = learn(some.filter((_, at) => at % FOLDS !== fold));
    return some.filter((_, at) => at % FOLDS === fold).map((example) => judge(learned, example));
  }).flat();
}

/** The largest share of cards on the folds that keeps to the promise on the authors who were not learned from. */
function widestBudget(): number {
  let widest = 0.005;
  for (let tried = widest; tried <= 0.15; tried += 0.0025) {
    const quiet = trials.flatMap(({ known, unknown }) => {
      const own = chooseThresholds(known, tried);
      return unknown.filter(({ rank }) => rank === 0).map(({ odds }) => rankGiven(odds, own));
    });
    if (quiet.filter((given) => given > 0).length <= FALSE_CARDS * quiet.length) widest = tried;
  }
  return widest;
}

function table(name: string, some: readonly Judged[], thresholds: readonly number[]): string {
  const share = (rank: number, least: number): string => {
    const own = some.filter((one) => one.rank === rank);
    const right = own.filter(({ odds }) => rankGiven(odds, thresholds) >= least).length;
    return `${right} of ${own.length} (${(right / own.length).toFixed(3)})`;
  };
  return `${name}: T3 as T3 ${share(3, 3)}, as T2 or T3 ${share(3, 2)}; T2 as T2 or T3 ${share(2, 2)}; T1 with a card ${share(1, 1)}; cards on T0 ${share(0, 1)}, in the queue ${share(0, 2)}\n`;
}

function rankGiven(odds: readonly number[], [t1 = 0, t2 = 0, t3 = 0, t3OnceGrave = 0]: readonly number[]): number {
  const [one = 0, two = 0, three = 0] = odds;
  if (two >= t2 || three >= t3) return three >= t3OnceGrave ? 3 : 2;
  return one >= t1 ? 1 : 0;
}

/** As low as a budget of false cards allows, of which T2 and T3 have most. The near misses of the first voices are left out. */
function chooseThresholds(from: readonly Judged[], cards: number): readonly number[] {
  const some = from.filter(({ note }) => !note.startsWith('voice'));
  const of = (rank: number, tier: number): readonly number[] =>
    some.filter((one) => one.rank === rank).map(({ odds }) => odds[tier] ?? 0);
  const quiet = some.filter(({ rank }) => rank === 0);
  let chosen: readonly number[] = [];
  for (let share = 0; share <= cards; share += 0.001) {
    const tried = [...SHARES.map((one, tier) => quantile(of(0, tier), share * one)), quantile(of(2, 2), TOO_GRAVE)];
    const given = quiet.filter(({ odds }) => rankGiven(odds, tried) > 0).length;
    if (chosen.length === 0 || given <= cards * quiet.length) chosen = tried;
  }
  return chosen;
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
