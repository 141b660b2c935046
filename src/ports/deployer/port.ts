import type { Argv } from '#lib/exec.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import type { DeployProblem } from './problem.ts';

/** One environment of one project: where one release is live at a time. */
export interface Target {
  readonly project: string;
  /** Such as `staging`; see `isEnvironmentName`. */
  readonly environment: string;
}

/** What the ops repository says of how a target is deployed. */
export interface DeployerSettings {
  /** How long a release may take until it is well. */
  readonly healthTimeoutMs: number;
  /** How long it must stay well before people get it: catches what crashes after its start. */
  readonly readinessDelayMs: number;
  /** How long an ended release may finish what it was asked. */
  readonly drainTimeoutMs: number;
  /** How many ended releases can be restored. */
  readonly keepReleases: number;
  readonly cpus?: number;
  readonly memoryMiB?: number;
  /** Environment variables of the release. Secrets come to a deployer another way and are never kept. */
  readonly variables: Readonly<Record<string, string>>;
  /** For the deployer `command`: what it runs. */
  readonly hooks?: Readonly<Partial<Record<'deploy' | 'status' | 'logs' | 'rollback', Argv>>>;
}

/** What is made into a release. */
export interface ReleaseSource {
  /** Given by the operation, so that a step that is done again finds its own: `20261122T180301-1a2b3c4`. */
  readonly id: string;
  /** 40 hexadecimal digits. */
  readonly sha: string;
  /** Exactly the files of `sha`; the deployer takes what it needs before `build` resolves. */
  readonly directory: string;
  readonly commands: ProjectCommands;
}

/** Why something did not come to be: the end of what it printed is untrusted and may be empty. */
interface Failure {
  readonly kind: 'failed';
  /**
   * `exited` by itself; `unwell`: did not answer that it is well in time; `unsupported`: the project
   * does not say what this deployer needs (`why`: what); `full`: no space or memory is left;
   * `failed`: a command ended with an error.
   */
  readonly reason: 'exited' | 'unwell' | 'unsupported' | 'full' | 'failed';
  /** Where it is known, one after another. */
  readonly why?: readonly DeployProblem[];
  readonly tail: string;
}

/** What came of building, starting or watching a release. */
export type DeployOutcome = { readonly kind: 'done' } | Failure;

/** A release that a target has. */
export interface Release {
  readonly id: string;
  readonly sha: string;
  /** Milliseconds since the epoch, UTC. */
  readonly builtAtMs: number;
}

/** A release that can be restored. */
export interface KeptRelease extends Release {
  /** It got the traffic once, so people know how it is. One that was only built did not. */
  readonly wasLive: boolean;
}

/** How a target is, as the machine says, not as anybody wishes. */
export interface LiveStatus {
  /** What gets the traffic. */
  readonly live?: Release & { readonly sinceMs: number };
  /** `down`: it should run and does not. `stopped`: nothing was ever made live, or it was taken down. */
  readonly health: 'well' | 'unwell' | 'down' | 'stopped' | 'unknown';
  /** Where people reach it, the same for every release. */
  readonly address?: string;
}

/** One line that a release printed. */
export interface LogLine {
  readonly text: string;
  /** Where it is known. */
  readonly atMs?: number;
}

/** Which lines are wanted. */
export interface LogQuery {
  /** Of a release that consists of several. */
  readonly service?: string;
  /** The last that many. */
  readonly lines: number;
}

/**
 * Makes releases live. Each method does its part once: called again with the same release, also by
 * another process after a crash in its middle, it finds out how far it came and goes on.
 *
 * The order is `build`, `start`, `switch`, `settle`. What was live before goes on running and
 * serving until `settle`, so that `switch` can go back to it at once. `discard` takes back a release
 * that did not become live. Told to stop by their signal, `build` and `start` reject with its reason.
 *
 * What serves nothing, such as a bot, would do everything twice beside another: `start` ends what is
 * live first, and starts that again when the new one fails.
 */
export interface Deployer {
  readonly kind: 'local' | 'compose' | 'command';
  /** Makes the release, without starting it. */
  build(
    target: Target,
    source: ReleaseSource,
    settings: DeployerSettings,
    signal: AbortSignal,
  ): Promise<DeployOutcome>;
  /** Starts a release beside what is live and waits until it has been well for the readiness delay. */
  start(
    target: Target,
    releaseId: string,
    settings: DeployerSettings,
    signal: AbortSignal,
  ): Promise<DeployOutcome>;
  /** Leads the traffic to a release that runs; no request fails. Resolves with what was live before. */
  switch(target: Target, releaseId: string): Promise<{ readonly previous?: string }>;
  /**
   * Ends what is not live, after it has finished what it was asked, and forgets the oldest releases.
   * What is live and had made way for another is there again. When nothing is live, none is forgotten.
   */
  settle(target: Target, settings: DeployerSettings): Promise<void>;
  /** Ends and removes a release that is not live; what is live and had made way for it is there again. */
  discard(target: Target, releaseId: string): Promise<void>;
  status(target: Target): Promise<LiveStatus>;
  /** Those that `start` and `switch` can restore, exactly as they were built, the newest first. */
  releases(target: Target): Promise<readonly KeptRelease[]>;
  /** The last lines of what is live, or of what ran last. */
  logs(target: Target, query: LogQuery): Promise<readonly LogLine[]>;
  /** As `logs`, then what comes, until `signal`. */
  follow(target: Target, query: LogQuery, signal: AbortSignal): AsyncIterable<LogLine>;
  /** Starts again what was live, where it does not run: after a reboot. */
  revive(target: Target, settings: DeployerSettings): Promise<void>;
  /**
   * Ends everything that runs: nothing is live, as before the first release. Data, what was built
   * and the address stay for the next one. What another deployer made live of the same target goes on.
   *
   * The deployer `command` has no hook that ends anything: what it brought to another machine goes
   * on there, and is no longer taken for live.
   */
  takeDown(target: Target): Promise<void>;
  /** Ends all of it and removes its releases, data and address: the project is deleted. */
  remove(target: Target): Promise<void>;
}
