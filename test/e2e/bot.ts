import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '#lib/free-port.ts';

/** The bot as a process of its own, as an operator runs it. */
export interface BotProcess {
  readonly pid: number;
  /** Where it tells of itself over HTTP. */
  readonly url: string;
  /** Everything it has printed. */
  output(): string;
  health(): Promise<Record<string, unknown>>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when it is gone, with the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
}

const ROOT = path.join(import.meta.dirname, '../..');
const running = new Set<ChildProcess>();

/** Starts the bot with exactly this environment and resolves when it is ready. */
export async function startBot(environment: Readonly<Record<string, string>>): Promise<BotProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { ...inherited(), HTTP_PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const exited = once(child, 'exit').finally(() => running.delete(child));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const health = async (): Promise<Record<string, unknown>> => {
    const answer = await fetch(`http://127.0.0.1:${port}/health`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the bot ended early:\n${printed}`);
    return (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.ok;
  }, 30_000);
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    output: () => printed,
    health,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    gone: exited.then(() => child.signalCode),
  };
}

/** Ends every bot that a test left running. */
export async function killBots(): Promise<void> {
  for (const child of running) {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

/** Polls until `look` resolves with something true. */
export async function until<Value>(
  look: () => Promise<Value> | Value,
  timeoutMs: number,
): Promise<NonNullable<Value>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (performance.now() > deadline)
      throw new Error(`nothing within ${timeoutMs} ms: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a process needs to reach the network and find its programs; nothing of the test's own. */
function inherited(): Record<string, string> {
  const names =
    /^(PATH|HOME|LANG|LC_ALL|TZ|NODE_EXTRA_CA_CERTS|SSL_CERT_.*|npm_config_registry|(https?|no)_proxy)$/iu;
  const entries = Object.entries(process.env).filter(([name]) => names.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}
