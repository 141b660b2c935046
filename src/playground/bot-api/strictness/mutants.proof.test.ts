import { expect, it } from 'vitest';
import { tryMutants } from './mutants.ts';

/** What no case can show, and why. Prefer a case. */
const EXEMPT: readonly { readonly file: string; readonly code: string; readonly why: string }[] = [
  {
    file: 'call.ts',
    code: 'return new Refusal(500, `Internal Server Error: emulator: ${String(error)}`);',
    why: 'only a mistake in the emulator itself gets there',
  },
  {
    file: 'rich/markdown-cost.ts',
    code: "throw refusal('RICH_MESSAGE_DEPTH_INVALID');",
    why: 'without it the same refusal comes, some seconds later',
  },
  {
    file: 'methods/commands.ts',
    code: "typeof type !== 'string'",
    why: 'no scope is called by anything but a word',
  },
];

it('notices when any single refusal is switched off', { timeout: 300_000 }, async () => {
  const { mutants, wrong } = await tryMutants();

  const alive = mutants.filter(({ fate }) => fate !== 'killed');
  const unexplained = alive
    .filter(
      ({ site }) => !EXEMPT.some(({ file, code }) => file === site.file && code === site.code),
    )
    .map(({ site: { file, line, code }, fate }) => `${fate} ${file}:${line} ${code}`);
  expect(wrong).toEqual([]);
  expect(unexplained).toEqual([]);
  expect(mutants.length).toBeGreaterThan(400);
  // An exemption that nothing needs any more has to go.
  expect(
    EXEMPT.filter(
      ({ file, code }) => !alive.some(({ site }) => file === site.file && code === site.code),
    ),
  ).toEqual([]);
});
