import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toFileName, toNewPath, toTreePath } from '#lib/file-path.ts';
import { isLocked } from '#lib/locked-path.ts';
import nasty from '#test/fixtures/nasty-files.json' with { type: 'json' };
import { type NastyEntry, tarOf, tgzOf, zipOf } from '#test/nasty-archives.ts';
import type { ProjectFiles } from '../port.ts';
import { localFiles } from './local.ts';

let root: string;
let project: string;
let incoming: string;
let files: ProjectFiles;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'nasty-'));
  project = path.join(root, 'shop');
  incoming = path.join(root, 'incoming');
  await mkdir(path.join(project, 'inner'), { recursive: true });
  await mkdir(path.join(root, 'outside'));
  await writeFile(path.join(root, 'outside', 'file.txt'), 'outside');
  await writeFile(path.join(project, 'kept.txt'), 'kept');
  await writeFile(incoming, 'NEW');
  await symlink('../outside', path.join(project, 'link-out'));
  await symlink('../outside/file.txt', path.join(project, 'link-file.txt'));
  await symlink('../../outside', path.join(project, 'inner', 'link-up'));
  await symlink('../outside', path.join(project, 'link-git'));
  files = localFiles({ directory: () => project });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Everything there is, with what is in it. */
async function all(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const seen: Record<string, string> = {};
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(directory, file);
    if (entry.isFile()) seen[name] = await readFile(file, 'utf8');
    if (entry.isSymbolicLink()) seen[name] = `-> ${await readlink(file)}`;
  }
  return seen;
}

const long = (text: string): string =>
  text.replace(/LONG:(\d+)/u, (_, count: string) => `${'x'.repeat(Number(count))}.txt`);

it.each(nasty.places)('refuses the place %j, as typed', (typed) => {
  const known = toNewPath(long(typed));
  expect('problem' in known || isLocked(known.path)).toBe(true);
});

it.each(nasty.linked)('writes and reads nothing through the link in %j', async (place) => {
  const before = await all(root);
  expect(await files.put('shop', place, incoming, { replace: true, id: 'a' })).toMatchObject({
    kind: 'blocked',
  });
  expect(await files.read('shop', place, 100)).toBeUndefined();
  expect((await files.look('shop', place)).kind).not.toBe('file');
  expect(await all(root)).toEqual(before);
});

it.each(nasty.names)('gives a file sent as %j one harmless name in the folder', async (sent) => {
  const name = toFileName(long(sent));
  expect(name).not.toMatch(/[/\\\p{C}]|^\.*$|^\s|[\s.]$/u);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(toNewPath(name)).toEqual({ path: name });
  const before = await all(root);
  expect(await files.put('shop', name, incoming, { replace: false, id: 'a' })).toEqual({
    kind: 'done',
  });
  expect(await all(root)).toEqual({ ...before, [path.join('shop', name)]: 'NEW' });
});

it('replaces nothing unasked, takes the same for the same, and leaves no part behind', async () => {
  const put = (replace: boolean, id = 'a') =>
    files.put('shop', 'kept.txt', incoming, { replace, id });
  await writeFile(path.join(project, '.codefoundry-part-a'), 'left by a crash');
  expect(await put(false)).toEqual({ kind: 'exists' });
  expect(await readFile(path.join(project, 'kept.txt'), 'utf8')).toBe('kept');
  expect(await put(true)).toEqual({ kind: 'done' });
  expect(await put(false)).toEqual({ kind: 'same' });
  expect(await files.put('shop', 'inner', incoming, { replace: true, id: 'a' })).toEqual({
    kind: 'blocked',
    at: 'inner',
  });
  expect(Object.keys(await all(project)).filter((name) => name.includes('part'))).toEqual([]);
});

