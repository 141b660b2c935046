import type { Language, Say } from '#kernel/language.ts';
import type { Operations } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Deployer, Target } from '#ports/deployer/port.ts';
import type { Environment, Ops } from '#ports/ops/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';

/** What comparing the wish with the machine works with. */
export interface DriftPorts {
  readonly chat: Chat;
  readonly ops: Ops;
  readonly deployers: ReadonlyMap<Deployer['kind'], Deployer>;
  readonly store: Pick<Store, 'projects' | 'actors' | 'conversations' | 'operations' | 'settings'>;
  readonly operations: Operations;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly log: (message: string, details: object) => void;
}

/** An environment in which something else is live than what was agreed on. */
export interface LiveDrift {
  readonly environment: Environment;
  readonly target: Target;
  /** The release that should be live; absent: none. */
  readonly wanted?: { readonly id: string; readonly sha: string };
  /** The release that is; absent: none. */
  readonly live?: { readonly id: string; readonly sha: string };
  /** It is the right one, and does not run. */
  readonly isDown: boolean;
}

/** Kinds of operations that change what is live: while one runs, nothing can be said. */
const KINDS = ['deploy', 'rollback'];

/** Says whether an operation changes what is live there. */
export function isChanging(target: Target, unfinished: readonly Operation[]): boolean {
  return unfinished.some(
    ({ kind, project, input }) =>
      KINDS.includes(kind) &&
      project === target.project &&
      (input as { readonly environment: string }).environment === target.environment,
  );
}

/** Looks at one environment; `undefined`: all is as agreed, or it is being changed. */
export async function liveDriftOf(
  { deployers }: Pick<DriftPorts, 'deployers'>,
  environment: Environment,
  unfinished: readonly Operation[],
): Promise<LiveDrift | undefined> {
  const target = { project: environment.project, environment: environment.name };
  const deployer = deployers.get(environment.settings.deployer);
  if (!deployer || isChanging(target, unfinished)) return undefined;
  const { desired } = environment;
  const { live, health } = await deployer.status(target);
  const wanted = desired && { id: desired.release, sha: desired.revision };
  const isDown = live !== undefined && health === 'down';
  if (live?.id === wanted?.id && !isDown) return undefined;
  return {
    environment,
    target,
    isDown,
    ...(wanted && { wanted }),
    ...(live && { live: { id: live.id, sha: live.sha } }),
  };
}
