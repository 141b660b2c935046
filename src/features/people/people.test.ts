import { expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { toTtlMs } from './invite.ts';
import { createPeople } from './people.ts';

const alice: Actor = { id: 1, name: 'Alice', role: 'owner' };
const bob: Actor = { id: 2, name: 'Bob', role: 'owner' };
const vera: Actor = { id: 3, name: 'Vera', role: 'viewer', confined: true };

async function setUp(actors: readonly Actor[]) {
  const store = memoryStore();
  for (const actor of actors) await store.actors.save(actor);
  const chat = memoryChat();
  const canceled: string[] = [];
  const operations = { cancel: async (id: string) => canceled.push(id) > 0 };
  const sayIn = () => (key: string) => key;
  const people = createPeople({ store, operations, chat, ownerIds: [], sayIn });
  const set = (id: number, role: Actor['role'] | 'none', project?: string) =>
    people.setRole({ id, role, by: alice, requestId: 'r', ...(project && { project }) });
  return { store, people, set, canceled };
}

it('never loses the last owner, also when two are taken away at once', async () => {
  const { store, set } = await setUp([alice, bob]);
  const outcomes = await Promise.all([set(1, 'none'), set(2, 'viewer')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'last-owner']);
  expect(await store.actors.list()).toEqual([bob]);
});

it('lets somebody go whose only project is taken away, and widens with a role for all', async () => {
  const { store, set } = await setUp([alice, { ...vera, projectRoles: { shop: 'developer' } }]);
  expect(await set(3, 'releaser', 'shop')).toMatchObject({ kind: 'done' });
  expect(await set(3, 'none', 'blog')).toMatchObject({ kind: 'not-there' });
  expect(await set(3, 'none', 'shop')).toMatchObject({ kind: 'done' });
  expect(await store.actors.get(3)).toBeUndefined();
  await store.actors.save(vera);
  await set(3, 'developer');
  expect(await store.actors.get(3)).toEqual({ id: 3, name: 'Vera', role: 'developer' });
  expect(await set(3, 'viewer', 'shop')).toMatchObject({ kind: 'higher-anyway' });
});

it('stops only what the new role does not allow, what waits first', async () => {
  const { store, set, canceled } = await setUp([
    alice,
    { ...vera, projectRoles: { shop: 'developer', blog: 'developer' } },
  ]);
  const more = { kind: 'turn', conversationId: '', input: null, createdAtMs: 0, updatedAtMs: 0 };
  const add = (id: string, actorId: number, project: string) =>
    store.operations.add({ id, actorId, project, state: 'running', ...more });
  await add('shop-1', 3, 'shop');
  await add('shop-2', 3, 'shop');
  await add('blog-1', 3, 'blog');
  await add('shop-3', 1, 'shop');
  await add('daily', 0, 'shop');
  expect(await set(3, 'viewer', 'shop')).toMatchObject({ stopped: 2 });
  expect(canceled).toEqual(['shop-2', 'shop-1']);
});

it('finds people by id, or by a name that only one has', async () => {
  const { people } = await setUp([alice, bob, { ...vera, name: 'bob' }]);
  expect(await people.find('ALICE')).toEqual(alice);
  expect(await people.find('2')).toEqual(bob);
  expect(await people.find('Bob')).toBeUndefined();
});

it('takes times from a minute to 30 days', () => {
  expect(['30m', '24h', '7d'].map(toTtlMs)).toEqual([1_800_000, 86_400_000, 604_800_000]);
  expect(['0h', '31d', '1y', 'shop', '99999d', '-1h', '1.5h'].map(toTtlMs)).toEqual(
    Array.from({ length: 7 }),
  );
});
