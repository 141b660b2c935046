import path from 'node:path';
import { endOf } from '#lib/end-of.ts';
import { exec, type ExecResult } from '#lib/exec.ts';
import { Fault } from '#kernel/fault.ts';
import { type CappedRun, runCapped } from '#lib/run-capped.ts';

const SHORT_MS = 60_000;
const UP_MS = 5 * 60_000;
const LONG_MS = 60 * 60_000;
/** How much of the end of what a command printed is kept. */
const TAIL_BYTES = 16 * 1024;

const NO_VARIABLES = path.join(import.meta.dirname, 'none.env');

const NOWHERE = { directory: '/', variables: {} };

/** The programs `docker` and Compose, as the machine has them. */
export interface Docker {
  /** Resolves with how it ended. @throws {Fault} `deploy-failed` when there is no such program */
  run(args: readonly string[], timeoutMs?: number): Promise<ExecResult>;
  /** What it prints. @throws {Fault} `deploy-failed` when it ends with an error */
  read(args: readonly string[], timeoutMs?: number): Promise<string>;
  /** For what takes long and prints much: ends with `signal`. */
  work(args: readonly string[], signal: AbortSignal): Promise<CappedRun>;
  /** Compose over a document that comes on standard input; the variables are for its `${NAME}`. */
  compose(
    args: readonly string[],
    document: object,
    place?: {
      /** What the paths of the document are relative to. */
      readonly directory: string;
      readonly variables: Readonly<Record<string, string>>;
    },
  ): Promise<ExecResult>;
  /** The environment that `docker` gets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Variables that say where Docker is and who may pull; nothing else of ours is for it. */
const PASSED = [
  'PATH',
  'HOME',
  'XDG_RUNTIME_DIR',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
];

/** Talks to the Docker that `environment` names. */
export function dockerCli(environment: Readonly<Record<string, string | undefined>>): Docker {
  const passed = Object.fromEntries(
    PASSED.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  let detected: Promise<{ readonly isPlugin: boolean; readonly hasBuildx: boolean }> | undefined;
  const attempt = async (args: readonly string[], timeoutMs: number) =>
    exec(['docker', ...args], { env: passed, timeoutMs });
  const detect = () =>
    (detected ??= (async () => {
      const [plugin, buildx] = await Promise.all([
        attempt(['compose', 'version'], SHORT_MS),
        attempt(['buildx', 'version'], SHORT_MS),
      ]);
      return { isPlugin: plugin.exitCode === 0, hasBuildx: buildx.exitCode === 0 };
    })());

  const docker: Docker = {
    environment: passed,
    async run(args, timeoutMs = SHORT_MS) {
      const result = await attempt(args, timeoutMs);
      if (result.exitCode === undefined)
        throw new Fault('deploy-failed', `docker ${args[0]} did not run: ${result.stderr}`);
      return result;
    },
    async read(args, timeoutMs) {
      const result = await docker.run(args, timeoutMs);
      if (result.exitCode === 0) return result.stdout;
      throw new Fault('deploy-failed', `docker ${args[0]}: ${endOf(result.stderr.trim(), 2_000)}`);
    },
    async work(args, signal) {
      const { hasBuildx } = await detect();
      return runCapped(['docker', ...args], {
        directory: '/',
        // Without its plugin the client refuses to build with what it takes for the default.
        environment: { ...passed, DOCKER_BUILDKIT: hasBuildx ? '1' : '0' },
        timeoutMs: LONG_MS,
        capBytes: TAIL_BYTES,
        signal,
      });
    },
    async compose(args, document, { directory, variables } = NOWHERE) {
      const { isPlugin } = await detect();
      const [program, ...first]: [string, ...string[]] = isPlugin
        ? ['docker', 'compose']
        : ['docker-compose'];
      // A `.env` beside a project's file could name another Docker: none is read.
      const options = ['--env-file', NO_VARIABLES, '--project-directory', directory, '--file', '-'];
      return exec([program, ...first, ...options, ...args], {
        // The old one takes this for the directory of a document that comes on standard input.
        cwd: directory,
        env: { ...variables, ...passed },
        timeoutMs: UP_MS,
        // The old one takes a file without a version for one of 2014; the new one does not mind.
        input: JSON.stringify(isPlugin ? document : { version: '3.8', ...document }),
      });
    },
  };
  return docker;
}
