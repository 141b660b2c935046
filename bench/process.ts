import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '#lib/free-port.ts';

/** A bot in a process of its own. */
export interface BotUnderTest {
  readonly name: 'codefoundry' | 'grammy';
  /** From the start of the process until it serves; only where it says so. */
  readonly readyMs: number | undefined;
  /** User and system time so far, in milliseconds. */
  cpuMs(): number;
  /** Resident memory now, in bytes. */
  rssBytes(): number;
  stop(): Promise<void>;
}

const ROOT = path.join(import.meta.dirname, '..');
/** Of `/proc/<pid>/stat`, on Linux always. */
const TICKS_PER_SECOND = 100;

/** Who the bots talk to. */
export interface Telegram {
  readonly token: string;
  readonly url: string;
  readonly ownerIds: readonly number[];
  /** What the bot may send over all chats. */
  readonly sendsPerSecond: number;
}

/** Starts our bot without an agent and resolves once it is ready. */
export async function startCodeFoundry(telegram: Telegram): Promise<BotUnderTest> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'codefoundry-bench-'));
  const port = await freePort();
  const startedAtMs = performance.now();
  const child = start(['src/main.ts'], {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    OWNER_IDS: telegram.ownerIds.join(','),
    DATA_DIR: dataDir,
    HTTP_PORT: String(port),
    BACKUP_KEEP: '0',
    TELEGRAM_SENDS_PER_SECOND: String(telegram.sendsPerSecond),
  });
  await answers(child, async () => (await fetch(`http://127.0.0.1:${port}/ready`)).ok);
  const bot = asBot('codefoundry', child, performance.now() - startedAtMs);
  return {
    ...bot,
    async stop() {
      await bot.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts the bare bot; `polls` says when it has begun. */
export async function startGrammy(telegram: Telegram, polls: () => boolean): Promise<BotUnderTest> {
  const child = start(['bench/echo-bot.ts'], {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
  });
  await answers(child, async () => polls());
  return asBot('grammy', child, undefined);
}

function start(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { PATH, HOME, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function answers(child: ChildProcess, look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await look().catch(() => false))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error('the bot did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function asBot(
  name: BotUnderTest['name'],
  child: ChildProcess,
  readyMs: number | undefined,
): BotUnderTest {
  const exited = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    name,
    readyMs,
    cpuMs() {
      const [, fields = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
      const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
      return ((user + system) * 1_000) / TICKS_PER_SECOND;
    },
    rssBytes() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) * 1_024;
    },
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await exited;
    },
  };
}
