import { hasRole } from '#kernel/actor.ts';
import type { Call } from '#kernel/command.ts';
import { isEnded } from '#operations/states.ts';
import { operationOfLock } from '#ports/ops/holding.ts';
import type { Hold, Ops } from '#ports/ops/port.ts';
import type { Store } from '#ports/store/port.ts';

/** What keeping deploys away works with. */
export interface HoldPorts {
  readonly ops: Pick<Ops, 'environments' | 'holds' | 'hold' | 'lift'>;
  readonly store: Pick<Store, 'projects' | 'preferences' | 'operations'>;
  readonly now: () => number;
}

/** Says whether somebody may lift it: who made it, and those who could make it wider. */
export function mayLift(hold: Hold, { actor }: Pick<Call, 'actor'>): boolean {
  const { project, by } = hold;
  if (hasRole(actor, 'owner', project)) return true;
  const least = hold.kind === 'lock' ? 'developer' : 'releaser';
  if (project === undefined || !hasRole(actor, least, project)) return false;
  return by.id === actor.id || hasRole(actor, 'releaser', project);
}

/** Says whether an operation that has not ended holds it: it ends with that. */
export async function isOfRunning(
  { id }: Pick<Hold, 'id'>,
  { store }: Pick<HoldPorts, 'store'>,
): Promise<boolean> {
  const operationId = operationOfLock(id);
  if (operationId === undefined) return false;
  const operation = await store.operations.get(operationId);
  return operation !== undefined && !isEnded(operation.state);
}

/** An id for a hold, from the request that asked for it. */
export function holdId(requestId: string): string {
  return `h-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-40)}`;
}
