import path from 'node:path';
import type { Argv } from '#lib/exec.ts';
import { runCapped } from '#lib/run-capped.ts';
import type { DeployOutcome, Release, Target } from '../port.ts';
import { howEnded } from '../problem.ts';

/** How a hook ended: like a release that failed, when it did. */
export type HookOutcome = Exclude<DeployOutcome, { readonly kind: 'done' }> | HookDone;
interface HookDone {
  readonly kind: 'done';
  readonly output: string;
}

/** What a hook is told of. */
export interface HookSubject {
  readonly target: Target;
  readonly release: Release;
  /** The files of the release. */
  readonly directory: string;
  /** What was live before. */
  readonly previous?: Release | undefined;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Of the end of what a hook printed. */
const TAIL_BYTES = 16 * 1024;

/** Variables of ours that a hook needs to find programs, keys and people's words. */
const PASSED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'TZ',
  'SSH_AUTH_SOCK',
  'XDG_RUNTIME_DIR',
];

/** Everything that a hook finds in its environment. */
export function hookEnvironment(
  ours: Readonly<Record<string, string | undefined>>,
  { target, release, directory, previous, variables = {} }: HookSubject,
): Record<string, string> {
  const passed = PASSED.flatMap((name) => (ours[name] ? [[name, ours[name]] as const] : []));
  return {
    ...variables,
    ...Object.fromEntries(passed),
    CODEFOUNDRY_PROJECT: target.project,
    CODEFOUNDRY_ENVIRONMENT: target.environment,
    CODEFOUNDRY_RELEASE: release.id,
    CODEFOUNDRY_SHA: release.sha,
    CODEFOUNDRY_DIRECTORY: directory,
    ...(previous === undefined
      ? {}
      : { CODEFOUNDRY_PREVIOUS_RELEASE: previous.id, CODEFOUNDRY_PREVIOUS_SHA: previous.sha }),
  };
}

/**
 * Says whether a hook can be run: a program by its name or its whole path. Anything else could be a
 * file of the project, which runs nowhere but in the sandbox.
 */
export function isRunnable([program]: Argv): boolean {
  return path.isAbsolute(program) || !program.includes('/');
}

/** Runs a hook to its end in `directory`, or until the signal or the limit ends it. */
export async function runHook(
  argv: Argv,
  options: {
    readonly directory: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly limitMs: number;
    readonly signal?: AbortSignal;
    readonly onStart?: (pid: number) => void;
  },
): Promise<HookOutcome> {
  const [program] = argv;
  if (!isRunnable(argv))
    return {
      kind: 'failed',
      reason: 'unsupported',
      why: [{ code: 'relative-path', name: program }],
      tail: '',
    };
  try {
    const result = await runCapped(argv, {
      directory: options.directory,
      environment: options.environment,
      timeoutMs: options.limitMs,
      capBytes: TAIL_BYTES,
      signal: options.signal,
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
    });
    options.signal?.throwIfAborted();
    if (result.exitCode === 0) return { kind: 'done', output: result.output };
    const why = [howEnded(program, result, options.limitMs)];
    const isFull = /no space left on device/iu.test(result.output);
    return { kind: 'failed', reason: isFull ? 'full' : 'failed', why, tail: result.output };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const why = [{ code: 'not-run', name: program, said: code } as const];
    return { kind: 'failed', reason: 'unsupported', why, tail: '' };
  }
}
