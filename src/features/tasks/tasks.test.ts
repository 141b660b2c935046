import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { conversationId } from '#kernel/conversation.ts';
import { createWorld, FOREVER, type World } from '#test/world.ts';

const ALICE = 7;
const BOB = 8;
const WAIT = { timeout: 20_000 };
const HOME = conversationId({ chatId: ALICE }, ALICE);

// Real git in two trees, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
let shop: string;
let login: string;
let reply: Reply;

beforeEach(async () => {
  world = await createWorld();
  await world.store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  shop = world.workspace.directory('shop');
  login = world.workspace.directory('shop.login');
  await mkdir(shop, { recursive: true });
  await world.git.init(shop);
  await commit(shop, 'a.txt', 'one');
  await world.says(ALICE, '/use shop');
  world.gateway.script(async (run) => {
    await writeFile(path.join(run.directory, 'agent.txt'), `${run.text}\n`);
    return 'done';
  });
});
afterEach(() => world.close());

const commit = async (directory: string, name: string, text: string, by = ALICE) => {
  await writeFile(path.join(directory, name), `${text}\n`);
  const author = { name: `Person ${by}`, email: `${by}@telegram.invalid` };
  return (await world.git.commitAll(directory, author, `${name} to ${text}`))?.sha ?? '';
};
const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
const says = async (text: string, actorId = ALICE) => {
  reply = await world.says(actorId, text);
  await settled();
  return answer();
};
const clean = (text: string) => text.replaceAll(/[\\*]/gu, '');
const answer = () => clean(reply.card?.text ?? reply.toast ?? '');
const told = () => clean(world.messages.map(({ card }) => card.text).join('\n'));
const last = () => clean(world.messages.at(-1)?.card.text ?? '');
/** Taps a button of the last answer, else the newest of that name. */
const tap = async (label: string, actorId = ALICE) => {
  const isOnReply = reply.card?.buttons?.flat().some((each) => each.label === label);
  reply = await world.taps(actorId, label, isOnReply ? reply : undefined);
  await settled();
  return answer();
};
const head = (directory: string) => world.git.head(directory);
const exists = (name: string) => world.workspace.exists(name);

it('starts a task with a request: a tree, a branch and a session of its own', async () => {
  const sessions: string[] = [];
  world.gateway.script(async (run) => {
    sessions.push(run.sessionKey);
    await writeFile(path.join(run.directory, 'login.txt'), 'login\n');
    return 'built it';
  });
  await says('/task login build the\nlogin page');
  expect(told()).toContain('shop · task login has begun');
  expect(told()).toContain('built it');
  expect(sessions).toEqual(['agent:main:tg:7:0:7:shop.login']);
  expect(existsSync(path.join(login, 'login.txt'))).toBe(true);
  expect(existsSync(path.join(shop, 'login.txt'))).toBe(false);
  expect(await world.git.branches(login)).toMatchObject({ current: 'task/login' });
  expect(await world.git.branches(shop)).toMatchObject({ current: 'main' });
  // The person stays where they are, and lists of projects say nothing of it.
  expect(await world.store.conversations.get(HOME)).toMatchObject({ project: 'shop' });
  expect(await says('/projects')).not.toContain('login');
  expect(await says('/use')).not.toContain('login');
});

it('runs a turn in a task while one runs in its project, each to its own commit', async () => {
  await says('/task login');
  const running = new Set<string>();
  let both: () => void = () => undefined;
  const together = new Promise<void>((resolve) => (both = resolve));
  world.gateway.script(async (run) => {
    running.add(run.directory);
    if (running.size === 2) both();
    // Each waits for the other: one after another they would never end.
    await together;
    await writeFile(path.join(run.directory, 'made.txt'), run.text);
    return 'done';
  });
  await world.says(ALICE, 'in the project');
  await world.says(ALICE, '/task login in the task');
  await settled();
  expect([...running].toSorted()).toEqual([shop, login]);
  expect(await readFile(path.join(shop, 'made.txt'), 'utf8')).toContain('in the project');
  expect(await readFile(path.join(login, 'made.txt'), 'utf8')).toContain('in the task');
  const [ours] = await world.git.log(shop, { skip: 0, limit: 1 });
  const [theirs] = await world.git.log(login, { skip: 0, limit: 1 });
  expect(ours?.subject).toBe('In the project');
  expect(theirs?.subject).toBe('In the task');
  expect(await world.git.changes(shop)).toEqual([]);
  expect(await world.git.changes(login)).toEqual([]);
});

