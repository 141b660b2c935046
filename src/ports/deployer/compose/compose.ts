import { Fault } from '#kernel/fault.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Proxy } from '#ports/proxy/port.ts';
import type { Deployer, Target } from '../port.ts';
import { withdraw } from '../withdraw.ts';
import { buildRelease } from './build.ts';
import { containersOf, removeRelease, stopContainers, upstreamOf, words } from './containers.ts';
import type { Docker } from './docker.ts';
import { followLogs, readLogs } from './logs.ts';
import { filtersOf } from './names.ts';
import { takesTurns } from './plan.ts';
import type { Records, ReleaseRecord } from './record.ts';
import { starter } from './run.ts';
import { statusOf } from './status.ts';
import { dropImages, restorable } from './stock.ts';

interface Options {
  readonly docker: Docker;
  readonly records: Records;
  readonly proxy: Proxy;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Of what is ended without anybody having said how long it may take. */
const USUAL_DRAIN_MS = 10_000;

/**
 * Runs releases as containers of the host's Docker. What is there says Docker, by labels; which
 * release is live, and what each consists of, say the records.
 */
export function composeDeployer({ docker, records, proxy, now }: Options): Deployer {
  const run = starter({ docker, records, proxy });
  const routeOf = ({ project, environment }: Target) => `${project}/${environment}`;
  const inTurn = keyedMutex();
  /** What changes a target goes one after another: what is live is read when it is its turn. */
  const change = <Result>(target: Target, work: () => Promise<Result>): Promise<Result> =>
    inTurn(routeOf(target), work);

  const end = async (target: Target, record: { readonly id: string }, limitMs: number) => {
    const containers = await containersOf(docker, target, record.id);
    for (const upstream of containers.flatMap(upstreamOf)) await proxy.drained(upstream, limitMs);
    await stopContainers(docker, containers, limitMs);
    await removeRelease(docker, target, record.id);
  };
  const forget = async (target: Target, record: ReleaseRecord) => {
    // The record first: one without images would be offered and could not be restored.
    await records.drop(target, record.id);
    await dropImages(docker, target, record);
  };

  return {
    kind: 'compose',
    async build(target, source, { variables }, signal) {
      signal.throwIfAborted();
      const known = await records.release(target, source.id);
      if (known && (await restorable(docker, [known])).length > 0) return { kind: 'done' };
      const built = await buildRelease(docker, target, source, {
        variables,
        nowMs: now(),
        signal,
      });
      if (built.kind === 'failed') return built;
      await records.keep(target, built.record);
      return { kind: 'done' };
    },
    start: (target, id, settings, signal) =>
      change(target, () => run.start(target, id, settings, signal)),
    switch: (target, id) =>
      change(target, async () => {
        const record = await records.release(target, id);
        const live = await records.live(target);
        if (!record) throw new Fault('deploy-failed', `there is no release ${id}`);
        const previous = live?.release === id ? live.previous : live?.release;
        await run.lead(target, record, previous);
        if (!record.wasLive) await records.keep(target, { ...record, wasLive: true });
        const came = previous === undefined ? {} : { previous };
        if (live?.release !== id)
          await records.setLive(target, { release: id, sinceMs: now(), ...came });
        return came;
      }),
    settle: (target, { drainTimeoutMs, keepReleases }) =>
      change(target, async () => {
        const live = await records.live(target);
        const record = live && (await records.release(target, live.release));
        // From here on nothing falls back on what is about to end.
        if (record) await run.lead(target, record, undefined);
        const running = new Set((await containersOf(docker, target)).map((each) => each.release));
        if (live) running.delete(live.release);
        await Promise.all([...running].map((id) => end(target, { id }, drainTimeoutMs)));
        if (!live) return;
        const ended = (await records.releases(target)).filter(({ id }) => id !== live.release);
        for (const each of ended.slice(keepReleases)) await forget(target, each);
      }),
    discard: (target, id) =>
      change(target, async () => {
        const live = await records.live(target);
        if (live?.release === id) return;
        const record = await records.release(target, id);
        await end(target, { id }, USUAL_DRAIN_MS);
        if (!record) return;
        if (takesTurns(record)) await run.resume(target, live?.release);
        await forget(target, record);
      }),
    status: (target) => statusOf({ docker, records, proxy }, target, routeOf(target)),
    async releases(target) {
      const found = await restorable(docker, await records.releases(target));
      return found.map(({ id, sha, builtAtMs, wasLive = false }) => ({
        id,
        sha,
        builtAtMs,
        wasLive,
      }));
    },
    logs: async (target, query) => readLogs(docker, target, query, await records.live(target)),
    follow: (target, query, signal) =>
      followLogs(docker, target, query, () => records.live(target), signal),
    revive: (target, settings) =>
      change(target, async () => {
        const live = await records.live(target);
        const record = live && (await records.release(target, live.release));
        if (record) await run.revive(target, record, settings);
      }),
    takeDown: (target) =>
      change(target, async () => {
        const all = await containersOf(docker, target);
        await withdraw(proxy, routeOf(target), all.flatMap(upstreamOf));
        await stopContainers(docker, all, USUAL_DRAIN_MS);
        for (const id of new Set(all.map((each) => each.release)))
          await removeRelease(docker, target, id);
        await records.setLive(target, undefined);
      }),
    remove: (target) =>
      change(target, async () => {
        await proxy.forget(routeOf(target));
        const all = await containersOf(docker, target);
        for (const id of new Set(all.map((each) => each.release)))
          await removeRelease(docker, target, id);
        for (const each of await records.releases(target)) await forget(target, each);
        const volumes = words(await docker.read(['volume', 'ls', '--quiet', ...filtersOf(target)]));
        if (volumes.length > 0) await docker.run(['volume', 'rm', ...volumes]);
        await records.forget(target);
      }),
  };
}
