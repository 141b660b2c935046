import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gitCli } from './cli.ts';

const author = { name: 'Alice', email: '7@telegram.invalid' };
let root: string;
let tree: string;
const git = gitCli({ gitDirectory: (directory) => `${root}/git/${path.basename(directory)}.git` });

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'git-'));
  tree = path.join(root, 'shop');
  await mkdir(tree);
  await git.init(tree);
});

afterEach(() => rm(root, { recursive: true, force: true }));

it('commits everything in one commit and names what changed', async () => {
  await writeFile(path.join(tree, 'файл с пробелом.txt'), 'one\ntwo\n');
  await writeFile(path.join(tree, 'image.bin'), Buffer.from([0, 1, 2, 0]));

  const commit = await git.commitAll(tree, author, 'First\n\nOperation: turn-1');

  expect(commit?.sha).toMatch(/^[0-9a-f]{40}$/u);
  expect(commit?.files).toEqual([
    { path: 'image.bin', added: 0, removed: 0 },
    { path: 'файл с пробелом.txt', added: 2, removed: 0 },
  ]);
  expect(await git.changes(tree)).toEqual([]);
  expect(await git.head(tree)).toBe(commit?.sha);
  const shown = execFileSync('git', ['log', '--format=%an <%ae>%n%B'], { cwd: tree }).toString();
  expect(shown).toContain('Alice <7@telegram.invalid>');
});

it('makes no commit when nothing differs', async () => {
  expect(await git.commitAll(tree, author, 'Nothing')).toBeUndefined();
  await writeFile(path.join(tree, 'a'), 'a');
  await git.commitAll(tree, author, 'a');
  expect(await git.commitAll(tree, author, 'Nothing')).toBeUndefined();
});

it('finds the commit of an operation by its trailer', async () => {
  await writeFile(path.join(tree, 'a'), 'a');
  const commit = await git.commitAll(tree, author, 'Add a\n\nOperation: turn-1');
  await writeFile(path.join(tree, 'b'), 'b');
  await git.commitAll(tree, author, 'Add b\n\nOperation: turn-2');

  expect(await git.findByTrailer(tree, 'Operation', 'turn-1')).toEqual(commit);
  expect(await git.findByTrailer(tree, 'Operation', 'turn-3')).toBeUndefined();
});

it('runs nothing that somebody planted in the tree', async () => {
  const mark = path.join(root, 'ran');
  await mkdir(path.join(tree, '.githooks'));
  await rm(path.join(tree, '.git'));
  await mkdir(path.join(tree, '.git', 'hooks'), { recursive: true });
  await writeFile(
    path.join(tree, '.git', 'config'),
    `[core]\n\tfsmonitor = "touch ${mark}; false"\n`,
  );
  await writeFile(path.join(tree, '.git', 'hooks', 'pre-commit'), `#!/bin/sh\ntouch ${mark}\n`, {
    mode: 0o755,
  });
  await writeFile(path.join(tree, 'a'), 'a');

  await git.commitAll(tree, author, 'Add a');

  await expect(import('node:fs/promises').then((fs) => fs.access(mark))).rejects.toThrow('ENOENT');
});

it('lets questions and commits of one tree come at once', async () => {
  await writeFile(path.join(tree, 'a'), 'a');
  const asked = Array.from({ length: 10 }, () => git.changes(tree));
  const commit = git.commitAll(tree, author, 'Add a');
  await Promise.all([...asked, commit, git.head(tree), git.changes(tree)]);
  expect((await commit)?.files).toHaveLength(1);
});

it('goes on over the lock of a git that was killed', async () => {
  await writeFile(path.join(tree, 'a'), 'a');
  const lock = path.join(root, 'git/shop.git/index.lock');
  await writeFile(lock, '');
  const longAgo = new Date(Date.now() - 3_600_000);
  await utimes(lock, longAgo, longAgo);
  expect(await git.commitAll(tree, author, 'Add a')).toBeDefined();
});

it('faults with what git said', async () => {
  await expect(git.commitAll('/nonexistent', author, 'x')).rejects.toMatchObject({
    code: 'git-failed',
  });
});
