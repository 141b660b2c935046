import { afterEach, beforeEach, expect, it } from 'vitest';
import { CAPACITY } from '#operations/capacity.ts';
import { createWorld, type World } from './world.ts';

const ALICE = 7;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  await world.says(ALICE, '/use shop');
});
afterEach(() => world.close());

/** Operations that wait for nobody, so that they are neither run nor ended. */
const fill = async (count: number, actorId: number, project: string) => {
  for (let at = 0; at < count; at += 1) {
    await world.store.operations.add({
      id: `held-${project}-${actorId}-${at}`,
      kind: 'held',
      state: 'running',
      conversationId: '',
      actorId,
      project,
      input: null,
      createdAtMs: 1,
      updatedAtMs: 1,
    });
  }
};

it.each([
  '/code do it',
  '/commit',
  '/undo_now shop aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '/branch start',
  '/branch use other',
  '/task login',
  '/new telegram-bot blog',
  '/project_do shop rename blog',
  '/remote_do shop push',
  '/backup now',
])('refuses %s in words while a person has as much as may be, and leaves nothing', async (line) => {
  await fill(CAPACITY.person, ALICE, 'other');

  const reply = await world.says(ALICE, line);

  expect(reply.card?.text).toContain(`You have ${CAPACITY.person} tasks running or waiting`);
  expect(reply).not.toHaveProperty('isFailed');
  expect(await world.store.operations.unfinished()).toHaveLength(CAPACITY.person);
  expect(await world.store.projects.tasks('shop')).toEqual([]);
});

it('counts the tasks of a project as that project', async () => {
  await fill(CAPACITY.project, 99, 'shop.login');

  const reply = await world.says(ALICE, '/code do it');

  expect(reply.card?.text).toContain(`shop has ${CAPACITY.project} tasks running or waiting`);
});
