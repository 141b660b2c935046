import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RealRepository, realRepository } from './real-repository.ts';

let repository: RealRepository;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

const undo = (sha: string, isResumed = false) =>
  repository.git.undo(repository.tree, {
    sha,
    author: repository.author,
    message: `Undo\n\nOperation: undo-1\nUndoes: ${sha}\n`,
    isResumed,
  });
const show = (file: string) => repository.run('show', `HEAD:${file}`);
const status = () => repository.run('status', '--porcelain');

it('takes a commit back by a commit, in the middle of a history, and leaves a clean tree', async () => {
  const { write, remove, commit, git, tree } = repository;
  await write('a', 'one\n');
  await write('run.sh', 'x\n');
  const first = await commit('First');
  await write('a', 'two\n');
  await write('файл', 'new\n');
  await remove('run.sh');
  const second = await commit('Second');
  await write('c', 'later\n');
  const third = await commit('Third');

  const outcome = await undo(second);

  expect(outcome).toMatchObject({ kind: 'undone' });
  expect(status()).toBe('');
  expect(show('a')).toBe('one\n');
  expect(show('run.sh')).toBe('x\n');
  expect(show('c')).toBe('later\n');
  expect(repository.run('ls-files')).not.toContain('файл');
  const log = repository.run('log', '--format=%H').trim().split('\n');
  expect(log.slice(1)).toEqual([third, second, first]);
  expect(repository.run('log', '-1', '--format=%an %B')).toContain('Alice Undo');
  expect(await git.undoers(tree)).toEqual(new Map([[second, [log[0]]]]));
});

