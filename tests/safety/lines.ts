import { readFileSync } from 'node:fs';

/** The lines of a labelled set beside this file, or the entries of a list. */
export function readLines<Line>(name: string, form: 'jsonl' | 'json' = 'jsonl'): readonly Line[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  if (form === 'json') return JSON.parse(text);
  return text
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}
