import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { processStart, processesIn } from '#lib/process-identity.ts';
import {
  type EmbeddedEvent,
  type EmbeddedGateway,
  type EmbeddedOptions,
  startEmbeddedGateway,
} from './embedded.ts';

/** Speaks the probes of a gateway, keeps a helper, and records what it was started with. */
const PROGRAM = `
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const config = JSON.parse(readFileSync(process.env.OPENCLAW_CONFIG_PATH, 'utf8'));
writeFileSync('seen.json', JSON.stringify({ env: process.env, config }));
if (process.env.ANTHROPIC_API_KEY === 'deaf') process.on('SIGTERM', () => undefined);
if (process.env.ANTHROPIC_API_KEY === 'broken') { console.error('no such model'); process.exit(1); }
if (process.argv[2] === 'gateway')
  spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { detached: true, stdio: 'ignore' });
let frozen = false;
process.on('SIGUSR2', () => { frozen = true; });
createServer((request, response) => { response.statusCode = frozen ? 503 : 200; response.end('{}'); }).listen(config.gateway.port, '127.0.0.1');
`;

let root: string;
let options: EmbeddedOptions;
let events: EmbeddedEvent[];
const open: EmbeddedGateway[] = [];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'embedded-')));
  const program = join(root, 'install', 'node_modules', 'openclaw');
  await mkdir(program, { recursive: true });
  await writeFile(join(program, 'openclaw.mjs'), PROGRAM);
  events = [];
  options = {
    installDir: join(root, 'install'),
    stateDir: join(root, 'state'),
    projectsDir: join(root, 'projects'),
    model: { kind: 'anthropic', apiKey: 'key-1' },
    shell: '#!/bin/sh\n',
    node: process.execPath,
    path: '/usr/bin:/bin',
    environment: { TELEGRAM_BOT_TOKEN: 'SECRET', LANG: 'C.UTF-8' },
    log: (event) => events.push(event),
    now: () => performance.now(),
  };
});

afterEach(async () => {
  for (const gateway of open.splice(0)) gateway.release();
  for (const pid of await processesIn(options.stateDir, options.node).catch(() => []))
    process.kill(pid, 'SIGKILL');
  await rm(root, { recursive: true, force: true });
});

async function start(change: Partial<EmbeddedOptions> = {}): Promise<EmbeddedGateway> {
  const gateway = await startEmbeddedGateway({ ...options, ...change });
  open.push(gateway);
  return gateway;
}

/** Whether `server` could take the port. */
const takes = (server: HttpServer, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    server.once('error', () => resolve(false)).once('listening', () => resolve(true));
    server.listen(port, '127.0.0.1');
  });

const running = () => processesIn(options.stateDir, options.node);

test('starts, serves at its address and says so', async () => {
  const gateway = await start();
  await gateway.ready();
  expect(gateway.state()).toBe('ready');
  expect(await gateway.serves()).toBe(true);
  expect(gateway.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/u);
  expect((await fetch(gateway.url.replace('ws', 'http'))).ok).toBe(true);
  expect(events.map(({ kind }) => kind)).toEqual(['started', 'ready']);
});

test('gives the process its own variables and none of ours', async () => {
  const gateway = await start();
  await gateway.ready();
  const seen = await readFile(join(options.stateDir, 'seen.json'), 'utf8');
  expect(seen).not.toContain('SECRET');
  expect(JSON.parse(seen)).toMatchObject({
    env: {
      OPENCLAW_GATEWAY_TOKEN: gateway.token,
      ANTHROPIC_API_KEY: 'key-1',
      SHELL: join(options.stateDir, 'project-shell'),
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
    },
    config: { agents: { defaults: { workspace: options.projectsDir } } },
  });
});

test('keeps the state for us alone', async () => {
  await start();
  const modes = await Promise.all(
    ['', 'token', 'process.json', 'openclaw.json', 'project-shell', 'gateway.out'].map(
      async (name) => (await stat(join(options.stateDir, name))).mode & 0o077,
    ),
  );
  expect(modes).toEqual([0, 0, 0, 0, 0, 0]);
});

test('starts it again when it dies, at the same address', async () => {
  const gateway = await start();
  await gateway.ready();
  const first = gateway.pid();
  process.kill(first, 'SIGKILL');
  await expect.poll(() => gateway.state()).toBe('restarting');
  await expect.poll(() => gateway.state(), { timeout: 8000 }).toBe('ready');
  expect(gateway.pid()).not.toBe(first);
  expect((await fetch(gateway.url.replace('ws', 'http'))).ok).toBe(true);
  expect(await running()).toHaveLength(2);
});

