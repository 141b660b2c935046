import { afterEach, beforeEach, expect, it } from 'vitest';
import { fastHistory } from './fast-history.ts';
import { realRepository, type RealRepository } from './real-repository.ts';

let repository: RealRepository;
beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

const message = 'Merge\n\nOperation: merge-1\n';
const wish = (head: string, more: object = {}) =>
  ({
    target: 'main',
    head,
    method: 'merge',
    author: { name: 'Alice', email: '7@telegram.invalid' },
    message,
    isResumed: false,
    ...more,
  }) as const;

it('names a branch by its exact name', async () => {
  const { git, tree, write, commit } = repository;
  await write('a.txt', '1');
  const head = await commit('One');
  expect(await git.branchHead(tree, 'main')).toBe(head);
  for (const name of ['main~0', 'main@{0}', 'HEAD', '--help', 'ma', 'main^{tree}', '', '\n'])
    expect(await git.branchHead(tree, name)).toBeUndefined();
});

it('tells what a branch of a long history has more, and where it parted', async () => {
  const { git, tree, run } = repository;
  fastHistory(repository, { commits: 500, branches: ['сторона/один'] });
  const [from, to] = [
    await git.branchHead(tree, 'main'),
    await git.branchHead(tree, 'сторона/один'),
  ];
  const ahead = await git.ahead(tree, { from: from!, to: to!, limit: 1 });
  expect(ahead.count).toBe(1);
  expect(ahead.base).toBe(run('rev-parse', 'main~250').trim());
  expect(ahead.commits).toMatchObject([{ author: 'Мария 日本', email: '7@telegram.invalid' }]);
  const back = await git.ahead(tree, { from: to!, to: from!, limit: 3 });
  expect(back.count).toBe(250);
  expect(back.commits).toHaveLength(3);
});

it('goes on with a merge that a crash left in the middle of the files', async () => {
  const { git, tree, write, commit, run, beginsMove } = repository;
  await write('a.txt', 'one');
  await write('b.txt', 'one');
  await commit('One');
  run('switch', '--quiet', '-c', 'side');
  await write('a.txt', 'two');
  await write('b.txt', 'two');
  const head = await commit('Two');
  run('switch', '--quiet', 'main');
  await write('a.txt', 'two');
  expect(await git.merge(tree, wish(head))).toEqual({ kind: 'dirty', paths: ['a.txt'] });
  await beginsMove('main', head);
  const made = await git.merge(tree, wish(head, { isResumed: true }));
  expect(made).toMatchObject({ kind: 'merged', isCheckedOut: true });
  expect(run('status', '--porcelain')).toBe('');
  const sha = run('rev-parse', 'main').trim();
  expect(made).toMatchObject({ sha });
  expect(await git.findMerge(tree, 'main', 'merge-1')).toEqual({ sha });
  expect(await git.findMerge(tree, 'main', 'merge-')).toBeUndefined();
  expect(await git.findMerge(tree, 'side', 'merge-1')).toBeUndefined();
  expect(await git.merge(tree, wish(head))).toEqual({ kind: 'nothing' });
});

it('does not let what lies in a tree decide how its files are merged', async () => {
  const { git, tree, write, commit, run } = repository;
  await write('.gitattributes', '* merge=ours\n');
  await write('a.txt', 'one\n');
  await commit('One');
  run('switch', '--quiet', '-c', 'side');
  await write('a.txt', 'mine\n');
  const head = await commit('Mine');
  run('switch', '--quiet', 'main');
  await write('a.txt', 'theirs\n');
  await commit('Theirs');
  expect(await git.merge(tree, wish(head))).toEqual({ kind: 'conflict', paths: ['a.txt'] });
  expect(await git.merge(tree, wish(head, { target: 'gone' }))).toEqual({ kind: 'unknown' });
  const other = run('commit-tree', 'side^{tree}', '-m', 'Other').trim();
  expect(await git.merge(tree, wish(other))).toEqual({ kind: 'unrelated' });
});

it('gives commits to a branch of their own, also when a crash came between', async () => {
  const { git, tree, write, commit, run } = repository;
  await write('a.txt', '1');
  const first = await commit('One');
  await write('a.txt', '2');
  await commit('Two');
  await write('a.txt', '3');
  const head = await commit('Three');
  await write('b.txt', 'not committed');
  const split = { from: 'main', head, count: 2, name: 'тема', isResumed: false };
  expect(await git.splitBranch(tree, { ...split, count: 3 })).toEqual({ kind: 'fixed' });
  expect(await git.splitBranch(tree, { ...split, head: first, count: 1 })).toEqual({
    kind: 'fixed',
  });
  expect(await git.splitBranch(tree, { ...split, name: 'main' })).toEqual({ kind: 'taken' });
  // Each place where a crash can come.
  run('branch', 'тема');
  expect(await git.splitBranch(tree, split)).toEqual({ kind: 'taken' });
  const again = { ...split, isResumed: true };
  for (const crash of [() => undefined, () => run('update-ref', 'refs/heads/main', head)]) {
    crash();
    expect(await git.splitBranch(tree, again)).toEqual({ kind: 'done', branch: 'тема' });
    expect(run('rev-parse', 'main', 'тема').trim().split('\n')).toEqual([first, head]);
    expect(run('symbolic-ref', '--short', 'HEAD').trim()).toBe('тема');
    expect(run('status', '--porcelain').trim()).toBe('?? b.txt');
  }
  expect(await git.splitBranch(tree, again)).toEqual({ kind: 'done', branch: 'тема' });
  expect(await git.splitBranch(tree, { ...split, name: 'x' })).toEqual({ kind: 'moved' });
});