it('takes an undo back', async () => {
  const { write, commit } = repository;
  await write('a', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  const second = await commit('Second');
  const once = await undo(second);
  if (once.kind !== 'undone') throw new Error(once.kind);
  expect(await undo(once.commit.sha)).toMatchObject({ kind: 'undone' });
  expect(show('a')).toBe('two\n');
});

it('changes nothing on a conflict and names the files', async () => {
  const { write, commit, run } = repository;
  await write('a\nb', 'one\n');
  await commit('First');
  await write('a\nb', 'two\n');
  await write('other', 'x\n');
  const second = await commit('Second');
  await write('a\nb', 'three\n');
  const third = await commit('Third');

  expect(await undo(second)).toEqual({ kind: 'conflict', paths: ['a\nb'] });

  expect(run('rev-parse', 'HEAD').trim()).toBe(third);
  expect(status()).toBe('');
});

it('does not merge what the tree says should be merged otherwise', async () => {
  const { write, commit } = repository;
  await write('.gitattributes', '* merge=union\n');
  await write('a', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  const second = await commit('Second');
  await write('a', 'three\n');
  await commit('Third');
  expect(await undo(second)).toMatchObject({ kind: 'conflict' });
});

it('refuses a tree with uncommitted work and names it', async () => {
  const { write, commit } = repository;
  await write('a', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  const second = await commit('Second');
  await write('mine', 'x\n');
  await write('a', 'work\n');
  expect(await undo(second)).toEqual({ kind: 'dirty', paths: ['a', 'mine'] });
  expect(status()).toContain('mine');
});

it('does not write over an ignored file that lies in the way', async () => {
  const { write, remove, commit, git, tree } = repository;
  await write('notes', 'committed\n');
  await commit('First');
  await remove('notes');
  await write('.gitignore', 'notes\n');
  await commit('Second');
  const head = await git.head(tree);
  await write('notes', 'private\n');
  const third = await undo(head ?? '');
  expect(third).toEqual({ kind: 'dirty', paths: ['notes'] });
  expect(await git.head(tree)).toBe(head);
});

it('says when nothing of it is left', async () => {
  const { write, commit } = repository;
  await write('a', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  const second = await commit('Second');
  await write('a', 'one\n');
  await commit('By hand');
  expect(await undo(second)).toEqual({ kind: 'nothing' });
});

it('goes on after a crash that left half of the files changed', async () => {
  const { write, commit, beginsMove } = repository;
  await write('a', 'one\n');
  await write('b', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  await write('b', 'two\n');
  const second = await commit('Second');
  await write('a', 'one\n');
  await write('b', 'on');
  expect(await undo(second)).toMatchObject({ kind: 'dirty' });
  // Tried before, and never begun: what lies there is somebody's.
  expect(await undo(second, true)).toMatchObject({ kind: 'dirty' });
  await beginsMove('HEAD', 'HEAD~1');
  expect(await undo(second, true)).toMatchObject({ kind: 'undone' });
  expect([show('a'), show('b'), status()]).toEqual(['one\n', 'one\n', '']);
});

it('goes on after a crash in the middle of a change of .gitignore, and leaves what was ignored', async () => {
  const { write, commit, beginsMove, git, tree } = repository;
  await write('a', 'one\n');
  await write('in/.gitignore', '# nothing\n');
  await write('.gitignore', '# nothing\n');
  await commit('First');
  await write('a', 'two\n');
  await write('in/.gitignore', 'out/\n');
  await write('.gitignore', 'секрет.txt\n');
  const second = await commit('Second');
  await write('секрет.txt', 'private\n');
  await write('in/out/x', 'built\n');
  // The rules are put back already, the rest is not.
  await write('in/.gitignore', '# nothing\n');
  await write('.gitignore', '# nothing\n');
  await beginsMove('HEAD', 'HEAD~1');
  await write('mine', 'x\n');
  expect(await undo(second, true)).toEqual({ kind: 'dirty', paths: ['mine'] });
  const read = (name: string) => readFile(path.join(tree, name), 'utf8');
  expect([await read('a'), await read('mine')]).toEqual(['two\n', 'x\n']);

  await repository.remove('mine');
  expect(await undo(second, true)).toMatchObject({ kind: 'undone' });
  const files = await Promise.all(['a', 'секрет.txt', 'in/out/x'].map(read));
  expect(files).toEqual(['one\n', 'private\n', 'built\n']);
  expect((await git.changes(tree)).map(({ path }) => path)).toEqual(['in/out/x', 'секрет.txt']);
});

it('keeps work of somebody else when it goes on after a crash', async () => {
  const { write, commit } = repository;
  await write('a', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  const second = await commit('Second');
  await write('mine', 'x\n');
  expect(await undo(second, true)).toEqual({ kind: 'dirty', paths: ['mine'] });
});

it('keeps the links to other repositories and the modes of files', async () => {
  const { write, commit, run, tree } = repository;
  await write('a', 'one\n');
  await commit('First');
  run('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor/lib`);
  run('commit', '--quiet', '--message=Link');
  await chmod(path.join(tree, 'a'), 0o755);
  run('commit', '--quiet', '--all', '--message=Mode');
  const sha = run('rev-parse', 'HEAD').trim();
  expect(await undo(sha)).toMatchObject({ kind: 'undone' });
  expect(run('ls-tree', '-r', 'HEAD')).toContain('160000 commit');
  expect((await stat(path.join(tree, 'a'))).mode & 0o111).toBe(0);
});

it('works on a detached head and stays on it', async () => {
  const { write, commit, run, git, tree } = repository;
  await write('a', 'one\n');
  await commit('First');
  await write('a', 'two\n');
  const second = await commit('Second');
  run('checkout', '--quiet', '--detach');
  expect(await undo(second)).toMatchObject({ kind: 'undone' });
  const { current, branches } = await git.branches(tree);
  expect(current).toBeUndefined();
  expect(branches).toMatchObject([{ name: 'main', sha: second }]);
});

it('brings files back to what they were, also those that were never committed', async () => {
  const { write, remove, commit, git, tree } = repository;
  await write('a', 'one\n');
  await write('b', 'one\n');
  const head = await commit('First');
  await write('a', 'left by somebody\n');
  await write('new', 'left by somebody\n');
  const before = await git.snapshot(tree);
  await write('a', 'two\n');
  await write('new', 'two\n');
  await write('more', 'two\n');
  await remove('b');

  const { restored, inTheWay } = await git.restore(tree, before.tree);

  expect([restored.toSorted(), inTheWay]).toEqual([['a', 'b', 'more', 'new'], []]);
  expect((await git.snapshot(tree)).tree).toBe(before.tree);
  expect(await git.head(tree)).toBe(head);
  expect((await git.restore(tree, before.tree)).restored).toEqual([]);
});

it('puts back what was changed, and leaves what git ignored alone, whatever became of the rules', async () => {
  const { write, remove, commit, git, tree, run } = repository;
  await write('.gitignore', '.env\ndata/\n');
  await write('docs/.gitignore', 'draft\n');
  await write('a', 'one\n');
  await commit('First');
  await write('.env', 'KEY=1\n');
  await write('data/db', 'precious\n');
  await write('docs/draft', 'mine\n');
  await write('data/.gitignore', '*\n');
  const before = await git.snapshot(tree);
  await write('.gitignore', 'a\n');
  await remove('docs/.gitignore');
  await write('src/.gitignore', '!*\n');
  await write('a', 'two\n');

  const { restored, inTheWay } = await git.restore(tree, before.tree);

  const changed = ['.gitignore', 'a', 'docs/.gitignore', 'src/.gitignore'];
  expect([restored.toSorted(), inTheWay]).toEqual([changed, []]);
  const read = (name: string) => readFile(path.join(tree, name), 'utf8');
  expect(
    await Promise.all(['.env', 'data/db', 'docs/draft', 'data/.gitignore', 'a'].map(read)),
  ).toEqual(['KEY=1\n', 'precious\n', 'mine\n', '*\n', 'one\n']);
  expect(run('status', '--porcelain')).toBe('');
});

it('takes no ignored folder away for a file of its name', async () => {
  const { write, remove, commit, tree } = repository;
  await write('data', 'a file\n');
  await commit('First');
  await remove('data');
  await write('.gitignore', 'data/\n');
  const second = await commit('Second');
  await write('data/db', 'precious\n');

  expect(await undo(second)).toEqual({ kind: 'dirty', paths: ['data'] });
  expect(await readFile(path.join(tree, 'data/db'), 'utf8')).toBe('precious\n');
});
