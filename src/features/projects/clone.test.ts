import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gitServer, type GitServer } from '#ports/git/cli/git-server.ts';
import { createWorld, FOREVER, type World } from '#test/world.ts';

const ALICE = 7;
let world: World;
let server: GitServer;

beforeEach(async () => {
  world = await createWorld();
  server = await gitServer({ user: 'x-access-token', password: 'tok-1234567890' });
});
afterEach(async () => {
  await world.close();
  await server.close();
});

const text = () => world.messages.map(({ card }) => card.text.replaceAll(/[*\\]/gu, '')).join('\n');
const said = (part: string) =>
  vi.waitFor(() => expect(text()).toContain(part), { timeout: 15_000 });
const ended = (state: string) =>
  vi.waitFor(
    async () => {
      const [last] = await world.store.operations.recent({ limit: 1 });
      expect(last?.state).toBe(state);
    },
    { timeout: 15_000 },
  );
const nothingLeft = async (name: string) => {
  expect(await world.store.projects.find(name)).toBeUndefined();
  expect(await world.workspace.exists(name)).toBe(false);
};

describe('/new from', () => {
  it('makes a project of a repository, with its history, and works in it', async () => {
    await server.add('Shop', { 'a.txt': 'one\n' });
    await server.commit('Shop', { 'a.txt': 'two\n' });
    await world.says(ALICE, `/new from ${server.fileUrl}/Shop.git`);
    await said('shop is here');
    await ended('done');
    expect(text()).toContain('It says no checks');
    expect(await world.store.projects.get('shop')).toMatchObject({ archetype: 'cloned' });
    expect(await world.store.conversations.get('7:0:7')).toMatchObject({ project: 'shop' });
    expect(await world.git.countCommits(world.workspace.directory('shop'))).toBe(2);
  });

  it('takes the checks of its project.yaml, else guesses, and a failing one refuses nothing', async () => {
    await server.add('one', {
      '.codefoundry/project.yaml':
        'archetype: mine\nchecks:\n  - { name: t, run: [make, check] }\n',
    });
    await server.add('two', {
      '.codefoundry/project.yaml': 'checks: oops\n',
      'package.json': '{"scripts":{"test":"vitest"}}',
      'package-lock.json': '{}',
    });
    world.runs.push({ exitCode: 2, output: 'make: no rule' });
    await world.says(ALICE, `/new from ${server.fileUrl}/one.git`);
    await said('As it says itself, it is checked by `make check`');
    await said('make check failed. The project is here all the same');
    expect(text()).toContain('make: no rule');
    await world.says(ALICE, `/new from ${server.fileUrl}/two.git`);
    await said('is not valid and was left aside');
    await said('it is checked by `npm ci`, `npm test`');
    await said('✅ npm test');
  });

  it('leaves a template’s files alone in a first commit, and pushes them nowhere', async () => {
    await server.add('base', { 'a.txt': 'one\n' });
    await server.commit('base', { 'a.txt': 'two\n' });
    await world.says(ALICE, `/new template ${server.fileUrl}/base.git shop`);
    await said('is a copy of');
    const directory = world.workspace.directory('shop');
    const log = await world.git.log(directory, { skip: 0, limit: 9 });
    expect(log).toMatchObject([
      { author: 'Alice', subject: expect.stringContaining('Create shop') },
    ]);
    expect(await world.git.origin(directory)).toBeUndefined();
  });

  it('makes nothing of a template with a secret, and says where it is', async () => {
    await server.add('base', { 'a.txt': 'one\nsecret-of-the-bot\n' });
    world.masker.add('secret-of-the-bot');
    await world.says(ALICE, `/new template ${server.fileUrl}/base.git shop`);
    await said('its first commit would hold what looks like a secret');
    expect(text()).toContain('a.txt line 2');
    await ended('failed');
    await nothingLeft('shop');
  });

  it('offers a template with a false alarm as it is, with its history', async () => {
    const example = 'TOKEN=ghp_x7Qm2Lr9Tz4Vb8Nc1Kd6Fw3Hs5Jg0Pa9Ye2U\n';
    await server.add('base', { 'fixture.env': example });
    await world.says(ALICE, `/new template ${server.fileUrl}/base.git shop`);
    await said('its first commit would hold what looks like a secret');
    await ended('failed');
    await world.taps(ALICE, 'With its history');
    await ended('done');
    expect(await world.store.projects.get('shop')).toMatchObject({ name: 'shop' });
  });

  it('asks for the token when the server wants one, and uses it for that host alone', async () => {
    await server.add('shop', { 'a.txt': 'one\n' });
    await world.says(ALICE, `/new from ${server.url}/shop.git`);
    await said('wants somebody known');
    await ended('failed');
    await nothingLeft('shop');
    await world.taps(ALICE, '🔑 Set GIT_TOKEN');
    await world.says(ALICE, 'tok-1234567890');
    await world.taps(ALICE, 'Try again');
    await said('shop is here');
    expect(text()).not.toContain('tok-1234567890');
    const everything = JSON.stringify(await world.store.operations.recent({ limit: 9 }));
    expect(everything).not.toContain('tok-1234567890');

    const other = await gitServer({ user: 'x-access-token', password: 'tok-1234567890' });
    try {
      await other.add('two', { 'a.txt': 'x\n' });
      await world.secrets.set('two', 'GIT_TOKEN', 'tok-1234567890', ALICE);
      await world.says(ALICE, `/new from ${other.url}/two.git`);
      await ended('failed');
      await nothingLeft('two');
      expect(await world.secrets.value('two', 'GIT_TOKEN')).toBeUndefined();
    } finally {
      await other.close();
    }
  });

  it.each([
    ['https://user:secret@host/a.git', 'There is a name or a password'],
    ['ext::sh -c touch% /tmp/x', 'by https and ssh alone'],
    ['--upload-pack=touch', 'no address of a repository'],
    ['git://host/a', 'by https and ssh alone'],
    ['https://gіthub.com/a', 'look like others'],
    ['https://host/%0a', 'no address of a repository'],
  ])('refuses %s and says why', async (url, why) => {
    const reply = await world.says(ALICE, `/new from ${url}`);
    expect(reply.card?.text).toContain(why);
    expect(await world.store.operations.recent({ limit: 1 })).toEqual([]);
  });

  it('offers a free name where the wanted one is taken or bad', async () => {
    await server.add('shop', { 'a.txt': 'one\n' });
    await world.says(ALICE, `/new from ${server.fileUrl}/shop.git`);
    await said('shop is here');
    const reply = await world.says(ALICE, `/new from ${server.fileUrl}/shop.git shop`);
    expect(reply.card?.text).toContain('is taken');
    expect(reply.card?.buttons?.[0]?.[0]?.label).toBe('shop-2');
    const bad = await world.says(ALICE, `/new from ${server.fileUrl}/shop.git ../x y`);
    expect(bad.card?.buttons?.[0]?.[0]?.label).toBe('x-y');
  });

  it('asks for the address on the card', async () => {
    await server.add('shop', { 'a.txt': 'one\n' });
    await world.says(ALICE, '/new');
    await world.taps(ALICE, '📥 An existing repository');
    await world.says(ALICE, 'what?');
    await said('no address of a repository');
    await world.says(ALICE, `${server.fileUrl}/shop.git blog`);
    await said('blog is here');
    expect(await world.store.projects.get('blog')).toBeDefined();
  });

  it('leaves nothing behind when it is stopped', async () => {
    await server.add('shop', { 'package.json': '{}' });
    world.runs.push({ output: FOREVER });
    await world.says(ALICE, `/new from ${server.fileUrl}/shop.git`);
    await said('Running npm install');
    await vi.waitFor(() => expect(world.runs).toEqual([]));
    await world.says(ALICE, '/stop');
    await said('was not created');
    await ended('canceled');
    await nothingLeft('shop');
    const git = await readdir(path.join(world.workspace.directory('shop'), '../../git'));
    expect(git).toEqual([]);
  });

  it('goes on after a restart, and begins the fetch anew where it was cut off', async () => {
    await server.add('shop', { 'package.json': '{}' });
    world.runs.push({ output: FOREVER });
    await world.says(ALICE, `/new from ${server.fileUrl}/shop.git`);
    await vi.waitFor(() => expect(world.runs).toEqual([]), { timeout: 10_000 });
    await world.operations.shutdown();
    await world.restart().operations.resume();
    await said('shop is here');

    await world.store.operations.add({
      id: 'clone-torn',
      kind: 'clone',
      state: 'running',
      conversationId: '7:0:7',
      actorId: ALICE,
      project: 'torn',
      input: { url: `${server.fileUrl}/shop.git`, isTemplate: false, actorName: 'Alice' },
      createdAtMs: 1,
      updatedAtMs: 1,
    });
    await world.store.operations.startStep('clone-torn', 'check', 1);
    await world.store.operations.endStep('clone-torn', 'check', true, 1);
    await world.store.operations.startStep('clone-torn', 'fetch', 1);
    await world.workspace.create('torn', 'telegram-bot');
    await world.restart().operations.resume();
    await said('torn is here');
    expect(existsSync(path.join(world.workspace.directory('torn'), 'AGENTS.md'))).toBe(false);
  });

  it('gives a name to one of two at once, and takes nothing from the other', async () => {
    await server.add('shop', { 'a.txt': 'one\n' });
    await Promise.all([
      world.says(ALICE, `/new from ${server.fileUrl}/shop.git demo`),
      world.says(ALICE, '/new telegram-bot demo'),
    ]);
    await said('demo already');
    await vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), {
      timeout: 10_000,
    });
    expect(await world.store.projects.get('demo')).toBeDefined();
    expect(await world.git.head(world.workspace.directory('demo'))).toBeDefined();
  });
});

it('keeps a password that stood in an address out of the record', async () => {
  await world.says(ALICE, '/new from https://me:hunter2-hunter2@host.example/a.git');
  const entries = await world.store.audit.list({ limit: 20 });
  expect(JSON.stringify(entries)).toContain('/a.git');
  expect(JSON.stringify(entries)).not.toContain('hunter2-hunter2');
});
