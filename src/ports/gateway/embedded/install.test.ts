import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processStart } from '#lib/process-identity.ts';
import { type InstallOptions, installGateway, pinnedVersion } from './install.ts';

let root: string;
let options: InstallOptions;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'install-'));
  await mkdir(join(root, 'source'));
  await mkdir(join(root, 'bin'));
  await writeFile(join(root, 'source', 'package.json'), '{"dependencies":{"openclaw":"2026.9.6"}}');
  await writeFile(join(root, 'source', 'package-lock.json'), '{}');
  options = {
    sourceDir: join(root, 'source'),
    targetDir: join(root, 'data', 'openclaw-2026.9.6'),
    node: process.execPath,
    environment: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` },
    onProgress: () => undefined,
    now: () => performance.now(),
    room: async () => ({ diskBytes: 2e9, memoryBytes: 3e9 }),
  };
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** Stands in for npm: what it does when called. */
async function npm(script: string): Promise<void> {
  // The directory of our Node comes first on PATH and may have an npm of its own.
  const node = join(root, 'bin', 'node');
  await writeFile(node, '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(join(root, 'bin', 'npm'), `#!/bin/sh\n${script}`, { mode: 0o755 });
  options = { ...options, node };
}

const INSTALLS =
  'echo "$@" >> ../../calls; mkdir -p node_modules/openclaw; echo > node_modules/openclaw/openclaw.mjs';

test('installs exactly what is pinned, without scripts, and only once', async () => {
  await npm(INSTALLS);
  await installGateway(options);
  await installGateway(options);
  expect((await readdir(options.targetDir)).toSorted()).toEqual([
    'node_modules',
    'package-lock.json',
    'package.json',
  ]);
  expect(await readFile(join(root, 'calls'), 'utf8')).toMatch(/^ci --ignore-scripts [^\n]*\n$/u);
  expect(await readdir(join(root, 'data'))).toEqual(['openclaw-2026.9.6']);
});

test('shows how far it is', async () => {
  await npm(`${INSTALLS}; head -c 300000 /dev/urandom > big; sleep 1.3`);
  const sizes: number[] = [];
  await installGateway({ ...options, onProgress: ({ sizeBytes }) => sizes.push(sizeBytes) });
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes[0]).toBeGreaterThanOrEqual(300_000);
});

test('a failure says what npm said and leaves nothing behind', async () => {
  await npm('mkdir node_modules; echo "npm error ECONNREFUSED" >&2; exit 1');
  await expect(installGateway(options)).rejects.toMatchObject({
    code: 'install-failed',
    detail: 'npm ci: npm error ECONNREFUSED',
  });
  expect(await readdir(join(root, 'data'))).toEqual([]);
});

test('an npm that installs no gateway is a failure', async () => {
  await npm('exit 0');
  await expect(installGateway(options)).rejects.toMatchObject({
    detail: 'npm installed no gateway',
  });
});

test('what an interrupted installation left is removed, a half target is replaced', async () => {
  await npm(INSTALLS);
  await mkdir(join(root, 'data', '.openclaw-2026.9.6.part-4194303', 'node_modules'), {
    recursive: true,
  });
  await mkdir(join(options.targetDir, 'node_modules'), { recursive: true });
  await installGateway(options);
  expect(await readdir(join(root, 'data'))).toEqual(['openclaw-2026.9.6']);
  expect(await readdir(join(options.targetDir, 'node_modules'))).toEqual(['openclaw']);
});

test('a draft with our own process id, from before a restart, is removed', async () => {
  await npm(INSTALLS);
  for (const suffix of ['', '-x1y2z3'])
    await mkdir(join(root, 'data', `.openclaw-2026.9.6.part-${process.pid}${suffix}`), {
      recursive: true,
    });
  await installGateway(options);
  expect(await readdir(join(root, 'data'))).toEqual(['openclaw-2026.9.6']);
});

test('ends when it is told to, with npm, and leaves nothing behind', async () => {
  await npm(`echo $$ > ${join(root, 'npm-pid')}; sleep 60`);
  const ending = new AbortController();
  const installing = installGateway({ ...options, signal: ending.signal });
  installing.catch(() => undefined);
  const pid = () => readFile(join(root, 'npm-pid'), 'utf8').catch(() => '');
  await expect.poll(pid).toMatch(/\d/u);
  ending.abort();
  await expect(installing).rejects.toMatchObject({ code: 'install-failed' });
  expect(await processStart(Number(await pid()))).toBeUndefined();
  expect(await readdir(join(root, 'data'))).toEqual([]);
});

test('npm gets none of our secrets', async () => {
  await npm(`env > ${join(root, 'seen')}; ${INSTALLS}`);
  const environment = { ...options.environment, TELEGRAM_BOT_TOKEN: 'SECRET', HOME: root };
  await installGateway({ ...options, environment });
  const seen = await readFile(join(root, 'seen'), 'utf8');
  expect(seen).toContain(`HOME=${root}`);
  expect(seen).not.toContain('SECRET');
});

test('the draft of another installer that still runs is left alone', async () => {
  await npm(`sleep 0.3; ${INSTALLS}`);
  const other = join(root, 'data', `.openclaw-2026.9.6.part-${process.ppid}`);
  await mkdir(other, { recursive: true });
  await installGateway(options);
  expect((await readdir(join(root, 'data'))).toSorted()).toEqual([
    basename(other),
    'openclaw-2026.9.6',
  ]);
});

test.each([
  [{ diskBytes: 1e9, memoryBytes: 3e9 }, 'needs 1.5 GB of disk, 1.0 GB is free'],
  [{ diskBytes: 2e9, memoryBytes: 5e8 }, 'needs 2 GB of memory to run, 0.5 GB is available'],
])('with %o it says what is missing before it downloads', async (room, detail) => {
  await npm(INSTALLS);
  await expect(installGateway({ ...options, room: async () => room })).rejects.toMatchObject({
    code: 'install-failed',
    detail,
  });
  await expect(readFile(join(root, 'calls'))).rejects.toThrow('ENOENT');
});

test('the repository pins one exact version, and its lock names no registry', async () => {
  const source = join(import.meta.dirname, '..', '..', '..', '..', 'gateway');
  const version = await pinnedVersion(source);
  const lock = await readFile(join(source, 'package-lock.json'), 'utf8');
  expect(JSON.parse(lock)).toMatchObject({
    packages: { 'node_modules/openclaw': { version, integrity: expect.any(String) } },
  });
  expect(lock).not.toContain('"resolved"');
});
