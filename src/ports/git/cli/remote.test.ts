import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Git } from '../port.ts';
import type { TransferProgress } from '../remote.ts';
import { gitCli } from './cli.ts';
import { gitServer, type GitServer } from './git-server.ts';
import { emptyKeys } from './ssh-keys.ts';
import { readProgress } from './transfer-progress.ts';

const LOGIN = { user: 'x-access-token', password: 'tok-1234567890' };
const GOOD = { token: LOGIN.password };
const alice = { name: 'Alice', email: '7@telegram.invalid' };
let root: string;
let server: GitServer;
let git: Git;
let tree: string;
const never = new AbortController().signal;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'remote-'));
  tree = path.join(root, 'shop');
  server = await gitServer(LOGIN);
  git = gitCli({
    gitDirectory: (directory) => path.join(root, 'git', `${path.basename(directory)}.git`),
    schemes: ['http', 'file'],
  });
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

function remote(url: string) {
  const read = git.readUrl(url);
  if (read.kind === 'bad') throw new Error(read.why);
  return read.remote;
}

const clone = (url: string, more: Partial<Parameters<Git['clone']>[2]> = {}) =>
  git.clone(tree, remote(url), {
    access: {},
    limitBytes: 10_000_000,
    timeoutMs: 30_000,
    signal: never,
    progress: () => undefined,
    ...more,
  });

const file = (name: string) => readFile(path.join(tree, name), 'utf8');

it('brings a repository here with its files, branches and history, and its token nowhere', async () => {
  await server.add('shop', { 'a.txt': 'one\n', 'src/b.txt': 'two\n' });
  const sha = await server.commit('shop', { 'a.txt': 'three\n' });
  server.git('shop', 'branch', 'other', 'main~1');
  const progress: TransferProgress[] = [];
  const done = await clone(`${server.url}/shop.git`, {
    access: GOOD,
    progress: (each) => progress.push(each),
  });
  expect(done).toEqual({
    kind: 'cloned',
    sha,
    branch: 'main',
    submodules: [],
    hasLargeFiles: false,
  });
  expect(await file('a.txt')).toBe('three\n');
  expect(await file('src/b.txt')).toBe('two\n');
  expect(await git.head(tree)).toBe(sha);
  expect(await git.countCommits(tree)).toBe(2);
  expect(await git.changes(tree)).toEqual([]);
  expect(await git.standing(tree)).toMatchObject({
    branch: 'main',
    there: sha,
    ahead: 0,
    behind: 0,
  });
  expect(progress).toContainEqual(
    expect.objectContaining({ phase: 'receiving', done: 8, total: 8 }),
  );
  const config = await readFile(path.join(root, 'git/shop.git/config'), 'utf8');
  expect(config).toContain(`${server.url}/shop.git`);
  expect(config).not.toContain(LOGIN.password);
});

it('goes to a branch that only the server has, and to none that something stands in the way of', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  const there = server.git('shop', 'rev-parse', 'main').trim();
  server.git('shop', 'branch', 'правка/имя', 'main');
  await server.commit('shop', { 'a.txt': 'two\n' });
  await clone(`${server.url}/shop.git`, { access: GOOD });
  expect(await git.branches(tree)).toMatchObject({
    current: 'main',
    branches: [{ name: 'main' }],
    onServer: [{ name: 'правка/имя', sha: there, isMerged: true }],
  });

  await writeFile(path.join(tree, 'a.txt'), 'mine\n');
  const inTheWay = { kind: 'dirty', paths: ['a.txt'] };
  expect(await git.useBranch(tree, 'правка/имя', false)).toEqual(inTheWay);
  expect((await git.branches(tree)).onServer).toHaveLength(1);
  await writeFile(path.join(tree, 'a.txt'), 'two\n');

  expect(await git.useBranch(tree, 'правка/имя', false)).toEqual({ kind: 'done', sha: there });
  expect(await file('a.txt')).toBe('one\n');
  expect(await git.branches(tree)).toMatchObject({ current: 'правка/имя', onServer: [] });
  expect(await git.standing(tree)).toMatchObject({ there, ahead: 0, behind: 0 });
  expect(await git.useBranch(tree, 'HEAD', false)).toEqual({ kind: 'unknown' });
});

