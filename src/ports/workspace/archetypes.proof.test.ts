import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectSandbox, type ProjectSandbox } from '#ports/sandbox/detect.ts';
import type { Ran } from '#ports/sandbox/port.ts';
import { localWorkspace } from './local/local.ts';
import { type Mutant, mutantsOf, withMutant } from './mutants.ts';
import type { Archetype, Workspace } from './port.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const ARCHETYPES = path.join(ROOT, 'archetypes');
const TIMEOUT_MS = 120_000;
/** Many times what the checks take: code that hangs is broken too. */
const MUTANT_TIMEOUT_MS = 40_000;
/** All of them together take ten minutes; two lines of each show that the checks see. */
const MUTANTS = 2;

let root: string;
let workspace: Workspace;
let sandbox: ProjectSandbox;
let listed: readonly Archetype[];

beforeAll(async () => {
  // Not below /tmp, which is special inside the sandbox.
  root = await realpath(await mkdtemp('/var/tmp/archetypes-'));
  const projectsDir = path.join(root, 'projects');
  const dataDir = path.join(root, 'data');
  const gitDirectory = (directory: string): string =>
    path.join(dataDir, 'git', `${path.basename(directory)}.git`);
  await mkdir(path.join(dataDir, 'git'), { recursive: true });
  workspace = localWorkspace({ projectsDir, archetypesDir: ARCHETYPES, gitDirectory });
  listed = await workspace.archetypes();
  const environment = process.env;
  sandbox = await detectSandbox({ projectsDir, dataDir, node: process.execPath, environment });
  process.stdout.write(`isolation: ${sandbox.isolation.kind}\n`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(readdirSync(ARCHETYPES))('%s', (name) => {
  let archetype: Archetype;
  let directory: string;
  let first: Ran;

  /** How the first command that failed ended, or the last one. */
  const check = async (timeoutMs = TIMEOUT_MS): Promise<Ran> => {
    let ran: Ran | undefined;
    for (const { run } of archetype.checks) {
      ran = await sandbox.run(directory, run, { timeoutMs });
      if (ran.exitCode !== 0) break;
    }
    return ran!;
  };

  const sources = (): string[] =>
    readdirSync(path.join(directory, 'src'), { recursive: true })
      .map((file) => path.join(directory, 'src', String(file)))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .toSorted();

  beforeAll(async () => {
    archetype = listed.find((each) => each.name === name)!;
    const startedMs = performance.now();
    await workspace.create('proof', name);
    directory = workspace.directory('proof');
    const createdMs = performance.now();
    const install = archetype.install ?? ['true'];
    const installed = await sandbox.run(directory, install, { timeoutMs: TIMEOUT_MS });
    expect(installed).toMatchObject({ exitCode: 0 });
    const installedMs = performance.now();
    first = await check();
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    process.stdout.write(
      `${name}: create ${seconds(createdMs - startedMs)}, install ${seconds(installedMs - createdMs)}, ` +
        `checks ${seconds(performance.now() - installedMs)}\n`,
    );
  }, 2 * TIMEOUT_MS);
  afterAll(() => workspace.remove('proof'));

  it('passes its checks right after it was made, and tested something', () => {
    const { exitCode, output } = first;

    expect(exitCode === 0 ? 'passed' : output).toBe('passed');
    expect(Number(/^ℹ pass (\d+)$/mu.exec(output)?.[1])).toBeGreaterThan(9);
    expect(output).toMatch(/^ℹ skipped 0$/mu);
  });

  it('fails its checks after one line of it is changed', async () => {
    const all: { file: string; source: string; mutant: Mutant }[] = [];
    for (const file of sources()) {
      const source = await readFile(file, 'utf8');
      for (const mutant of mutantsOf(source)) all.push({ file, source, mutant });
    }
    expect(all.length).toBeGreaterThanOrEqual(MUTANTS);
    const chosen = all.filter(
      (_, index) =>
        Math.floor((index * MUTANTS) / all.length) !==
        Math.floor(((index - 1) * MUTANTS) / all.length),
    );
    expect(chosen).toHaveLength(MUTANTS);

    const survived: string[] = [];
    for (const { file, source, mutant } of chosen) {
      await writeFile(file, withMutant(source, mutant));
      const { exitCode } = await check(MUTANT_TIMEOUT_MS);
      await writeFile(file, source);
      if (exitCode === 0)
        survived.push(`${path.relative(directory, file)}:${mutant.line}: ${mutant.after}`);
    }
    expect(survived).toEqual([]);
  });

  it('is right about what its guide tells to write', async () => {
    const guide = await readFile(path.join(directory, 'AGENTS.md'), 'utf8');
    const examples = [...guide.matchAll(/^`(src\/\S+\.ts)`\n\n```ts\n([^]*?)^```$/gmu)];
    for (const [, file = '', code = ''] of examples)
      await writeFile(path.join(directory, file), code);
    for (const [, file = ''] of examples) {
      if (!file.endsWith('.test.ts')) continue;
      const { exitCode, output } = await sandbox.run(directory, ['node', '--test', file], {
        timeoutMs: TIMEOUT_MS,
      });
      expect(exitCode === 0 ? 'passed' : output).toBe('passed');
      expect(output).toMatch(/^ℹ pass 1$/mu);
    }
    for (const [, file = ''] of examples) await rm(path.join(directory, file));
  });
});

it('has no type errors in any of them, tests included', async () => {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2025',
    lib: ['esnext', 'dom', 'dom.iterable'],
    types: ['node'],
    typeRoots: [path.join(ROOT, 'node_modules/@types')],
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    resolveJsonModule: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
  };
  const project = path.join(root, 'tsconfig.json');
  const include = ['src', 'test'].map((folder) => path.join(ARCHETYPES, '*', folder));
  await writeFile(project, JSON.stringify({ compilerOptions, include }));
  const tsc = path.join(ROOT, 'node_modules/.bin/tsc');

  expect(printed(tsc, ['--project', project, '--pretty', 'false'])).toBe('');
  const files = printed(tsc, ['--project', project, '--listFilesOnly']).split('\n');
  for (const name of readdirSync(ARCHETYPES))
    expect(files).toContain(path.join(ARCHETYPES, name, 'src/main.ts'));
});

/** What it printed, whether it succeeded or not. */
function printed(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}
