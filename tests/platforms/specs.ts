import { existsSync, readFileSync } from 'node:fs';

/** The one place that knows where the platforms' published specifications lie, beside the repository. */
const FOLDER = new URL('../../../shared/specs/', import.meta.url);

/** A specification as parsed JSON, or null where it is not there: then whatever it checks is skipped. */
export function spec(path: string): unknown {
  const file = new URL(path, FOLDER);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
