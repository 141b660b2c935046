import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '#lib/free-port.ts';
import { processStart } from '#lib/process-identity.ts';
import { proxyContract } from '#ports/proxy/contract.ts';
import { type HostClient, connectHost } from './client.ts';
import { runningHost } from './find-host.ts';
import type { ProcessSpec } from './port.ts';

const SOON = { timeout: 10_000 };
let root: string;
let clients: HostClient[];
let logged: string[];

const client = (directory = join(root, 'host')): HostClient => {
  const made = connectHost({
    directory,
    node: process.execPath,
    bindHost: '127.0.0.1',
    log: (message) => void logged.push(message),
  });
  clients.push(made);
  return made;
};

async function setUp(): Promise<void> {
  root = await realpath(await mkdtemp('/var/tmp/host-'));
  clients = [];
  logged = [];
}

async function takeDown(): Promise<void> {
  const [first, ...others] = clients;
  for (const each of others) each.close();
  await first?.endAll(0);
  await rm(root, { recursive: true, force: true });
}

describe('the host leads people', () => {
  // One for all of them: each test gives its routes up.
  beforeAll(setUp);
  afterAll(takeDown);
  proxyContract('host', async () => {
    const [known = client()] = clients;
    const names = ['shop/staging', 'shop/production'];
    return {
      proxy: known.proxy,
      again: () => client().proxy,
      close: async () => void (await Promise.all(names.map((name) => known.proxy.forget(name)))),
    };
  });
});

/** Says its word over HTTP and in its log, with its process id; what the path asks for, it does. */
const PROGRAM = `
  const { createServer } = require('node:http');
  const word = process.env.WORD;
  console.log(word + ' begins');
  process.on('SIGTERM', () => { console.log(word + ' ends'); if (!process.env.STUBBORN) process.exit(0); });
  createServer((asked, answer) => {
    if (asked.url === '/crash') process.exit(7);
    if (asked.url === '/print') for (let i = 0; i < 2000; i += 1) console.log(i + 'x'.repeat(100));
    answer.end(word + ' ' + process.pid);
  }).listen(process.env.PORT, '127.0.0.1');
`;

async function spec(word: string, more: Partial<ProcessSpec> = {}) {
  const port = await freePort();
  const directory = join(root, word);
  await mkdir(directory, { recursive: true });
  return {
    port,
    spec: {
      id: `shop/staging/${word}`,
      argv: [process.execPath, '-e', PROGRAM],
      environment: { WORD: word, PORT: String(port), SECRET: 'hush-hush' },
      directory,
      logFile: join(directory, 'log'),
      restart: false,
      ...more,
    } satisfies ProcessSpec,
  };
}

const answer = async (port: number, path = '/') =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (said) => said.text(),
    () => 'nobody',
  );
const pidAt = async (port: number) => Number((await answer(port)).split(' ')[1]);