it('sends what one writes to the task one works in, and back to the project', async () => {
  await says('/task login');
  await tap('▶ Work in it');
  expect(answer()).toContain('You work in shop · task login');
  await says('write it');
  expect(last()).toContain('shop · task login');
  expect(existsSync(path.join(login, 'agent.txt'))).toBe(true);
  expect(existsSync(path.join(shop, 'agent.txt'))).toBe(false);
  await says('/diff');
  expect(last()).toContain('agent.txt');
  expect(await says('/task')).toContain('you are here');
  await tap('↩ Back to shop');
  await says('write it');
  expect(existsSync(path.join(shop, 'agent.txt'))).toBe(true);
});

it('lists tasks with state, distance, last commit and what is not committed', async () => {
  expect(await says('/task')).toContain('shop has no tasks');
  await says('/task login');
  await says('/task cart');
  await commit(login, 'b.txt', 'two');
  await commit(shop, 'c.txt', 'three');
  await writeFile(path.join(login, 'd.txt'), 'not committed');
  const list = await says('/task');
  expect(list).toMatch(/login · idle · ↑1 ↓1 to main · `[0-9a-f]{7}` b\.txt to two · 1 file/u);
  expect(list).toMatch(/cart · idle · ↑0 ↓1 to main/u);
  expect(reply.card?.buttons?.flat().map(({ label }) => label)).toEqual([
    '▶ cart',
    '🟣 Merge',
    '🗑 Drop',
    '▶ login',
    '🟣 Merge',
    '🗑 Drop',
  ]);
});

it('merges a task as a change of its project, by the commit on the card', async () => {
  await says('/task login');
  await commit(login, 'b.txt', 'two');
  await says('/task login');
  await commit(login, 'c.txt', 'three');
  expect(await tap('🟣 Merge')).toContain('is at another commit by now');
  expect(existsSync(path.join(shop, 'b.txt'))).toBe(false);
  await tap('🟣 Merge');
  expect(last()).toContain('shop · task login is merged into main');
  expect(await readFile(path.join(shop, 'c.txt'), 'utf8')).toBe('three\n');
  expect(await world.store.changes.list('shop', 9)).toMatchObject([
    { number: 1, source: 'task/login', target: 'main', state: 'merged' },
  ]);
  expect(await says('/task login')).toContain('↑0 ↓1');
  expect(await tap('🟣 Merge')).toContain('main has all of shop · task login already');
});

it('does not merge what is not committed', async () => {
  await says('/task login');
  await commit(login, 'b.txt', 'two');
  await writeFile(path.join(login, 'b.txt'), 'later');
  await says('/task login');
  expect(await tap('🟣 Merge')).toContain('one file is not committed');
  expect(await world.store.changes.list('shop', 9)).toEqual([]);
});

it('needs another pair of eyes where two can release, and proposes for who cannot', async () => {
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'developer' });
  await says('/use shop', BOB);
  await says('/task login', BOB);
  await commit(login, 'b.txt', 'two', BOB);
  await says('/task login', BOB);
  expect(await tap('🟣 Merge', BOB)).toContain('is proposed as a change');
  expect(existsSync(path.join(shop, 'b.txt'))).toBe(false);
  expect(last()).toContain('Change #1 is open in shop');
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'releaser' });
  await says('/task login', BOB);
  await tap('🟣 Merge', BOB);
  expect(last()).toContain('somebody else who can release has to approve it');
  await says('/task login');
  await tap('🟣 Merge');
  expect(last()).toContain('is merged into main');
});