test('pauses longer after each crash and says what the process said', async () => {
  const gateway = await start({ model: { kind: 'anthropic', apiKey: 'broken' } });
  const exits = () => events.filter((event) => event.kind === 'exited');
  await expect.poll(() => exits().length, { timeout: 8000 }).toBe(2);
  expect(exits().map((event) => event.restartInMs)).toEqual([1000, 2000]);
  expect(exits()[0]?.output).toContain('no such model');
  const ready = gateway.ready();
  await gateway.stop();
  await expect(ready).rejects.toMatchObject({ code: 'gateway-unreachable' });
});

test('starts it anew when it runs on but answers no more', async () => {
  const gateway = await start({ healthEveryMs: 20 });
  await gateway.ready();
  const first = gateway.pid();
  process.kill(first, 'SIGUSR2');
  await expect.poll(() => gateway.pid(), { timeout: 12_000 }).not.toBe(first);
  await expect.poll(() => gateway.state(), { timeout: 8000 }).toBe('ready');
  expect(await processStart(first)).toBeUndefined();
  expect(events).toContainEqual({ kind: 'frozen', pid: first });
}, 20_000);

test('goes on when a start fails for want of a file, and hurts nobody meanwhile', async () => {
  const gateway = await start();
  await gateway.ready();
  const first = gateway.pid();
  const hurt = vi.spyOn(process, 'kill');
  // Where the configuration is drafted stands a directory: writing it throws.
  await mkdir(join(options.stateDir, 'openclaw.json.new'));
  process.kill(first, 'SIGKILL');
  const exits = () => events.filter((event) => event.kind === 'exited');
  await expect.poll(() => exits().length, { timeout: 8000 }).toBe(2);
  await rm(join(options.stateDir, 'openclaw.json.new'), { recursive: true });
  await expect.poll(() => gateway.state(), { timeout: 8000 }).toBe('ready');
  expect(hurt.mock.calls.filter(([pid]) => pid === -first)).toHaveLength(1);
  hurt.mockRestore();
}, 20_000);

test('goes on when its own watching fails', async () => {
  let calls = 0;
  const gateway = await start({
    now() {
      calls += 1;
      if (calls === 2) throw new Error('no clock');
      return performance.now();
    },
  });
  await expect.poll(() => gateway.state(), { timeout: 8000 }).toBe('ready');
  expect(events).toContainEqual({
    kind: 'exited',
    restartInMs: 1000,
    output: 'Error: no clock',
  });
});

test.skipIf(process.platform !== 'linux')(
  'is not ready while another program holds its port, and says so',
  async () => {
    const gateway = await start({ model: { kind: 'anthropic', apiKey: 'broken' } });
    const squatter = createHttpServer((_, response) => response.end('{}'));
    squatter.listen(Number(new URL(gateway.url).port), '127.0.0.1');
    try {
      await once(squatter, 'listening');
      const taken = () =>
        events.some(
          (event) => 'output' in event && event.output.includes('Another program holds port'),
        );
      await expect.poll(taken, { timeout: 8000 }).toBe(true);
      expect(events.map(({ kind }) => kind)).not.toContain('ready');
    } finally {
      squatter.close();
    }
  },
);

test.skipIf(process.platform !== 'linux')(
  'does not serve where somebody else listens since it died, though nobody has noticed yet',
  async () => {
    const gateway = await start();
    await gateway.ready();
    const port = Number(new URL(gateway.url).port);
    process.kill(gateway.pid(), 'SIGKILL');
    const squatter = createHttpServer((_, response) => response.end('{}'));
    try {
      // The port is free as soon as the process is gone, well before it is started again.
      await expect.poll(() => takes(squatter, port), { interval: 5 }).toBe(true);
      expect((await fetch(gateway.url.replace('ws', 'http'))).ok).toBe(true);
      expect(await gateway.serves()).toBe(false);
    } finally {
      squatter.close();
    }
    await expect.poll(() => gateway.serves(), { timeout: 10_000 }).toBe(true);
  },
);

