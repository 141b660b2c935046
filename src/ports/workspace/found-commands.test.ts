import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localWorkspace } from './local/local.ts';
import type { Workspace } from './port.ts';

let root: string;
let workspace: Workspace;
const tree = (name = 'shop') => path.join(root, 'projects', name);
const repository = (name: string) => path.join(root, 'git', `${name}.git`);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'workspace-'));
  workspace = localWorkspace({
    projectsDir: path.join(root, 'projects'),
    archetypesDir: path.join(root, 'archetypes'),
    gitDirectory: (directory) => repository(path.basename(directory)),
  });
  await mkdir(path.join(tree(), '.codefoundry'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const yaml = (text: string) => writeFile(path.join(tree(), '.codefoundry', 'project.yaml'), text);
const npm = (text: string) => writeFile(path.join(tree(), 'package.json'), text);

it('takes what the project says', async () => {
  await yaml('archetype: x\ninstall: [npm, ci]\nchecks:\n  - { name: a, run: [make, it] }\n');
  expect(await workspace.commands('shop')).toEqual({
    kind: 'declared',
    commands: { install: ['npm', 'ci'], checks: [{ name: 'a', run: ['make', 'it'] }] },
  });
});

it('guesses from package.json, but not the test that npm init writes', async () => {
  await npm('{"scripts":{"test":"vitest"}}');
  expect(await workspace.commands('shop')).toEqual({
    kind: 'guessed',
    commands: { install: ['npm', 'install'], checks: [{ name: 'test', run: ['npm', 'test'] }] },
  });
  await npm('{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}');
  expect(await workspace.commands('shop')).toMatchObject({ commands: { checks: [] } });
});

it.each(['checks: oops', 'a: [', 'archetype: x\nchecks: []', '- 1', '', 'a: &a [*a, *a]'])(
  'leaves a project.yaml aside that says %j',
  async (text) => {
    await yaml(text);
    expect(await workspace.commands('shop')).toMatchObject({
      kind: 'none',
      problem: expect.any(String) as string,
    });
  },
);

it.each(['[]', 'null', '{', '{"scripts":[]}'])(
  'makes nothing of a package.json %j',
  async (text) => {
    await npm(text);
    expect(await workspace.commands('shop')).toEqual({ kind: 'none' });
  },
);

it('reads nothing through a link that leads out of the tree, and no directory', async () => {
  await writeFile(path.join(root, 'outside.json'), '{"scripts":{"test":"x"}}');
  await symlink(path.join(root, 'outside.json'), path.join(tree(), 'package.json'));
  await mkdir(path.join(tree(), '.codefoundry', 'project.yaml'));
  expect(await workspace.commands('shop')).toEqual({ kind: 'none' });
});

it('waits for nobody where a pipe or a device stands in place of a file', async () => {
  const places = ['package.json', '.codefoundry/project.yaml', 'package-lock.json'];
  for (const name of places) execFileSync('mkfifo', [path.join(tree(), name)]);
  // More than libuv has threads: each one that waits would be lost.
  const all = await Promise.all(Array.from({ length: 8 }, () => workspace.commands('shop')));
  expect(all).toEqual(all.map(() => ({ kind: 'none' })));
  await rm(path.join(tree(), 'package.json'));
  await npm('{"scripts":{"test":"vitest"}}');
  expect(await workspace.commands('shop')).toMatchObject({
    kind: 'guessed',
    commands: { install: ['npm', 'install'] },
  });
});

it('renames tree and repository, also when half of it was done before', async () => {
  await mkdir(repository('shop'), { recursive: true });
  await writeFile(path.join(repository('shop'), 'HEAD'), 'x');
  await writeFile(path.join(root, 'victim'), 'mine');
  await symlink(path.join(root, 'victim'), path.join(tree(), '.git'));
  await workspace.rename('shop', 'store');
  await workspace.rename('shop', 'store');
  expect(await readFile(path.join(repository('store'), 'HEAD'), 'utf8')).toBe('x');
  const pointer = await readFile(path.join(tree('store'), '.git'), 'utf8');
  expect(pointer).toBe(`gitdir: ${repository('store')}\n`);
  expect(await readFile(path.join(root, 'victim'), 'utf8')).toBe('mine');
  expect(await workspace.exists('shop')).toBe(false);
});

it('takes a name for taken while only its repository is there', async () => {
  await mkdir(repository('left'), { recursive: true });
  expect(await workspace.exists('left')).toBe(true);
  await workspace.remove('left');
  expect(await workspace.exists('left')).toBe(false);
});