it('says that the server wants somebody else, with no token and with a wrong one', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  expect(await clone(`${server.url}/shop.git`)).toMatchObject({ kind: 'auth' });
  await rm(tree, { recursive: true });
  await rm(path.join(root, 'git'), { recursive: true });
  const wrong = await clone(`${server.url}/shop.git`, { access: { token: 'wrong-token-1' } });
  expect(wrong).toMatchObject({ kind: 'auth' });
  expect(JSON.stringify(wrong)).not.toContain('wrong-token-1');
});

it('takes a name of its own before the token', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  const token = `${LOGIN.user}:${LOGIN.password}`;
  expect(await clone(`${server.url}/shop.git`, { access: { token } })).toMatchObject({
    kind: 'cloned',
  });
});

it('gives the token to the host that was named and to no other that it is sent on to', async () => {
  const seen: (string | undefined)[] = [];
  const { createServer } = await import('node:http');
  const thief = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
  const { port } = thief.address() as { port: number };
  const sender = createServer((request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${port}${request.url}` }).end();
  });
  await new Promise<void>((resolve) => sender.listen(0, '127.0.0.1', resolve));
  const from = (sender.address() as { port: number }).port;
  try {
    const done = await clone(`http://127.0.0.1:${from}/shop.git`, { access: GOOD });
    expect(done).toMatchObject({ kind: 'auth' });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((each) => each !== undefined)).toEqual([]);
  } finally {
    thief.close();
    sender.close();
  }
});

it('does not follow to another protocol', async () => {
  const { createServer } = await import('node:http');
  const sender = createServer((_, response) => {
    response.writeHead(302, { location: 'file:///etc/passwd' }).end();
  });
  await new Promise<void>((resolve) => sender.listen(0, '127.0.0.1', resolve));
  const { port } = sender.address() as { port: number };
  try {
    const done = await clone(`http://127.0.0.1:${port}/shop.git`);
    expect(done.kind).not.toBe('cloned');
  } finally {
    sender.close();
  }
});

it('says what is not there, what does not answer, and what is empty', async () => {
  await server.add('empty', {});
  expect(await clone(`${server.url}/none.git`, { access: GOOD })).toMatchObject({
    kind: 'not-found',
  });
  const anew = () => rm(path.join(root, 'git'), { recursive: true });
  await anew();
  expect(await clone('http://127.0.0.1:1/a.git')).toMatchObject({ kind: 'unreachable' });
  await anew();
  expect(await clone(`${server.url}/empty.git`, { access: GOOD })).toEqual({
    kind: 'cloned',
    branch: 'main',
    submodules: [],
    hasLargeFiles: false,
  });
});

it('stops at a size, at a time and when it is told', async () => {
  const noise = Array.from({ length: 4_000 }, (_, at) => Math.sin(at).toString(36)).join('');
  await server.add('big', { 'a.txt': noise });
  const big = `${server.fileUrl}/big.git`;
  expect(await clone(big, { limitBytes: 10_000 })).toMatchObject({ kind: 'too-large' });
  const anew = () => rm(path.join(root, 'git'), { recursive: true });
  await anew();
  expect(await clone(big, { timeoutMs: 1 })).toMatchObject({ kind: 'timed-out' });
  await anew();
  expect(await clone(big, { signal: AbortSignal.abort() })).toMatchObject({ kind: 'stopped' });
});

it('runs nothing of what came, and leaves repositories inside it where they are', async () => {
  await server.add('inner', { 'a.txt': 'x\n' });
  await server.add('shop', {
    '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs\n*.txt filter=evil\n',
    '.gitmodules': `[submodule "lib"]\n\tpath = lib\n\turl = ${server.fileUrl}/inner.git\n`,
    'a.txt': 'as it is\n',
    'a.bin': 'version https://git-lfs.github.com/spec/v1\n',
  });
  const inner = server.git('inner', 'rev-parse', 'main').trim();
  const bare = path.join(server.fileUrl.slice('file://'.length), 'shop.git');
  server.git('shop', 'read-tree', 'main');
  server.git('shop', 'update-index', '--add', '--cacheinfo', `160000,${inner},lib`);
  const withLink = server.git('shop', 'write-tree').trim();
  const linked = server.git('shop', 'commit-tree', '-p', 'main', '-m', 'link', withLink).trim();
  server.git('shop', 'update-ref', 'refs/heads/main', linked);
  await writeFile(path.join(bare, 'hooks', 'post-checkout'), '#!/bin/sh\ntouch /tmp/never\n');
  const done = await clone(`${server.fileUrl}/shop.git`);
  expect(done).toMatchObject({ kind: 'cloned', submodules: ['lib'], hasLargeFiles: true });
  expect(await file('a.txt')).toBe('as it is\n');
  expect(existsSync(path.join(tree, 'lib', 'a.txt'))).toBe(false);
  expect(existsSync(path.join(root, 'git/shop.git/hooks'))).toBe(false);
  expect(await git.changes(tree)).toEqual([]);
  await writeFile(path.join(tree, 'a.txt'), 'changed\n');
  const commit = await git.commitAll(tree, alice, 'Change');
  expect(commit?.files.map(({ path }) => path)).toEqual(['a.txt']);
});

