import { ACCESS, toAccess } from '#kernel/access.ts';
import { hasRole, type Role } from '#kernel/actor.ts';
import type { Store } from './port.ts';

/** Telegram ids of those who have `role` in a project at this moment, and may use the bot. */
export async function holdersOf(
  role: Role,
  project: string,
  store: Pick<Store, 'actors' | 'settings'>,
  ownerIds: readonly number[],
): Promise<readonly number[]> {
  const isAlpha = toAccess(await store.settings.get(ACCESS)).stage === 'alpha';
  const actors = (await store.actors.list()).filter(
    (actor) => hasRole(actor, role, project) && (!isAlpha || actor.role === 'owner'),
  );
  return [...new Set([...ownerIds, ...actors.map(({ id }) => id)])];
}