it('answers a conflict with what to do, and the agent mends it in the task', async () => {
  await says('/task login');
  await commit(login, 'a.txt', 'task');
  await commit(shop, 'a.txt', 'project');
  const before = await head(shop);
  await says('/task login');
  await tap('🟣 Merge');
  expect(last()).toContain('changed the same places');
  expect(last()).toContain('a.txt');
  expect(await head(shop)).toBe(before);
  world.gateway.script(async (run) => {
    expect(run.text).toContain('"main" was merged into this branch');
    expect(await readFile(path.join(run.directory, 'a.txt'), 'utf8')).toContain('<<<<<<<');
    await writeFile(path.join(run.directory, 'a.txt'), 'both\n');
    return 'mended';
  });
  await tap('🤖 Let the agent mend it');
  expect(told()).toContain('hold both versions between marks');
  await says('/task login');
  await tap('🟣 Merge');
  expect(last()).toContain('is merged into main');
  expect(await readFile(path.join(shop, 'a.txt'), 'utf8')).toBe('both\n');
});

it('never merges marks that nobody mended', async () => {
  await says('/task login');
  await commit(login, 'a.txt', 'task');
  await commit(shop, 'a.txt', 'project');
  await says('/task login');
  await tap('🟣 Merge');
  await tap('⬇ Take main in');
  await says('/task login');
  await tap('🟣 Merge');
  expect(last()).toContain('asked for changes');
  expect(await readFile(path.join(shop, 'a.txt'), 'utf8')).toBe('project\n');
});

it('never merges marks that nobody mended, also when nothing was proposed before', async () => {
  await says('/task login');
  await commit(login, 'a.txt', 'task');
  await commit(shop, 'a.txt', 'project');
  await says('/task login');
  await tap('⬇ Take main in');
  expect(last()).toContain('hold both versions between marks');
  expect(last()).toContain('Change #1 of the task cannot be merged');
  await says('/task login');
  await tap('🟣 Merge');
  expect(last()).toContain('asked for changes');
  expect(await readFile(path.join(shop, 'a.txt'), 'utf8')).toBe('project\n');
});

it('closes what is proposed of a task that is dropped', async () => {
  await says('/task login');
  await commit(login, 'a.txt', 'task');
  await commit(shop, 'a.txt', 'project');
  await says('/task login');
  await tap('⬇ Take main in');
  await tap('🔍 Look at it');
  expect(answer()).toContain('change #1');
  await says('/task login');
  await tap('🗑 Drop');
  await tap('🗑 Drop it');
  expect(last()).toContain('Its change #1 is closed');
  await says('/task login');
  await commit(login, 'a.txt', 'another');
  await says('/task login');
  await tap('🟣 Merge');
  expect(await world.store.changes.list('shop', 9)).toMatchObject([
    { number: 2, title: 'a.txt to another' },
    { number: 1, state: 'closed', endedBy: { name: 'Alice' } },
  ]);
});

it('remembers the marks over a crash behind the merge that made them', async () => {
  await says('/task login');
  await commit(login, 'a.txt', 'task');
  const theirs = await commit(shop, 'a.txt', 'project');
  await world.operations.shutdown();
  const id = await torn('task-update', 'shop.login', { actorName: 'Alice' });
  await world.store.operations.startStep(id, 'update', 1);
  await world.git.merge(login, {
    target: 'task/login',
    head: theirs,
    method: 'merge',
    author: { name: 'Alice', email: '7@telegram.invalid' },
    message: `Take main\n\nOperation: ${id}\n`,
    isResumed: false,
    keepsConflicts: true,
  });
  const made = await head(login);
  await revived();
  expect(last()).toContain('hold both versions between marks');
  expect(await head(login)).toBe(made);
  await says('/task login');
  await tap('🟣 Merge');
  expect(last()).toContain('asked for changes');
  expect(await readFile(path.join(shop, 'a.txt'), 'utf8')).toBe('project\n');
});

it('does not take an update back: merging the task would take the work of others away', async () => {
  await says('/task login');
  await commit(login, 'b.txt', 'two');
  await commit(shop, 'c.txt', 'three');
  await says('/task login');
  await tap('⬇ Take main in');
  expect(last()).toContain('has all of main now');
  await says('/use shop.login');
  expect(await says('/undo')).toContain('No commit of an operation is left');
  expect(await says('/undo HEAD')).toContain('This is a merge of two histories');
});

