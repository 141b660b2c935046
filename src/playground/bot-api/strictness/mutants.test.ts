import { expect, it } from 'vitest';
import { tryMutants } from './mutants.ts';
import { findSites } from './sites.ts';

/** What no case can show, and why. Prefer a case. */
const EXEMPT: readonly { readonly file: string; readonly code: string; readonly why: string }[] = [
  {
    file: 'call.ts',
    code: 'return toError(new Refusal(500, `Internal Server Error: emulator: ${String(error)}`));',
    why: 'only a mistake in the emulator itself gets there',
  },
  {
    file: 'methods/commands.ts',
    code: "typeof type !== 'string'",
    why: 'no scope is called by anything but a word',
  },
];

const isExempt = (site: { readonly file: string; readonly code: string }) =>
  EXEMPT.some(({ file, code }) => file === site.file && code === site.code);

it('notices when any single refusal is switched off', { timeout: 120_000 }, async () => {
  const { mutants, wrong } = await tryMutants();

  const alive = mutants
    .filter(({ site, fate }) => fate !== 'killed' && !isExempt(site))
    .map(({ site: { file, line, code }, fate }) => `${fate} ${file}:${line} ${code}`);
  expect(wrong).toEqual([]);
  expect(alive).toEqual([]);
  expect(mutants.length).toBeGreaterThan(150);
});

it('exempts nothing that is gone', () => {
  const sites = findSites();

  expect(
    EXEMPT.filter(
      (exempt) => !sites.some(({ file, code }) => file === exempt.file && code === exempt.code),
    ),
  ).toEqual([]);
});
