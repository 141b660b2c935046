import type { Actor } from '#kernel/actor.ts';
import { uncommittedKey } from '#kernel/uncommitted.ts';
import type { Json, Store } from '#ports/store/port.ts';

/** Somebody whose work may lie in a project's tree and be in no commit yet. */
export interface Worker extends Pick<Actor, 'id' | 'name'> {
  /** Where they asked for it. */
  readonly conversationId: string;
}

type Settings = { readonly store: Pick<Store, 'settings'> };

/** Those whose work is in no commit yet, in the order in which they began. */
export async function workersIn({ store }: Settings, project: string): Promise<readonly Worker[]> {
  const kept = await store.settings.get(uncommittedKey(project));
  return Array.isArray(kept) ? (kept as readonly Worker[]) : [];
}

/** From now on what lies there may be theirs too. Told before they change anything. */
export async function noteWorker(ports: Settings, project: string, worker: Worker): Promise<void> {
  const known = await workersIn(ports, project);
  if (known.some(({ id }) => id === worker.id)) return;
  const { id, name, conversationId } = worker;
  const all = [...known, { id, name, conversationId }];
  await ports.store.settings.set(uncommittedKey(project), all as unknown as Json);
}

/** Everything that lay there is committed. */
export async function forgetWorkers({ store }: Settings, project: string): Promise<void> {
  await store.settings.set(uncommittedKey(project), null);
}
