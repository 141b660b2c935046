import { Fault } from '#kernel/fault.ts';
import { freePort } from '#lib/free-port.ts';
import type { Host, ProcessState } from '#ports/host/port.ts';
import type { Upstream } from '#ports/proxy/port.ts';
import type { TreeSandbox } from '#ports/sandbox/port.ts';
import type { Target } from '../port.ts';
import type { Places } from './places.ts';
import { type BuiltRelease, type Run, readRelease, readRun, writeRun } from './records.ts';

export interface RunOptions {
  readonly host: Host;
  readonly trees: TreeSandbox;
  /** What the project's deploys may know; it is kept in memory alone. */
  readonly secretsFor: (target: Target) => Promise<Readonly<Record<string, string>>>;
}

/** How long something may take to end that nobody uses. */
const GRACE_MS = 5000;

/** The processes of one environment's releases. */
export function runsOf(places: Places, target: Target, options: RunOptions) {
  const { processes } = options.host;

  const state = async (id: string): Promise<ProcessState | undefined> => {
    const { processId } = places.release(id);
    return (await processes.list(processId)).find((each) => each.id === processId);
  };
  const all = async () => {
    const prefix = `${places.name}/`;
    return (await processes.list(prefix)).map((each) => ({
      ...each,
      releaseId: each.id.slice(prefix.length),
    }));
  };

  /** Starts it, or tells the host how what runs would be started again. */
  const begin = async (
    release: BuiltRelease,
    wish: { readonly restart: boolean; readonly variables: Run['variables'] },
  ): Promise<Run> => {
    const own = places.release(release.id);
    const last = await readRun(places, release.id);
    const isRunning = (await state(release.id))?.isRunning === true;
    const run = isRunning && last ? last : await newRun(release, wish.variables, last);
    // Before the process: whoever finds it running finds its port as well.
    if (run !== last) await writeRun(places, release.id, run);
    const command = await options.trees.command(own.tree, release.start, {
      writable: places.data,
      variables: {
        NODE_ENV: 'production',
        ...run.variables,
        ...(await options.secretsFor(target)),
        HOST: '127.0.0.1',
        ...(release.health && run.port ? { [release.health.portVariable]: String(run.port) } : {}),
      },
    });
    await processes.start({
      ...command,
      id: own.processId,
      directory: own.tree.directory,
      logFile: own.log,
      restart: wish.restart,
    });
    return run;
  };

  return {
    state,
    all,
    begin,
    /** Starts it as it ran before, to go on until it is ended. */
    async resume(id: string, variables?: Run['variables']): Promise<void> {
      const release = await readRelease(places, id);
      if (release === undefined) throw new Fault('deploy-failed', `no release ${id}`);
      const known = variables ?? (await readRun(places, id))?.variables ?? {};
      await begin(release, { restart: true, variables: known });
    },
    end: (id: string, graceMs = GRACE_MS) => processes.end(places.release(id).processId, graceMs),
    /** Resolves when nobody uses it any more, or after the limit. */
    drained: (upstream: Upstream, limitMs: number) => options.host.proxy.drained(upstream, limitMs),
    /** Where it answers; nothing where it serves nothing. */
    async upstream(id: string): Promise<Upstream | undefined> {
      const port = (await readRun(places, id))?.port;
      return port === undefined ? undefined : { host: '127.0.0.1', port };
    },
  };
}

/** The processes of one environment's releases. */
export type Runs = ReturnType<typeof runsOf>;

async function newRun(
  { health }: BuiltRelease,
  variables: Run['variables'],
  last: Run | undefined,
): Promise<Run> {
  return health === undefined ? { variables } : { variables, port: await freePort(last?.port) };
}
