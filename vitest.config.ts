import { configDefaults, defineConfig } from 'vitest/config';

const TESTS = '{src,test,tools,bench}/**/*.test.ts';

/**
 * `unit`: fast, beside the code, contracts included. `proofs`: what tries thousands of cases.
 * `stack`: real Docker. `e2e`: real OpenClaw.
 */
export default defineConfig({
  test: {
    reporters: ['default', './test/count-reporter.ts'],
    // Much of it waits for real processes, so every core may be used.
    maxWorkers: '100%',
    // A Docker of the tests ends its containers first.
    teardownTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: [TESTS],
          exclude: [
            ...configDefaults.exclude,
            '**/*.proof.test.ts',
            '**/*.stack.test.ts',
            'test/e2e/**',
          ],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: 'proofs',
          include: [TESTS.replace('.test.', '.proof.test.')],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'stack',
          include: ['{src,test}/**/*.stack.test.ts'],
          globalSetup: ['./test/stack/setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['./test/e2e/setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
