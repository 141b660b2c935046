import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWorld, FOREVER, type World } from '#test/world.ts';

const ALICE = 7;
const BOB = 8;
let world: World;

beforeEach(async () => {
  world = await createWorld();
  await world.says(ALICE, '/new telegram-bot demo');
  await said('demo is ready');
  await vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]));
});
afterEach(() => world.close());

const text = () => world.messages.map(({ card }) => card.text.replaceAll(/[*\\]/gu, '')).join('\n');
const said = (part: string) =>
  vi.waitFor(() => expect(text()).toContain(part), { timeout: 15_000 });
const labels = (card: { buttons?: readonly (readonly { label: string }[])[] } | undefined) =>
  card?.buttons?.flat().map(({ label }) => label);

it('renames a project with all that speaks of it', async () => {
  const place = { chatId: -100, topicId: 5 };
  await world.store.topics.bind({ ...place, project: 'demo', boundBy: 7, boundAtMs: 1 });
  const projectRoles = { demo: 'developer' } as const;
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'viewer', projectRoles });
  await world.secrets.set('demo', 'API_KEY', 'value-123456', 7);
  const head = await world.git.head(world.workspace.directory('demo'));

  await world.says(ALICE, '/project_do demo rename');
  await world.says(ALICE, 'Мой бот');
  expect(await world.store.projects.get('demo')).toBeDefined();
  await world.says(ALICE, 'shop');
  await said('is called shop now');
  expect((await world.store.projects.list()).map(({ name }) => name)).toEqual(['shop']);
  expect(await world.workspace.exists('demo')).toBe(false);
  const directory = world.workspace.directory('shop');
  expect(await world.git.head(directory)).toBe(head);
  expect(await world.git.changes(directory)).toEqual([]);
  const pointer = await readFile(path.join(directory, '.git'), 'utf8');
  expect(existsSync(pointer.replace('gitdir: ', '').trim())).toBe(true);
  expect(await world.secrets.forDeploy('shop')).toEqual({ API_KEY: 'value-123456' });
  expect(await world.secrets.list('demo')).toEqual([]);
  expect(await world.store.topics.get(place)).toMatchObject({ project: 'shop' });
  expect((await world.store.actors.get(BOB))?.projectRoles).toEqual({ shop: 'developer' });
  expect(await world.store.conversations.get('7:0:7')).toMatchObject({ project: 'shop' });
  await world.says(ALICE, 'write something');
  await vi.waitFor(
    async () => {
      const [last] = await world.store.operations.recent({ limit: 1, project: 'shop' });
      expect(last).toMatchObject({ kind: 'turn', state: 'done' });
    },
    { timeout: 10_000 },
  );
});

