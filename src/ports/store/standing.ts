import { ACCESS, toAccess } from '#kernel/access.ts';
import { type Actor, hasRole } from '#kernel/actor.ts';
import type { Invite } from './invites.ts';
import type { Operation, Store } from './port.ts';

/** Who somebody is at this moment: by `OWNER_IDS`, else as the store has them. */
export async function actorNow(
  id: number,
  { actors }: Pick<Store, 'actors'>,
  ownerIds: readonly number[],
): Promise<Actor | undefined> {
  const stored = await actors.get(id);
  return ownerIds.includes(id) ? { id, name: stored?.name ?? String(id), role: 'owner' } : stored;
}

/** Says whether the one who made an invitation could still make it; the server always can. */
export async function isBacked(
  { createdBy, project }: Pick<Invite, 'createdBy' | 'project'>,
  store: Pick<Store, 'actors'>,
  ownerIds: readonly number[],
): Promise<boolean> {
  if (createdBy === 0) return true;
  const maker = await actorNow(createdBy, store, ownerIds);
  return maker !== undefined && hasRole(maker, 'owner', project);
}

/** Says whether somebody may have an operation running, by what they are now; the bot may. */
export async function mayHaveRunning(
  { actorId, project }: Pick<Operation, 'actorId' | 'project'>,
  store: Pick<Store, 'actors' | 'settings'>,
  ownerIds: readonly number[],
): Promise<boolean> {
  if (actorId === 0) return true;
  const actor = await actorNow(actorId, store, ownerIds);
  if (!actor || !hasRole(actor, 'developer', project)) return false;
  return actor.role === 'owner' || toAccess(await store.settings.get(ACCESS)).stage !== 'alpha';
}