it('leaves nothing of a task that is stopped while it installs', async () => {
  await commit(shop, 'package.json', '{"scripts":{"test":"vitest"}}');
  world.runs.push({ output: FOREVER });
  await world.says(ALICE, '/task login');
  await vi.waitFor(() => expect(world.runs).toEqual([]), WAIT);
  const [running] = await world.store.operations.unfinished();
  await world.says(ALICE, `/stop ${running?.id}`);
  await settled();
  expect(await world.store.operations.get(`${running?.id}`)).toMatchObject({ state: 'canceled' });
  expect(told()).not.toContain('has begun');
  expect(told()).toContain('Stopped. Nothing of shop · task login was left behind.');
  expect(told()).not.toContain('before it began');
  expect(await exists('shop.login')).toBe(false);
  expect(await world.store.projects.get('shop.login')).toBeUndefined();
});

it('installs again what a restart interrupted', async () => {
  await commit(shop, 'package.json', '{"scripts":{"test":"vitest"}}');
  world.runs.push({ output: FOREVER });
  await world.says(ALICE, '/task login');
  await vi.waitFor(() => expect(world.runs).toEqual([]), WAIT);
  await world.operations.shutdown();
  await revived();
  expect(told()).toContain('shop · task login has begun');
  expect(told()).not.toContain('could not be installed');
});

it('drops a task after saying what is lost, and makes it again from its last commit', async () => {
  await says('/task login');
  const sha = await commit(login, 'b.txt', 'two');
  await says('/use shop.login');
  await says('/task login');
  await tap('🗑 Drop');
  expect(answer()).toContain('One commit is only there, not in main');
  expect(answer()).toContain('b.txt to two');
  expect(await exists('shop.login')).toBe(true);
  await tap('🗑 Drop it');
  expect(last()).toContain(sha);
  expect(await exists('shop.login')).toBe(false);
  expect(await world.git.branchHead(shop, 'task/login')).toBeUndefined();
  expect(await world.store.projects.get('shop.login')).toBeUndefined();
  expect(await world.store.conversations.get(HOME)).toMatchObject({ project: 'shop' });

  await tap('↩ Restore');
  expect(await head(login)).toBe(sha);
  expect(await readFile(path.join(login, 'b.txt'), 'utf8')).toBe('two\n');
  expect(await says('/task')).toContain('↑1 ↓0 to main');
  // Only what was dropped here can be made again.
  const other = await commit(login, 'c.txt', 'three');
  expect(await says(`/task_do shop restore other ${other} main`)).toContain('out of date');
});

it('drops nothing that has changed since it was asked, and nothing that runs', async () => {
  await says('/task login');
  await says('/task login');
  await tap('🗑 Drop');
  await commit(login, 'b.txt', 'two');
  expect(await tap('🗑 Drop it')).toContain('is at another commit by now');
  let end: () => void = () => undefined;
  const ending = new Promise<void>((resolve) => (end = resolve));
  world.gateway.script(async () => {
    await ending;
    return 'done';
  });
  await world.says(ALICE, '/task login work');
  const held = (await head(login)) ?? '';
  reply = await world.says(ALICE, `/task_do shop.login drop_now ${held}`);
  expect(answer()).toContain('Something runs or waits in shop · task login');
  reply = await world.says(ALICE, `/task_do shop.login merge ${held}`);
  expect(answer()).toContain('Something runs or waits in shop · task login');
  end();
  await settled();
  expect(await exists('shop.login')).toBe(true);
});

it('has five tasks a project at most, also when many are asked for at once', async () => {
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
  await Promise.all(names.map((name) => world.says(ALICE, `/task ${name}`)));
  await settled();
  expect(await world.store.projects.tasks('shop')).toHaveLength(5);
  expect(await says('/task eight')).toContain('shop has 5 tasks, which is the most');
  expect(await exists('shop.eight')).toBe(false);
});

