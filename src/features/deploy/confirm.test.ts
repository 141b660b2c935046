import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const BOB = 8;
const WAIT = { timeout: 20_000 };
const PRODUCTION = { project: 'shop', environment: 'production' };

let world: World;
afterEach(() => world.close());

const textOf = async (actorId: number, text: string) => {
  const { card, toast } = await world.says(actorId, text);
  return (card?.text ?? toast ?? '').replaceAll('\\', '');
};

it('lets only the one who asked for a deploy confirm it by name', async () => {
  world = await createWorld();
  await world.store.projects.add({
    name: 'shop',
    archetype: 'x',
    createdAtMs: 1,
    createdBy: ALICE,
  });
  const tree = world.workspace.directory('shop');
  await mkdir(tree, { recursive: true });
  await world.git.init(tree);
  await writeFile(path.join(tree, 'main.ts'), '1\n');
  await world.git.commitAll(tree, { name: 'Alice', email: '7@telegram.invalid' }, 'Begin');
  await world.says(ALICE, '/use shop');
  await world.says(ALICE, '/deploy production');
  const asked = () => world.messages.find(({ key }) => key.endsWith(':confirm'));
  await vi.waitFor(() => expect(asked()?.closed).toBe(false), WAIT);
  const [operation] = await world.store.operations.unfinished();
  const id = operation?.id ?? '';
  // Nobody else could decide when it was asked; a second releaser has come since.
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'releaser' });
  await world.says(BOB, '/use shop');

  expect(await textOf(BOB, `/deploy_confirm ${id}`)).toBe(world.say('deploy-confirm-not-yours'));
  expect(await textOf(BOB, `/deploy_confirm ${id} shop`)).toBe(
    world.say('deploy-confirm-not-yours'),
  );
  const expectation = { command: 'deploy_confirm', words: [id], untilMs: Date.now() + 60_000 };
  await world.store.settings.set(`expects:${BOB}:0:${BOB}`, expectation);
  expect(await textOf(BOB, 'shop')).toBe(world.say('deploy-confirm-not-yours'));
  expect(await world.store.operations.signals(id)).toEqual([]);
  expect(asked()?.closed).toBe(false);

  await world.says(ALICE, 'shop');
  await vi.waitFor(
    async () => expect((await world.deployer.status(PRODUCTION)).live).toBeDefined(),
    WAIT,
  );
});
