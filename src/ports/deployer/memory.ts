import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployOutcome, Deployer, LogLine, Release, Target } from './port.ts';

type Failed = Exclude<DeployOutcome, { readonly kind: 'done' }>;

/** What a release does, by its commit. */
export type Behaviour =
  | 'well'
  /** In which step it fails, and how. */
  | { readonly at: 'build' | 'start'; readonly fails: Omit<Failed, 'kind'> }
  /** In which step it neither ends nor fails, until it is told to stop. */
  | { readonly at: 'build' | 'start'; readonly hangs: true };

/** A machine without processes: a test says what releases do, and sees who would get the traffic. */
export interface MemoryDeployer extends Deployer {
  /** From now on; `well` until then. */
  behaves(sha: string, behaviour: Behaviour): void;
  /** The release that answers a request to the address of the target; nothing when none does. */
  answers(target: Target): string | undefined;
  /** Makes what is live print a line. */
  prints(target: Target, text: string): void;
  /** What is live ends by itself. */
  crashes(target: Target): void;
  /** Nothing runs any more; what was built is still there. */
  reboots(): void;
  /** `<method> <project>/<environment> <release>` of every call that changes something. */
  readonly calls: readonly string[];
}

interface Place {
  readonly target: Target;
  readonly releases: Release[];
  readonly wereLive: Set<string>;
  readonly running: Set<string>;
  /** What releases printed, in the order in which they were started first. */
  readonly printed: Map<string, LogLine[]>;
  live: { id: string; sinceMs: number; previous: string | undefined } | undefined;
}

/** @param now milliseconds since the epoch */
export function memoryDeployer(now: () => number): MemoryDeployer {
  const places = new Map<string, Place>();
  const behaviours = new Map<string, Behaviour>();
  const calls: string[] = [];
  const nameOf = ({ project, environment }: Target) => `${project}/${environment}`;
  const at = (target: Target): Place => {
    const name = nameOf(target);
    const place = places.get(name) ?? {
      target,
      releases: [],
      wereLive: new Set<string>(),
      running: new Set<string>(),
      printed: new Map<string, LogLine[]>(),
      live: undefined,
    };
    places.set(name, place);
    return place;
  };
  const note = (method: string, target: Target, id = '') =>
    void calls.push(`${method} ${nameOf(target)} ${id}`.trim());

  const act = async (
    step: 'build' | 'start',
    sha: string,
    signal: AbortSignal,
  ): Promise<DeployOutcome> => {
    signal.throwIfAborted();
    const behaviour = behaviours.get(sha) ?? 'well';
    if (behaviour === 'well' || behaviour.at !== step) return { kind: 'done' };
    if ('fails' in behaviour) return { kind: 'failed', ...behaviour.fails };
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  };
  const begins = (sha: string): LogLine => ({ text: `${sha} begins`, atMs: now() });
  /** Of what is live, or ran last. */
  const linesOf = ({ live, printed }: Place): LogLine[] => {
    const id = live?.id ?? [...printed.keys()].at(-1) ?? '';
    const lines = printed.get(id) ?? [];
    printed.set(id, lines);
    return lines;
  };
  const drop = (place: Place, id: string) => {
    place.running.delete(id);
    place.printed.delete(id);
    const index = place.releases.findIndex((each) => each.id === id);
    if (index !== -1) place.releases.splice(index, 1);
  };

  return {
    kind: 'local',
    calls,
    behaves: (sha, behaviour) => void behaviours.set(sha, behaviour),
    answers(target) {
      const { live, running } = at(target);
      if (live === undefined) return undefined;
      return [live.id, live.previous].find((id) => id !== undefined && running.has(id));
    },
    prints: (target, text) => void linesOf(at(target)).push({ text, atMs: now() }),
    crashes: (target) => void at(target).running.delete(at(target).live?.id ?? ''),
    reboots() {
      for (const { running } of places.values()) running.clear();
    },

    async build(target, source, _settings, signal) {
      note('build', target, source.id);
      const { releases } = at(target);
      if (releases.some(({ id }) => id === source.id)) return { kind: 'done' };
      const outcome = await act('build', source.sha, signal);
      if (outcome.kind === 'done')
        releases.push({ id: source.id, sha: source.sha, builtAtMs: now() });
      return outcome;
    },
    async start(target, id, _settings, signal) {
      note('start', target, id);
      const place = at(target);
      const release = place.releases.find((each) => each.id === id);
      if (release === undefined)
        return {
          kind: 'failed',
          reason: 'unsupported',
          why: [{ code: 'no-release', release: id }],
          tail: '',
        };
      if (place.running.has(id)) return { kind: 'done' };
      const outcome = await act('start', release.sha, signal);
      if (outcome.kind === 'failed') return outcome;
      place.running.add(id);
      place.printed.set(id, place.printed.get(id) ?? []);
      place.printed.get(id)?.push(begins(release.sha));
      return outcome;
    },
    async switch(target, id) {
      note('switch', target, id);
      const place = at(target);
      if (!place.running.has(id)) throw new Error(`${id} does not run`);
      if (place.live?.id !== id) place.live = { id, sinceMs: now(), previous: place.live?.id };
      place.wereLive.add(id);
      const { previous } = place.live;
      return previous === undefined ? {} : { previous };
    },
    async settle(target, { keepReleases }) {
      note('settle', target);
      const place = at(target);
      const live = place.live?.id;
      for (const id of place.running) if (id !== live) place.running.delete(id);
      if (live === undefined) return;
      const ended = place.releases.filter(({ id }) => id !== live);
      for (const { id } of ended.slice(0, Math.max(0, ended.length - keepReleases)))
        drop(place, id);
    },
    async discard(target, id) {
      note('discard', target, id);
      const place = at(target);
      if (place.live?.id !== id) drop(place, id);
    },
    async status(target) {
      const { live, releases, running } = at(target);
      const release = releases.find(({ id }) => id === live?.id);
      if (live === undefined || release === undefined) return { health: 'stopped' };
      return {
        live: { ...release, sinceMs: live.sinceMs },
        health: running.has(live.id) ? 'well' : 'down',
        address: `http://${target.environment}.${target.project}.invalid`,
      };
    },
    async releases(target) {
      const { releases, wereLive } = at(target);
      return releases.toReversed().map((each) => ({ ...each, wasLive: wereLive.has(each.id) }));
    },
    logs: async (target, { lines }) => (lines === 0 ? [] : linesOf(at(target)).slice(-lines)),
    async *follow(target, { lines }, signal) {
      let own = linesOf(at(target));
      let next = Math.max(0, own.length - lines);
      while (!signal.aborted) {
        // Another release is told from its beginning.
        if (linesOf(at(target)) !== own) [own, next] = [linesOf(at(target)), 0];
        for (; next < own.length; next += 1) {
          const line = own[next];
          if (line) yield line;
        }
        await sleep(5, undefined, { signal }).catch(() => undefined);
      }
    },
    async revive(target) {
      note('revive', target);
      const { live, running } = at(target);
      if (live !== undefined) running.add(live.id);
    },
    async takeDown(target) {
      note('takeDown', target);
      const place = at(target);
      place.running.clear();
      place.live = undefined;
    },
    async remove(target) {
      note('remove', target);
      places.delete(nameOf(target));
    },
  };
}
