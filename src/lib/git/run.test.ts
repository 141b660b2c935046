import { mkdir, mkdtemp, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitForLock } from './lock.ts';
import { gitArgv, runGit } from './run.ts';

let root: string;
let repository: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'git-run-'));
  repository = path.join(root, 'shop.git');
  await mkdir(path.join(root, 'tree'));
  expect(await git('init', '--quiet', '--initial-branch=main')).toMatchObject({ exitCode: 0 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const git = (...args: readonly string[]) =>
  runGit(args, { gitDirectory: repository, workTree: path.join(root, 'tree'), repository });
const old = async (name: string) => {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '');
  const at = new Date(Date.now() - 3_600_000);
  await utimes(file, at, at);
  return file;
};
const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
const told = (file: string) => `fatal: Unable to create '${file}': File exists.\n`;

it('goes on over the lock of a git that died', async () => {
  const lock = await old('shop.git/index.lock');
  await writeFile(path.join(root, 'tree', 'a.txt'), 'a');
  expect(await git('add', 'a.txt')).toMatchObject({ exitCode: 0 });
  expect(await isThere(lock)).toBe(false);
});

it('goes on over the lock of a branch', async () => {
  const lock = await old('shop.git/refs/heads/main.lock');
  const tree = (await git('write-tree')).stdout.trim();
  const identity = ['-c', 'user.name=Alice', '-c', 'user.email=7@telegram.invalid'];
  const sha = (await git(...identity, 'commit-tree', '-m', 'one', tree)).stdout.trim();
  expect(await git('update-ref', 'refs/heads/main', sha)).toMatchObject({ exitCode: 0 });
  expect(await isThere(lock)).toBe(false);
});

it('waits for a git that is alive', async () => {
  const lock = path.join(repository, 'index.lock');
  await writeFile(lock, '');
  let isOver = false;
  const waiting = waitForLock(told(lock), repository).finally(() => (isOver = true));
  // Where there is nothing to wait for, the same is over at once, and so three times in a row.
  for (const name of ['a', 'b', 'c'])
    expect(await waitForLock(told(path.join(repository, `${name}.lock`)), repository)).toBe(true);
  expect(isOver).toBe(false);
  await rm(lock);
  expect(await waiting).toBe(true);
});

it('takes a file elsewhere for no lock, whatever it is called', async () => {
  const elsewhere = await old('other/yarn.lock');
  await symlink(path.join(root, 'other'), path.join(repository, 'linked'));
  for (const name of [
    elsewhere,
    path.join(repository, 'linked', 'yarn.lock'),
    path.join(repository, '..', 'other', 'yarn.lock'),
  ])
    expect(await waitForLock(told(name), repository)).toBe(false);
  expect(await isThere(elsewhere)).toBe(true);
});

it('takes the name of a file for nothing that git says', async () => {
  const lock = await old('shop.git/index.lock');
  for (const said of [
    `error: open("a'${lock}': File exists"): Permission denied\n`,
    `error: open("a: Unable to create '${lock}': File exists"): Permission denied\n`,
  ])
    expect(await waitForLock(said, repository)).toBe(false);
  expect(await isThere(lock)).toBe(true);
});

it('tries a few times, not for ever', async () => {
  const gone = path.join(repository, 'gone.lock');
  const hook = path.join(root, 'bin');
  await mkdir(hook);
  const script = `#!/bin/sh\necho run >> ${root}/runs\necho "${told(gone).trim()}" >&2\nexit 128\n`;
  await writeFile(path.join(hook, 'git'), script, { mode: 0o755 });
  const call = { gitDirectory: repository, repository, env: { PATH: `${hook}:/bin:/usr/bin` } };
  expect(await runGit(['status'], call)).toMatchObject({ exitCode: 128 });
  const { size } = await stat(path.join(root, 'runs'));
  expect(size / 'run\n'.length).toBe(6);
});

it('sees no tree without one, and runs no hook', () => {
  const words = gitArgv(['log'], { gitDirectory: '/r', settings: ['core.fsync=committed'] });
  expect(words).toContain('--bare');
  expect(words).toContain('core.hooksPath=/dev/null');
  expect(words.slice(-3)).toEqual(['-c', 'core.fsync=committed', 'log']);
});
