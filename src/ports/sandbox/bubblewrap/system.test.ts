import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSystem } from './system.ts';

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'system-')));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function file(path: string): Promise<string> {
  const whole = join(root, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, '');
  return whole;
}

async function link(target: string, path: string): Promise<string> {
  const whole = join(root, path);
  await mkdir(dirname(whole), { recursive: true });
  await symlink(target, whole);
  return whole;
}

/** What is visible of our directory. */
async function shown(...tools: string[]) {
  const { readOnly, links } = await findSystem(tools, [], {});
  return {
    readOnly: readOnly.filter((path) => path.startsWith(root)),
    links: links.filter(({ path }) => path.startsWith(root)),
  };
}

test('of an npm in a home its package and its programs are visible, not what lies around', async () => {
  await file('.local/share/keys/secret');
  await file('.local/bin/other');
  await file('.local/lib/node_modules/private/index.js');
  const modules = join(root, '.local/lib/node_modules');
  await file('.local/lib/node_modules/npm/bin/npm-cli.js');
  await file('.local/lib/node_modules/npm/bin/npx-cli.js');
  const npm = await link('../lib/node_modules/npm/bin/npm-cli.js', '.local/bin/npm');
  await link('../lib/node_modules/npm/bin/npx-cli.js', '.local/bin/npx');
  await link('../lib/node_modules/private/index.js', '.local/bin/private');
  expect(await shown(npm)).toEqual({
    readOnly: [join(modules, 'npm'), join(modules, 'corepack')],
    links: [
      { path: npm, target: join(modules, 'npm/bin/npm-cli.js') },
      { path: join(root, '.local/bin/npx'), target: join(modules, 'npm/bin/npx-cli.js') },
    ],
  });
});

test('of a Node its file is visible, and every link on the way to it', async () => {
  const real = await file('opt/node-24/bin/node');
  await file('opt/node-24/bin/secret');
  await link('node-24', 'opt/current');
  const middle = join(root, 'opt/current/bin/node');
  const tool = await link('../opt/current/bin/node', 'bin/node');
  expect(await shown(tool)).toEqual({
    readOnly: [real],
    links: [
      { path: tool, target: real },
      { path: middle, target: real },
    ],
  });
});

test('a program in /usr brings nothing with it, by whatever name it is called', async () => {
  const plain = await findSystem([], [], {});
  expect(await findSystem(['/usr/bin/env', '/bin/sh', '/no/such'], [], {})).toEqual(plain);
});

test('nothing is mounted below the home or a /tmp that is kept', async () => {
  expect(await findSystem([], ['/srv/data'], {})).toMatchObject({
    home: '/home/agent',
    keepsTmp: true,
  });
  const secret = ['/home/agent/data', '/home/agent-2', '/tmp/clone/projects'];
  expect(await findSystem([], secret, {})).toMatchObject({
    home: '/home/agent-3',
    keepsTmp: false,
  });
  const node = await file('node');
  expect(await findSystem([node], ['/tmpdata', '/home/agents'], {})).toMatchObject({
    home: '/home/agent',
    keepsTmp: !root.startsWith('/tmp/'),
  });
  const certificates = { SSL_CERT_DIR: '/home/agent/certificates' };
  expect(await findSystem([], [], certificates)).toMatchObject({ home: '/home/agent-2' });
});
