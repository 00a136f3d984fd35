import { readFileSync, writeFileSync } from 'node:fs';
import type { Learned, Line } from './learning.ts';
import type { Trained } from './network.ts';

const folder = new URL('../../', import.meta.url);

export const readLines = (name: string): readonly Line[] =>
  readFileSync(new URL(`tests/safety/${name}`, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));

export const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text);

const list = (values: Iterable<number>): string => `[${[...values].join(', ')}]`;

/** Signed bytes, in steps of the greatest weight of a tier. */
export function writeWeights(
  name: string,
  { weights, biases, thresholds }: Learned & { readonly thresholds: readonly number[] },
): void {
  const steps = weights.map((own) => own.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 127 || 1);
  const bytes = weights.map((own, tier) =>
    Buffer.from(Int8Array.from(own, (one) => Math.round(one / (steps[tier] ?? 1))).buffer).toString('base64'),
  );
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

/** What `content/language/network.json` says: rows in signed bytes, in steps of the greatest number among them. */
export function printNetwork({ known, rows, attention, hidden, hiddenBiases, out, outBiases }: Trained): string {
  const step = rows.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 127 || 1;
  const bytes = Buffer.from(Int8Array.from(rows, (one) => Math.round(one / step)).buffer);
  const floats = Buffer.alloc(4 * hidden.length);
  for (const [at, value] of hidden.entries()) floats.writeFloatLE(value, 4 * at);
  const lines = [
    '{',
    '  "madeBy": "bench/language/train.ts",',
    `  "step": ${step},`,
    `  "attention": ${list(attention)},`,
    `  "hiddenBiases": ${list(hiddenBiases)},`,
    `  "out": [\n${out.map((own) => `    ${list(own)}`).join(',\n')}\n  ],`,
    `  "outBiases": ${list(outBiases)},`,
    `  "hidden": "${floats.toString('base64')}",`,
    `  "known": "${Buffer.from(known).toString('base64')}",`,
    `  "rows": "${bytes.toString('base64')}"`,
    '}\n',
  ];
  return lines.join('\n');
}
