import { Fault } from '#kernel/fault.ts';
import { endOf } from '#lib/end-of.ts';
import { freePort } from '#lib/free-port.ts';
import type { Proxy, Upstream } from '#ports/proxy/port.ts';
import type { DeployOutcome, DeployerSettings, Target } from '../port.ts';
import { type Container, containersOf, removeRelease, stopContainers } from './containers.ts';
import type { Docker } from './docker.ts';
import { composeDocument } from './document.ts';
import { readLogs } from './logs.ts';
import { composeName } from './names.ts';
import { takesTurns } from './plan.ts';
import type { Records, ReleaseRecord } from './record.ts';
import { restorable } from './stock.ts';
import { untilWell } from './well.ts';

const TAIL_LINES = 50;
const TAIL_CHARS = 16 * 1024;
/** A port that was free a moment ago can be taken by then. */
const PORT_ATTEMPTS = 5;

/** Brings the containers of releases up and leads the traffic to them. */
export interface Starter {
  start(
    target: Target,
    id: string,
    settings: DeployerSettings,
    signal: AbortSignal,
  ): Promise<DeployOutcome>;
  /** Leads the traffic to a release that runs, and where it cannot be reached to `fallback`. */
  lead(target: Target, record: ReleaseRecord, fallback: string | undefined): Promise<void>;
  /** Starts containers again that were only stopped. */
  resume(target: Target, id: string | undefined): Promise<void>;
  /** As `resume`, and makes with these settings what is gone. */
  revive(target: Target, record: ReleaseRecord, settings: DeployerSettings): Promise<void>;
}

export function starter(ports: {
  readonly docker: Docker;
  readonly records: Records;
  readonly proxy: Proxy;
}): Starter {
  const { docker, records, proxy } = ports;

  const up = async (target: Target, record: ReleaseRecord, settings: DeployerSettings) => {
    let said = '';
    for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt += 1) {
      const known = await containersOf(docker, target, record.id);
      const hostPort = record.web && (portOf(record, known) ?? (await freePort()));
      const document = composeDocument(target, record, settings, hostPort);
      const name = ['--project-name', composeName(target, record.id)];
      const result = await docker.compose([...name, 'up', '--detach', '--no-build'], document);
      if (result.exitCode === 0) return undefined;
      said = `${result.stdout}\n${result.stderr}`;
      if (!/port is already allocated|address already in use/iu.test(said)) break;
      await removeRelease(docker, target, record.id);
    }
    return said;
  };
  const others = async (target: Target, id: string) =>
    (await containersOf(docker, target)).filter(({ release }) => release !== id);
  /** Starts what of a release was only stopped, as it was made; says whether all of that is up. */
  const startStopped = async (record: ReleaseRecord, containers: readonly Container[]) => {
    const stopped = containers.filter(
      // What runs once, such as a migration, has done so.
      ({ service, state }) => !isUp(state) && record.services[service]?.isJob !== true,
    );
    if (stopped.length === 0) return true;
    return (await docker.run(['start', ...stopped.map((each) => each.id)])).exitCode === 0;
  };
  const resume = async (target: Target, id: string | undefined) => {
    const record = id === undefined ? undefined : await records.release(target, id);
    if (record) await startStopped(record, await containersOf(docker, target, record.id));
  };
  /** Its containers, whose restarts count from this moment: what runs may have crashed long ago. */
  const sinceNow = async (target: Target, id: string) => {
    const before = new Map(
      (await containersOf(docker, target, id))
        // What is started by us begins to count anew.
        .filter(({ state }) => state === 'running')
        .map((each) => [each.id, each.restarts]),
    );
    return async () =>
      (await containersOf(docker, target, id)).map((each) => ({
        ...each,
        restarts: each.restarts - (before.get(each.id) ?? 0),
      }));
  };
  /** Where it is reached; nothing for what serves nothing or does not run. */
  const upstreamOf = async (target: Target, record: ReleaseRecord | undefined) => {
    const port = record && portOf(record, await containersOf(docker, target, record.id));
    return port === undefined ? [] : [{ host: '127.0.0.1', port } satisfies Upstream];
  };

  return {
    resume,
    async start(target, id, settings, signal) {
      signal.throwIfAborted();
      const record = await records.release(target, id);
      if (!record || (await restorable(docker, [record])).length === 0)
        return {
          kind: 'failed',
          reason: 'unsupported',
          why: [{ code: 'no-release', release: id }],
          tail: '',
        };
      const live = await records.live(target);
      if (takesTurns(record))
        await stopContainers(docker, await others(target, id), settings.drainTimeoutMs);
      const containers = await sinceNow(target, id);
      const said = await up(target, record, settings);
      const failed =
        said === undefined
          ? await untilWell(containers, record, settings, signal)
          : ({ kind: 'failed', reason: 'failed' } as const);
      if (failed === undefined) return { kind: 'done' };
      const lines = await readLogs(
        docker,
        target,
        { lines: TAIL_LINES },
        { release: id, sinceMs: 0 },
      );
      const tail = [said ?? '', ...lines.map(({ text }) => text)].join('\n').trim();
      // What is live and does not become well again stays: it is not for us to take it down.
      if (live?.release !== id) {
        await removeRelease(docker, target, id);
        if (takesTurns(record)) await resume(target, live?.release);
      }
      return { ...failed, tail: endOf(tail, TAIL_CHARS) };
    },
    async lead(target, record, fallback) {
      const containers = await containersOf(docker, target, record.id);
      if (containers.length === 0)
        throw new Fault('deploy-failed', `the release ${record.id} does not run`);
      if (takesTurns(record)) {
        await stopContainers(docker, await others(target, record.id), 10_000);
        await resume(target, record.id);
      }
      const route = `${target.project}/${target.environment}`;
      if (record.web === undefined) return;
      const previous = fallback === undefined ? undefined : await records.release(target, fallback);
      await proxy.route(route, [
        ...(await upstreamOf(target, record)),
        ...(await upstreamOf(target, previous)),
      ]);
    },
    async revive(target, record, settings) {
      const there = await containersOf(docker, target, record.id);
      const isWhole = Object.entries(record.services).every(
        ([name, { isJob }]) => isJob || there.some(({ service }) => service === name),
      );
      // Compose would make anew what is there with settings that nobody has released, and run its jobs.
      const said =
        isWhole && (await startStopped(record, there))
          ? undefined
          : await up(target, record, settings);
      if (said !== undefined) throw new Fault('deploy-failed', endOf(said.trim(), 2_000));
      const upstreams = await upstreamOf(target, record);
      if (upstreams.length > 0)
        await proxy.route(`${target.project}/${target.environment}`, upstreams);
    },
  };
}

/** Docker brings back by itself what crashes. */
function isUp(state: Container['state']): boolean {
  return state === 'running' || state === 'restarting';
}

function portOf(record: ReleaseRecord, containers: readonly Container[]): number | undefined {
  return containers.find(({ service }) => service === record.web?.service)?.hostPort;
}
