import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../errors.ts';

/** What is thought of a text: log-odds that it is at least T1, T2, T3. */
export type Odds = readonly [t1: number, t2: number, t3: number];

/** From which odds on a tier is given: T1; T2 or T3, by either of their odds; and T3 once one of these is reached. */
export type Thresholds = readonly [t1: number, t2: number, t3: number, t3OnceGrave: number];

/** Three logistic regressions over hashed features. */
export interface Weights {
  readonly thresholds: Thresholds;
  /** By feature, the weights of the three side by side. */
  readonly table: Int8Array;
  oddsOf(sums: Sums): Odds;
}

/** Of the weights of so many features. */
export interface Sums {
  count: number;
  t1: number;
  t2: number;
  t3: number;
}

export const TIERS = 3;
const TRIPLE = z.tuple([z.number(), z.number(), z.number()]);

const FILE = z.strictObject({
  /** How the file was made. */
  madeBy: z.string(),
  features: z.number(),
  thresholds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  biases: TRIPLE,
  /** What one step of a weight is worth. */
  steps: TRIPLE,
  /** Signed bytes, base64, one string a tier. */
  weights: z.tuple([z.string(), z.string(), z.string()]),
});

/** @throws StartError when the file is not what it should be. */
export function loadWeights(folder: string, name: string, count: number): Weights {
  const { features, thresholds, biases, steps, weights } = readContent(FILE, folder, name);
  if (features !== count) throw new StartError([`content/language/${name} has ${features} features, not ${count}.`]);
  const table = new Int8Array(TIERS * count);
  for (const [tier, text] of weights.entries()) {
    const bytes = new Int8Array(Buffer.from(text, 'base64'));
    for (let feature = 0; feature < count; feature += 1) table[TIERS * feature + tier] = bytes[feature] ?? 0;
  }
  return {
    thresholds,
    table,
    oddsOf({ count, t1, t2, t3 }) {
      const share = 1 / Math.sqrt(count || 1);
      return [t1 * steps[0] * share + biases[0], t2 * steps[1] * share + biases[1], t3 * steps[2] * share + biases[2]];
    },
  };
}

/** @throws StartError when the file is not what it should be. */
export function readContent<Content>(kind: z.ZodType<Content>, folder: string, name: string): Content {
  const read = kind.safeParse(readJson(join(folder, name)));
  if (!read.success) throw new StartError([`content/language/${name}: ${read.error.issues[0]?.message}.`]);
  return read.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
