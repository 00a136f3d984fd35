import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['src', 'commands', 'adapters', 'build.js', 'package.json'];

/**
 * Compiles the bot where its sources are newer than what was compiled last: tests that start it as a process run what
 * an operator runs. Vitest calls this once before all tests. Types are another check's business.
 */
export function setup(): void {
  const isFresh = () => newest(SOURCES.map((name) => join(ROOT, name))) <= changedAt(join(ROOT, 'dist', 'src', 'main.js'));
  if (isFresh()) return;
  try {
    execFileSync(process.execPath, ['build.js'], { cwd: ROOT, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    if (!isFresh()) throw error;
  }
}

function newest(paths: readonly string[]): number {
  return Math.max(0, ...paths.map((path) => (statSync(path).isDirectory() ? newest(within(path)) : changedAt(path))));
}

const within = (folder: string): readonly string[] => readdirSync(folder).map((name) => join(folder, name));

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
