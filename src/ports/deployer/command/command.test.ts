import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processStart } from '#lib/process-identity.ts';
import type { Deployer, DeployerSettings, Target } from '../port.ts';
import { commandDeployer } from './command.ts';
import { commandRecords } from './record.ts';

const TARGET: Target = { project: 'shop', environment: 'staging' };

/** Another machine: a file says what is live there, and a log what was asked of it. */
const DEPLOY = `#!/bin/sh
echo "$1 $CODEFOUNDRY_RELEASE $CODEFOUNDRY_PREVIOUS_RELEASE" >> "$MACHINE/calls"
env > "$MACHINE/env"; pwd > "$MACHINE/pwd"
content=$(cat "$CODEFOUNDRY_DIRECTORY/app")
case $content in
  broken) echo "no such host"; exit 4;;
  hangs) echo $$ > "$MACHINE/pid"; sleep 1000;;
esac
echo "$content" > "$MACHINE/live"
`;
const STATUS = `#!/bin/sh
case $(cat "$MACHINE/live" 2>/dev/null) in
  "") exit 3;;
  sick) exit 1;;
esac
echo "https://shop.example"
`;
const LOGS = `#!/bin/sh
for line in one two three; do echo "$line"; done
[ -z "$CODEFOUNDRY_FOLLOW" ] || { echo "of $CODEFOUNDRY_SERVICE $CODEFOUNDRY_LINES"; sleep 1000; }
`;

let root: string;
let settings: DeployerSettings;
let deployer: Deployer;
let clockMs = 0;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'command-deployer-'));
  for (const [name, text] of Object.entries({ DEPLOY, STATUS, LOGS })) {
    await writeFile(path.join(root, name), text);
    await chmod(path.join(root, name), 0o755);
  }
  settings = {
    healthTimeoutMs: 1_000,
    readinessDelayMs: 60,
    drainTimeoutMs: 0,
    keepReleases: 1,
    variables: { MACHINE: root, CODEFOUNDRY_SHA: 'not this', PATH: 'nor this' },
    hooks: {
      deploy: [path.join(root, 'DEPLOY'), 'deploy'],
      rollback: [path.join(root, 'DEPLOY'), 'rollback'],
      status: [path.join(root, 'STATUS')],
      logs: [path.join(root, 'LOGS')],
    },
  };
  deployer = fresh();
});

afterEach(() => rm(root, { recursive: true, force: true }));

function fresh(): Deployer {
  return commandDeployer({
    records: commandRecords(path.join(root, 'data')),
    settings: async () => settings,
    environment: { PATH: process.env['PATH'], HOME: '/home/bot', TELEGRAM_BOT_TOKEN: 'SECRET' },
    now: () => (clockMs += 1),
  });
}

const never = () => new AbortController().signal;
const read = (name: string) => readFile(path.join(root, name), 'utf8').catch(() => '');
const calls = async () => (await read('calls')).trim().split('\n');

async function build(id: string, app = id): Promise<void> {
  const directory = path.join(root, 'tree');
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'app'), app);
  const source = { id, sha: 'a'.repeat(40), directory, commands: { checks: [] } };
  expect(await deployer.build(TARGET, source, settings, never())).toEqual({ kind: 'done' });
  await rm(directory, { recursive: true });
}

async function makeLive(id: string, app = id): Promise<void> {
  await build(id, app);
  expect(await deployer.start(TARGET, id, settings, never())).toEqual({ kind: 'done' });
  await deployer.switch(TARGET, id);
  await deployer.settle(TARGET, settings);
}

test('makes a release live by the hook, told what it needs and nothing of ours', async () => {
  await makeLive('R1');
  expect((await read('live')).trim()).toBe('R1');
  const env = await read('env');
  expect(env).toContain('CODEFOUNDRY_PROJECT=shop\n');
  expect(env).toContain('CODEFOUNDRY_ENVIRONMENT=staging\n');
  expect(env).toContain('CODEFOUNDRY_RELEASE=R1\n');
  expect(env).toContain(`CODEFOUNDRY_SHA=${'a'.repeat(40)}\n`);
  expect(env).toMatch(/^CODEFOUNDRY_DIRECTORY=\/.*R1/mu);
  expect(env).toContain(`PATH=${process.env['PATH']}\n`);
  expect(env).not.toContain('SECRET');
  expect(await deployer.status(TARGET)).toMatchObject({
    live: { id: 'R1' },
    health: 'well',
    address: 'https://shop.example',
  });
});

