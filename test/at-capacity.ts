import { CAPACITY } from '#operations/capacity.ts';
import type { World } from './world.ts';

/** Gives somebody as much under way, elsewhere, as a person may have. */
export async function fillUp({ store }: World, actorId: number): Promise<void> {
  for (let at = 0; at < CAPACITY.person; at += 1)
    await store.operations.add({
      id: `elsewhere-${at}`,
      kind: 'turn',
      state: 'waiting',
      conversationId: `8:0:${actorId}`,
      actorId,
      input: null,
      createdAtMs: 1,
      updatedAtMs: 1,
    });
}