it('takes no name that cannot be one, and none that a branch has', async () => {
  expect(await says('/task Login_Page do it')).toContain('A task cannot be called');
  await tap('login-page');
  expect(await exists('shop.login-page')).toBe(true);
  for (const bad of ['../x', 'a.b', '-x', 'shop.login'])
    expect(await says(`/task ${bad}`)).toContain('cannot be called');
  await says('/branch task/taken');
  await says('/branch use main');
  await says('/task taken do it');
  expect(told()).toContain('has a branch task/taken already');
  expect(await exists('shop.taken')).toBe(false);
  expect(await world.git.branchHead(shop, 'task/taken')).toBeDefined();
  expect(await world.store.projects.get('shop.taken')).toBeUndefined();
});

it('goes on after a crash in the middle of a start', async () => {
  const row = { name: 'shop.login', archetype: 'x', createdAtMs: 1, createdBy: ALICE };
  await world.operations.shutdown();
  const id = await torn('task-start', 'shop.login', { actorName: 'Alice' });
  await world.store.projects.add(row);
  const base = (await head(shop)) ?? '';
  await world.store.operations.startStep(id, 'base', 1);
  await world.store.operations.endStep(id, 'base', { kind: 'found', target: 'main', base }, 1);
  await world.store.operations.startStep(id, 'tree', 1);
  await world.git.addWorktree(login, { branch: 'task/login', sha: base, isResumed: false });
  await rm(path.join(login, 'a.txt'));
  await revived();
  expect(told()).toContain('shop · task login has begun');
  expect(await readFile(path.join(login, 'a.txt'), 'utf8')).toBe('one\n');
  expect(await world.git.changes(login)).toEqual([]);
});

it('goes on after a crash in the middle of a drop', async () => {
  await says('/task login');
  const sha = await commit(login, 'b.txt', 'two');
  await world.operations.shutdown();
  const id = await torn('task-drop', 'shop.login', { actorName: 'Alice', sha, target: 'main' });
  await world.store.operations.startStep(id, 'check', 1);
  await world.store.operations.endStep(id, 'check', 'same', 1);
  await world.store.operations.startStep(id, 'tree', 1);
  await rm(login, { recursive: true });
  await revived();
  expect(told()).toContain(sha);
  expect(await exists('shop.login')).toBe(false);
  expect(await world.git.branchHead(shop, 'task/login')).toBeUndefined();
  expect(await world.store.projects.tasks('shop')).toEqual([]);
});

it('merges once after a crash behind the merge', async () => {
  await says('/task login');
  const sha = await commit(login, 'b.txt', 'two');
  await says('/task login');
  await tap('🟣 Merge');
  const merged = await head(shop);
  const [done] = await world.store.operations.recent({ limit: 1, project: 'shop' });
  await world.operations.shutdown();
  const id = `${done?.id}`;
  await world.store.operations.update(id, { state: 'running' }, 1);
  await world.store.operations.startStep(id, 'merge', 1);
  await revived();
  expect(await head(shop)).toBe(merged);
  expect((await world.git.log(shop, { skip: 0, limit: 9 })).map((each) => each.sha)).toContain(sha);
});

it('drops what was left half made, so that its name is free again', async () => {
  const row = { name: 'shop.login', archetype: 'x', createdAtMs: 1, createdBy: ALICE };
  await world.store.projects.add(row);
  await mkdir(login);
  await says('/task');
  await tap('🗑 Drop');
  await tap('🗑 Drop it');
  expect(last()).toContain('It had never been finished');
  await says('/task login');
  expect(told()).toContain('shop · task login has begun');
});

it('makes a task over a record that a crash left alone', async () => {
  await world.store.projects.add({
    name: 'shop.login',
    archetype: 'x',
    createdAtMs: 1,
    createdBy: ALICE,
  });
  await says('/task login');
  expect(told()).toContain('shop · task login has begun');
  expect(await head(login)).toBe(await head(shop));
});

