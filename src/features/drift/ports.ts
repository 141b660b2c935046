import type { Language, Say } from '#kernel/language.ts';
import type { Operations } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Deployer, Target } from '#ports/deployer/port.ts';
import { changing } from '#ports/ops/changing.ts';
import type { Environment, Ops } from '#ports/ops/port.ts';
import type { Store } from '#ports/store/port.ts';

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

/** How an environment is: `unclear` while it is being changed, or where nothing answers. */
export type EnvironmentView =
  | { readonly kind: 'agreed' | 'unclear' }
  | { readonly kind: 'drift'; readonly drift: LiveDrift };

/** Compares one environment with what is live. Rejects where its deployer does not answer. */
export async function viewOf(
  { deployers, store }: Pick<DriftPorts, 'deployers' | 'store'>,
  environment: Environment,
): Promise<EnvironmentView> {
  const target = { project: environment.project, environment: environment.name };
  const deployer = deployers.get(environment.settings.deployer);
  if (!deployer) return { kind: 'unclear' };
  const { live, health } = await deployer.status(target);
  // Read last: what began while the deployer answered counts too.
  if (changing(target, await store.operations.unfinished())) return { kind: 'unclear' };
  const { desired } = environment;
  const wanted = desired && { id: desired.release, sha: desired.revision };
  const isDown = live !== undefined && health === 'down';
  if (live?.id === wanted?.id && !isDown) return { kind: 'agreed' };
  const drift = {
    environment,
    target,
    isDown,
    ...(wanted && { wanted }),
    ...(live && { live: { id: live.id, sha: live.sha } }),
  };
  return { kind: 'drift', drift };
}

/** What tells one difference from another one of the same environment. */
export function stateOf({ wanted, live, isDown }: LiveDrift): string {
  return [wanted?.id ?? '-', live?.id ?? '-', isDown ? 'down' : 'up'].join(':');
}
