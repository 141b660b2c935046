import { hasRole } from '#kernel/actor.ts';
import type { Call } from '#kernel/command.ts';
import type { Hold, Ops } from '#ports/ops/port.ts';
import type { Store } from '#ports/store/port.ts';

/** What keeping deploys away works with. */
export interface HoldPorts {
  readonly ops: Pick<Ops, 'environments' | 'holds' | 'hold' | 'lift'>;
  readonly store: Pick<Store, 'projects' | 'preferences'>;
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

/** An id for a hold, from the request that asked for it. */
export function holdId(requestId: string): string {
  return `h-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-40)}`;
}