it('leaves one first commit of a template, and no way back to it', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  const was = await server.commit('shop', { 'a.txt': 'two\n' });
  await clone(`${server.fileUrl}/shop.git`);
  const sha = await git.restartHistory(tree, alice, 'Create shop\n');
  expect(sha).not.toBe(was);
  expect(await git.countCommits(tree)).toBe(1);
  expect(await git.head(tree)).toBe(sha);
  expect(await git.origin(tree)).toBeUndefined();
  expect(await git.changes(tree)).toEqual([]);
});

const commitHere = async (name: string, content: string) => {
  await writeFile(path.join(tree, name), content);
  return (await git.commitAll(tree, alice, `Write ${name}\n`))?.sha ?? '';
};
const push = () => git.push(tree, { access: GOOD, signal: never });
const rebase = async (isResumed = false) => {
  const came = await git.fetch(tree, { access: GOOD, signal: never });
  return came.kind === 'fetched' ? git.rebase(tree, { ...came, isResumed }) : came;
};

it('pushes what is new, says when nothing is, and never overwrites the work of others', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  await clone(`${server.url}/shop.git`, { access: GOOD });
  const sha = await commitHere('b.txt', 'mine\n');
  expect(await git.standing(tree)).toMatchObject({ ahead: 1, behind: 0 });
  expect(await push()).toEqual({ kind: 'pushed', sha, branch: 'main' });
  expect(server.git('shop', 'rev-parse', 'main').trim()).toBe(sha);
  expect(await push()).toEqual({ kind: 'up-to-date', sha, branch: 'main' });
  expect(await git.standing(tree)).toMatchObject({ ahead: 0, there: sha });

  const theirs = await server.commit('shop', { 'c.txt': 'theirs\n' });
  await commitHere('b.txt', 'mine again\n');
  expect(await push()).toEqual({ kind: 'behind', branch: 'main' });
  expect(server.git('shop', 'rev-parse', 'main').trim()).toBe(theirs);

  expect(await rebase()).toMatchObject({ kind: 'rebased', commits: 1 });
  expect(await file('c.txt')).toBe('theirs\n');
  expect(await file('b.txt')).toBe('mine again\n');
  const [top] = await git.log(tree, { skip: 0, limit: 1 });
  expect(top).toMatchObject({ author: 'Alice', subject: 'Write b.txt', parents: [theirs] });
  expect(await git.changes(tree)).toEqual([]);
  expect(await push()).toMatchObject({ kind: 'pushed' });
});

it('gives up a rebase where both changed the same place, and nothing has changed', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  await clone(`${server.fileUrl}/shop.git`);
  const mine = await commitHere('a.txt', 'mine\n');
  await server.commit('shop', { 'a.txt': 'theirs\n' });
  expect(await rebase()).toEqual({ kind: 'conflict', paths: ['a.txt'] });
  expect(await git.head(tree)).toBe(mine);
  expect(await file('a.txt')).toBe('mine\n');
  expect(await git.changes(tree)).toEqual([]);
});

it('does not rebase over files that are not committed', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  await clone(`${server.fileUrl}/shop.git`);
  await server.commit('shop', { 'b.txt': 'theirs\n' });
  await writeFile(path.join(tree, 'a.txt'), 'not yet\n');
  expect(await rebase()).toEqual({ kind: 'dirty', paths: ['a.txt'] });
});

it('holds nothing of the project while it waits for a slow server', async () => {
  const slow = createServer().listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const sockets: Socket[] = [];
  slow.on('connection', (socket) => sockets.push(socket));
  const asked = once(slow, 'connection');
  try {
    await mkdir(tree);
    await git.init(tree);
    const sha = await commitHere('a.txt', 'one\n');
    const { port } = slow.address() as AddressInfo;
    await git.setOrigin(tree, remote(`http://127.0.0.1:${port}/shop.git`));
    const stop = new AbortController();
    const fetching = git.fetch(tree, { access: {}, signal: stop.signal });
    await asked;
    // All of these go one after another; the fetch ends only when it is stopped.
    expect(await git.head(tree)).toBe(sha);
    expect(await git.changes(tree)).toEqual([]);
    stop.abort();
    expect(await fetching).toEqual({ kind: 'stopped' });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => slow.close(resolve));
  }
});

