import type { Store } from '#ports/store/port.ts';

type People = Pick<Store, 'actors' | 'audit'>;

/** Telegram user ids of all owners, those of `OWNER_IDS` first. */
export async function ownerIdsOf(
  store: People,
  configured: readonly number[],
): Promise<readonly number[]> {
  const stored = (await store.actors.list()).filter(({ role }) => role === 'owner');
  return [...new Set([...configured, ...stored.map(({ id }) => id)])];
}

/** How people know somebody; owners by configuration are not stored, but the record knows them. */
export async function nameOf(store: People, id: number): Promise<string> {
  const known = await store.actors.get(id);
  if (known) return known.name;
  const [last] = await store.audit.list({ actorId: id, limit: 1 });
  return last?.entry.actor.name || String(id);
}
