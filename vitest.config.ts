import { defineConfig } from 'vitest/config';

/**
 * `unit`: fast, beside the code, contracts included. `proofs`: what tries thousands of cases.
 * `e2e`: real OpenClaw, one file at a time.
 */
export default defineConfig({
  test: {
    reporters: ['default', './test/count-reporter.ts'],
    // Much of it waits for real processes, so every core may be used.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/*.test.ts'],
          exclude: ['**/*.proof.test.ts'],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: 'proofs',
          include: ['src/**/*.proof.test.ts'],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['./test/e2e/setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