it('rebases no other branch than the one that was fetched for', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  await clone(`${server.fileUrl}/shop.git`);
  await server.commit('shop', { 'c.txt': 'theirs\n' });
  const came = await git.fetch(tree, { access: {}, signal: never });
  if (came.kind !== 'fetched') throw new Error(came.kind);
  await git.startBranch(tree, 'side', false);
  const mine = await commitHere('b.txt', 'mine\n');
  expect(await git.rebase(tree, { ...came, isResumed: false })).toEqual({ kind: 'nothing' });
  expect(await git.head(tree)).toBe(mine);
});

it('keeps a private key in one folder for one call, and removes what a killed process left there', async () => {
  const bin = path.join(root, 'bin');
  const keysDirectory = path.join(root, 'data', 'keys');
  const seen = path.join(root, 'seen');
  const { PATH } = process.env;
  await mkdir(bin);
  const script = `#!/bin/sh\nls -l ${keysDirectory} > ${seen}\nexit 255\n`;
  await writeFile(path.join(bin, 'ssh'), script, { mode: 0o755 });
  git = gitCli({
    gitDirectory: (directory) => path.join(root, 'git', path.basename(directory)),
    keysDirectory,
  });
  await mkdir(keysDirectory, { recursive: true });
  await writeFile(path.join(keysDirectory, 'left'), 'KEY');
  await emptyKeys(keysDirectory);
  process.env['PATH'] = `${bin}:${PATH}`;
  try {
    await clone('ssh://git@example.org/shop.git', { access: { sshKey: 'KEY' } });
  } finally {
    process.env['PATH'] = PATH;
  }
  expect((await readFile(seen, 'utf8')).match(/^-rw-------.*/gmu)).toHaveLength(1);
  expect(await readFile(seen, 'utf8')).not.toContain('left');
  expect(await readdir(keysDirectory)).toEqual([]);
});

it('says when the server declines a push', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  await clone(`${server.fileUrl}/shop.git`);
  const bare = path.join(server.fileUrl.slice('file://'.length), 'shop.git');
  const hook = path.join(bare, 'hooks', 'pre-receive');
  await writeFile(hook, '#!/bin/sh\necho "main is protected" >&2\nexit 1\n', { mode: 0o755 });
  await commitHere('a.txt', 'mine\n');
  expect(await push()).toMatchObject({
    kind: 'declined',
    detail: expect.stringContaining('main is protected') as string,
  });
});

it('forgets what it saw at the old address when there is a new one', async () => {
  await server.add('shop', { 'a.txt': 'one\n' });
  await clone(`${server.fileUrl}/shop.git`);
  await server.add('other', {});
  await git.setOrigin(tree, remote(`${server.fileUrl}/other.git`));
  expect(await git.standing(tree)).toMatchObject({ ahead: 1 });
  expect(await push()).toMatchObject({ kind: 'pushed' });
  await git.setOrigin(tree, undefined);
  expect(await git.standing(tree)).toBeUndefined();
  expect(await push()).toEqual({ kind: 'nothing' });
});

it('says which hosts lie in a private network', async () => {
  expect(
    await git.isPrivate({ url: '', scheme: 'https', host: '192.168.1.4:3000', name: '' }),
  ).toBe(true);
  expect(await git.isPrivate({ url: '', scheme: 'https', host: '[::1]', name: '' })).toBe(true);
  expect(await git.isPrivate({ url: '', scheme: 'https', host: 'localhost', name: '' })).toBe(true);
  expect(await git.isPrivate({ url: '', scheme: 'https', host: '93.184.216.34', name: '' })).toBe(
    false,
  );
});

it('believes no number that the other side says', () => {
  const told: TransferProgress[] = [];
  const read = readProgress((each) => told.push(each));
  read('remote: Receiving objects: 100% (9/9)\rReceiving obj');
  read('ects:  50% (2/4), 1.50 MiB | 1 MiB/s\rRec');
  expect(told).toEqual([{ phase: 'receiving', done: 2, total: 4, sizeBytes: 1_572_864 }]);
});
