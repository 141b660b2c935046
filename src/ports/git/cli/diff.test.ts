import { chmod, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMasker, MASK } from '#lib/mask/masker.ts';
import { EMPTY_TREE } from '../diff.ts';
import { maskedGit } from '../masked.ts';
import { type RealRepository, realRepository } from './real-repository.ts';

let repository: RealRepository;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

const diffOf = async (from: string, to: string) => {
  const { git, tree } = repository;
  const files = await git.diffFiles(tree, from, to);
  const all = await git.diffAllHunks(tree, { from, to, files });
  return { files, all };
};

it('tells every kind of change apart, by file and as a whole alike', async () => {
  const { git, tree, write, commit } = repository;
  const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
  await write('modified.txt', 'one\ntwo\nthree\n');
  await write('gone.txt', 'gone\n');
  await write('old name.txt', long);
  await write('run.sh', 'echo\n');
  await write('image.bin', Buffer.from([0, 1, 2]));
  await write('kind', 'text\n');
  await write('unended', 'a');
  const from = await commit('Before');
  await write('modified.txt', 'one\n2\nthree\n');
  await unlink(path.join(tree, 'gone.txt'));
  await rename(path.join(tree, 'old name.txt'), path.join(tree, 'new name.txt'));
  await write('new name.txt', `${long}\nmore`);
  await chmod(path.join(tree, 'run.sh'), 0o755);
  await write('image.bin', Buffer.from([0, 3, 4, 5]));
  await unlink(path.join(tree, 'kind'));
  await symlink('modified.txt', path.join(tree, 'kind'));
  await write('unended', 'b');
  await write('added.txt', 'diff --git a/x b/x\n@@ -1 +1 @@\n');
  const to = await commit('After');

  const { files, all } = await diffOf(from, to);

  const byPath = Object.fromEntries(files.map((file) => [file.path, file]));
  expect(byPath).toMatchObject({
    'modified.txt': { change: 'modified', added: 1, removed: 1, isBinary: false, sizeBytes: 14 },
    'gone.txt': { change: 'deleted', removed: 1 },
    'new name.txt': { change: 'renamed', oldPath: 'old name.txt' },
    'run.sh': { change: 'modified', oldMode: '100644', newMode: '100755', added: 0 },
    'image.bin': { isBinary: true, sizeBytes: 4 },
    kind: { change: 'type', oldMode: '100644', newMode: '120000' },
    'added.txt': { change: 'added', added: 2 },
  });
  for (const [index, file] of files.entries()) {
    const one = await git.diffHunks(tree, file);
    const lines = (hunks: typeof one) => hunks.flatMap((hunk) => hunk.lines);
    expect(lines(one).toSorted(bySign)).toEqual(lines(all[index] ?? []).toSorted(bySign));
  }
  const unended = all[files.findIndex((file) => file.path === 'unended')];
  expect(unended?.[0]?.lines).toEqual([
    { sign: '-', text: 'a', isUnended: true },
    { sign: '+', text: 'b', isUnended: true },
  ]);
});

function bySign(left: { sign: string; text: string }, right: { sign: string; text: string }) {
  return `${left.sign}${left.text}`.localeCompare(`${right.sign}${right.text}`);
}

it('takes names of every kind, and as the bytes they are', async () => {
  const names = [
    'line\nbreak',
    'tab\there',
    '"quotes"',
    '-leading',
    '--force',
    ':(glob)x',
    'caf\u00E9',
    'cafe\u0301',
    'файл 日本 😀',
    'back\\slash',
    ' lead and trail ',
  ];
  for (const name of names) await repository.write(name, 'x\n');
  const sha = await repository.commit('Names');

  const { files, all } = await diffOf(EMPTY_TREE, sha);

  expect(files.map((file) => file.path).toSorted()).toEqual(names.toSorted());
  expect(all.every((hunks) => hunks[0]?.lines[0]?.text === 'x')).toBe(true);
  for (const name of names)
    expect(await repository.git.countCommits(repository.tree, name)).toBe(1);
});

it('shows what the tree wants to hide by .gitattributes', async () => {
  const from = await repository.commit(await repository.write('a', 'x\n').then(() => 'First'));
  await repository.write('.gitattributes', '* -diff -text\n');
  await repository.write('a', 'malicious\n');
  const to = await repository.commit('Second');

  const { files, all } = await diffOf(from, to);

  expect(files.map((file) => [file.path, file.isBinary])).toEqual([
    ['.gitattributes', false],
    ['a', false],
  ]);
  expect(all[1]?.[0]?.lines.map((line) => line.text)).toEqual(['x', 'malicious']);
});

