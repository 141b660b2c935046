import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Target } from '#ports/deployer/port.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const OLIVE = 12;
const SETTINGS = {
  healthTimeoutMs: 1_000,
  readinessDelayMs: 0,
  drainTimeoutMs: 1_000,
  keepReleases: 5,
  variables: {},
};
const STAGING = { project: 'shop', environment: 'staging' };
const FILE = 'environments/shop/staging.yaml';
const WAIT = { timeout: 5_000 };
const [ONE, TWO] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string];
let world: World;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
  count = 0;
  const project = { name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: ALICE };
  await world.store.projects.add(project);
  const change = { by: { id: ALICE, name: 'Alice' }, reason: '', operationId: 'set-up' };
  await world.ops.configure({ ...change, ...STAGING, settings: { readinessDelayMs: 0 } });
  await world.says(ALICE, '/use shop');
});
afterEach(() => world.close());

const plain = (text: string | undefined) => (text ?? '').replaceAll(/[*\\]/gu, '');
const say = async (actorId: number, text: string) => {
  const { card, toast } = await world.says(actorId, text);
  return plain(card?.text ?? toast);
};
const look = () => world.reconciler.look();
/** What owners were told, the oldest first. */
const told = () =>
  world.messages
    .filter(({ key }) => key.startsWith('drift:'))
    .map(({ card, closed, conversationId }) => ({
      text: plain(card.text),
      closed,
      to: conversationId,
      buttons: card.buttons?.flat() ?? [],
    }));
const press = (label: string) => {
  const button = told()
    .findLast(({ closed }) => !closed)
    ?.buttons.find((each) => each.label.includes(label));
  return say(ALICE, `/${button?.command} ${button?.words.join(' ')}`);
};
/** Agrees on a commit; resolves with its release. */
const agree = async (revision: string, target: Target = STAGING) => {
  count += 1;
  const [by, operationId] = [{ id: ALICE, name: 'Alice' }, `agreed-${count}`];
  const release = `r${count}`;
  const desired = { revision, release, requestedBy: by, operation: operationId, atMs: 1 };
  await world.ops.propose({ by, reason: '', operationId, ...target, desired });
  await world.ops.merge(operationId);
  return release;
};
const goLive = async (release: string, sha: string, target: Target = STAGING) => {
  const source = { id: release, sha, directory: '/', commands: { checks: [] } };
  const { signal } = new AbortController();
  await world.deployer.build(target, source, SETTINGS, signal);
  await world.deployer.start(target, release, SETTINGS, signal);
  await world.deployer.switch(target, release);
};
const deploy = async (sha: string) => goLive(await agree(sha), sha);
const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
const text = (revision: string) => `apiVersion: openclaw.dev/v1
kind: Environment
desired:
  revision: "${revision}"
  release: by-hand
  operation: by-hand
  requestedBy: { id: 1, name: Mallory }
  at: 2026-11-22T18:00:00Z
`;

it('says nothing while everything is as agreed on', async () => {
  await look();
  await deploy(ONE);
  await look();
  expect(told()).toEqual([]);
  expect(await say(ALICE, '/drift')).toContain('nobody has edited');
});

it('tells every owner of an edit by hand once, and applies it when one of them says so', async () => {
  await world.store.actors.save({ id: OLIVE, name: 'Olive', role: 'owner' });
  await world.says(OLIVE, '/start');
  await deploy(ONE);
  await world.ops.edit({ [FILE]: text(TWO) });
  await look();
  await look();
  expect(told().map(({ to }) => to)).toEqual(['7:0:7', '12:0:12']);
  expect(told()[0]?.text).toContain(`shop · staging: \`${ONE.slice(0, 7)}\` → \`2222222\``);
  expect(told()[0]?.text).toContain('Mallory');

  const answer = await world.says(ALICE, `/drift apply ${(await world.ops.drift())?.head}`);
  expect(answer.card?.text).toContain('Applied');
  expect(answer.card?.buttons?.flat()[0]).toMatchObject({
    command: 'deploy_of',
    words: ['shop', 'staging', TWO],
  });
  expect((await world.ops.environments('shop'))[0]?.desired?.revision).toBe(TWO);
  await look();
  const edits = told().filter(({ text }) => text.includes('edit'));
  expect(edits.map(({ closed, buttons }) => [closed, buttons.length])).toEqual([
    [true, 0],
    [true, 0],
  ]);
});

