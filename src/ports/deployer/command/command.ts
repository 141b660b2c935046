import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel/fault.ts';
import type { Argv } from '#lib/exec.ts';
import type {
  Deployer,
  DeployerSettings,
  DeployOutcome,
  LiveStatus,
  Release,
  Target,
} from '../port.ts';
import { brokenHook, noHook, notBroughtBack } from './failures.ts';
import { followHook, readHook } from './hook-logs.ts';
import { hookEnvironment, type HookOutcome, runHook } from './hooks.ts';
import type { CommandRecords } from './record.ts';

interface Options {
  readonly records: CommandRecords;
  /** What the ops repository says of a target now; `undefined` when it says nothing. */
  readonly settings: (target: Target) => Promise<DeployerSettings | undefined>;
  /** Ours; a few names of it are for hooks. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const DEPLOY_LIMIT_MS = 30 * 60_000;
const ASK_LIMIT_MS = 30_000;
const ASK_EVERY_MS = 1_000;
/** As `systemctl status` says that something does not run. */
const EXIT_DOWN = 3;

type Hook = 'deploy' | 'status' | 'logs' | 'rollback';

/** What the hook `status` says; it cannot know that nothing was ever live. */
interface Asked extends Pick<LiveStatus, 'address'> {
  readonly health: Exclude<LiveStatus['health'], 'stopped'>;
}

/** Deploys by what an owner wrote into the ops repository: SSH, Kamal, anything with a command. */
export function commandDeployer({ records, settings, environment, now }: Options): Deployer {
  const subjectOf = async (target: Target, release: Release, previous?: Release) => ({
    argvOf: async (hook: Hook): Promise<Argv | undefined> =>
      (await settings(target))?.hooks?.[hook],
    directory: records.folder(target),
    environment: hookEnvironment(environment, {
      target,
      release,
      directory: records.files(target, release.id),
      previous,
      variables: (await settings(target))?.variables ?? {},
    }),
  });

  /** Brings a release to where it runs. Done again after a crash, the hook runs again. */
  const apply = async (
    target: Target,
    release: Release,
    hooks: readonly Hook[],
    signal?: AbortSignal,
  ): Promise<HookOutcome> => {
    const state = await records.state(target);
    if (state.applied === release.id) return { kind: 'done', output: '' };
    await records.endLeftover(target);
    const { applied: _, ...unsure } = state;
    await records.setState(target, unsure);
    const live = await records.release(target, state.live?.release);
    const subject = await subjectOf(target, release, live);
    const found = await Promise.all(hooks.map(subject.argvOf));
    const argv = found.find((each) => each !== undefined);
    if (argv === undefined) return noHook(hooks[0] ?? 'deploy');
    let noted = Promise.resolve();
    const outcome = await runHook(argv, {
      ...subject,
      limitMs: DEPLOY_LIMIT_MS,
      ...(signal === undefined ? {} : { signal }),
      onStart: (pid) => void (noted = records.begun(target, pid)),
    });
    await noted;
    await records.endLeftover(target);
    if (outcome.kind === 'done') await records.setState(target, { ...unsure, applied: release.id });
    return outcome;
  };

  /** After a failure: what was live is brought back, as far as a hook can. */
  const bringBack = async (target: Target) => {
    const { live, applied } = await records.state(target);
    const release = await records.release(target, live?.release);
    if (release === undefined || applied === release.id) return undefined;
    return apply(target, release, ['rollback', 'deploy']);
  };

  /** The same, where nothing else is to be told. @throws {Fault} `deploy-failed` when no hook can */
  const comeBack = async (target: Target) => {
    await records.endLeftover(target);
    const back = await bringBack(target);
    if (back?.kind === 'failed') throw brokenHook(back);
  };

  const ask = async (target: Target, release: Release): Promise<Asked> => {
    const subject = await subjectOf(target, release);
    const argv = await subject.argvOf('status');
    if (argv === undefined) return { health: 'unknown' };
    const { exitCode, output } = await readHook(argv, { ...subject, limitMs: ASK_LIMIT_MS });
    const address = /^https?:\/\/\S+$/mu.exec(output)?.[0];
    const health =
      exitCode === 0
        ? 'well'
        : exitCode === EXIT_DOWN
          ? 'down'
          : exitCode === 1
            ? 'unwell'
            : 'unknown';
    return { health, ...(address === undefined ? {} : { address }) };
  };

  const untilWell = async (
    target: Target,
    release: Release,
    limits: DeployerSettings,
    signal: AbortSignal,
  ): Promise<DeployOutcome> => {
    if (limits.hooks?.status === undefined) return { kind: 'done' };
    const startedMs = performance.now();
    let wellSinceMs: number | undefined;
    for (;;) {
      signal.throwIfAborted();
      const { health } = await ask(target, release);
      const nowMs = performance.now();
      if (health === 'well') {
        wellSinceMs ??= nowMs;
        if (nowMs - wellSinceMs >= limits.readinessDelayMs) return { kind: 'done' };
      } else {
        wellSinceMs = undefined;
        if (nowMs - startedMs >= limits.healthTimeoutMs)
          return {
            kind: 'failed',
            reason: 'unwell',
            why: [{ code: `status-${health}` }],
            tail: '',
          };
      }
      const pauseMs = Math.min(ASK_EVERY_MS, Math.max(50, limits.readinessDelayMs));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };

  const shown = async (target: Target): Promise<Release | undefined> => {
    const { live, applied } = await records.state(target);
    return records.release(target, live?.release ?? applied);
  };

  return {
    kind: 'command',
    async build(target, source, limits, signal) {
      signal.throwIfAborted();
      if (limits.hooks?.deploy === undefined) return noHook('deploy');
      if ((await records.release(target, source.id)) === undefined)
        await records.keep(target, source, now());
      return { kind: 'done' };
    },
    async start(target, id, limits, signal) {
      signal.throwIfAborted();
      const release = await records.release(target, id);
      if (release === undefined)
        return {
          kind: 'failed',
          reason: 'unsupported',
          why: [{ code: 'no-release', release: id }],
          tail: '',
        };
      const { wereLive = [] } = await records.state(target);
      const hooks: readonly Hook[] = wereLive.includes(id) ? ['rollback', 'deploy'] : ['deploy'];
      const applied = await apply(target, release, hooks, signal);
      const outcome =
        applied.kind === 'done' ? await untilWell(target, release, limits, signal) : applied;
      if (outcome.kind === 'done') return { kind: 'done' };
      const back = await bringBack(target);
      return back?.kind === 'failed' ? notBroughtBack(outcome, back) : outcome;
    },
    async switch(target, id) {
      const release = await records.release(target, id);
      if (!release) throw new Fault('deploy-failed', `there is no release ${id}`);
      const outcome = await apply(target, release, ['rollback', 'deploy']);
      if (outcome.kind === 'failed') throw brokenHook(outcome);
      const state = await records.state(target);
      const isLive = state.live?.release === id;
      const previous = isLive ? state.live.previous : state.live?.release;
      const came = previous === undefined ? {} : { previous };
      const wereLive = [...(state.wereLive ?? []).filter((each) => each !== id), id];
      const live = { release: id, sinceMs: now(), ...came };
      if (!isLive)
        await records.setState(target, { ...state, live, wereLive: wereLive.slice(-100) });
      return came;
    },
    async settle(target, { keepReleases }) {
      const { live } = await records.state(target);
      if (!live) return;
      await comeBack(target);
      const ended = (await records.releases(target)).filter(({ id }) => id !== live.release);
      for (const { id } of ended.slice(keepReleases)) await records.drop(target, id);
    },
    async discard(target, id) {
      const { live } = await records.state(target);
      if (live?.release === id) return;
      await comeBack(target);
      await records.drop(target, id);
    },
    async status(target) {
      const { live } = await records.state(target);
      const release = await records.release(target, live?.release);
      if (!live || !release) return { health: 'stopped' };
      return { live: { ...release, sinceMs: live.sinceMs }, ...(await ask(target, release)) };
    },
    async releases(target) {
      const [{ wereLive = [] }, all] = await Promise.all([
        records.state(target),
        records.releases(target),
      ]);
      return all.map((each) => ({ ...each, wasLive: wereLive.includes(each.id) }));
    },
    async logs(target, query) {
      const release = await shown(target);
      const subject = release && (await subjectOf(target, release));
      const argv = await subject?.argvOf('logs');
      if (!subject || argv === undefined) return [];
      const { output } = await readHook(argv, { ...subject, query, limitMs: ASK_LIMIT_MS });
      const lines = output.split('\n').filter((line) => line !== '');
      return lines.slice(-query.lines).map((text) => ({ text }));
    },
    async *follow(target, query, signal) {
      const release = await shown(target);
      const subject = release && (await subjectOf(target, release));
      const argv = await subject?.argvOf('logs');
      if (subject && argv) yield* followHook(argv, { ...subject, query, signal });
    },
    // Where it runs is another machine, whose own supervisor starts it again.
    revive: async () => undefined,
    async takeDown(target) {
      await records.endLeftover(target);
      // Nobody knows what is there from now on: the next start runs its hook.
      const { live: _, applied: __, ...rest } = await records.state(target);
      await records.setState(target, rest);
    },
    async remove(target) {
      await records.endLeftover(target);
      await records.forget(target);
    },
  };
}
