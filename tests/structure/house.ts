import { readdirSync, readFileSync } from 'node:fs';
import type { SourceText } from './reading.ts';

const FOLDERS = ['src', 'commands', 'adapters', 'tests', 'bench'] as const;

/** Every TypeScript file of the repository, read once. */
export function readHouse(): readonly SourceText[] {
  const root = new URL('../../', import.meta.url);
  return FOLDERS.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`)
      .sort()
      .map((path) => ({ path, source: readFileSync(new URL(path, root), 'utf8') })),
  );
}