test('runs no hook where the files of a project lie, nor one of them', async () => {
  await makeLive('R1');
  expect((await read('pwd')).trim()).toBe(path.join(root, 'data/shop/staging/empty'));
  settings = { ...settings, hooks: { ...settings.hooks, deploy: ['./app'] } };
  await build('R2');
  expect(await deployer.start(TARGET, 'R2', settings, never())).toMatchObject({
    kind: 'failed',
    reason: 'unsupported',
    why: [{ code: 'relative-path', name: './app' }],
  });
});

test('does not build where nobody wrote how to deploy', async () => {
  settings = { ...settings, hooks: {} };
  const source = { id: 'R1', sha: 'a'.repeat(40), directory: root, commands: { checks: [] } };
  expect(await deployer.build(TARGET, source, settings, never())).toMatchObject({
    reason: 'unsupported',
    why: [{ code: 'no-hook', hook: 'deploy' }],
  });
  expect(await deployer.releases(TARGET)).toEqual([]);
});

test('brings back what was live when the hook fails, with the end of what it printed', async () => {
  await makeLive('R1');
  await build('R2', 'broken');
  expect(await deployer.start(TARGET, 'R2', settings, never())).toMatchObject({
    kind: 'failed',
    reason: 'failed',
    why: [{ code: 'ended', exitCode: 4 }],
    tail: 'no such host\n',
  });
  expect((await calls()).slice(1)).toEqual(['deploy R2 R1', 'rollback R1 R1']);
  expect((await read('live')).trim()).toBe('R1');
  expect(await deployer.status(TARGET)).toMatchObject({ live: { id: 'R1' }, health: 'well' });
});

test('brings back what was live when the release is not well in time', async () => {
  await makeLive('R1');
  await build('R2', 'sick');
  const outcome = await deployer.start(TARGET, 'R2', { ...settings, healthTimeoutMs: 50 }, never());
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'unwell' });
  expect((await read('live')).trim()).toBe('R1');
});

test('says so when not even that works', async () => {
  await makeLive('R1');
  const { rollback: _, ...hooks } = settings.hooks ?? {};
  settings = { ...settings, hooks: { ...hooks, rollback: ['/nowhere/to/be/found'] } };
  await build('R2', 'broken');
  const outcome = await deployer.start(TARGET, 'R2', settings, never());
  expect(outcome).toMatchObject({
    why: [{ code: 'ended' }, { code: 'not-brought-back' }, { code: 'not-run', said: 'ENOENT' }],
  });
});

test('restores a release by the hook rollback, else by deploying it again', async () => {
  await makeLive('R1');
  await makeLive('R2');
  expect(await deployer.switch(TARGET, 'R1')).toEqual({ previous: 'R2' });
  expect(await deployer.switch(TARGET, 'R1')).toEqual({ previous: 'R2' });
  const { rollback: _, ...hooks } = settings.hooks ?? {};
  settings = { ...settings, hooks };
  await deployer.switch(TARGET, 'R2');
  expect((await calls()).slice(2)).toEqual(['rollback R1 R2', 'deploy R2 R1']);
  settings = {
    ...settings,
    hooks: { ...settings.hooks, rollback: [path.join(root, 'DEPLOY'), 'back'] },
  };
  await deployer.start(TARGET, 'R1', settings, never());
  expect((await calls()).at(-1)).toBe('back R1 R2');
});

test('keeps the last releases and what is live, the newest first', async () => {
  for (const id of ['R1', 'R2', 'R3']) await makeLive(id);
  expect((await deployer.releases(TARGET)).map(({ id }) => id)).toEqual(['R3', 'R2']);
  await deployer.discard(TARGET, 'R3');
  expect((await deployer.releases(TARGET)).map(({ id }) => id)).toEqual(['R3', 'R2']);
});

test('runs no hook twice for a release that is there, also after a restart', async () => {
  await build('R1');
  await deployer.start(TARGET, 'R1', settings, never());
  deployer = fresh();
  await deployer.start(TARGET, 'R1', settings, never());
  await deployer.switch(TARGET, 'R1');
  deployer = fresh();
  await deployer.switch(TARGET, 'R1');
  expect(await calls()).toEqual(['deploy R1']);
});

test('ends the hook when it is told to', async () => {
  await build('R1', 'hangs');
  const stop = new AbortController();
  const starting = deployer.start(TARGET, 'R1', settings, stop.signal);
  await expect.poll(() => read('pid'), { timeout: 5_000 }).not.toBe('');
  stop.abort(new Error('told to'));
  await expect(starting).rejects.toThrow('told to');
  const pid = Number(await read('pid'));
  await expect.poll(() => processStart(pid)).toBeUndefined();
  await deployer.discard(TARGET, 'R1');
  expect(await deployer.releases(TARGET)).toEqual([]);
});

