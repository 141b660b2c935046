import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMasker } from '#lib/mask/masker.ts';
import { maskedGit } from '../masked.ts';
import type { AddedLines } from '../port.ts';
import { addedLines } from './added.ts';
import { realRepository, type RealRepository } from './real-repository.ts';

let repository: RealRepository;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

/** What a commit of everything would add; none is made. */
const wouldAdd = async () => {
  const { git, tree, author } = repository;
  let seen: readonly AddedLines[] = [];
  const mayCommit = (added: readonly AddedLines[]) => {
    seen = added;
    return false;
  };
  expect(await git.commitAll(tree, author, 'no', mayCommit)).toBeUndefined();
  return seen;
};

it('tells lines by their files, also beside one that became a link', async () => {
  const { tree, write, commit, remove } = repository;
  await write('b.txt', 'was a file\n');
  await symlink('a', path.join(tree, 'c.txt'));
  await write('d.txt', 'one\n');
  await commit('before');
  await remove('b.txt');
  await symlink('elsewhere', path.join(tree, 'b.txt'));
  await remove('c.txt');
  await write('c.txt', 'now a file\n');
  await write('d.txt', 'one\ntwo\n');
  await write('e.txt', 'new\n');
  expect(await wouldAdd()).toEqual([
    { path: 'b.txt', firstLine: 1, text: 'elsewhere' },
    { path: 'c.txt', firstLine: 1, text: 'now a file' },
    { path: 'd.txt', firstLine: 2, text: 'two' },
    { path: 'e.txt', firstLine: 1, text: 'new' },
  ]);
});

it('reads many large files in parts, also beside a link to another repository', async () => {
  const { tree, write, commit, run } = repository;
  await write('a.txt', 'one\n');
  await commit('one');
  const lines = `${'x'.repeat(99)}\n`.repeat(19_000);
  // Seven of these are more than one call of git may print.
  const names = ['1', '2', '3', '4', '5', '6', '7'];
  for (const name of names) await write(name, lines);
  run('add', '--all');
  run('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},0-linked`);
  const diffs: (readonly string[])[] = [];
  const git = async (args: readonly string[], input?: string) => {
    if (args.includes('--unified=0')) diffs.push(args);
    const options = { cwd: tree, encoding: 'utf8', maxBuffer: 50_000_000 } as const;
    return execFileSync('git', args, { ...options, ...(input !== undefined && { input }) });
  };
  const added = await addedLines(git, ['--cached', 'HEAD']);
  expect(added.map(({ path: name }) => name)).toEqual(['0-linked', ...names]);
  expect(diffs).toHaveLength(2);
});

it('takes nothing back that may not be committed again, and leaves the files', async () => {
  const { git, tree, author, write, commit, run } = repository;
  await write('keys.txt', 'one\nsecret\n');
  await commit('with a secret');
  await write('keys.txt', 'one\n');
  const sha = await commit('without');
  const undo = { sha, author, message: 'undo', isResumed: false };
  let seen: readonly AddedLines[] = [];
  const mayCommit = (added: readonly AddedLines[]) => {
    seen = added;
    return false;
  };
  expect(await git.undo(tree, { ...undo, mayCommit })).toEqual({ kind: 'held' });
  expect(seen).toEqual([{ path: 'keys.txt', firstLine: 2, text: 'secret' }]);
  expect(await git.head(tree)).toBe(sha);
  expect(run('status', '--porcelain')).toBe('');
  expect(await git.undo(tree, { ...undo, mayCommit: () => true })).toMatchObject({
    kind: 'undone',
  });
});

it('keeps a history that may not begin anew', async () => {
  const { git, tree, author, write, commit } = repository;
  await write('a.txt', 'one\n');
  const first = await commit('one');
  await write('keys.txt', 'secret\n');
  const sha = await commit('two');
  const seen: string[] = [];
  const made = await git.restartHistory(tree, author, 'new', (added) => {
    seen.push(...added.map((each) => each.text));
    return false;
  });
  expect(made).toBeUndefined();
  expect(seen).toEqual(['one', 'secret']);
  expect(await git.head(tree)).toBe(sha);
  expect(await git.isInHistory(tree, first)).toBe(true);
});

it('makes no branch whose name tells a secret', async () => {
  const { tree, write, commit } = repository;
  await write('a.txt', 'one\n');
  await commit('one');
  await write('a.txt', 'two\n');
  const head = await commit('two');
  const secret = 'Xk29-of-nobody-else';
  const git = maskedGit(repository.git, createMasker([secret]));
  expect(await git.startBranch(tree, `fix/${secret}`, false)).toEqual({ kind: 'bad-name' });
  const split = { from: 'main', head, count: 1, isResumed: false };
  expect(await git.splitBranch(tree, { ...split, name: `change/${secret}` })).toEqual({
    kind: 'done',
    branch: `change/${head.slice(0, 7)}`,
  });
  const names = (await git.branches(tree)).branches.map(({ name }) => name);
  expect(names).toEqual([`change/${head.slice(0, 7)}`, 'main']);
});
