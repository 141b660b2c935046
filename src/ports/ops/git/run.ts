import { spawn } from 'node:child_process';
import { Fault } from '#kernel/fault.ts';
import { gitEnvironment } from '#lib/git/environment.ts';
import { gitArgv, type GitCall, runGit } from '#lib/git/run.ts';

const TIMEOUT_MS = 60_000;

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
    const { env, input } = extra;
    const { exitCode = -1, ...said } = await runGit(args, {
      ...callIn(directory),
      repository: directory,
      env: { ...OWN_ENVIRONMENT, ...env },
      ...(input !== undefined && { input }),
    });
    return { ...said, exitCode };
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

const OWN_ENVIRONMENT = {
  GIT_LITERAL_PATHSPECS: '1',
  // Nobody can type a passphrase here.
  SSH_ASKPASS_REQUIRE: 'never',
};

function callIn(directory: string): GitCall {
  return { gitDirectory: directory, settings: ['core.fsync=committed,reference'] };
}

function readHead(
  directory: string,
  args: readonly string[],
  capBytes: number,
  input: string,
): Promise<Buffer> {
  const [file, ...more] = gitArgv(args, callIn(directory));
  return new Promise((resolve, reject) => {
    const child = spawn(file, more, {
      env: { ...gitEnvironment(), ...OWN_ENVIRONMENT },
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