test.each([
  ['settled', () => deployer.settle(TARGET, settings)],
  ['discarded', (id: string) => deployer.discard(TARGET, id)],
])(
  'brings back what was live when a start that was stopped is %s, or says that it cannot',
  async (_how, giveUp) => {
    await makeLive('R1');
    await build('R2', 'hangs');
    const stop = new AbortController();
    const starting = deployer.start(TARGET, 'R2', settings, stop.signal);
    await expect.poll(() => read('pid'), { timeout: 5_000 }).not.toBe('');
    stop.abort(new Error('told to'));
    await expect(starting).rejects.toThrow('told to');
    const { hooks } = settings;
    settings = { ...settings, hooks: { ...hooks, rollback: ['/nowhere/to/be/found'] } };
    await expect(giveUp('R2')).rejects.toMatchObject({ code: 'deploy-failed' });
    settings = { ...settings, hooks: { ...hooks } };
    await giveUp('R2');
    await giveUp('R2');
    expect((await calls()).slice(1)).toEqual(['deploy R2 R1', 'rollback R1 R1']);
    expect((await read('live')).trim()).toBe('R1');
  },
);

test('tells what was live once from what was only built', async () => {
  await makeLive('R1');
  await build('R2');
  expect(await deployer.releases(TARGET)).toMatchObject([
    { id: 'R2', wasLive: false },
    { id: 'R1', wasLive: true },
  ]);
});

test('takes down nothing where it runs, and no longer takes it for live', async () => {
  await makeLive('R1');
  await deployer.takeDown(TARGET);
  expect(await calls()).toEqual(['deploy R1']);
  expect(await fresh().status(TARGET)).toEqual({ health: 'stopped' });
  expect(await deployer.releases(TARGET)).toMatchObject([{ id: 'R1', wasLive: true }]);
  await deployer.start(TARGET, 'R1', settings, never());
  expect(await deployer.switch(TARGET, 'R1')).toEqual({});
  expect((await calls()).slice(1)).toEqual(['rollback R1']);
});

test('ends what a killed bot left running before it deploys again', async () => {
  await build('R1', 'hangs');
  const script = `
    import { commandDeployer } from ${JSON.stringify(path.join(import.meta.dirname, 'command.ts'))};
    import { commandRecords } from ${JSON.stringify(path.join(import.meta.dirname, 'record.ts'))};
    const settings = ${JSON.stringify(settings)};
    const records = commandRecords(${JSON.stringify(path.join(root, 'data'))});
    await commandDeployer({ records, settings: async () => settings, environment: process.env, now: Date.now })
      .start(${JSON.stringify(TARGET)}, 'R1', settings, new AbortController().signal);`;
  const bot = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: 'ignore',
  });
  await expect.poll(() => read('data/shop/staging/hook.pid'), { timeout: 10_000 }).not.toBe('');
  await expect.poll(() => read('pid'), { timeout: 5_000 }).not.toBe('');
  const exited = once(bot, 'exit');
  bot.kill('SIGKILL');
  await exited;
  const pid = Number(await read('pid'));
  expect(await processStart(pid)).toBeDefined();
  await writeFile(path.join(root, 'data/shop/staging/releases/R1/files/app'), 'R1');
  expect(await fresh().start(TARGET, 'R1', settings, never())).toEqual({ kind: 'done' });
  expect(await processStart(pid)).toBeUndefined();
  expect((await read('live')).trim()).toBe('R1');
}, 30_000);

test('tells apart what is down, unwell and unknown', async () => {
  await makeLive('R1');
  await writeFile(path.join(root, 'live'), 'sick');
  expect(await deployer.status(TARGET)).toMatchObject({ health: 'unwell' });
  await rm(path.join(root, 'live'));
  expect(await deployer.status(TARGET)).toMatchObject({ health: 'down' });
  settings = { ...settings, hooks: { deploy: ['x'] } };
  expect(await deployer.status(TARGET)).toMatchObject({ live: { id: 'R1' }, health: 'unknown' });
});

test('shows the last lines that the hook prints, and follows it until it is told to stop', async () => {
  expect(await deployer.logs(TARGET, { lines: 2 })).toEqual([]);
  await makeLive('R1');
  expect(await deployer.logs(TARGET, { lines: 2 })).toEqual([{ text: 'two' }, { text: 'three' }]);
  const stop = new AbortController();
  const seen: string[] = [];
  for await (const { text } of deployer.follow(TARGET, { lines: 9, service: 'web' }, stop.signal)) {
    seen.push(text);
    if (text.startsWith('of')) stop.abort();
  }
  expect(seen).toEqual(['one', 'two', 'three', 'of web 9']);
});

test('leaves nothing when the project is removed', async () => {
  await makeLive('R1');
  await deployer.remove(TARGET);
  expect(await deployer.releases(TARGET)).toEqual([]);
  expect(await deployer.status(TARGET)).toEqual({ health: 'stopped' });
});
