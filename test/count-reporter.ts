import type { Reporter, TestModule } from 'vitest/node';

/**
 * Closes a run with one plain line, `tests: N passed, N failed, N skipped`.
 *
 * With `NO_SKIPS=1` (as in CI) a skipped test fails the run: a machine that cannot run a test
 * must say so, not look green.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let brokenFiles = 0;
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
      if (module.state() === 'failed' && counts.failed === before) brokenFiles += 1;
    }
    const skipped = counts.skipped + counts.pending;
    const failed = counts.failed + brokenFiles;
    process.stdout.write(
      `\ntests: ${counts.passed} passed, ${failed} failed, ${skipped} skipped\n`,
    );
    if (process.env['NO_SKIPS'] === '1' && skipped > 0) {
      process.stderr.write('NO_SKIPS=1: a skipped test fails the run.\n');
      process.exitCode = 1;
    }
  }
}
