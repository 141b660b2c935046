import { execFileSync } from 'node:child_process';
import { access, mkdtemp, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
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

it('has no head on a branch without a commit, whatever other branches hold', async () => {
  await writeFile(path.join(tree, 'a'), 'a');
  await git.commitAll(tree, author, 'On main');
  execFileSync('git', ['symbolic-ref', 'HEAD', 'refs/heads/fresh'], { cwd: tree });
  expect(await git.head(tree)).toBeUndefined();
  expect(await git.changes(tree)).toMatchObject([{ path: 'a' }]);
  const commit = await git.commitAll(tree, author, 'On fresh');
  expect(await git.head(tree)).toBe(commit?.sha);
  expect(await git.countCommits(tree)).toBe(1);
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
  expect(await git.findByTrailer(tree, 'Operation', 'turn-')).toBeUndefined();
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

/** A repository inside the tree, whose every setting and hook leaves a mark when it runs. */
async function plantRepository(name: string, mark: string): Promise<string> {
  const nested = path.join(tree, name);
  const evil = path.join(root, 'evil');
  await writeFile(evil, `#!/bin/sh\ntouch ${mark}\ncat\n`, { mode: 0o755 });
  await mkdir(nested, { recursive: true });
  const run = (...args: string[]) => execFileSync('git', args, { cwd: nested, stdio: 'pipe' });
  run('init', '--quiet');
  run('config', 'user.name', 'x');
  run('config', 'user.email', 'x@x');
  await writeFile(path.join(nested, 'file'), 'one\n');
  await writeFile(path.join(nested, '.gitattributes'), '* filter=evil\n');
  run('add', '--all');
  run('commit', '--quiet', '--message=x');
  for (const setting of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.process'])
    run('config', setting, evil);
  for (const hook of ['pre-commit', 'post-index-change', 'post-checkout'])
    await writeFile(path.join(nested, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${mark}\n`, {
      mode: 0o755,
    });
  await writeFile(path.join(nested, 'file'), 'two and more\n');
  return nested;
}

it('runs nothing of a repository inside the tree, leaves it out and says so', async () => {
  const mark = path.join(root, 'ran');
  await plantRepository('sub [1]/näst', mark);
  await plantRepository('sub [1]/old', mark);
  // As an earlier version, or a person, may have committed it.
  const bare = { cwd: tree, stdio: 'pipe' } as const;
  execFileSync('git', ['add', 'sub [1]/old'], bare);
  await rm(mark, { force: true });
  await writeFile(path.join(tree, 'a'), 'a');
  await git.changes(tree);
  const first = await git.commitAll(tree, author, 'Add a');
  await writeFile(path.join(tree, 'sub [1]/näst/file'), 'three');
  await writeFile(path.join(tree, 'a'), 'b');
  await git.changes(tree);
  const second = await git.commitAll(tree, author, 'Change a');

  await expect(access(mark)).rejects.toThrow('ENOENT');
  for (const commit of [first, second]) {
    expect(commit?.files.map((file) => file.path)).toEqual(['a']);
    expect(commit?.leftOut).toEqual(['sub [1]/näst', 'sub [1]/old']);
  }
});

it('commits beside a repository inside the tree that has no commit', async () => {
  await mkdir(path.join(tree, 'sub'));
  execFileSync('git', ['init', '--quiet'], { cwd: path.join(tree, 'sub') });
  await writeFile(path.join(tree, 'sub', 'x'), 'x');
  await writeFile(path.join(tree, 'a'), 'a');
  expect(await git.commitAll(tree, author, 'Add a')).toMatchObject({
    files: [{ path: 'a' }],
    leftOut: ['sub'],
  });
});

it('stays with files it knows when their directory becomes a repository', async () => {
  const mark = path.join(root, 'ran');
  await mkdir(path.join(tree, 'sub'));
  await writeFile(path.join(tree, 'sub', 'file'), 'before');
  await git.commitAll(tree, author, 'Before');
  await plantRepository('sub', mark);
  await rm(mark, { force: true });
  expect(await git.commitAll(tree, author, 'After')).toMatchObject({
    files: expect.arrayContaining([{ path: 'sub/file', added: 1, removed: 1 }]),
  });
  await git.changes(tree);
  await expect(access(mark)).rejects.toThrow('ENOENT');
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
