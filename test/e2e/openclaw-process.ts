import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Where `node_modules/openclaw` is. */
const INSTALLED =
  process.env['CODEFOUNDRY_TEST_GATEWAY_DIR'] ?? join(tmpdir(), 'codefoundry-test-gateway');
const READY_WITHIN_MS = 120_000;

const MODEL = {
  reasoning: false,
  input: ['text'],
  cost: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 },
  contextWindow: 128_000,
  maxTokens: 8_192,
};

/** A real gateway for one test file, on a state directory of its own. */
export interface OpenClawProcess {
  readonly port: number;
  readonly token: string;
  /** The agent's workspace: sessions work in directories of it. */
  readonly projectsDir: string;
  /** A directory outside the workspace. */
  readonly root: string;
  start(): Promise<void>;
  /** Runs its command line, as its operator would. */
  run(words: readonly string[]): Promise<void>;
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Kills it and removes its directory. */
  close(): Promise<void>;
}

/** Prepares a gateway whose model answers at `modelUrl`, and starts it. */
export async function startOpenClaw(model: {
  url: string;
  apiKey: string;
  id: string;
}): Promise<OpenClawProcess> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'openclaw-process-')));
  const projectsDir = join(root, 'projects');
  await mkdir(projectsDir);
  const port = await freePort();
  const token = 'token-of-the-test-gateway';
  await writeFile(
    join(root, 'openclaw.json'),
    JSON.stringify(config({ root, projectsDir, port, model })),
  );
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(join(root, 'output.log'), 'a');
    child = spawn(
      process.execPath,
      [join(INSTALLED, 'node_modules/openclaw/openclaw.mjs'), 'gateway', '--port', String(port)],
      { cwd: root, env: environment(root, token), stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await isReady(port))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await kill();
        throw new Error(
          `no gateway: ${(await readFile(join(root, 'output.log'), 'utf8')).slice(-2_000)}`,
        );
      }
      await delay(200);
    }
  }

  async function kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    port,
    token,
    projectsDir,
    root,
    start,
    async run(words) {
      const file = join(INSTALLED, 'node_modules/openclaw/openclaw.mjs');
      const options = { cwd: root, env: environment(root, token), timeout: 60_000 };
      await promisify(execFile)(process.execPath, [file, ...words], options);
    },
    kill,
    async close() {
      await kill();
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function config(options: {
  root: string;
  projectsDir: string;
  port: number;
  model: { url: string; apiKey: string; id: string };
}): object {
  const { root, projectsDir, port, model } = options;
  return {
    gateway: {
      mode: 'local',
      port,
      bind: 'loopback',
      // Addresses behind this proxy are not of this machine: that is how the tests come from afar.
      trustedProxies: ['127.0.0.1'],
      auth: { mode: 'token', token: '${OPENCLAW_GATEWAY_TOKEN}' },
      controlUi: { enabled: false },
    },
    agents: {
      defaults: {
        workspace: projectsDir,
        skipBootstrap: true,
        skills: [],
        heartbeat: { every: '0m' },
        model: { primary: `fake/${model.id}` },
      },
    },
    models: {
      mode: 'replace',
      providers: {
        fake: {
          baseUrl: model.url,
          apiKey: model.apiKey,
          api: 'openai-completions',
          models: [
            { id: model.id, name: 'Scripted', ...MODEL },
            { id: `${model.id}-other`, name: 'Scripted too', ...MODEL },
          ],
        },
      },
    },
    tools: { toolSearch: false },
    cron: { enabled: false },
    discovery: { mdns: { mode: 'off' } },
    update: { checkOnStart: false },
    plugins: { enabled: false },
    logging: { file: join(root, 'gateway.jsonl') },
  };
}

function environment(root: string, token: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: root,
    OPENCLAW_HOME: root,
    OPENCLAW_STATE_DIR: join(root, 'state'),
    OPENCLAW_CONFIG_PATH: join(root, 'openclaw.json'),
    OPENCLAW_GATEWAY_TOKEN: token,
    OPENCLAW_SKIP_CHANNELS: '1',
    OPENCLAW_DISABLE_BONJOUR: '1',
    OPENCLAW_NO_RESPAWN: '1',
    OPENCLAW_EXEC_SHELL_SNAPSHOT: '0',
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
