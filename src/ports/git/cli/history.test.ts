import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fastHistory } from './fast-history.ts';
import { type RealRepository, realRepository } from './real-repository.ts';

let repository: RealRepository;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

it('pages through 500 commits on several branches, without losing or repeating one', async () => {
  const { git, tree } = repository;
  const made = fastHistory(repository, { commits: 500, branches: ['feature/ветка', 'release-1'] });

  expect(await git.countCommits(tree)).toBe(500);
  const seen: string[] = [];
  for (let skip = 0; ; skip += 64) {
    const page = await git.log(tree, { skip, limit: 64 });
    seen.push(...page.map((commit) => commit.sha));
    if (page.length < 64) break;
  }
  expect(new Set(seen).size).toBe(500);
  expect(seen).toEqual(repository.run('rev-list', 'HEAD').trim().split('\n'));
  expect(await git.countCommits(tree, made.path)).toBe(10);
  const [newest] = await git.log(tree, { skip: 0, limit: 1, path: made.path });
  expect(newest).toMatchObject({
    author: 'Мария 日本',
    operation: expect.stringMatching(/^turn-/u),
  });
  for (const path of ['../x', '/etc', 'a\0b', 'x'.repeat(5_000)])
    expect(await git.countCommits(tree, path)).toBe(0);
  const { current, branches } = await git.branches(tree);
  expect(current).toBe('main');
  expect(branches.map(({ name, isMerged }) => [name, isMerged])).toEqual([
    ['feature/ветка', false],
    ['main', true],
    ['release-1', false],
  ]);
});

it('resolves what names one commit, and nothing that is an option, a search or a path', async () => {
  const { git, tree, write, commit } = repository;
  await write('a', 'x\n');
  const first = await commit('First');
  await write('a', 'y\n');
  const second = await commit('Second');
  for (const [word, sha] of [
    ['HEAD', second],
    ['main', second],
    ['HEAD~1', first],
    ['HEAD^', first],
    [first.slice(0, 7), first],
    [second, second],
  ] as const)
    expect(await git.resolve(tree, word)).toBe(sha);
  for (const word of ['', '--all', '-n1', ':/First', 'HEAD:a', 'HEAD^{/x}', 'nope', 'a b', 'a\nb'])
    expect(await git.resolve(tree, word)).toBeUndefined();
  expect(await git.commit(tree, '0'.repeat(40))).toBeUndefined();
});

it('tells commits with an odd subject, author and several parents', async () => {
  const { git, tree, write, commit, run } = repository;
  await write('a', 'x\n');
  await commit('First');
  run('checkout', '--quiet', '-b', 'side');
  await write('b', 'x\n');
  run('add', '.');
  run('commit', '--quiet', '--message=side \u202Egnp\t"q"');
  run('checkout', '--quiet', 'main');
  run('merge', '--quiet', '--no-ff', '--message=Merge', 'side');
  const [merge, ...others] = await git.log(tree, { skip: 0, limit: 5 });
  const side = others.find((commit) => commit.author === 'Person');
  expect(merge?.parents).toHaveLength(2);
  expect(side).toMatchObject({ subject: 'side \u202Egnp\t"q"' });
  expect(side?.operation).toBeUndefined();
});

it('mends the lock that a crash left before this process began', async () => {
  const { git, tree, write, commit } = repository;
  await write('a', 'x\n');
  await commit('First');
  const lock = path.join(tree, '../git/shop.git/index.lock');
  await write('../git/shop.git/index.lock', '');
  const before = new Date(Date.now() - process.uptime() * 1_000 - 30_000);
  await utimes(lock, before, before);
  expect(await git.snapshot(tree)).toMatchObject({ leftOut: [] });
});

it('makes, uses and deletes branches, and refuses names that git or people could misread', async () => {
  const { git, tree, write, commit } = repository;
  await write('a', 'x\n');
  const first = await commit('First');
  const names = [
    '-x',
    '--help',
    'a b',
    'a..b',
    'a~',
    'HEAD',
    'x.lock',
    'a//b',
    '/a',
    '@',
    'a\u202Eb',
  ];
  for (const name of ['', ...names])
    expect([name, await git.startBranch(tree, name, false)]).toEqual([name, { kind: 'bad-name' }]);
  expect(await git.startBranch(tree, 'fix/ветка', false)).toEqual({ kind: 'done', sha: first });
  expect(await git.startBranch(tree, 'fix/ветка', false)).toEqual({ kind: 'taken' });
  expect(await git.startBranch(tree, 'fix', false)).toEqual({ kind: 'taken' });
  await write('a', 'y\n');
  const second = await commit('Second');
  await write('a', 'work\n');
  expect(await git.useBranch(tree, 'main', false)).toEqual({ kind: 'dirty', paths: ['a'] });
  await commit('Third');
  expect(await git.useBranch(tree, 'nope', false)).toEqual({ kind: 'unknown' });
  expect(await git.useBranch(tree, 'main', false)).toEqual({ kind: 'done', sha: first });
  expect(repository.run('status', '--porcelain')).toBe('');
  expect(repository.run('show', 'HEAD:a')).toBe('x\n');
  expect((await git.branches(tree)).branches).toMatchObject([
    { name: 'fix/ветка', isMerged: false, subject: 'Third' },
    { name: 'main', isMerged: true },
  ]);
  expect(await git.deleteBranch(tree, 'main')).toEqual({ kind: 'current' });
  expect(await git.deleteBranch(tree, 'fix/ветка')).toMatchObject({ kind: 'done' });
  expect(await git.deleteBranch(tree, 'fix/ветка')).toEqual({ kind: 'unknown' });
  expect(await git.resolve(tree, second)).toBe(second);
});