it('finishes a rename that was cut off', async () => {
  await world.operations.shutdown();
  await world.store.operations.add({
    id: 'rename-torn',
    kind: 'rename',
    state: 'running',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: { from: 'demo', to: 'shop' },
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  await world.store.operations.startStep('rename-torn', 'rows', 1);
  await world.store.projects.rename('demo', 'shop');
  await world.restart().operations.resume();
  await said('is called shop now');
  expect(await world.workspace.exists('demo')).toBe(false);
  expect(await world.git.head(world.workspace.directory('shop'))).toBeDefined();
});

const renames = () =>
  world.operations.start({
    id: 'rename-late',
    kind: 'rename',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: { from: 'demo', to: 'shop' },
  });

it('gives a project no name that another one is about to have', async () => {
  await world.store.operations.add({
    id: 'new-shop',
    kind: 'new',
    state: 'waiting',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'shop',
    input: null,
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  await renames();
  await said('demo was not renamed');
  expect(await world.store.projects.find('shop')).toBeUndefined();
  expect(await world.workspace.exists('demo')).toBe(true);
});

it('gives a project no name under which something lies', async () => {
  await mkdir(world.workspace.directory('shop'));
  await renames();
  await said('demo was not renamed');
  expect(await world.store.projects.find('demo')).toBeDefined();
  expect(await world.workspace.exists('demo')).toBe(true);
});

it('removes no project that came to its name while one of that name was being made', async () => {
  world.runs.push({ output: FOREVER });
  await world.says(ALICE, '/new web-service shop');
  await vi.waitFor(() => expect(world.runs).toEqual([]), { timeout: 10_000 });
  await world.store.projects.rename('demo', 'shop');
  await world.says(ALICE, '/stop');
  await said('Nothing of shop was left behind');
  expect(await world.workspace.exists('shop')).toBe(true);
});

it('replaces no project that came to its name before a restart', async () => {
  await world.operations.shutdown();
  await world.store.operations.add({
    id: 'new-torn',
    kind: 'new',
    state: 'running',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: { archetype: 'web-service', actorName: 'Alice' },
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  const head = await world.git.head(world.workspace.directory('demo'));
  await world.store.operations.startStep('new-torn', 'check', 1);
  await world.store.operations.endStep('new-torn', 'check', true, 1);
  await world.store.operations.startStep('new-torn', 'copy', 1);
  await world.restart().operations.resume();
  await said('There is a project demo already');
  expect(await world.git.head(world.workspace.directory('demo'))).toBe(head);
});

it('goes on with a project whose name ends in a dash, and gives no new one such a name', async () => {
  await world.store.projects.rename('demo', 'demo-');
  await world.workspace.rename('demo', 'demo-');
  await world.says(ALICE, '/use demo-');
  expect((await world.says(ALICE, '/project demo-')).card?.text).toContain('demo-');
  expect((await world.says(ALICE, '/branch')).card?.text).toContain('is on **main**');
  await world.says(ALICE, '/new telegram-bot shop-');
  await said('cannot be a name');
});

it('turns the pages of the list on one card', async () => {
  for (let number = 1; number <= 9; number += 1) {
    const made = { archetype: 'cli-tool', createdAtMs: 1, createdBy: ALICE };
    await world.store.projects.add({ name: `p-${number}`, ...made });
  }
  expect((await world.says(ALICE, '/projects')).card).toBeUndefined();
  await world.taps(ALICE, '▶');
  await world.taps(ALICE, '◀');
  await world.taps(ALICE, '▶');
  const cards = world.messages.filter(({ key }) => key.startsWith('projects:'));
  expect(cards).toHaveLength(1);
  expect(cards[0]?.versions).toHaveLength(4);
  expect(cards[0]?.card.text).toContain('p-9');
});

it('does not rename, archive or delete while something runs', async () => {
  world.runs.push({ output: FOREVER });
  await world.store.operations.add({
    id: 'turn-x',
    kind: 'turn',
    state: 'running',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: null,
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  for (const action of ['rename shop', 'archive', 'delete']) {
    const reply = await world.says(ALICE, `/project_do demo ${action}`);
    expect(reply.card?.text).toContain('runs or waits');
  }
});

it('restores nothing that is being put away or deleted', async () => {
  for (const kind of ['archive', 'delete']) {
    await world.store.projects.archive('demo', 1);
    await world.store.operations.add({
      id: `${kind}-x`,
      kind,
      state: 'running',
      conversationId: '7:0:7',
      actorId: ALICE,
      project: 'demo',
      input: { actorName: 'Alice' },
      createdAtMs: 1,
      updatedAtMs: 1,
    });
    const reply = await world.says(ALICE, '/project_do demo restore');
    expect(reply.card?.text).toContain('runs or waits');
    await world.store.operations.update(`${kind}-x`, { state: 'done' }, 1);
  }
  expect(await world.store.projects.get('demo')).toBeUndefined();
});

it('puts a project out of the lists and lets nobody work in it, until it is restored', async () => {
  await world.says(ALICE, '/project_do demo archive');
  const list = await world.says(ALICE, '/projects');
  expect(list.card?.text).toContain('No projects yet');
  expect(labels(list.card)).toContain('🗄 Archive (1)');
  const count = (await world.store.operations.recent({ limit: 99 })).length;
  await world.says(ALICE, 'write something');
  expect((await world.store.operations.recent({ limit: 99 })).length).toBe(count);
  expect((await world.says(ALICE, '/use demo')).card?.text).toContain('no project');
  await world.says(ALICE, '/new web-service demo');
  expect(await world.store.projects.find('demo')).toMatchObject({ archetype: 'telegram-bot' });
  const card = await world.says(ALICE, '/project demo');
  expect(labels(card.card)).toEqual(['↩️ Restore', '🗑 Delete']);
  await world.says(ALICE, '/project_do demo restore');
  expect((await world.says(ALICE, '/use demo')).card?.text).toContain('You work in');
});

it('deletes only what is archived, and only by its name', async () => {
  await world.secrets.set('demo', 'API_KEY', 'value-123456', 7);
  const first = await world.says(ALICE, '/project_do demo delete');
  expect(first.card?.text).toContain('must be archived');
  await world.says(ALICE, '/project_do demo archive');
  await world.says(ALICE, '/project_do demo delete');
  expect((await world.says(ALICE, 'dem')).card?.text).toContain('stays');
  expect(await world.workspace.exists('demo')).toBe(true);
  await world.says(ALICE, '/project_do demo delete demo');
  expect(await world.workspace.exists('demo')).toBe(true);
  await world.says(ALICE, '/project_do demo delete');
  await world.says(ALICE, 'demo');
  await said('demo is deleted');
  expect(await world.workspace.exists('demo')).toBe(false);
  expect(await world.store.projects.find('demo')).toBeUndefined();
  expect(await world.secrets.list('demo')).toEqual([]);
  expect(await world.store.conversations.get('7:0:7')).not.toHaveProperty('project');
  const kinds = (await world.store.operations.recent({ limit: 9 })).map(({ kind }) => kind);
  expect(kinds).toContain('delete');
});

it('lists projects with their state, page by page', async () => {
  for (let number = 1; number <= 9; number += 1)
    await world.store.projects.add({
      name: `p-${number}`,
      archetype: 'x',
      createdAtMs: 1,
      createdBy: 7,
    });
  const newest = () => world.messages.at(-1)?.card;
  await world.says(ALICE, '/projects');
  expect(newest()?.text).toContain('page 1 of 2');
  expect(newest()?.text).toContain('last: Create demo from telegram');
  expect(labels(newest())).toContain('▶');
  await world.says(ALICE, '/projects 2');
  expect(newest()?.text).toContain('p-9');
  expect(labels(newest())).toContain('◀');
});

it('lets only owners manage', async () => {
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'releaser' });
  expect(labels((await world.says(BOB, '/project demo')).card)).toEqual(['Work in demo']);
  await world.says(BOB, '/project_do demo archive');
  expect(await world.store.projects.get('demo')).toBeDefined();
});
