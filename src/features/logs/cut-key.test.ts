import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MASK } from '#lib/mask/masker.ts';
import { plantedSecrets } from '#lib/mask/planted.ts';
import { createWorld, type World } from '#test/world.ts';

const STAGING = { project: 'shop', environment: 'staging' };
const [, KEY = ''] = plantedSecrets.find(([kind]) => kind === 'SSH key') ?? [];
const [, PIECE = ''] = KEY.split('\n');

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.store.projects.add({
    name: 'shop',
    archetype: 'x',
    createdAtMs: 1,
    createdBy: 7,
  });
  await world.says(7, '/use shop');
  // Everything but its last line: nobody who sees the last ones knows what they belong to.
  for (const line of ['listening', ...KEY.split('\n').slice(0, -1)])
    world.deployer.prints(STAGING, line);
});
afterEach(() => world.close());

it('shows no line of a key that begins before the lines that are shown', async () => {
  for (const line of ['/logs staging 1', '/logs staging 2']) {
    const { card } = await world.says(7, line);
    expect(card?.text).toContain(MASK);
    expect(card?.text).not.toContain(PIECE);
  }
});

it('follows no line of such a key either, and shows what comes behind it', async () => {
  await world.says(7, '/logs staging 2 follow');
  const text = () => world.messages.at(-1)?.card.text ?? '';
  await vi.waitFor(() => expect(text()).toContain(MASK), 10_000);
  expect(text()).not.toContain(PIECE);
  world.deployer.prints(STAGING, '-----END OPENSSH PRIVATE KEY-----');
  world.deployer.prints(STAGING, 'all is well');
  await vi.waitFor(() => expect(text()).toContain('all is well'), 10_000);
  expect(text()).not.toContain(PIECE);
});

it('shows as many lines as were asked for, also when they come late', async () => {
  for (let count = 1; count <= 60; count += 1) world.deployer.prints(STAGING, `line ${count}`);
  const follow = world.deployer.follow.bind(world.deployer);
  const isShown = Promise.withResolvers<void>();
  vi.spyOn(world.deployer, 'follow').mockImplementation(async function* slow(...about) {
    await isShown.promise;
    yield* follow(...about);
  });
  await world.says(7, '/logs staging 2 follow');
  const text = () => world.messages.at(-1)?.card.text ?? '';
  await vi.waitFor(() => expect(text()).not.toBe(''), 10_000);
  isShown.resolve();
  await vi.waitFor(() => expect(text()).toContain('line 60'), 10_000);
  expect(text()).toContain('line 59');
  expect(text()).not.toContain('line 58');
});
