import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realRepository, type RealRepository } from './real-repository.ts';

let repository: RealRepository;
let task: string;
let base: string;
beforeEach(async () => {
  repository = await realRepository();
  task = `${repository.tree}.login`;
  await repository.write('a.txt', 'one\n');
  await repository.write('b.txt', 'one\n');
  base = await repository.commit('One');
});
afterEach(() => repository.close());

const make = (isResumed = false) =>
  repository.git.addWorktree(task, { branch: 'task/login', sha: base, isResumed });
const inTask = (...args: string[]) =>
  execFileSync('git', args, { cwd: task, encoding: 'utf8' }).trim();
const merging = (head: string, more: object = {}) =>
  ({
    target: 'main',
    head,
    method: 'merge',
    author: repository.author,
    message: 'Merge\n\nOperation: merge-1\n',
    isResumed: false,
    ...more,
  }) as const;

it('gives a second tree a branch, an index and a head of its own', async () => {
  const { git, tree, author } = repository;
  expect(await make()).toEqual({ kind: 'done' });

  expect(await git.changes(task)).toEqual([]);
  await writeFile(path.join(task, 'a.txt'), 'task\n');
  await writeFile(path.join(tree, 'b.txt'), 'project\n');
  const mine = await git.commitAll(task, author, 'In the task\n\nOperation: turn-1\n');
  expect(mine?.files.map((file) => file.path)).toEqual(['a.txt']);
  expect((await git.changes(tree)).map((file) => file.path)).toEqual(['b.txt']);
  expect(await git.head(tree)).toBe(base);
  expect(await git.branches(task)).toMatchObject({ current: 'task/login', head: mine?.sha });
  expect(await git.branches(tree)).toMatchObject({ current: 'main', head: base });
  expect(await git.findByTrailer(task, 'Operation', 'turn-1')).toMatchObject({ sha: mine?.sha });
  expect(await git.findByTrailer(tree, 'Operation', 'turn-1')).toBeUndefined();
  expect(inTask('status', '--porcelain', '--branch')).toBe('## task/login');
  expect(inTask('rev-parse', '--git-common-dir')).toContain('shop.git');
});

it('commits in both trees at the same time', async () => {
  const { git, tree, author } = repository;
  await make();
  const rounds = Array.from({ length: 3 }, (_, round) => round);
  const work = async (directory: string, name: string) => {
    for (const round of rounds) {
      await writeFile(path.join(directory, name), String(round));
      await git.commitAll(directory, author, `${name} ${round}`);
    }
  };
  await Promise.all([work(tree, 'project.txt'), work(task, 'task.txt')]);
  const ahead = await git.ahead(tree, {
    from: (await git.head(tree)) ?? '',
    to: (await git.head(task)) ?? '',
    limit: 99,
  });
  expect(ahead).toMatchObject({ count: rounds.length, base });
  expect(existsSync(path.join(tree, 'task.txt'))).toBe(false);
});

it('makes nothing where the branch is there, or cannot stand beside another', async () => {
  const { git, run } = repository;
  run('branch', 'task/login');
  expect(await make()).toEqual({ kind: 'taken' });
  expect(existsSync(task)).toBe(false);
  run('branch', '--move', 'task/login', 'task');
  expect(await make()).toEqual({ kind: 'taken' });
  const nowhere = { branch: 'task/x', sha: 'a'.repeat(40), isResumed: false };
  expect(await git.addWorktree(task, nowhere)).toEqual({ kind: 'unknown' });
});

it('finishes a tree that a crash left half made', async () => {
  const { git, run, tree } = repository;
  run('branch', 'task/login', base);
  await writeFile(`${tree}-x`, '');
  expect(await make(true)).toEqual({ kind: 'done' });
  await rm(path.join(task, 'a.txt'));
  await rm(path.join(tree, '../git/shop.git/worktrees/login/index'), { force: true });
  expect(await make(true)).toEqual({ kind: 'done' });
  expect(await readFile(path.join(task, 'a.txt'), 'utf8')).toBe('one\n');
  expect(await git.changes(task)).toEqual([]);
});

it('changes the files of whichever tree has the target of a merge', async () => {
  const { git, tree, author, commit, write } = repository;
  await make();
  await write('a.txt', 'project\n');
  const main = await commit('Project');
  await writeFile(path.join(task, 'b.txt'), 'task\n');
  await git.commitAll(task, author, 'Task');
  // Asked for in the project's tree, as the forge does.
  const made = await git.merge(tree, merging(main, { target: 'task/login' }));
  expect(made).toMatchObject({ kind: 'merged', isCheckedOut: true });
  expect(await readFile(path.join(task, 'a.txt'), 'utf8')).toBe('project\n');
  expect(await git.changes(task)).toEqual([]);
  await writeFile(path.join(task, 'b.txt'), 'not committed\n');
  const head = (await git.head(task)) ?? '';
  expect(await git.merge(task, merging(head))).toMatchObject({ kind: 'merged' });
  expect(await readFile(path.join(tree, 'b.txt'), 'utf8')).toBe('task\n');
  expect(await git.changes(tree)).toEqual([]);
});

it('lets no branch be used or deleted that another tree has checked out', async () => {
  const { git, tree } = repository;
  await make();
  expect(await git.useBranch(tree, 'task/login', false)).toEqual({ kind: 'elsewhere' });
  expect(await git.deleteBranch(tree, 'task/login')).toEqual({ kind: 'elsewhere' });
  expect(await git.useBranch(task, 'main', false)).toEqual({ kind: 'elsewhere' });
  expect(await git.deleteBranch(task, 'main')).toEqual({ kind: 'elsewhere' });
});

it('retires a branch at one commit only, and keeps that from being cleaned up', async () => {
  const { git, tree, author, run } = repository;
  await make();
  await writeFile(path.join(task, 'a.txt'), 'task\n');
  const { sha = '' } = (await git.commitAll(task, author, 'Task')) ?? {};
  expect(await git.retireBranch(tree, 'task/login', base)).toBe(false);
  await rm(task, { recursive: true });
  await rm(path.join(tree, '../git/shop.git/worktrees/login'), { recursive: true });
  expect(await git.retireBranch(tree, 'task/login', sha)).toBe(true);
  expect(await git.retireBranch(tree, 'task/login', sha)).toBe(true);
  expect(await git.branchHead(tree, 'task/login')).toBeUndefined();
  run('reflog', 'expire', '--expire=now', '--all');
  run('gc', '--quiet', '--prune=now');
  expect(await git.isRetired(tree, sha)).toBe(true);
  expect(await git.isRetired(tree, base)).toBe(false);
  expect(await git.resolve(tree, sha)).toBe(sha);
});

it('survives a clean-up of the repository', async () => {
  const { git, run } = repository;
  await make();
  run('gc', '--quiet', '--prune=now');
  run('worktree', 'prune', '--expire=now');
  expect(await git.changes(task)).toEqual([]);
  expect(await git.head(task)).toBe(base);
});
