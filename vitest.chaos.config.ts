import { defineConfig } from 'vitest/config';

/** Tests that kill the bot with -9, break its disk and cut its lines: slow, and alone on the machine. */
export default defineConfig({
  test: {
    include: ['tests/**/*.chaos.test.ts'],
    globalSetup: ['tests/support/build.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
});
