import { rename, rm, symlink } from 'node:fs/promises';
import { Fault } from '#kernel/fault.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Deployer, DeployerSettings, LogLine, LogQuery, Target } from '../port.ts';
import { buildRelease } from './build.ts';
import { failed, whenFull } from './failures.ts';
import { comeBack, lead, leave } from './lead.ts';
import { type Places, placesOf } from './places.ts';
import {
  clearLive,
  listReleases,
  readLive,
  readRelease,
  releaseNames,
  writeLive,
  writeRelease,
} from './records.ts';
import { type RunOptions, type Runs, runsOf } from './runs.ts';
import { startRelease } from './start.ts';
import { lastLines, newLines, sizeOf } from './tail.ts';
import { answersWell } from './well.ts';

export interface LocalOptions extends RunOptions {
  /** Absolute; releases are `releases/<project>/<environment>/<id>` in it. */
  readonly dataDir: string;
  readonly now: () => number;
  /** Whether this is a container: what runs here then ends with it, and nothing is deployed. */
  readonly isContainer: () => Promise<boolean>;
}

/** The least time that an ended release has after it was asked to end. */
const LEAST_GRACE_MS = 1000;

/** Releases as processes of this machine, which outlive the bot. */
export function localDeployer(options: LocalOptions): Deployer {
  const { dataDir, host, trees, now } = options;
  const inTurn = keyedMutex();
  const building = keyedMutex();
  const open = (target: Target) => {
    const places = placesOf(dataDir, target);
    return { places, runs: runsOf(places, target, options) };
  };
  /** What changes an environment goes one after another. */
  const change = async <Result>(
    target: Target,
    work: (at: { readonly places: Places; readonly runs: Runs }) => Promise<Result>,
  ): Promise<Result> => {
    const at = open(target);
    return inTurn(at.places.name, () => work(at));
  };
  const begins = async (work: () => Promise<Started>) =>
    (await options.isContainer())
      ? failed('unsupported', '', { code: 'in-container' })
      : work().catch(whenFull);

  return {
    kind: 'local',
    // Beside everything else: what is live does not wait for it to come back after a restart.
    build: (target, source, _settings, signal) =>
      begins(async () => {
        const { places } = open(target);
        return building(places.name, () => buildRelease(places, source, trees, now(), signal));
      }),
    start: (target, id, settings, signal) =>
      begins(() =>
        change(target, ({ places, runs }) => startRelease(places, runs, id, settings, signal)),
      ),

    switch: (target, id) =>
      change(target, async ({ places, runs }) => {
        const live = await readLive(places);
        const release = await readRelease(places, id);
        if (release === undefined) throw new Fault('deploy-failed', `no release ${id}`);
        if (release.health === undefined) await replaceWorker(runs, id);
        if ((await runs.state(id))?.isRunning !== true)
          throw new Fault('deploy-failed', `${id} does not run`);
        const { processId } = places.release(id);
        const previous = live?.id === id ? live.previous : live?.id;
        await lead(host, places, runs, [id, previous]);
        await host.processes.keep(processId, true);
        if (!release.wasLive) await writeRelease(places, { ...release, wasLive: true });
        if (live?.id !== id)
          await writeLive(places, { id, sinceMs: now(), ...(previous && { previous }) });
        await pointAt(places, id);
        return previous === undefined ? {} : { previous };
      }),

    settle: (target, settings) =>
      change(target, async ({ places, runs }) => {
        const live = await readLive(places);
        if (live) await lead(host, places, runs, [live.id]);
        const others = (await runs.all()).filter(({ releaseId }) => releaseId !== live?.id);
        await Promise.all(others.map(({ releaseId }) => drain(releaseId, runs, settings)));
        if (live === undefined) return;
        await comeBack(host, places, runs, live);
        const ended = (await listReleases(places)).filter(({ id }) => id !== live.id);
        const kept = new Set(ended.slice(0, settings.keepReleases).map(({ id }) => id));
        for (const name of await releaseNames(places))
          if (name !== live.id && !kept.has(name))
            await rm(places.release(name).root, { recursive: true, force: true });
      }),

    discard: (target, id) =>
      change(target, async ({ places, runs }) => {
        const live = await readLive(places);
        if (live?.id === id) return;
        // A switch that was cut off may have led traffic to it already.
        if (live) await lead(host, places, runs, [live.id]);
        else await leave(host, places, runs, [id]);
        await runs.end(id);
        await rm(places.release(id).root, { recursive: true, force: true });
        if (live) await comeBack(host, places, runs, live);
      }),

    async status(target) {
      const { places, runs } = open(target);
      const live = await readLive(places);
      const release = live && (await readRelease(places, live.id));
      if (live === undefined || release === undefined) return { health: 'stopped' };
      const { id, sha, builtAtMs, health } = release;
      const shown = { live: { id, sha, builtAtMs, sinceMs: live.sinceMs } };
      try {
        const route = await host.proxy.find(places.name);
        const address = route === undefined ? {} : { address: route.address };
        if ((await runs.state(id))?.isRunning !== true)
          return { ...shown, ...address, health: 'down' };
        const upstream = await runs.upstream(id);
        const isWell =
          health === undefined ||
          (upstream !== undefined && (await answersWell(upstream.port, health.path)));
        return { ...shown, ...address, health: isWell ? 'well' : 'unwell' };
      } catch {
        return { ...shown, health: 'unknown' };
      }
    },

    releases: (target) => listReleases(open(target).places),

    async logs(target, { lines }) {
      const { places, runs } = open(target);
      const file = await logNow(places, runs);
      return file === undefined ? [] : lastLines(file, lines);
    },

    follow: (target, query, signal) => follow(open(target), query, signal),

    revive: (target) =>
      change(target, async ({ places, runs }) => {
        const live = await readLive(places);
        if (live === undefined) return;
        await runs.resume(live.id);
        await lead(host, places, runs, [live.id]);
      }),

    takeDown: (target) =>
      change(target, async ({ places, runs }) => {
        const live = await readLive(places);
        const ids = (await runs.all()).map(({ releaseId }) => releaseId);
        await leave(host, places, runs, live ? [live.id, ...ids] : ids);
        await Promise.all(ids.map((id) => runs.end(id)));
        await rm(places.current, { force: true });
        await clearLive(places);
      }),

    remove: async (target) =>
      building(open(target).places.name, () =>
        change(target, async ({ places, runs }) => {
          await host.proxy.forget(places.name);
          await Promise.all((await runs.all()).map(({ releaseId }) => runs.end(releaseId)));
          await rm(places.root, { recursive: true, force: true });
        }),
      ),
  };
}

