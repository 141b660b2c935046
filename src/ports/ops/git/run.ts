import { spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { Fault } from '#kernel/fault.ts';
import { exec } from '#lib/exec.ts';

const TIMEOUT_MS = 60_000;
/** A git that still holds a lock after this long is taken for dead. */
const STALE_LOCK_MS = 70_000;
/** Left by an earlier process of ours, whose last git has ended long before this. */
const LEFT_LOCK_MS = 10_000;
const LOCK_POLL_MS = 200;

interface Extra {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Exit codes besides 0 that are answers and no faults. */
  readonly okExitCodes?: readonly number[];
}

/** Git in one bare repository, without hooks, prompts, or settings of whoever runs the bot. */
export interface GitRunner {
  readonly directory: string;
  /** @throws {Fault} `git-failed`, with what git said */
  run(args: readonly string[], extra?: Extra): Promise<string>;
  /** The same with the exit code, whatever it is. */
  ask(
    args: readonly string[],
    extra?: Extra,
  ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /** The first bytes that it prints; what prints more is ended. */
  head(args: readonly string[], capBytes: number, input?: string): Promise<Buffer>;
}

/** Runs git in `directory`. */
export function gitRunner(directory: string): GitRunner {
  const ask: GitRunner['ask'] = async (args, extra = {}) => {
    const result = await exec(argvOf(directory, args), {
      env: { ...ENVIRONMENT, PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...extra.env },
      timeoutMs: TIMEOUT_MS,
      ...(extra.input !== undefined && { input: extra.input }),
    });
    const lock = /'([^'\n]+\.lock)': File exists/u.exec(result.stderr)?.[1];
    if (result.exitCode !== 0 && lock !== undefined && (await isFreed(lock))) {
      return ask(args, extra);
    }
    return { ...result, exitCode: result.exitCode ?? -1 };
  };

  return {
    directory,
    ask,
    async run(args, extra = {}) {
      const { exitCode, stdout, stderr } = await ask(args, extra);
      if (exitCode === 0 || extra.okExitCodes?.includes(exitCode)) return stdout;
      throw new Fault('git-failed', `git ${args.join(' ')}: ${stderr.trim().slice(-2_000)}`);
    },
    head: (args, capBytes, input = '') => readHead(directory, args, capBytes, input),
  };
}

const ENVIRONMENT = {
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  // Nobody can type a passphrase here.
  SSH_ASKPASS_REQUIRE: 'never',
};

function argvOf(directory: string, args: readonly string[]): readonly [string, ...string[]] {
  return [
    'git',
    `--git-dir=${directory}`,
    '--bare',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'core.quotePath=false',
    '-c',
    'core.fsync=committed,reference',
    ...args,
  ];
}

function readHead(
  directory: string,
  args: readonly string[],
  capBytes: number,
  input: string,
): Promise<Buffer> {
  const [file, ...more] = argvOf(directory, args);
  return new Promise((resolve, reject) => {
    const child = spawn(file, more, {
      env: { ...ENVIRONMENT, PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      if (sizeBytes >= capBytes) return;
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes >= capBytes) child.kill('SIGKILL');
    });
    // It has ended before it read everything: what it printed says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) => {
      const bytes = Buffer.concat(chunks).subarray(0, capBytes);
      if (code === 0 || sizeBytes >= capBytes) resolve(bytes);
      else reject(new Fault('git-failed', `git ${args.join(' ')} ended with ${code}`));
    });
  });
}

/** Waits for another git to end; removes the lock of one that died. */
async function isFreed(lock: string): Promise<boolean> {
  for (;;) {
    const found = await stat(lock).catch(() => undefined);
    if (!found) return true;
    const ageMs = Date.now() - found.mtimeMs;
    // Nothing that we started can hold one that is older than we are.
    const isOfBefore = ageMs > LEFT_LOCK_MS && ageMs / 1_000 > process.uptime();
    if (ageMs > STALE_LOCK_MS || isOfBefore) {
      await rm(lock, { force: true });
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}