it('lets who has no right in the project neither see nor touch a task', async () => {
  await says('/task login');
  await commit(login, 'b.txt', 'two');
  const sha = (await head(login)) ?? '';
  const rights = { confined: true, projectRoles: { blog: 'owner' } } as const;
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'viewer', ...rights });
  for (const line of [
    '/use shop.login',
    '/task_do shop.login show',
    '/task_do shop list',
    `/task_do shop.login drop_now ${sha}`,
    `/task_do shop.login merge ${sha}`,
    '/diff_of shop.login',
    '/history_view shop.login card 0',
  ]) {
    const said = await says(line, BOB);
    expect(said).toMatch(/^There is no project/u);
    expect(said).not.toContain('b.txt');
  }
  expect(await exists('shop.login')).toBe(true);
  expect(
    (await world.store.conversations.get(conversationId({ chatId: BOB }, BOB)))?.project,
  ).not.toBeDefined();
});

it('counts the role in the project for its tasks', async () => {
  await says('/task login');
  const confined = { confined: true, projectRoles: { shop: 'viewer' } } as const;
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'viewer', ...confined });
  expect(await says('/use shop.login', BOB)).toContain('You work in shop · task login');
  expect(await says('write something', BOB)).toContain('developer');
  const raised = { confined: true, projectRoles: { shop: 'developer' } } as const;
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'viewer', ...raised });
  await says('write something', BOB);
  expect(existsSync(path.join(login, 'agent.txt'))).toBe(true);
  // A task gets no roles, people and topics of its own.
  expect(await says('/role 8 owner shop.login')).toContain('no project');
  expect(await says('/invite viewer shop.login')).toContain('no project');
  expect(await says('/project shop.login')).toContain('no project');
});

it('counts what a task uses to the budget of its project', async () => {
  await says('/task login work');
  const span = { fromMs: 0, toMs: Date.now() * 2 };
  expect(await world.store.usage.sum(span, { project: 'shop' })).toMatchObject({ turns: 1 });
});

it('names the task in the audit record', async () => {
  await says('/task login');
  await says('/use shop.login');
  await says('write it');
  const found = await world.store.audit.list({ project: 'shop.login', limit: 99 });
  expect(found.map(({ entry }) => entry.command)).toContain('code');
});

it('keeps a project where it is while it has tasks', async () => {
  await says('/task login');
  for (const action of ['rename store', 'archive']) {
    expect(await says(`/project_do shop ${action}`)).toContain('shop has tasks: login');
  }
  expect(await world.store.projects.get('shop')).toBeDefined();
  await says('/task login');
  await tap('🗑 Drop');
  await tap('🗑 Drop it');
  await says('/project_do shop archive');
  expect(await world.store.projects.get('shop')).toBeUndefined();
});

it('starts no task in a project that is about to be renamed, archived or deleted', async () => {
  for (const kind of ['rename', 'archive', 'delete']) {
    const id = await torn(kind, 'shop', {});
    reply = await world.says(ALICE, '/task login');
    expect(answer()).toContain('Something runs or waits in shop');
    await world.store.operations.update(id, { state: 'done' }, 1);
  }
  expect(await world.store.projects.tasks('shop')).toEqual([]);
});

it('has one branch in a task, which nobody else checks out', async () => {
  await says('/task login');
  await says('/branch use task/login');
  expect(last()).toContain('is checked out in another tree of shop');
  await says('/use shop.login');
  expect(await says('/branch other')).toContain('has one branch, its own');
  expect(await world.git.branches(login)).toMatchObject({ current: 'task/login' });
});

it('speaks Russian', async () => {
  await world.says(ALICE, '/lang ru');
  await says('/task login');
  expect(told()).toContain('shop · задача login начата с');
  await says('/task');
  expect(answer()).toContain('Задачи shop:');
  await says('/use shop.login');
  expect(answer()).toContain('Вы работаете в shop · задача login');
});

async function torn(kind: string, project: string, input: Record<string, string>) {
  const id = `${kind}-torn`;
  await world.store.operations.add({
    id,
    kind,
    state: 'running',
    conversationId: HOME,
    actorId: ALICE,
    project,
    input,
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  return id;
}

async function revived() {
  world = world.restart();
  await world.operations.resume();
  await settled();
}
