import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gitServer, type GitServer } from '#ports/git/cli/git-server.ts';
import { fillUp } from '#test/at-capacity.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
let world: World;
let server: GitServer;

beforeEach(async () => {
  world = await createWorld();
  server = await gitServer();
  await server.add('shop', { 'a.txt': 'one\n' });
  await world.says(ALICE, `/new from ${server.fileUrl}/shop.git`);
  await said('shop is here');
});
afterEach(async () => {
  await world.close();
  await server.close();
});

const text = () => world.messages.map(({ card }) => card.text.replaceAll(/[*\\]/gu, '')).join('\n');
const said = (part: string) =>
  vi.waitFor(() => expect(text()).toContain(part), { timeout: 15_000 });
/** The newest push has ended well, and nothing else is under way. */
const pushed = () =>
  vi.waitFor(
    async () => {
      const all = await world.store.operations.recent({ limit: 9 });
      expect(all.find(({ kind }) => kind === 'push')).toMatchObject({ state: 'done' });
      expect(await world.store.operations.unfinished()).toEqual([]);
      expect(text()).toContain('⬆️ shop');
      expect(there('shop')).toBe(await here());
    },
    { timeout: 15_000 },
  );
const write = (name: string, content: string) =>
  writeFile(path.join(world.workspace.directory('shop'), name), content);
const here = () => world.git.head(world.workspace.directory('shop'));
const there = (name = 'shop') => server.git(name, 'rev-parse', 'main').trim();

it('pushes the commit of a turn, after its answer', async () => {
  await write('b.txt', 'mine\n');
  await world.says(ALICE, 'add a file');
  await pushed();
  expect(there()).toBe(await here());
  const order = world.messages.map(({ key }) => key);
  const push = order.findIndex((key) => key.startsWith('push-'));
  expect(push).toBeGreaterThan(order.findIndex((key) => key.endsWith(':final')));
});

it('says when others were first, rebases by a tap and pushes', async () => {
  const theirs = await server.commit('shop', { 'c.txt': 'theirs\n' });
  await write('b.txt', 'mine\n');
  await world.says(ALICE, 'add a file');
  await said('holds commits that are not here');
  expect(there()).toBe(theirs);
  const labels = world.messages.flatMap(({ card }) => card.buttons?.flat() ?? []);
  expect(labels.some(({ command }) => command === 'pr')).toBe(world.commands.has('pr'));
  await world.taps(ALICE, '🔀 Rebase');
  await said('put on top of theirs');
  await pushed();
  expect(there()).toBe(await here());
});

it('pushes what was merged into a branch that is not checked out, and once', async () => {
  const directory = world.workspace.directory('shop');
  const idle = () =>
    vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), {
      timeout: 15_000,
    });
  await world.says(ALICE, '/branch side');
  await idle();
  await write('b.txt', 'mine\n');
  await world.git.commitAll(directory, { name: 'Alice', email: '7@x' }, 'Mine\n');
  const before = there();
  await world.says(ALICE, '/pr open');
  await idle();
  expect(there()).toBe(before);
  await world.taps(ALICE, '🔀 Merge');
  await said('is merged into main');
  const main = await world.git.branchHead(directory, 'main');
  // It begins once the merge has ended.
  await vi.waitFor(() => expect(there()).toBe(main), { timeout: 15_000 });
  await idle();
  expect((await world.git.branches(directory)).current).toBe('side');
  expect(server.git('shop', 'rev-parse', 'side').trim()).toBe(await here());
  const pushes = (await world.store.operations.recent({ limit: 20 })).filter(
    ({ kind }) => kind === 'push',
  );
  expect(pushes.filter(({ id }) => id.endsWith('-merged'))).toMatchObject([
    { state: 'done', input: { branch: 'main' } },
  ]);
  await world.says(ALICE, '/branch use main');
  await idle();
  expect(
    (await world.store.operations.recent({ limit: 20 })).filter(({ kind }) => kind === 'push'),
  ).toHaveLength(pushes.length);
});