it('takes an edit by hand back, and tells of the same edit again', async () => {
  await agree(ONE);
  await goLive('r1', ONE);
  await world.ops.edit({ [FILE]: text(TWO) });
  await look();
  expect(await press('Restore')).toContain('Alice has taken the edit back');
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true]);
  await world.ops.edit({ [FILE]: text(TWO) });
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true, false]);
});

it('applies nothing else than what was on the card', async () => {
  const head = await world.ops.edit({ 'README.md': 'one' });
  await look();
  await world.ops.edit({ [FILE]: text(TWO) });
  for (const action of ['apply', 'restore'])
    expect(await say(ALICE, `/drift ${action} ${head}`)).toContain('edited by hand');
  expect((await world.ops.environments('shop'))[0]?.desired).toBeUndefined();
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true, false]);
  await press('Restore');
  expect(await say(ALICE, `/drift apply ${head}`)).toContain('not so any more');
});

it('lets only owners look and decide', async () => {
  await world.store.actors.save({ id: 8, name: 'Rita', role: 'releaser' });
  const head = await world.ops.edit({ [FILE]: text(TWO) });
  expect(await say(8, `/drift apply ${head}`)).toContain('You need the role owner');
  expect(await say(8, '/drift_live shop staging keep - x')).toContain('You need the role owner');
  await look();
  expect(told().map(({ to }) => to)).toEqual(['7:0:7']);
});

it('offers the deploys of an applied edit again where a crash came before its answer', async () => {
  await deploy(ONE);
  const head = await world.ops.edit({ [FILE]: text(TWO) });
  const request = {
    id: 'update:1:apply',
    place: { chatId: ALICE },
    chatKind: 'private' as const,
    from: { id: ALICE, name: 'Alice' },
    kind: 'text' as const,
    text: `/drift apply ${head}`,
  };
  const first = await world.dispatch(request);
  expect(first.card?.buttons?.flat()).toHaveLength(1);
  expect((await world.dispatch(request)).card).toEqual(first.card);
  expect(await say(ALICE, `/drift apply ${head}`)).toContain('not so any more');
});

it('tells of everything that an edit changes, however much stands before it', async () => {
  await world.ops.configure({
    by: { id: ALICE, name: 'Alice' },
    reason: '',
    operationId: 'guard',
    ...STAGING,
    settings: { approval: { role: 'owner', expiresMs: 3_600_000, remindBeforeMs: 0 } },
  });
  await world.ops.edit({ 'commands/a.md': 'word\n'.repeat(2_000), [FILE]: text(TWO) });
  const { card } = await world.says(ALICE, '/drift');
  expect(plain(card?.text)).toContain('shop · staging is deployed differently by it: `approval');
  expect(card?.file?.content).toBe((await world.ops.drift())?.diff);
  expect(card?.file?.content).toContain('Mallory');
});

it('names a few of many environments that a short edit changes, and has the rest in the file', async () => {
  const short = 'apiVersion: openclaw.dev/v1\nkind: Environment\nsettings: { cpus: 2 }\n';
  const files = Array.from({ length: 9 }, (_, at) => [`environments/shop/e${at}.yaml`, short]);
  await world.ops.edit(Object.fromEntries(files));
  const { card } = await world.says(ALICE, '/drift');
  const { diff = '' } = (await world.ops.drift()) ?? {};
  expect(diff.length).toBeLessThan(2_000);
  expect(card?.text).toContain('all of it');
  expect(card?.file?.content).toBe(diff);
});

it('has no answer but a refusal for what is no project', async () => {
  for (const words of ['..', 'nowhere staging apply - -', 'shop nowhere apply - -'])
    expect(await say(ALICE, `/drift_live ${words}`)).not.toContain('configuration is wrong');
});

it('makes nothing live in an environment that is frozen', async () => {
  await deploy(ONE);
  await goLive('stray', TWO);
  await look();
  await say(ALICE, '/freeze shop staging "the fair"');
  await press('Make live');
  await settled();
  expect(await world.deployer.status(STAGING)).toMatchObject({ live: { id: 'stray' } });
  const shown = world.messages.map(({ card }) => plain(card.text)).join('\n');
  expect(shown).toContain('is frozen by Alice: the fair');
});

