import type { Hands } from '../hands.ts';
import type { Ran } from '../results.ts';
import type { Step } from '../script.ts';
import type { Words } from '../words.ts';
import { runToEnd } from './skill.ts';

/** How `npm test` ended, with words about it. */
export interface TestRun {
  readonly state: 'passed' | 'failed' | 'not-run';
  readonly output: string;
  readonly report: string;
}

/** Runs `npm test`; what it reports is what the tool said, never a guess. */
export function* runTests(hands: Hands, words: Words): Generator<Step, TestRun, string> {
  return toTestRun(yield* runToEnd(hands, 'npm test'), words);
}

function toTestRun(ran: Ran, words: Words): TestRun {
  switch (ran.kind) {
    case 'refused':
      return { state: 'not-run', output: '', report: words.testsRefused(ran.reason) };
    case 'running':
      return { state: 'not-run', output: '', report: words.stillRunning('npm test') };
    case 'exited': {
      const { code, output } = ran;
      const passed = /^\D*\bpass (\d+)/mu.exec(output)?.[1];
      if (code === 0) return { state: 'passed', output, report: words.testsPass(passed ?? '?') };
      const missing = output.includes('ERR_MODULE_NOT_FOUND') ? ` ${words.missingPackages()}` : '';
      return { state: 'failed', output, report: words.testsFail(failures(output)) + missing };
    }
  }
}

/** What `node --test` lists at its end, or the whole output; without stacks and the error's fields. */
function failures(output: string): string {
  const listed = output.split('failing tests:\n').at(-1) ?? output;
  return listed.replaceAll(/^\s+at .*(?:\n {4}\w+: .*|\n {2}\})*\n?/gmu, '').trim();
}