const ok: NastyEntry = { name: 'good.txt', content: 'good' };
const zeros = Buffer.alloc(30_000_000);
const ARCHIVES: readonly (readonly [string, Buffer, string, string])[] = [
  ['zip upwards', zipOf([ok, { name: '../evil.txt' }]), 'z.zip', 'path'],
  ['zip upwards inside', zipOf([ok, { name: 'a/../../evil.txt' }]), 'z.zip', 'path'],
  ['zip absolute', zipOf([ok, { name: '/tmp/evil.txt' }]), 'z.zip', 'path'],
  ['zip with backslashes', zipOf([ok, { name: '..\\evil.txt' }]), 'z.zip', 'path'],
  ['zip with a drive', zipOf([ok, { name: 'C:/evil.txt' }]), 'z.zip', 'path'],
  ['zip into .git', zipOf([ok, { name: '.git/hooks/post-commit' }]), 'z.zip', 'path'],
  ['zip into .GIT deep', zipOf([ok, { name: 'a/.GIT/config' }]), 'z.zip', 'path'],
  ['zip into our folder', zipOf([ok, { name: '.codefoundry/project.yaml' }]), 'z.zip', 'path'],
  ['zip with a turned name', zipOf([ok, { name: 'a\u202Etxt.exe' }]), 'z.zip', 'path'],
  ['zip with a device name', zipOf([ok, { name: 'aux.txt' }]), 'z.zip', 'path'],
  [
    'zip with a link',
    zipOf([ok, { name: 'l', content: '/etc/passwd', mode: 0o120777 }]),
    'z.zip',
    'link',
  ],
  ['zip with a pipe', zipOf([ok, { name: 'p', mode: 0o010644 }]), 'z.zip', 'device'],
  ['zip with secrets', zipOf([ok, { name: 'a/.env', content: 'KEY=1' }]), 'z.zip', 'locked'],
  ['zip with a key', zipOf([ok, { name: 'id_rsa' }]), 'z.zip', 'locked'],
  ['zip with one name twice', zipOf([ok, ok]), 'z.zip', 'twice'],
  ['zip with names alike', zipOf([ok, { name: 'GOOD.txt' }]), 'z.zip', 'twice'],
  ['zip with a file as a folder', zipOf([ok, { name: 'good.txt/x' }]), 'z.zip', 'twice'],
  ['zip locked', zipOf([{ ...ok, flags: 1 }]), 'z.zip', 'encrypted'],
  ['zip bomb', zipOf([{ name: 'a', content: zeros }]), 'z.zip', 'bomb'],
  [
    'zip that lies of its sizes',
    zipOf([{ name: 'a', content: zeros, claims: 3 }]),
    'z.zip',
    'broken',
  ],
  [
    'zip of too many',
    zipOf(Array.from({ length: 2_001 }, (_, at) => ({ name: `f${at}` }))),
    'z.zip',
    'too-many',
  ],
  ['zip of nothing', zipOf([]), 'z.zip', 'empty'],
  ['zip that is none', Buffer.from('hello'), 'z.zip', 'broken'],
  ['zip cut short', zipOf([ok]).subarray(0, 40), 'z.zip', 'broken'],
  ['tar upwards', tarOf([ok, { name: '../evil.txt', content: 'x' }]), 't.tar', 'path'],
  ['tar absolute', tarOf([ok, { name: '/tmp/evil.txt', content: 'x' }]), 't.tar', 'path'],
  ['tar with a link', tarOf([ok, { name: 'l', type: '2', target: '../outside' }]), 't.tar', 'link'],
  [
    'tar through a link',
    tarOf([
      { name: 'l', type: '2', target: '../outside' },
      { name: 'l/x', content: 'x' },
    ]),
    't.tar',
    'link',
  ],
  [
    'tar with a hard link',
    tarOf([ok, { name: 'l', type: '1', target: '/etc/passwd' }]),
    't.tar',
    'link',
  ],
  ['tar with a device', tarOf([ok, { name: 'd', type: '3' }]), 't.tar', 'device'],
  ['tar with a pipe', tarOf([ok, { name: 'd', type: '6' }]), 't.tar', 'device'],
  ['tar with secrets', tgzOf([ok, { name: 'server.pem', content: 'x' }]), 't.tgz', 'locked'],
  ['tar with one name twice', tarOf([ok, ok]), 't.tar', 'twice'],
  ['tar bomb', tgzOf([{ name: 'a', content: zeros }]), 't.tar.gz', 'bomb'],
  ['tar that is none', Buffer.from('hello'), 't.tar', 'broken'],
  ['tar cut short', tarOf([{ ...ok, claims: 5_000 }]).subarray(0, 700), 't.tar', 'broken'],
];

it.each(ARCHIVES)(
  'unpacks nothing of a %s',
  async (_, bytes, name, why) => {
    await writeFile(path.join(project, name), bytes);
    const before = await all(root);
    expect(await files.unpack('shop', name, { id: 'op' })).toMatchObject({ kind: 'refused', why });
    expect(await all(root)).toEqual(before);
  },
  20_000,
);

