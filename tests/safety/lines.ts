import { readFileSync } from 'node:fs';

/** The lines of a labelled set beside this file. */
export function readLines<Line>(name: string): readonly Line[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}
