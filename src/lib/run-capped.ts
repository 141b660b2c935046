import { spawn } from 'node:child_process';
import { afterCut } from './end-of.ts';

export interface CappedRun {
  /** `undefined` when a signal or the time limit ended it. */
  readonly exitCode: number | undefined;
  /** Both streams as they came, the last bytes of them, from where a line begins. */
  readonly output: string;
  readonly timedOut: boolean;
}

export interface CappedRunOptions {
  readonly directory: string;
  /** The whole environment: nothing of ours is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly capBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of everything it prints, as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Told of the process group, before anything of it is waited for. */
  readonly onStart?: (pid: number) => void;
}

/** After a kill, how long to wait for output of a process that left the group. */
const DRAIN_MS = 500;

/**
 * Runs a program in a process group of its own and keeps the end of what it prints. The group is
 * killed at the time limit, on abort and after the program ends, so that it leaves nobody behind.
 * Rejects only when the program cannot be started.
 */
export function runCapped(
  argv: readonly [string, ...string[]],
  options: CappedRunOptions,
): Promise<CappedRun> {
  const [file, ...args] = argv;
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) {
      resolve({ exitCode: undefined, output: '', timedOut: false });
      return;
    }
    const child = spawn(file, args, {
      cwd: options.directory,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const tail = tailBuffer(options.capBytes);
    let timedOut = false;
    let stopped = false;
    let drain: NodeJS.Timeout | undefined;

    const kill = () => {
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const stop = () => {
      stopped = true;
      kill();
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, options.timeoutMs);
    options.signal?.addEventListener('abort', stop, { once: true });

    const take = (chunk: Buffer) => {
      tail.push(chunk);
      try {
        options.onOutput?.(chunk.toString('utf8'));
      } catch {
        // Who only listens must not end the process that runs, nor ours.
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', () => {
      kill();
      drain = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, DRAIN_MS);
    });
    const finish = () => {
      clearTimeout(timer);
      clearTimeout(drain);
      options.signal?.removeEventListener('abort', stop);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (code) => {
      finish();
      const exitCode = stopped ? undefined : (code ?? undefined);
      resolve({ exitCode, output: tail.text(), timedOut });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Everybody in the group has ended.
  }
}

/** Keeps the last `capBytes` of what is pushed, from where a line begins; memory stays below twice that plus one chunk. */
function tailBuffer(capBytes: number) {
  let chunks: Buffer[] = [];
  let sizeBytes = 0;
  let isCut = false;
  const compact = () => {
    const whole = Buffer.concat(chunks);
    isCut ||= whole.length > capBytes;
    // With the byte before, which tells whether a line begins there.
    chunks = [whole.subarray(Math.max(0, whole.length - capBytes - 1))];
    sizeBytes = chunks[0]?.length ?? 0;
  };
  return {
    push(chunk: Buffer) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > 2 * capBytes) compact();
    },
    text(): string {
      compact();
      const text = (chunks[0] ?? Buffer.alloc(0)).toString('utf8');
      return isCut ? afterCut(text) : text;
    },
  };
}