describe('the host', () => {
  let host: HostClient;
  beforeEach(async () => {
    await setUp();
    host = client();
  });
  afterEach(takeDown);
  const state = async (id: string) => (await host.processes.list(id))[0];
  const kill = async () => {
    const found = await runningHost(join(root, 'host'));
    process.kill(found!.pid, 'SIGKILL');
    await expect.poll(() => processStart(found!.pid), SOON).toBeUndefined();
    return found!.pid;
  };

  it('is not started to say that there is nothing', async () => {
    expect(await host.processes.list('')).toEqual([]);
    expect(await host.proxy.find('shop/staging')).toBeUndefined();
    await host.processes.end('shop/staging/x', 0);
    await host.proxy.forget('shop/staging');
    expect(await runningHost(join(root, 'host'))).toBeUndefined();
  });

  it('runs a process with its own variables alone, once', async () => {
    const one = await spec('one');
    await host.processes.start(one.spec);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    const pid = await pidAt(one.port);
    await host.processes.start(one.spec);
    await client().processes.start(one.spec);
    expect(await pidAt(one.port)).toBe(pid);
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    expect(
      environment.split('\0').filter((each) => /^(?:WORD|PORT|SECRET)=/u.test(each)),
    ).toHaveLength(3);
    expect(environment).not.toContain('VITEST');
    expect(await state(one.spec.id)).toMatchObject({ isRunning: true, restarts: 0 });
  });

  it('says how a process ended, and starts it again only when told', async () => {
    const one = await spec('one');
    await host.processes.start(one.spec);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    await answer(one.port, '/crash');
    await expect
      .poll(() => state(one.spec.id), SOON)
      .toMatchObject({ isRunning: false, exitCode: 7 });
    await host.processes.keep(one.spec.id, true);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
  });

  it('starts what crashed again, each time', async () => {
    const one = await spec('one', { restart: true });
    await host.processes.start(one.spec);
    for (const restarts of [0, 1, 2]) {
      await expect
        .poll(() => state(one.spec.id), SOON)
        .toMatchObject({ isRunning: true, restarts });
      await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
      await answer(one.port, '/crash');
    }
  });

  it('asks a process to end, and makes it', async () => {
    const [one, two] = [await spec('one', { restart: true }), await spec('two')];
    const stubborn = { ...two.spec.environment, STUBBORN: '1' };
    await host.processes.start(one.spec);
    await host.processes.start({ ...two.spec, environment: stubborn });
    for (const { port } of [one, two])
      await expect.poll(() => answer(port), SOON).not.toBe('nobody');
    await Promise.all([
      host.processes.end(one.spec.id, 10_000),
      host.processes.end(two.spec.id, 300),
    ]);
    for (const { spec: each, port } of [one, two]) {
      expect(await answer(port)).toBe('nobody');
      const { WORD: word } = each.environment;
      expect(await readFile(each.logFile, 'utf8')).toBe(`${word} begins\n${word} ends\n`);
    }
    expect(await host.processes.list('')).toEqual([]);
    await host.processes.end(one.spec.id, 0);
  });

  it('takes no children for the process, and leaves none behind', async () => {
    const port = await freePort();
    const one = await spec('one');
    const script = `"$0" -e "$1" & wait`;
    const argv = ['/bin/sh', '-c', script, process.execPath, PROGRAM] as const;
    await host.processes.start({
      ...one.spec,
      argv: [...argv],
      environment: { WORD: 'x', PORT: `${port}` },
    });
    await expect.poll(() => answer(port), SOON).toMatch(/^x/u);
    await host.processes.end(one.spec.id, 10_000);
    expect(await answer(port)).toBe('nobody');
  });

  it('says why a process cannot be started', async () => {
    const one = await spec('one', { directory: '/nowhere' });
    await expect(host.processes.start(one.spec)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await host.processes.list('')).toEqual([]);
  });

  it('keeps logs small, and goes on writing to them', async () => {
    const one = await spec('one');
    await writeFile(one.spec.logFile, 'x'.repeat(11 * 1024 * 1024));
    await host.processes.start(one.spec);
    await expect.poll(async () => (await stat(one.spec.logFile)).size, SOON).toBeLessThan(1024);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    await answer(one.port, '/print');
    await expect.poll(async () => (await stat(one.spec.logFile)).size, SOON).toBeGreaterThan(2e5);
    expect((await stat(`${one.spec.logFile}.1`)).size).toBeGreaterThan(1e7);
  });

  it('killed, leaves everything running, and finds it again where it was', async () => {
    const one = await spec('one', { restart: true });
    await host.processes.start(one.spec);
    const address = await host.proxy.route('shop/staging', [{ host: '127.0.0.1', port: one.port }]);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    const pid = await pidAt(one.port);
    await kill();
    expect(await pidAt(one.port)).toBe(pid);
    expect(await state(one.spec.id)).toMatchObject({ isRunning: true });
    expect(await (await fetch(address)).text()).toBe(`one ${pid}`);
    await host.processes.end(one.spec.id, 10_000);
    expect(await answer(one.port)).toBe('nobody');
    expect(await readFile(one.spec.logFile, 'utf8')).toBe('one begins\none ends\n');
  });

  it('killed while nobody asks it anything, is there again, and that is told', async () => {
    const one = await spec('one');
    let restarts = 0;
    const address = await host.proxy.route('shop/staging', [{ host: '127.0.0.1', port: one.port }]);
    await host.processes.start(one.spec);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    host.watch(() => (restarts += 1));
    await expect.poll(() => logged, SOON).toContain('the host is watched');
    const before = await kill();
    await expect.poll(() => fetch(address).then(({ ok }) => ok, String), SOON).toBe(true);
    // It listens a moment before it says who it is.
    await expect.poll(() => runningHost(join(root, 'host')), SOON).toBeDefined();
    expect((await runningHost(join(root, 'host')))!.pid).not.toBe(before);
    await expect.poll(() => restarts, SOON).toBe(1);
  });

  it('knows after a restart what has ended meanwhile, and starts it when told how', async () => {
    const one = await spec('one', { restart: true });
    await host.processes.start(one.spec);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    await kill();
    await answer(one.port, '/crash');
    expect(await state(one.spec.id)).toMatchObject({ isRunning: false });
    await host.processes.start(one.spec);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
  });

  it('writes no variable of a process to the disk', async () => {
    const one = await spec('one');
    await host.processes.start(one.spec);
    for (const name of ['state.json', 'host.json', 'host.log'])
      expect(await readFile(join(root, 'host', name), 'utf8')).not.toContain('hush');
    expect((await stat(join(root, 'host', 'control.sock'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, 'host'))).mode & 0o777).toBe(0o700);
  });

  it('is replaced by the one of a newer bot, without an end of what runs', async () => {
    const one = await spec('one');
    await host.processes.start(one.spec);
    const address = await host.proxy.route('shop/staging', [{ host: '127.0.0.1', port: one.port }]);
    await expect.poll(() => answer(one.port), SOON).toMatch(/^one/u);
    const pid = await pidAt(one.port);
    const record = join(root, 'host', 'host.json');
    const old = JSON.parse(await readFile(record, 'utf8')) as { pid: number };
    await writeFile(record, JSON.stringify({ ...old, protocol: 0 }));
    expect(await state(one.spec.id)).toMatchObject({ isRunning: true });
    expect(await (await fetch(address)).text()).toBe(`one ${pid}`);
    expect((await runningHost(join(root, 'host')))!.pid).not.toBe(old.pid);
    await expect.poll(() => processStart(old.pid), SOON).toBeUndefined();
  });

  it('can be reached however long the path of its directory is', async () => {
    const directory = join(root, 'deep'.repeat(30), 'host');
    const far = client(directory);
    const one = await spec('one');
    await far.processes.start(one.spec);
    expect(await far.processes.list('')).toHaveLength(1);
    await far.endAll(0);
    expect(await runningHost(directory)).toBeUndefined();
  });
});