type Started = Awaited<ReturnType<Deployer['build']>>;

/** Two at once of what takes work from somewhere would take the same: the others end first. */
async function replaceWorker(runs: Runs, id: string): Promise<void> {
  if ((await runs.state(id))?.isRunning === true) return;
  for (const { releaseId } of await runs.all()) await runs.end(releaseId);
  await runs.resume(id);
}

async function drain(id: string, runs: Runs, settings: DeployerSettings): Promise<void> {
  const startMs = performance.now();
  const upstream = await runs.upstream(id);
  if (upstream) await runs.drained(upstream, settings.drainTimeoutMs);
  const leftMs = settings.drainTimeoutMs - (performance.now() - startMs);
  await runs.end(id, Math.max(LEAST_GRACE_MS, leftMs));
}

async function pointAt({ current }: Places, id: string): Promise<void> {
  await rm(`${current}~`, { force: true });
  await symlink(id, `${current}~`);
  await rename(`${current}~`, current);
}

/** The log of what is live, or of what ran last. */
async function logNow(places: Places, runs: Runs): Promise<string | undefined> {
  const live = await readLive(places);
  if (live) return places.release(live.id).log;
  const ran = (await runs.all()).toSorted((left, right) => right.startedAtMs - left.startedAtMs);
  const [last] = ran;
  if (last) return places.release(last.releaseId).log;
  const [newest] = await listReleases(places);
  return newest && places.release(newest.id).log;
}

async function* follow(
  { places, runs }: { readonly places: Places; readonly runs: Runs },
  { lines }: LogQuery,
  signal: AbortSignal,
): AsyncIterable<LogLine> {
  const file = await logNow(places, runs);
  const offset = file === undefined ? 0 : await sizeOf(file);
  if (file !== undefined) yield* await lastLines(file, lines);
  yield* newLines(() => logNow(places, runs), { file, offset }, signal);
}
