import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Argv } from '#lib/exec.ts';
import { signalGroup } from '#lib/process-identity.ts';
import { runCapped } from '#lib/run-capped.ts';
import { cutLine } from '../long-line.ts';
import type { LogLine, LogQuery } from '../port.ts';
import { isRunnable } from './hooks.ts';

const MOST_BYTES = 1024 * 1024;

interface Place {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a hook that only tells something; one that cannot run says nothing. */
export async function readHook(
  argv: Argv,
  options: Place & { readonly query?: LogQuery; readonly limitMs: number },
): Promise<{ readonly exitCode: number | undefined; readonly output: string }> {
  const nothing = { exitCode: undefined, output: '' };
  if (!isRunnable(argv)) return nothing;
  return runCapped(argv, {
    directory: options.directory,
    environment: { ...options.environment, ...queried(options.query, false) },
    timeoutMs: options.limitMs,
    capBytes: MOST_BYTES,
  }).catch(() => nothing);
}

/** Runs the hook until it ends or is told to, and hands on what it prints as it comes. */
export async function* followHook(
  argv: Argv,
  options: Place & { readonly query: LogQuery; readonly signal: AbortSignal },
): AsyncIterable<LogLine> {
  if (!isRunnable(argv) || options.signal.aborted) return;
  const [program, ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.directory,
    env: { ...options.environment, ...queried(options.query, true) },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const gone = once(child, 'close').catch(() => undefined);
  const end = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  options.signal.addEventListener('abort', end, { once: true });
  try {
    // Who reads slowly holds the hook up: nothing is gathered here.
    for await (const line of createInterface({ input: child.stdout })) {
      if (options.signal.aborted) return;
      yield { text: cutLine(line) };
    }
  } finally {
    options.signal.removeEventListener('abort', end);
    end();
    await gone;
  }
}

function queried(query: LogQuery | undefined, isFollowed: boolean): Record<string, string> {
  if (query === undefined) return {};
  return {
    CODEFOUNDRY_LINES: String(query.lines),
    ...(query.service === undefined ? {} : { CODEFOUNDRY_SERVICE: query.service }),
    ...(isFollowed ? { CODEFOUNDRY_FOLLOW: '1' } : {}),
  };
}