it('takes a large text for binary, and says how large it is', async () => {
  const huge = 'x'.repeat(9_000_000);
  await repository.write('huge.txt', huge);
  const sha = await repository.commit('Huge');

  const { files, all } = await diffOf(EMPTY_TREE, sha);

  expect(files).toMatchObject([{ isBinary: true, sizeBytes: 9_000_000 }]);
  expect(all).toEqual([[]]);
});

it('keeps uncommitted changes as a tree that stays when the files change', async () => {
  const { git, tree, write } = repository;
  await write('a', 'one\n');
  const head = await repository.commit('First');
  await write('a', 'two\n');
  await write('new', 'x\n');
  const taken = await git.snapshot(tree);
  await write('a', 'three\n');

  expect(taken.head).toBe(head);
  const files = await git.diffFiles(tree, taken.headTree, taken.tree);
  expect(files.map((file) => file.path)).toEqual(['a', 'new']);
  const [first] = files;
  const hunks = first ? await git.diffHunks(tree, first) : [];
  expect(hunks[0]?.lines.map((line) => line.text)).toEqual(['one', 'two']);
});

it('begins with nothing: an empty repository has a snapshot and no history', async () => {
  const { git, tree } = repository;
  expect(await git.snapshot(tree)).toMatchObject({ headTree: EMPTY_TREE, tree: EMPTY_TREE });
  expect(await git.log(tree, { skip: 0, limit: 5 })).toEqual([]);
  expect(await git.countCommits(tree)).toBe(0);
  expect(await git.resolve(tree, 'HEAD')).toBeUndefined();
  expect(await git.branches(tree)).toEqual({ current: 'main', branches: [], onServer: [] });
  expect(await git.undoers(tree)).toEqual(new Map());
});

it('shows where a submodule points and never enters it', async () => {
  const { git, tree, write, run } = repository;
  await write('a', 'x\n');
  await repository.commit('First');
  const [one, two] = ['1', '2'].map((digit) => digit.repeat(40));
  run('update-index', '--add', '--cacheinfo', `160000,${one},vendor/lib`);
  run('commit', '--quiet', '--message=Link');
  const from = run('rev-parse', 'HEAD').trim();
  run('update-index', '--add', '--cacheinfo', `160000,${two},vendor/lib`);
  run('commit', '--quiet', '--message=Move');
  const to = run('rev-parse', 'HEAD').trim();

  const { files, all } = await diffOf(from, to);

  expect(files).toMatchObject([{ path: 'vendor/lib', oldMode: '160000', newMode: '160000' }]);
  const [file] = files;
  const lines = (await git.diffHunks(tree, file!))[0]?.lines.map((line) => line.text);
  expect(lines).toEqual([`Subproject commit ${one}`, `Subproject commit ${two}`]);
  expect(all[0]?.[0]?.lines.map((line) => line.text)).toEqual(lines);
  const snapshot = await git.snapshot(tree);
  expect(snapshot.tree).toBe(snapshot.headTree);
});

it('shows no secret, on either side, also when it has many lines', async () => {
  const masker = createMasker(['the-secret-of-the-shop']);
  const git = maskedGit(repository.git, masker);
  const body = Array.from({ length: 6 }, (_, at) => `${'Ab9/'.repeat(15)}${at}`);
  const key = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----'];
  const { tree, write, commit } = repository;
  await write('a', `x = "the-secret-of-the-shop"\nkept\n`);
  const from = await commit('First');
  await write('a', `x = "gone"\nkept\n`);
  await write('key.pem', `${key.join('\n')}\nbehind\n`);
  const to = await commit('Second');

  const files = await git.diffFiles(tree, from, to);
  const all = await git.diffAllHunks(tree, { from, to, files });
  const text = JSON.stringify([all, await git.patch(tree, from, to)]);

  expect(text).not.toContain('the-secret-of-the-shop');
  for (const line of body) expect(text).not.toContain(line);
  expect(all[0]?.[0]?.lines.map((line) => line.text)).toEqual([
    `x = "${MASK}"`,
    'x = "gone"',
    'kept',
  ]);
  expect(all[1]?.[0]?.lines).toHaveLength(9);
  expect(all[1]?.[0]?.lines.at(-1)?.text).toBe('behind');
});

it('finds files too large for a server, changed and new, before they are taken in', async () => {
  const { git, tree, write } = repository;
  await write('.gitignore', 'ignored\n');
  await write('kept.bin', 'x'.repeat(3_000));
  await repository.commit('First');
  await write('new\nname.bin', 'x'.repeat(2_000));
  await write('ignored', 'x'.repeat(9_000));
  await write('small', 'x');
  expect(await git.largeFiles(tree, 1_000)).toEqual([{ path: 'new\nname.bin', sizeBytes: 2_000 }]);
  await writeFile(path.join(tree, 'kept.bin'), 'y'.repeat(4_000));
  expect(await git.largeFiles(tree, 1_000)).toHaveLength(2);
});
