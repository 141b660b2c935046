import { execa } from 'execa';

/** A program and its arguments; never a shell string. */
export type Argv = readonly [string, ...string[]];

export interface ExecResult {
  /** `undefined` when it did not start, or a signal or the time limit ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  readonly cwd?: string;
  /** The whole environment: nothing of ours is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Written to standard input, which is empty otherwise. */
  readonly input?: string;
}

/** At most so much of each stream is kept; a program that prints more is ended. */
const MAX_BUFFER_BYTES = 64 * 1024 * 1024;

/** Runs `argv` and resolves with how it ended; throws only what programs cannot cause. */
export async function exec(argv: Argv, options: ExecOptions): Promise<ExecResult> {
  const [file, ...args] = argv;
  const result = await execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env,
    extendEnv: false,
    timeout: options.timeoutMs,
    input: options.input ?? '',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: MAX_BUFFER_BYTES,
  });
  return {
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr === '' && result.failed ? String(result.message) : result.stderr,
  };
}
