import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './errors.ts';

/** A folder of `content/`, found beside `package.json` both from the sources and from the compiled code. */
export function contentFolder(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'content', name);
    if (existsSync(join(folder, 'package.json')) && existsSync(candidate)) return candidate;
  }
  throw new StartError([`The folder content/${name} is missing. Restore it from the repository.`]);
}