describe('after a crash of the bot', () => {
  /** A bot that starts the gateway and is killed. */
  async function crashedBot(): Promise<{ pid: number; url: string; token: string }> {
    const script = `
      import { startEmbeddedGateway } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))};
      const options = ${JSON.stringify(options)};
      const gateway = await startEmbeddedGateway({ ...options, log() {}, now: () => performance.now() });
      await gateway.ready();
      console.log(JSON.stringify({ pid: gateway.pid(), url: gateway.url, token: gateway.token }));
      setInterval(() => undefined, 1000);`;
    const bot = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(bot.stdout, 'data')) as [Buffer];
    const exited = once(bot, 'exit');
    bot.kill('SIGKILL');
    await exited;
    return JSON.parse(line.toString()) as { pid: number; url: string; token: string };
  }

  test('the gateway lives on and is adopted, with address and token', async () => {
    const before = await crashedBot();
    expect(await processStart(before.pid)).toBeDefined();
    const gateway = await start();
    await gateway.ready();
    expect({ pid: gateway.pid(), url: gateway.url, token: gateway.token }).toEqual(before);
    expect(events.map(({ kind }) => kind)).toEqual(['adopted', 'ready']);
    await gateway.stop();
    expect(await running()).toEqual([]);
  });

  test('an adopted gateway that dies is started again', async () => {
    const before = await crashedBot();
    const gateway = await start();
    await gateway.ready();
    process.kill(before.pid, 'SIGKILL');
    await expect.poll(() => gateway.pid(), { timeout: 8000 }).not.toBe(before.pid);
  });

  test.each<[string, Partial<EmbeddedOptions>]>([
    ['another key', { model: { kind: 'anthropic', apiKey: 'key-2' } }],
    ['another model', { model: { kind: 'anthropic', apiKey: 'key-1', model: 'other' } }],
    ['another sandbox', { shell: '#!/bin/sh\nexit 1\n' }],
    ['another PATH', { path: '/bin' }],
  ])('%s means a new process at the old address', async (_, change) => {
    const before = await crashedBot();
    const gateway = await start(change);
    expect(gateway.pid()).not.toBe(before.pid);
    expect(await processStart(before.pid)).toBeUndefined();
    expect(gateway.url).toBe(before.url);
  });

  test('a process that only has the old id is left alone', async () => {
    const before = await crashedBot();
    process.kill(before.pid, 'SIGKILL');
    const innocent = spawn('sleep', ['61'], { stdio: 'ignore', detached: true });
    const record = join(options.stateDir, 'process.json');
    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replace(String(before.pid), String(innocent.pid)));
    try {
      const gateway = await start();
      expect(gateway.pid()).not.toBe(innocent.pid);
      expect(await processStart(innocent.pid!)).toBeDefined();
    } finally {
      innocent.kill('SIGKILL');
    }
  });

  test('a gateway that was never recorded is found and ended: it holds the lock', async () => {
    const before = await crashedBot();
    await rm(join(options.stateDir, 'process.json'));
    const gateway = await start();
    await gateway.ready();
    expect(await processStart(before.pid)).toBeUndefined();
  });

  test('a damaged record is as good as none', async () => {
    await crashedBot();
    await writeFile(join(options.stateDir, 'process.json'), '{"pid":');
    const gateway = await start();
    await expect(gateway.ready()).resolves.toBeUndefined();
  });

  test('another port is taken when somebody has the old one', async () => {
    const before = await crashedBot();
    process.kill(before.pid, 'SIGKILL');
    const port = Number(new URL(before.url).port);
    const squatter = createServer();
    await expect
      .poll(async () => {
        squatter.listen(port, '127.0.0.1');
        return once(squatter, 'listening').then(
          () => true,
          () => false,
        );
      })
      .toBe(true);
    try {
      const gateway = await start();
      await gateway.ready();
      expect(gateway.url).not.toBe(before.url);
      expect(gateway.token).toBe(before.token);
    } finally {
      squatter.close();
    }
  });
});

test('release leaves the process running for the next start', async () => {
  const gateway = await start();
  await gateway.ready();
  gateway.release();
  expect(await processStart(gateway.pid())).toBeDefined();
  expect((await start()).pid()).toBe(gateway.pid());
});

test('stop ends process and helpers, a deaf one too, and nothing starts again', async () => {
  const gateway = await start({ model: { kind: 'anthropic', apiKey: 'deaf' } });
  await gateway.ready();
  expect(await running()).toHaveLength(2);
  await gateway.stop({ graceMs: 300 });
  expect(gateway.state()).toBe('stopped');
  expect(await running()).toEqual([]);
  expect(events.at(-1)).toEqual({ kind: 'stopped', pid: gateway.pid() });
});

test('stop while it waits to start again ends the waiting', async () => {
  const gateway = await start({ model: { kind: 'anthropic', apiKey: 'broken' } });
  await expect.poll(() => gateway.state()).toBe('restarting');
  await gateway.stop();
  expect(await running()).toEqual([]);
});

test('no argument of the process shows a secret', async () => {
  const gateway = await start();
  const args = execFileSync('ps', ['-o', 'args=', '-p', String(gateway.pid())], {
    encoding: 'utf8',
  });
  expect(args).not.toContain(gateway.token);
  expect(args).not.toContain('key-1');
});
