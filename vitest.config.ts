import { defineConfig } from 'vitest/config';

const chaos = '**/*.chaos.test.ts';
const outside = ['**/node_modules/**', '**/dist/**', chaos];

/** `structure` is quick enough for every check; `all` is the rest but the chaos tests, which kill processes. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
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