it('pushes what a task was merged into, also when that is not checked out', async () => {
  const directory = world.workspace.directory('shop');
  const idle = () =>
    vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), {
      timeout: 15_000,
    });
  await world.says(ALICE, '/task login');
  await idle();
  const login = world.workspace.directory('shop.login');
  await writeFile(path.join(login, 'b.txt'), 'mine\n');
  await world.git.commitAll(login, { name: 'Alice', email: '7@x' }, 'Mine\n');
  await world.says(ALICE, '/branch side');
  await idle();
  const sha = await world.git.head(login);
  await world.says(ALICE, `/task_do shop.login merge ${sha}`);
  await said('is merged into main');
  const main = await world.git.branchHead(directory, 'main');
  await vi.waitFor(() => expect(there()).toBe(main), { timeout: 15_000 });
  await idle();
  expect((await world.git.branches(directory)).current).toBe('side');
});

it('changes nothing by a rebase that conflicts, and says the files', async () => {
  await server.commit('shop', { 'a.txt': 'theirs\n' });
  await write('a.txt', 'mine\n');
  await world.says(ALICE, 'change a file');
  await said('holds commits that are not here');
  const before = await here();
  await world.taps(ALICE, '🔀 Rebase');
  await said('both sides changed the same places');
  expect(text()).toContain('- a.txt');
  expect(await here()).toBe(before);
});

it('pushes after a restart what was committed before it, and what was refused once is left', async () => {
  await world.operations.shutdown();
  const directory = world.workspace.directory('shop');
  await write('b.txt', 'mine\n');
  await world.git.commitAll(directory, { name: 'Alice', email: '7@x' }, 'Mine\n');
  const fresh = world.restart();
  await fresh.operations.resume();
  await fresh.tidy();
  await pushed();
  expect(there()).toBe(await here());

  await server.commit('shop', { 'c.txt': 'theirs\n' });
  await write('b.txt', 'mine again\n');
  await fresh.says(ALICE, 'change a file');
  await said('holds commits that are not here');
  await vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]));
  await fresh.operations.shutdown();
  const count = world.messages.length;
  const last = world.restart();
  await last.operations.resume();
  await last.tidy();
  expect(await world.store.operations.unfinished()).toEqual([]);
  expect(world.messages).toHaveLength(count);
  await last.operations.shutdown();
});

it('remembers that a push was refused while there is no room for another one', async () => {
  await server.commit('shop', { 'c.txt': 'theirs\n' });
  await write('b.txt', 'mine\n');
  await world.says(ALICE, 'add a file');
  await said('holds commits that are not here');
  await vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]));
  const refused = await world.store.settings.get('push:shop');
  expect(refused).toMatchObject({ kind: 'behind' });
  await fillUp(world, ALICE);
  const reply = await world.says(ALICE, '/remote');
  const full = await world.taps(ALICE, '⬆️ Push', reply);
  expect(full.card?.text).toContain('tasks running or waiting');
  expect(await world.store.settings.get('push:shop')).toEqual(refused);
});

it('shows, adds and removes the remote, and refuses an address that it does not like', async () => {
  expect((await world.says(ALICE, '/remote')).card?.text).toContain('branch main');
  expect((await world.says(ALICE, `/remote add ${server.fileUrl}/x.git`)).card?.text).toContain(
    'already',
  );
  await world.says(ALICE, '/remote remove');
  expect((await world.says(ALICE, '/remote')).card?.text).toContain('branch main');
  const asked = await world.says(ALICE, '/remote remove');
  const [[sure] = []] = asked.card?.buttons ?? [];
  expect(sure?.command).toBe('remote_remove');
  await world.says(ALICE, '/remote_remove shop');
  expect((await world.says(ALICE, '/remote')).card?.text).toContain('is pushed nowhere');
  const bad = await world.says(ALICE, '/remote add https://me:secret@host/a');
  expect(bad.card?.text).toContain('a name or a password');
  await server.add('other', {});
  const added = await world.says(ALICE, `/remote add ${server.fileUrl}/other.git`);
  expect(added.card?.text).toContain('from now on');
  await world.says(ALICE, '/remote_do shop push');
  await vi.waitFor(async () => expect(there('other')).toBe(await here()), { timeout: 15_000 });
});
