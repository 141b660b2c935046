import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import type { Deployer, DeployerSettings, Target } from '../port.ts';
import { composeDeployer } from './compose.ts';
import { dockerCli } from './docker.ts';
import { fileRecords } from './record.ts';
import { type TestProxy, startTestProxy } from './test-proxy.ts';

const host = process.env['TEST_DOCKER_HOST'] ?? '';
const environment = { ...process.env, DOCKER_HOST: host };
const run = promisify(execFile);
const docker = async (...args: string[]) =>
  (await run('docker', args, { env: environment })).stdout.trim();

/** Answers with its commit, as the user and with the rights that it has. */
const SERVER = `
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
const can = (file) => { try { writeFileSync(file, 'x'); return true; } catch { return false; } };
const status = readFileSync('/proc/self/status', 'utf8');
const facts = () => JSON.stringify({ sha: SHA, uid: process.getuid(), root: can('/x'), tmp: can('/tmp/x'),
  effective: /CapEff:\\s*(\\w+)/.exec(status)[1], noNew: /NoNewPrivs:\\s*(\\d)/.exec(status)[1],
  greeting: process.env.GREETING });
const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(7);
  if (request.url === '/health' && HEALTH !== 200) { response.statusCode = HEALTH; return response.end(); }
  console.log(request.url);
  setTimeout(() => response.end(facts()), request.url === '/slow' ? 1500 : 0);
});
server.listen(Number(process.env.PORT), process.env.HOST);
console.log('listening ' + SHA);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
const DOCKERFILE = `FROM node:24-bookworm-slim
WORKDIR /app
COPY server.mjs ./
CMD ["node", "server.mjs"]
`;
const WEB: ProjectCommands = { checks: [], health: { path: '/health', portVariable: 'PORT' } };
const WORKER: ProjectCommands = { checks: [] };
const SETTINGS: DeployerSettings = {
  healthTimeoutMs: 8_000,
  readinessDelayMs: 600,
  drainTimeoutMs: 5_000,
  keepReleases: 2,
  cpus: 0.5,
  memoryMiB: 96,
  variables: { GREETING: 'a $HOME for ${EVERYONE}' },
};

let root: string;
let proxy: TestProxy;
let deployer: Deployer;
let targets = 0;
let target: Target;
let releases = 0;
const made: Target[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'compose-deployer-'));
  proxy = await startTestProxy();
  target = { project: `shop-${(targets += 1)}`, environment: 'staging' };
  made.push(target);
  deployer = fresh();
});

afterEach(async () => {
  const all = made.splice(0);
  for (const each of all) await fresh().remove(each);
  await proxy.close();
  await rm(root, { recursive: true, force: true });
  for (const each of all) {
    expect(await docker('ps', '--all', '--quiet', ofProject(each))).toBe('');
    expect(await docker('images', '--quiet', ofProject(each))).toBe('');
  }
});

/** Others use the same Docker at the same time: what is theirs is not ours to count or to remove. */
const ofProject = ({ project }: Target) => `--filter=label=codefoundry.project=${project}`;
const containers = async (...options: readonly string[]) =>
  (await docker('ps', '--quiet', ...options, ofProject(target)))
    .split('\n')
    .filter((line) => line !== '');

/** As after a restart of the bot: nothing is remembered but what lies on disk and in Docker. */
function fresh(): Deployer {
  return composeDeployer({
    docker: dockerCli(environment),
    records: fileRecords(path.join(root, 'records')),
    proxy,
    now: Date.now,
  });
}

const never = () => new AbortController().signal;
const shaOf = (letter: string) => letter.repeat(40);

interface Tree {
  readonly letter: string;
  readonly health?: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly commands?: ProjectCommands;
}

async function build(tree: Tree): Promise<string> {
  const { id, outcome } = await tryBuild(tree);
  expect(outcome).toEqual({ kind: 'done' });
  return id;
}

async function tryBuild({ letter, health = 200, files = {}, commands = WEB }: Tree) {
  const id = `20261122T1800${String((releases += 1)).padStart(2, '0')}-${letter.repeat(7)}`;
  const directory = path.join(root, id);
  await mkdir(directory);
  const server = `const SHA = '${letter}', HEALTH = ${health};${SERVER}`;
  const all = { 'server.mjs': server, Dockerfile: DOCKERFILE, ...files };
  for (const [name, text] of Object.entries(all))
    if (text !== '') await writeFile(path.join(directory, name), text);
  const source = { id, sha: shaOf(letter), directory, commands };
  const outcome = await deployer.build(target, source, SETTINGS, never());
  // The deployer has taken what it needs.
  await rm(directory, { recursive: true });
  return { id, outcome };
}

async function makeLive(tree: Tree): Promise<string> {
  const id = await build(tree);
  expect(await deployer.start(target, id, SETTINGS, never())).toEqual({ kind: 'done' });
  await deployer.switch(target, id);
  await deployer.settle(target, SETTINGS);
  return id;
}

const addressOf = async () => (await deployer.status(target)).address ?? '';
const facts = async () =>
  (await (await fetch(await addressOf())).json()) as Record<string, unknown>;
const running = async () => (await containers()).length;

/** Asks every 50 ms until it is told to stop, and counts what failed. */
function poll(url: string) {
  const ended = new AbortController();
  const seen = new Set<string>();
  let failed = 0;
  let asked = 0;
  const asks: Promise<void>[] = [];
  const ask = async () => {
    asked += 1;
    try {
      const response = await fetch(url);
      const { sha } = (await response.json()) as { sha: string };
      if (response.status === 200) seen.add(sha);
      else failed += 1;
    } catch {
      failed += 1;
    }
  };
  const loop = (async () => {
    while (!ended.signal.aborted) {
      asks.push(ask());
      await sleep(50);
    }
    await Promise.all(asks);
  })();
  return {
    async stop() {
      ended.abort();
      await loop;
      return { asked, failed, seen: [...seen] };
    },
  };
}

describe.skipIf(host === '')('with a real Docker', () => {
  test('makes a release live, without root, without rights, within its limits', async () => {
    const id = await makeLive({ letter: 'a' });
    expect(await facts()).toEqual({
      sha: 'a',
      uid: 1001,
      root: false,
      tmp: true,
      effective: '0000000000000000',
      noNew: '1',
      greeting: 'a $HOME for ${EVERYONE}',
    });
    expect(await deployer.status(target)).toMatchObject({
      live: { id, sha: shaOf('a') },
      health: 'well',
    });
    const inspected = await docker(
      'inspect',
      '--format={{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.RestartPolicy.Name}} {{json .HostConfig.PortBindings}}',
      ...(await containers()),
    );
    expect(inspected).toContain(`${96 * 1024 * 1024} 500000000 unless-stopped`);
    expect(inspected).toContain('"HostIp":"127.0.0.1"');
  });

  test('fails no request while a good release takes over and a bad one does not', async () => {
    await makeLive({ letter: 'a' });
    const client = poll(await addressOf());
    const second = await makeLive({ letter: 'b' });
    const third = await build({ letter: 'c', health: 500 });
    expect(
      await deployer.start(target, third, { ...SETTINGS, healthTimeoutMs: 2_000 }, never()),
    ).toMatchObject({
      kind: 'failed',
      reason: 'unwell',
      tail: expect.stringContaining('listening c'),
    });
    await deployer.discard(target, third);
    const counted = await client.stop();
    console.log(`polled: ${counted.asked} asked, ${counted.failed} failed`);
    expect(counted).toMatchObject({ failed: 0, seen: ['a', 'b'] });
    expect(await deployer.status(target)).toMatchObject({ live: { id: second }, health: 'well' });
    expect(await running()).toBe(1);
  });

  test('finishes what the old release was asked before it ends', async () => {
    await makeLive({ letter: 'a' });
    const slow = fetch(`${await addressOf()}/slow`).then((response) => response.json());
    await makeLive({ letter: 'b' });
    expect(await slow).toMatchObject({ sha: 'a' });
    expect(await facts()).toMatchObject({ sha: 'b' });
  });

  test('tells that a release crashes after its start, with what it said, and leaves none of it', async () => {
    await makeLive({ letter: 'a' });
    const crashing = `console.log('up');setTimeout(() => { console.error('no database'); process.exit(3); }, 300);`;
    const id = await build({ letter: 'b', files: { 'server.mjs': crashing } });
    const outcome = await deployer.start(target, id, SETTINGS, never());
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'exited' });
    expect(outcome).toMatchObject({ tail: expect.stringContaining('no database') });
    expect(await facts()).toMatchObject({ sha: 'a' });
    expect(await running()).toBe(1);
  });

  test('tells that a build failed, with its end', async () => {
    const files = { Dockerfile: `${DOCKERFILE}RUN echo broken on purpose; exit 4\n` };
    const { outcome } = await tryBuild({ letter: 'a', files });
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'failed',
      tail: expect.stringContaining('broken on purpose'),
    });
    expect(await deployer.releases(target)).toEqual([]);
  });

  test('says when the memory was not enough', async () => {
    const eating = `const all = []; setInterval(() => all.push(Buffer.alloc(20e6, 1)), 10);`;
    const id = await build({ letter: 'a', files: { 'server.mjs': eating } });
    const outcome = await deployer.start(target, id, SETTINGS, never());
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'full' });
  });

  test('goes back at once to what still runs, and restores what has ended exactly as it was', async () => {
    const first = await makeLive({ letter: 'a' });
    const image = await docker(
      'images',
      '--quiet',
      '--no-trunc',
      `codefoundry/${target.project}/*/*`,
    );
    const second = await build({ letter: 'b' });
    await deployer.start(target, second, SETTINGS, never());
    expect(await deployer.switch(target, second)).toEqual({ previous: first });
    expect(await deployer.switch(target, second)).toEqual({ previous: first });
    expect(await facts()).toMatchObject({ sha: 'b' });
    await deployer.switch(target, first);
    expect(await facts()).toMatchObject({ sha: 'a' });
    await deployer.switch(target, second);
    await deployer.settle(target, SETTINGS);
    expect(await running()).toBe(1);

    await deployer.start(target, first, SETTINGS, never());
    await deployer.switch(target, first);
    await deployer.settle(target, SETTINGS);
    expect(await facts()).toMatchObject({ sha: 'a' });
    const [container = ''] = await containers();
    expect(await docker('inspect', '--format={{.Image}}', container)).toBe(image);
  });

  test('keeps the last releases and no more, newest first, and forgets what Docker lost', async () => {
    const ids = [];
    for (const letter of ['a', 'b', 'c', 'd']) ids.push(await makeLive({ letter }));
    const [, second, third, fourth] = ids;
    const idsOf = async () => (await deployer.releases(target)).map(({ id }) => id);
    expect(await idsOf()).toEqual([fourth, third, second]);
    const repository = `codefoundry/${target.project}/staging/s-app`;
    expect((await docker('images', '--quiet', repository)).split('\n')).toHaveLength(3);
    await docker('rmi', `${repository}:${third}`);
    expect(await idsOf()).toEqual([fourth, second]);
    expect(
      await docker('network', 'ls', '--quiet', `--filter=name=cf_${target.project}_`),
    ).not.toContain('\n');
  });

  test('does each step again after the bot was killed in it', async () => {
    const id = await build({ letter: 'a' });
    await deployer.start(target, id, SETTINGS, never());
    deployer = fresh();
    expect(await deployer.start(target, id, SETTINGS, never())).toEqual({ kind: 'done' });
    await deployer.switch(target, id);
    deployer = fresh();
    await deployer.switch(target, id);
    deployer = fresh();
    await deployer.settle(target, SETTINGS);
    await deployer.settle(target, SETTINGS);
    expect(await facts()).toMatchObject({ sha: 'a' });
    expect(await running()).toBe(1);
  });

  test('starts again by itself what crashes, at the same port, and by us what is gone', async () => {
    await makeLive({ letter: 'a' });
    const address = await addressOf();
    await fetch(`${address}/die`).catch(() => undefined);
    await expect
      .poll(() => facts().catch(() => ({})), { timeout: 10_000 })
      .toMatchObject({ sha: 'a' });
    const made = await containers();
    const changed = { ...SETTINGS, variables: { GREETING: 'changed' } };
    for (const end of ['stop', 'rm --force']) {
      await docker(...end.split(' '), ...made);
      expect(await deployer.status(target)).toMatchObject({ health: 'down' });
      await deployer.revive(target, changed);
      const greeting = end === 'stop' ? SETTINGS.variables['GREETING'] : 'changed';
      await expect
        .poll(() => facts().catch(() => ({})), { timeout: 10_000 })
        .toMatchObject({ sha: 'a', greeting });
      await deployer.revive(target, { ...SETTINGS, variables: {} });
      expect(await facts()).toMatchObject({ greeting });
    }
    expect(await addressOf()).toBe(address);
  });

  test('never runs two releases of a worker at once, and brings the old one back', async () => {
    const server = (letter: string, end = '') =>
      `console.log('works ${letter}'); setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0)); ${end}`;
    const first = await makeLive({
      letter: 'a',
      commands: WORKER,
      files: { 'server.mjs': server('a') },
    });
    expect(await deployer.status(target)).toMatchObject({ live: { id: first }, health: 'well' });
    expect(await addressOf()).toBe('');
    const bad = await build({
      letter: 'b',
      commands: WORKER,
      files: { 'server.mjs': server('b', 'setTimeout(() => process.exit(1), 200);') },
    });
    expect(await deployer.start(target, bad, SETTINGS, never())).toMatchObject({
      reason: 'exited',
    });
    await deployer.discard(target, bad);
    expect(await deployer.status(target)).toMatchObject({ live: { id: first }, health: 'well' });
    const second = await build({
      letter: 'c',
      commands: WORKER,
      files: { 'server.mjs': server('c') },
    });
    await deployer.start(target, second, SETTINGS, never());
    expect(await running()).toBe(1);
    await deployer.switch(target, second);
    // Before it was settled there is a way back.
    await deployer.switch(target, first);
    expect(await running()).toBe(1);
    expect(await deployer.status(target)).toMatchObject({ live: { id: first }, health: 'well' });
  });

  test('keeps what a release wrote into a volume for the next one', async () => {
    const dockerfile = `FROM node:24-bookworm-slim\nWORKDIR /app\nRUN mkdir data && chown node:node data\nCOPY server.mjs ./\nUSER node\nVOLUME /app/data\nCMD ["node", "server.mjs"]\n`;
    const server = `import { appendFileSync, readFileSync } from 'node:fs'; import { createServer } from 'node:http';
      appendFileSync('data/log', SHA); process.on('SIGTERM', () => process.exit(0));
      createServer((_, response) => response.end(JSON.stringify({ sha: readFileSync('data/log', 'utf8') }))).listen(process.env.PORT);`;
    const files = (letter: string) => ({
      Dockerfile: dockerfile,
      'server.mjs': `const SHA = '${letter}';${server}`,
    });
    await makeLive({ letter: 'a', files: files('a') });
    await makeLive({ letter: 'b', files: files('b') });
    expect(await facts()).toEqual({ sha: 'ab' });
    expect(await running()).toBe(1);
  });

  test('does not take root under another name', async () => {
    const files = {
      Dockerfile: DOCKERFILE.replace(
        'CMD',
        'RUN echo "toor:x:0:0::/:/bin/sh" >> /etc/passwd\nUSER toor\nCMD',
      ),
    };
    await makeLive({ letter: 'a', files });
    expect(await facts()).toMatchObject({ uid: 1001, effective: '0000000000000000' });
  });

  test('shows the last lines of what is live with their time, and follows them over a deploy', async () => {
    await makeLive({ letter: 'a' });
    const ended = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { text } of deployer.follow(target, { lines: 1 }, ended.signal))
        seen.push(text);
    })();
    await fetch(`${await addressOf()}/one`);
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('/one');
    const lines = await deployer.logs(target, { lines: 2 });
    expect(lines).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({ text: '/one', atMs: expect.any(Number) });
    expect(Math.abs((lines.at(-1)?.atMs ?? 0) - Date.now())).toBeLessThan(60_000);
    await makeLive({ letter: 'b' });
    await fetch(`${await addressOf()}/two`);
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('/two');
    expect(seen).toContain('listening b');
    ended.abort();
    await following;
    expect(await deployer.logs(target, { lines: 5, service: 'nobody' })).toEqual([]);
  });

  test('ends when it is told to, and leaves what was live alone', async () => {
    await makeLive({ letter: 'a' });
    const id = await build({ letter: 'b', health: 500 });
    const stop = new AbortController();
    const starting = deployer.start(target, id, SETTINGS, stop.signal);
    await expect.poll(running, { timeout: 10_000 }).toBe(2);
    stop.abort(new Error('told to'));
    await expect(starting).rejects.toThrow('told to');
    await deployer.discard(target, id);
    expect(await running()).toBe(1);
    expect(await facts()).toMatchObject({ sha: 'a' });
    expect((await deployer.releases(target)).map(({ sha }) => sha)).toEqual([shaOf('a')]);
  });

  const OWN = `
services:
  front:
    build: { context: ., args: { FLAVOUR: "so $$weet" } }
    environment: ["PEER=back"]
    ports: ["8080:4000"]
    depends_on: { back: { condition: service_healthy }, once: { condition: service_completed_successfully } }
  back:
    build: .
    environment: { PORT: "5000", HOST: 0.0.0.0 }
    healthcheck: { test: ["CMD", "node", "-e", "fetch('http://127.0.0.1:5000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"], interval: 1s }
    user: root
  once:
    build: .
    command: ["node", "-e", "console.log('migrated for $$5')"]
    restart: "no"
`;
  test("runs a project's own Compose file, its services beside each other, with our rules", async () => {
    await makeLive({ letter: 'a', files: { 'compose.yaml': OWN } });
    expect(await facts()).toMatchObject({ sha: 'a', uid: 1001, effective: '0000000000000000' });
    const lines = (await deployer.logs(target, { lines: 50 })).map(({ text }) => text);
    expect(lines).toContain('once | migrated for $5');
    expect(lines).toContain('back | listening a');
    const only = await deployer.logs(target, { lines: 50, service: 'back' });
    expect(only.map(({ text }) => text)).toContain('listening a');
    const ended = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { text } of deployer.follow(target, { lines: 2 }, ended.signal))
        seen.push(text);
    })();
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    await fetch(`${await addressOf()}/marker`);
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('front | /marker');
    ended.abort();
    await following;
    // It is among the last two of its container, and not of all of them.
    expect(seen).not.toContain('once | migrated for $5');
    const rights = await docker(
      'inspect',
      '--format={{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.ReadonlyRootfs}}',
      ...(await containers()),
    );
    expect(new Set(rights.split('\n'))).toEqual(new Set(['1001:1001 [ALL] true']));
    const client = poll(await addressOf());
    await makeLive({ letter: 'b', files: { 'compose.yaml': OWN } });
    expect(await client.stop()).toMatchObject({ failed: 0, seen: ['a', 'b'] });
  }, 180_000);

  test('leaves nothing when the project is removed', async () => {
    await makeLive({ letter: 'a' });
    await deployer.remove(target);
    const filter = ofProject(target);
    expect(await docker('ps', '--all', '--quiet', filter)).toBe('');
    expect(await docker('images', '--quiet', filter)).toBe('');
    expect(await docker('volume', 'ls', '--quiet', filter)).toBe('');
    expect(await docker('network', 'ls', '--quiet', filter)).toBe('');
    expect(await deployer.status(target)).toEqual({ health: 'stopped' });
    expect(await deployer.releases(target)).toEqual([]);
  });
});
