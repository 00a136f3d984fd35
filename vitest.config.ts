import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A folder in memory where the machine has one with room: tests of what people see need not wait for the disk. */
function quickFolder(): string {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 2 ** 30 ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

const chaos = '**/*.chaos.test.ts';
const outside = ['**/node_modules/**', '**/dist/**', chaos];

/** `structure` is quick enough for every check; `all` is the rest but the chaos tests, which kill processes. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    env: { TMPDIR: quickFolder() },
    projects: [
      {
        extends: true,
        test: { name: 'structure', include: ['tests/structure/**/*.test.ts'], exclude: outside, testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'all',
          include: ['tests/**/*.test.ts'],
          exclude: [...outside, 'tests/structure/**'],
          globalSetup: ['tests/support/build.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary'],
      include: ['src/**/*.ts', 'commands/**/*.ts', 'adapters/**/*.ts'],
    },
  },
});
