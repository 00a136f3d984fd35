import { existsSync, readFileSync } from 'node:fs';

/** The official schemas lie beside the repository where somebody has fetched them; without them those checks are skipped. */
const SPECS = new URL('../../../shared/specs/', import.meta.url);

export const hasSpecs = existsSync(SPECS);

/** The parsed file, or null where it is not there. */
export function spec(path: string): unknown {
  const file = new URL(path, SPECS);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
