import { readFileSync } from 'node:fs';
import type { Lexicon } from '../../src/safety/features.ts';

/** What is known of words before anything is learned from lines. */
export interface Vectors {
  readonly words: readonly string[];
  /** Numbers a word. */
  readonly size: number;
  /** One word after the other. */
  readonly values: Float32Array;
}

/** What a concept counts beside a dimension. */
const CONCEPT = 3;

/** Each word's vector, and after it one number a concept. */
export function loadVectors(lexicon: Lexicon): Vectors {
  const file: { readonly words: string; readonly vectors: string; readonly dimensions: number; readonly step: number } =
    JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8'));
  const words = file.words.split(' ');
  const bytes = new Int8Array(Buffer.from(file.vectors, 'base64'));
  const concepts = Math.max(...words.flatMap((word) => lexicon.aboutOf(word)));
  const size = file.dimensions + concepts;
  const values = new Float32Array(words.length * size);
  for (const [at, word] of words.entries()) {
    for (let dimension = 0; dimension < file.dimensions; dimension += 1)
      values[at * size + dimension] = file.step * (bytes[at * file.dimensions + dimension] ?? 0);
    for (const concept of lexicon.aboutOf(word)) values[at * size + file.dimensions + concept - 1] = CONCEPT;
  }
  return { words, size, values };
}
