import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentFolder } from '../content.ts';
import { StartError } from '../errors.ts';
import { FEATURES, featuresOf, known, type Lexicon, stretchesOf } from './features.ts';
import type { Findings } from './rules-at-work.ts';
import type { Words } from './words.ts';

/** What the model thinks of a text: log-odds that it is at least T1, T2, T3. */
export type Odds = readonly [t1: number, t2: number, t3: number];

export type Thresholds = readonly [t1: number, t2: number, t3: number, t3OnceGrave: number];

const NO_ODDS: Odds = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

export interface Model {
  /** Of the stretch of the text that weighs most. */
  weigh(words: Words, findings: Findings): Odds;
  /** From which odds on a tier is given: T1, T2, T3 alone, and T3 where the odds of T2 are reached. */
  readonly thresholds: Thresholds;
}

const CONCEPTS = z.strictObject({ concepts: z.record(z.string(), z.array(z.string())) });
/** `groups`: words that are used alike, with spaces between them. */
const GROUPS = z.strictObject({ madeFrom: z.string(), groups: z.array(z.string()) });

const TIERS = 3;
const TRIPLE = z.tuple([z.number(), z.number(), z.number()]);

const WEIGHTS = z.strictObject({
  /** How the file was made. */
  madeBy: z.string(),
  features: z.literal(FEATURES),
  thresholds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  biases: TRIPLE,
  /** What one step of a weight is worth. */
  steps: TRIPLE,
  /** Signed bytes, base64, one string a tier. */
  weights: z.tuple([z.string(), z.string(), z.string()]),
});

/** @throws StartError when the files of concepts and groups are not what they should be. */
export function loadLexicon(folder = contentFolder('language')): Lexicon {
  const { concepts } = parsed(CONCEPTS, folder, 'concepts.json');
  const { groups } = parsed(GROUPS, folder, 'groups.json');
  const about = new Map<string, number[]>();
  for (const [number, words] of Object.values(concepts).entries()) {
    for (const word of words) about.set(word, [...(about.get(word) ?? []), number + 1]);
  }
  const group = new Map(groups.flatMap((words, number) => words.split(' ').map((word): [string, number] => [word, number + 1])));
  return { aboutOf: (word) => about.get(word) ?? NOTHING, groupOf: (word) => group.get(word) ?? 0 };
}

const NOTHING: readonly number[] = [];

/** @throws StartError when the file of weights is not what it should be. */
export function loadModel(folder = contentFolder('language')): Model {
  const { thresholds, biases, steps, weights } = parsed(WEIGHTS, folder, 'weights.json');
  const lexicon = loadLexicon(folder);
  /** The weights of one feature side by side. */
  const table = new Int8Array(TIERS * FEATURES);
  for (const [tier, text] of weights.entries()) {
    for (const [feature, weight] of new Int8Array(Buffer.from(text, 'base64')).entries()) table[TIERS * feature + tier] = weight;
  }
  return {
    thresholds,
    weigh(words, findings) {
      let best = NO_ODDS;
      const all = known(words, lexicon);
      for (const stretch of stretchesOf(words)) {
        const features = featuresOf(all, stretch, findings.namesWithin(stretch.from, stretch.to));
        const share = 1 / Math.sqrt(features.length);
        let [t1, t2, t3] = [0, 0, 0];
        for (const feature of features) {
          t1 += table[TIERS * feature] ?? 0;
          t2 += table[TIERS * feature + 1] ?? 0;
          t3 += table[TIERS * feature + 2] ?? 0;
        }
        best = [
          Math.max(best[0], t1 * steps[0] * share + biases[0]),
          Math.max(best[1], t2 * steps[1] * share + biases[1]),
          Math.max(best[2], t3 * steps[2] * share + biases[2]),
        ];
      }
      return best;
    },
  };
}

function parsed<Content>(kind: z.ZodType<Content>, folder: string, name: string): Content {
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