it('tells once of another release that is live, and makes live what was agreed on', async () => {
  await deploy(ONE);
  await goLive('stray', TWO);
  await look();
  await look();
  expect(told()).toHaveLength(1);
  expect(told()[0]?.text).toContain(
    'shop · staging: `2222222` is live, but `1111111` was agreed on',
  );

  await press('Make live');
  await settled();
  expect(await world.deployer.status(STAGING)).toMatchObject({ live: { id: 'r1' } });
  expect(await world.ops.holds(Date.now())).toEqual([]);
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true]);
  expect(told()[0]?.text).toContain('is over');

  // The same again is news again.
  await world.deployer.switch(STAGING, 'r1');
  await goLive('stray', TWO);
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true, false]);
});

it('agrees to what is live when an owner says so', async () => {
  await deploy(ONE);
  await goLive('stray', TWO);
  await look();
  expect(await press('Agree')).toContain('`2222222` is what was agreed on now');
  expect((await world.ops.environments('shop'))[0]?.desired).toMatchObject({
    revision: TWO,
    release: 'stray',
    requestedBy: { id: ALICE },
  });
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true]);
  expect(await say(ALICE, '/drift_live shop staging keep r1 stray')).toContain('not so any more');
});

it('tells of a release that is down, also when it is down once more', async () => {
  await deploy(ONE);
  world.deployer.crashes(STAGING);
  await look();
  expect(told()[0]?.text).toContain('`1111111` should be live and does not run');
  world.reconciler.revive();
  await vi.waitFor(async () =>
    expect(await world.deployer.status(STAGING)).toMatchObject({ health: 'well' }),
  );
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true]);
  world.deployer.crashes(STAGING);
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true, false]);
});

it('offers a deploy where the build of what was agreed on is gone', async () => {
  await agree(ONE);
  await look();
  const button = told()[0]?.buttons.find(({ label }) => label.includes('Make live'));
  const { card } = await world.says(ALICE, `/drift_live ${button?.words.join(' ')}`);
  expect(plain(card?.text)).toContain('has to be deployed again');
  expect(card?.buttons?.flat()[0]).toMatchObject({ words: ['shop', 'staging', ONE] });
});

it('keeps what it told over a restart, and tells an owner who came later', async () => {
  await deploy(ONE);
  await goLive('stray', TWO);
  await look();
  const before = world;
  world = before.restart();
  await world.store.actors.save({ id: OLIVE, name: 'Olive', role: 'owner' });
  await world.says(OLIVE, '/start');
  await look();
  expect(told().map(({ to, closed }) => [to, closed])).toEqual([
    ['7:0:7', false],
    ['12:0:12', false],
  ]);
  await goLive('r1', ONE);
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true, true]);
});

it('takes what an operation is changing for no difference, and neither for its end', async () => {
  const times = { createdAtMs: 1, updatedAtMs: 1 };
  const add = (id: string) =>
    world.store.operations.add({
      id,
      kind: 'deploy',
      state: 'running',
      conversationId: '7:0:7',
      actorId: ALICE,
      project: 'shop',
      input: { environment: 'staging' },
      ...times,
    });
  const end = (id: string) => world.store.operations.update(id, { state: 'done' }, 1);
  await add('deploy-1');
  await goLive('r1', ONE);
  await look();
  expect(told()).toEqual([]);
  await agree(ONE);
  await end('deploy-1');
  await goLive('stray', TWO);
  await look();
  expect(told()).toHaveLength(1);
  await add('deploy-2');
  await goLive('r1', ONE);
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([false]);
  await end('deploy-2');
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true]);
});

it('does not tell of a deploy that begins and ends while it looks', async () => {
  await deploy(ONE);
  const status = world.deployer.status.bind(world.deployer);
  let calls = 0;
  const quick = {
    ...world.deployer,
    status: async (target: Target) => {
      calls += 1;
      if (calls === 1) await deploy(TWO);
      return status(target);
    },
  };
  Object.assign(world.deployer, quick);
  await look();
  Object.assign(world.deployer, { status });
  expect(calls).toBeGreaterThan(1);
  expect(told()).toEqual([]);
});

it('tells nothing of an environment that nobody can ask', async () => {
  await deploy(ONE);
  await goLive('stray', TWO);
  await look();
  const status = world.deployer.status.bind(world.deployer);
  Object.assign(world.deployer, { status: () => Promise.reject(new Error('no answer')) });
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([false]);
  Object.assign(world.deployer, { status });
});

it('ends what it told of a project that is gone', async () => {
  await deploy(ONE);
  await goLive('stray', TWO);
  await look();
  await world.store.projects.archive('shop', 1);
  await look();
  expect(told().map(({ closed }) => closed)).toEqual([true]);
});
