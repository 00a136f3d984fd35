import { readFileSync, writeFileSync } from 'node:fs';
import { ANSWERS, FILTERS } from '../../src/safety/filters.ts';
import type { Learned, Line } from './learning.ts';
import type { Network } from './network.ts';

const folder = new URL('../../', import.meta.url);

export const readLines = (name: string): readonly Line[] =>
  readFileSync(new URL(`tests/safety/${name}`, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));

export const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text);

/** Signed bytes, in steps of the greatest weight of a tier. */
export function writeWeights(
  name: string,
  { weights, biases, thresholds }: Learned & { readonly thresholds: readonly number[] },
): void {
  const steps = weights.map((own) => own.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 127 || 1);
  const bytes = weights.map((own, tier) =>
    Buffer.from(Int8Array.from(own, (one) => Math.round(one / (steps[tier] ?? 1))).buffer).toString('base64'),
  );
  const list = (values: readonly number[]): string => `[${values.join(', ')}]`;
  const lines = [
    '{',
    '  "madeBy": "bench/language/train.ts",',
    `  "features": ${weights[0]?.length ?? 0},`,
    `  "thresholds": ${list(thresholds)},`,
    `  "biases": ${list(biases)},`,
    `  "steps": ${list(steps)},`,
    `  "weights": [\n${bytes.map((text) => `    "${text}"`).join(',\n')}\n  ]`,
    '}\n',
  ];
  write(`content/language/${name}`, lines.join('\n'));
}

/** The answers of the filters in signed bytes, in steps of each filter's greatest answer. */
export function writeFilters(words: readonly string[], answers: Float32Array, network: Network): void {
  const greatest = new Float64Array(FILTERS);
  for (const [at, value] of answers.entries()) greatest[at % FILTERS] = Math.max(greatest[at % FILTERS] ?? 0, Math.abs(value));
  const steps = [...greatest].map((most) => most / 127 || 1);
  const bytes = Int8Array.from(answers, (value, at) => Math.round(value / (steps[at % FILTERS] ?? 1)));
  const list = (values: Iterable<number>): string =>
    `[${Array.from(values, (value) => Number(value.toPrecision(6))).join(', ')}]`;
  const lines = [
    '{',
    '  "madeBy": "bench/language/train.ts",',
    `  "words": "${words.join(' ')}",`,
    `  "answers": "${Buffer.from(bytes.buffer, 0, words.length * ANSWERS).toString('base64')}",`,
    `  "steps": ${list(steps)},`,
    `  "biases": ${list(network.biases)},`,
    `  "hidden": ${list(network.hidden)},`,
    `  "hiddenBiases": ${list(network.hiddenBiases)},`,
    `  "out": ${list(network.out)},`,
    `  "outBiases": ${list(network.outBiases)}`,
    '}\n',
  ];
  write('content/language/filters.json', lines.join('\n'));
}