it.each([
  [
    'good.zip',
    zipOf([
      ok,
      { name: 'a/', content: '', mode: 0o040755 },
      { name: 'a/b.sh', content: '#!', mode: 0o100755 },
    ]),
  ],
  [
    'good.tar',
    tarOf([
      { name: './', type: '5' },
      { ...ok, name: './good.txt' },
      { name: 'a/b.sh', content: '#!' },
    ]),
  ],
  ['good.tar.gz', tgzOf([ok, { name: 'a/', type: '5' }, { name: 'a/b.sh', content: '#!' }])],
])('unpacks %s whole, into a folder of its own', async (name, bytes) => {
  await writeFile(path.join(project, name), bytes);
  const first = await files.unpack('shop', name, { id: 'op' });
  expect(first).toEqual({ kind: 'done', folder: 'good', files: 2 });
  expect(await all(path.join(project, 'good'))).toEqual({ 'good.txt': 'good', 'a/b.sh': '#!' });
  expect(await files.unpack('shop', name, { id: 'op-2' })).toMatchObject({ folder: 'good-2' });
});

it('finds what an earlier attempt unpacked, and begins anew where it did not come so far', async () => {
  await writeFile(path.join(project, 'good.zip'), zipOf([ok, { name: 'a/b.sh', content: '#!' }]));
  const chosen: string[] = [];
  const unpack = (id: string, earlier?: string) =>
    files.unpack('shop', 'good.zip', {
      id,
      chosen: async (folder) => void chosen.push(folder),
      ...(earlier !== undefined && { earlier }),
    });
  const whole = { kind: 'done', folder: 'good', files: 2 };
  expect(await unpack('op')).toEqual(whole);
  expect(chosen).toEqual(['good']);
  expect(await unpack('op', 'good')).toEqual(whole);
  expect(await readdir(project)).not.toContain('good-2');

  // It had told the folder and made it, and did not come to fill it.
  await mkdir(path.join(project, 'good-2'));
  await mkdir(path.join(project, '.codefoundry-part-op'));
  expect(await unpack('op', 'good-2')).toEqual({ ...whole, folder: 'good-2' });
  expect(await all(path.join(project, 'good-2'))).toEqual({ 'good.txt': 'good', 'a/b.sh': '#!' });
  expect(await readdir(project)).not.toContain('.codefoundry-part-op');
});

it('packs what may leave, masked, and says before what is too large', async () => {
  await writeFile(path.join(project, '.env'), 'SECRET=1');
  const mask = (bytes: Uint8Array) =>
    Buffer.from(Buffer.from(bytes).toString().replace('kept', 'mask'));
  const paths = ['kept.txt', '.env', 'link-file.txt', 'gone.txt'];
  const packed = await files.pack('shop', paths, { mostBytes: 1_000, within: '', mask });
  expect(packed).toMatchObject({ kind: 'done', files: 1 });
  const bytes = packed.kind === 'done' ? packed.bytes : Buffer.alloc(0);
  await writeFile(path.join(project, 'again.zip'), bytes);
  expect(await files.unpack('shop', 'again.zip', { id: 'op' })).toMatchObject({ kind: 'done' });
  expect(await all(path.join(project, 'again'))).toEqual({ 'mask.txt': 'mask' });
  expect(await files.pack('shop', paths, { mostBytes: 0, within: '', mask })).toEqual({
    kind: 'too-large',
    sizeBytes: 4,
    files: 1,
    largest: [{ path: 'kept.txt', sizeBytes: 4 }],
  });
});

it('shows neither git’s folder nor what lies above', async () => {
  await mkdir(path.join(project, '.git'));
  await writeFile(path.join(project, '.env'), 'SECRET=1');
  const found = await files.look('shop', '');
  const entries = found.kind === 'folder' ? found.entries : [];
  expect(entries.map(({ name, kind, isLocked }) => [name, kind, isLocked])).toEqual([
    ['inner', 'folder', false],
    ['.env', 'file', true],
    ['kept.txt', 'file', false],
    ['link-file.txt', 'link', false],
    ['link-git', 'link', false],
    ['link-out', 'link', false],
  ]);
  expect((await files.look('shop', '.env')).kind).toBe('locked');
  expect(await files.read('shop', '.env', 10)).toBeUndefined();
  for (const way of ['../outside', '/etc', 'inner/../..', '.git/config', 'a\0b'])
    expect(toTreePath(way)).toBeUndefined();
});
