import type { OpsProblem } from './problem.ts';
import type { Role } from '#kernel/actor.ts';
import type { Deployer, DeployerSettings } from '#ports/deployer/port.ts';

/** Who is named in the ops repository. */
export interface Person {
  /** Telegram user id. */
  readonly id: number;
  /** Untrusted. */
  readonly name: string;
}

/** What an environment should be. */
export interface Desired {
  /** The commit of the project, 40 hexadecimal digits. */
  readonly revision: string;
  readonly release: string;
  readonly requestedBy: Person;
  readonly approvedBy?: Person;
  readonly operation: string;
  readonly atMs: number;
  /** Why it stays at this release, whatever is merged: it was rolled back. */
  readonly pinned?: string;
}

/** How an environment is deployed and who decides; written by owners, never by an agent. */
export interface EnvironmentSettings extends DeployerSettings {
  readonly deployer: Deployer['kind'];
  /** Absent: nobody is asked. */
  readonly approval?: {
    readonly role: Role;
    readonly expiresMs: number;
    readonly remindBeforeMs: number;
  };
  /** Only what was live in that environment may go here. */
  readonly promoteFrom?: string;
}

/** One environment of a project. */
export interface Environment {
  readonly project: string;
  readonly name: string;
  readonly settings: EnvironmentSettings;
  /** Absent until something was deployed. */
  readonly desired?: Desired;
}

/** Something that keeps deploys away: a lock holds one environment, a freeze also more. */
export interface Hold {
  /** Short, unique, for people to name it. */
  readonly id: string;
  readonly kind: 'lock' | 'freeze';
  /** Absent: every project. */
  readonly project?: string;
  /** Absent: every environment of it. */
  readonly environment?: string;
  readonly by: Person;
  /** Untrusted; may be empty. Show what `holdReason` says. */
  readonly reason: string;
  /** Nobody made it: the repository has lost what was in force, which may have been any hold. */
  readonly isLost?: true;
  readonly sinceMs: number;
  /** Absent: until somebody lifts it. */
  readonly untilMs?: number;
}

/** Who changes something, why, and as which operation; all of it stands in the commit. */
export interface Actor {
  readonly by: Person;
  /** Untrusted; may be empty. */
  readonly reason: string;
  readonly operationId: string;
}

/** What became of a merge. */
export type OpsMergeOutcome =
  | { readonly kind: 'merged'; readonly sha: string }
  /** Somebody else changed the same environment meanwhile. */
  | { readonly kind: 'moved' }
  /** It was dropped, or never proposed. */
  | { readonly kind: 'unknown' };

/** What the repository says that nobody approved through the bot. */
export interface OpsDrift {
  /** The commit that the bot made or accepted last. */
  readonly accepted: string;
  /** Where the branch is. */
  readonly head: string;
  /** A unified diff, untrusted, at most 64 KiB. */
  readonly diff: string;
  /** What environments should be by it, where that differs. */
  readonly changed: readonly {
    readonly project: string;
    readonly environment: string;
    readonly from?: Desired;
    readonly to?: Desired;
  }[];
  /** Which settings of environments it changes, such as `approval`; of one that is gone, all. */
  readonly settings: readonly {
    readonly project: string;
    readonly environment: string;
    readonly names: readonly string[];
  }[];
}

/** One commit of the repository. */
interface OpsEntry {
  readonly sha: string;
  readonly atMs: number;
  readonly subject: string;
  readonly by: string;
  readonly operation?: string;
}

/** A declarative command as it lies in the repository, or a prompt that one names. */
export interface CommandFile {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
}

/**
 * The ops repository: what should be live where, under which rules. Everything is read from what the
 * bot made or accepted last, so that an edit by hand changes nothing until it is approved.
 */
export interface Ops {
  /**
   * The environments of a project, in the order of promotion. One of which nobody has written
   * anything has `staging` and `production`, the latter with approval.
   */
  environments(project: string): Promise<readonly Environment[]>;
  /** Puts a new desired state on a branch of its own, once per operation. */
  propose(
    change: Actor & {
      readonly project: string;
      readonly environment: string;
      /** Absent: nothing should be live. */
      readonly desired?: Desired;
    },
  ): Promise<{ readonly branch: string; readonly sha: string }>;
  /**
   * Whether a commit was what an environment should be, and was not taken back by the operation
   * `takeBackId` names, which also notes that a release was never well. An operation that is still
   * at it counts: its release may not be well yet.
   * What was before the project was removed or renamed does not.
   */
  wasLive(project: string, environment: string, revision: string): Promise<boolean>;
  /** Brings what an operation proposed into force. */
  merge(operationId: string, approvedBy?: Person): Promise<OpsMergeOutcome>;
  /** Forgets what an operation proposed. */
  drop(operationId: string): Promise<void>;
  /** Changes settings of an environment; the rest of the file stays. @throws {Fault} `config-invalid` */
  configure(
    change: Actor & {
      readonly project: string;
      readonly environment: string;
      readonly settings: Partial<EnvironmentSettings>;
      /** What it is without from now on; `approval`: nobody is asked. */
      readonly cleared?: readonly ('approval' | 'promoteFrom' | 'cpus' | 'memoryMiB' | 'hooks')[];
    },
  ): Promise<void>;
  /** Those that hold at `nowMs`. */
  holds(nowMs: number): Promise<readonly Hold[]>;
  /** Adds one, once per operation. */
  hold(change: Actor & { readonly hold: Hold }): Promise<void>;
  /** Takes one away; `false` when it is gone already. */
  lift(change: Actor & { readonly holdId: string }): Promise<boolean>;
  /** Notes a decision that is no desired state, such as a denied approval, as an empty commit. */
  note(change: Actor & { readonly subject: string; readonly project?: string }): Promise<void>;
  /** What was edited by hand; `undefined` when nothing was. */
  drift(): Promise<OpsDrift | undefined>;
  /** Brings an edit by hand into force, exactly up to `head`; `false` when the branch has moved. */
  accept(change: Actor & { readonly head: string }): Promise<boolean>;
  /** Takes an edit by hand back with a commit, exactly that of `head`. */
  restore(change: Actor & { readonly head: string }): Promise<boolean>;
  /** The newest first. */
  history(project: string, limit: number): Promise<readonly OpsEntry[]>;
  problems(): Promise<readonly OpsProblem[]>;
  /** `commands/*.yaml` and `commands/*.md`, by name of file. */
  commandFiles(): Promise<readonly CommandFile[]>;
  /** Moves or removes what it says of a project that was renamed or deleted. */
  rename(change: Actor & { readonly project: string; readonly to: string }): Promise<void>;
  remove(change: Actor & { readonly project: string }): Promise<void>;
  /**
   * Told when another state is in force, or somebody may have edited by hand, at times twice; ends
   * with the signal.
   */
  watch(listener: () => void, signal: AbortSignal): void;
}
