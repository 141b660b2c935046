import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Operations } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Checkouts } from '#ports/checkouts/port.ts';
import type { Deployer, Target } from '#ports/deployer/port.ts';
import type { Git } from '#ports/git/port.ts';
import { changing } from '#ports/ops/changing.ts';
import type { Environment, Ops, Person } from '#ports/ops/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** The deployers of this machine, by their kind. */
type Deployers = ReadonlyMap<Deployer['kind'], Deployer>;

/** What releasing works with. */
export interface DeployPorts {
  readonly chat: Chat;
  readonly store: Pick<Store, 'projects' | 'actors' | 'settings' | 'conversations' | 'operations'>;
  readonly git: Pick<Git, 'head' | 'resolve' | 'commit' | 'ahead' | 'diffFiles'>;
  readonly workspace: Pick<Workspace, 'directory'>;
  readonly ops: Ops;
  readonly checkouts: Checkouts;
  readonly deployers: Deployers;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly log: (message: string, details: object) => void;
}

/** The same, for what starts operations. */
export type DeployOptions = DeployPorts & {
  readonly operations: Operations;
  /** One who asks at a time, for one environment: the second sees the first. */
  readonly inTurn: <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;
};

/** An environment and what makes releases live there. */
export interface Site {
  readonly target: Target;
  readonly environment: Environment;
  readonly deployer: Deployer;
}

/** An environment with its deployer; `undefined` where this machine has no such deployer. */
export function siteOf(
  { deployers }: Pick<DeployPorts, 'deployers'>,
  environment: Environment,
): Site | undefined {
  const deployer = deployers.get(environment.settings.deployer);
  const target = { project: environment.project, environment: environment.name };
  return deployer && { target, environment, deployer };
}

/** What is live of a target by another deployer than its environment names by now; `undefined`: nothing. */
export async function liveElsewhere(
  { deployers }: Pick<DeployPorts, 'deployers'>,
  { target, deployer: { kind } }: Site,
): Promise<{ readonly kind: Deployer['kind']; readonly sha: string } | undefined> {
  for (const other of deployers.values()) {
    if (other.kind === kind) continue;
    const status = await other.status(target);
    if (status.live) return { kind: other.kind, sha: status.live.sha };
  }
  return undefined;
}

/** One release on its way, or one that is gone back to. */
export interface ReleaseTask extends Site {
  readonly conversation: Conversation;
  readonly say: Say;
  readonly actor: Person;
  readonly releaseId: string;
  readonly sha: string;
  /** Why, in the words of a person; untrusted, may be empty. */
  readonly reason: string;
  readonly requestedAtMs: number;
}

/** Those of one environment run one after another, beside everything else of the project. */
export function deployLane({ project = '', input }: Operation): string {
  return `deploy:${project}/${(input as { readonly environment: string }).environment}`;
}

/** What changes a target at this moment; `undefined`: nothing. */
export async function runningIn(
  { store }: Pick<DeployPorts, 'store'>,
  target: Target,
): Promise<Operation | undefined> {
  return changing(target, await store.operations.unfinished());
}

/** The beginning of an id, as people write it. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** An operation's id, from the request that asked for it. */
export function operationId(kind: string, requestId: string): string {
  return `${kind}-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-60)}`;
}

/** The id of a release: when it was asked for, and its commit. */
export function releaseIdOf(sha: string, atMs: number): string {
  const moment = new Date(atMs).toISOString().replaceAll(/[-:]|\.\d+Z$/gu, '');
  return `${moment}-${short(sha)}`;
}
