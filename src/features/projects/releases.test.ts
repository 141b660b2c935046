import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Deployer } from '#ports/deployer/port.ts';
import { createWorld, type World } from '#test/world.ts';
import { liveEnvironments, removeReleases } from './releases.ts';

const ALICE = 7;
const SETTINGS = {
  healthTimeoutMs: 1_000,
  readinessDelayMs: 0,
  drainTimeoutMs: 1_000,
  keepReleases: 5,
  variables: {},
};
const STAGING = { project: 'demo', environment: 'staging' };
const PRODUCTION = { project: 'demo', environment: 'production' };
const SHA = '1'.repeat(40);
const WAIT = { timeout: 15_000 };
const by = { id: ALICE, name: 'Alice' };
let world: World;

beforeEach(async () => {
  world = await createWorld();
  await world.says(ALICE, '/new telegram-bot demo');
  await said('demo is ready');
  await settled();
});
afterEach(() => world.close());

const said = (part: string) =>
  vi.waitFor(() => {
    const texts = world.messages.map(({ card }) => card.text.replaceAll(/[*\\]/gu, ''));
    expect(texts.join('\n')).toContain(part);
  }, WAIT);
const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
const say = async (text: string) => {
  const { card, toast } = await world.says(ALICE, text);
  return (card?.text ?? toast ?? '').replaceAll(/[*\\]/gu, '');
};
const deploy = async (target: typeof STAGING) => {
  const release = `r-${target.environment}`;
  const desired = { revision: SHA, release, requestedBy: by, operation: release, atMs: 1 };
  await world.ops.propose({ by, reason: '', operationId: release, ...target, desired });
  await world.ops.merge(release);
  const source = { id: release, sha: SHA, directory: '/', commands: { checks: [] } };
  const { signal } = new AbortController();
  await world.deployer.build(target, source, SETTINGS, signal);
  await world.deployer.start(target, release, SETTINGS, signal);
  await world.deployer.switch(target, release);
};
const freeze = () => {
  const hold = {
    id: 'f1',
    kind: 'freeze',
    project: 'demo',
    by,
    reason: 'why',
    sinceMs: 1,
  } as const;
  return world.ops.hold({ by, reason: 'why', operationId: 'f1', hold });
};
const askNobody = () =>
  world.ops.configure({
    by,
    reason: '',
    operationId: 'quick',
    ...PRODUCTION,
    settings: {},
    cleared: ['approval'],
  });
const isLive = async (target: typeof STAGING) =>
  (await world.deployer.status(target)).live !== undefined;

it('archives at once what is live nowhere', async () => {
  expect(await say('/project demo')).toContain('Nothing of it is live');
  expect(await say('/project_do demo archive')).toContain('demo is archived');
  expect(await world.store.projects.get('demo')).toBeUndefined();
});

it('takes down what is live before it archives, once its name is written', async () => {
  await deploy(STAGING);
  await deploy(PRODUCTION);
  expect(await say('/project demo')).toContain('Live in staging, production');
  const ask = await say('/project_do demo archive');
  expect(ask).toContain('demo is live: staging, production');
  expect(await say('dem')).toContain('demo stays');
  expect(await say('/project_do demo archive demo')).toContain('is live');
  expect(await world.store.projects.get('demo')).toBeDefined();
  expect(await isLive(STAGING)).toBe(true);

  await say('demo');
  await said('nothing of it is live any more');
  await settled();
  expect([await isLive(STAGING), await isLive(PRODUCTION)]).toEqual([false, false]);
  expect(await world.deployer.releases(STAGING)).toEqual([]);
  expect(await world.workspace.exists('demo')).toBe(true);
  const environments = await world.ops.environments('demo');
  expect(environments.map(({ desired }) => desired)).toEqual([undefined, undefined]);
  expect((await world.ops.history('demo', 1))[0]).toMatchObject({
    subject: expect.stringContaining('Take demo'),
    by: 'Alice',
  });

  await say('/project_do demo restore');
  await world.reconciler.look();
  expect(world.messages.filter(({ key }) => key.startsWith('drift:'))).toEqual([]);
});

it('goes on with taking a project down after a restart', async () => {
  await deploy(STAGING);
  await world.operations.shutdown();
  const input = { actorName: 'Alice' };
  await world.store.operations.add({
    id: 'archive-torn',
    kind: 'archive',
    state: 'running',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input,
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  await world.store.operations.startStep('archive-torn', 'rows', 1);
  await world.store.projects.archive('demo', 1);
  await world.restart().operations.resume();
  await said('nothing of it is live any more');
  expect(await isLive(STAGING)).toBe(false);
});

it('deletes what is left of releases, rules, locks and freezes, so that no namesake has them', async () => {
  await askNobody();
  await freeze();
  await deploy(STAGING);
  await deploy(PRODUCTION);
  // As it was before archiving took down what is live.
  await world.store.projects.archive('demo', 1);
  await say('/project_do demo delete');
  await say('demo');
  await said('demo is deleted');
  await settled();
  expect([await isLive(STAGING), await isLive(PRODUCTION)]).toEqual([false, false]);
  expect(await world.deployer.releases(PRODUCTION)).toEqual([]);
  expect(await world.ops.holds(Date.now())).toEqual([]);
  const [staging, production] = await world.ops.environments('demo');
  expect(staging?.desired).toBeUndefined();
  expect(production?.desired).toBeUndefined();
  expect(production?.settings.approval).toBeDefined();
  expect(await world.ops.wasLive('demo', 'staging', SHA)).toBe(false);
});

it('removes releases of an environment that the ops repository does not name any more', async () => {
  const canary = { project: 'demo', environment: 'canary' };
  await deploy(STAGING);
  await world.ops.configure({ by, reason: '', operationId: 'c', ...canary, settings: {} });
  await deploy(canary);
  await world.store.operations.add({
    id: 'deploy-1',
    kind: 'deploy',
    state: 'done',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: { environment: 'canary' },
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  const head = await world.ops.edit({ 'environments/demo/canary.yaml': undefined });
  await world.ops.accept({ by, reason: '', operationId: 'a', head });
  expect(await say('/project_do demo archive')).toContain('staging, canary');
  await say('demo');
  await said('nothing of it is live any more');
  expect(await isLive(canary)).toBe(false);
});

it('renames nothing that is live, and says what to do', async () => {
  await deploy(STAGING);
  await say('/project_do demo rename shop');
  await said('demo was not renamed: it is live (staging)');
  await settled();
  expect(await world.store.projects.get('demo')).toBeDefined();
  expect(await isLive(STAGING)).toBe(true);
});

it('takes environments, locks and freezes along to another name', async () => {
  await askNobody();
  await freeze();
  await say('/project_do demo rename shop');
  await said('is called shop now');
  await settled();
  const production = (await world.ops.environments('shop')).find(
    ({ name }) => name === 'production',
  );
  expect(production?.settings.approval).toBeUndefined();
  expect((await world.ops.holds(Date.now())).map(({ project }) => project)).toEqual(['shop']);
  const [, kept] = await world.ops.environments('demo');
  expect(kept?.settings.approval).toBeDefined();
  expect((await world.ops.history('shop', 1))[0]).toMatchObject({ by: 'Alice' });
});

it('neither renames nor archives while a release is on its way', async () => {
  await deploy(STAGING);
  await say('/project_do demo archive');
  await world.store.operations.add({
    id: 'deploy-1',
    kind: 'deploy',
    state: 'waiting',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: { environment: 'staging' },
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  expect(await say('demo')).toContain('runs or waits');
  for (const [kind, input] of [
    ['archive', { actorName: 'Alice' }],
    ['rename', { from: 'demo', to: 'shop', actorName: 'Alice' }],
  ] as const) {
    // It began between the question and the answer.
    await world.operations.start({
      id: `${kind}-1`,
      kind,
      conversationId: '7:0:7',
      actorId: ALICE,
      project: 'demo',
      input,
    });
    await vi.waitFor(async () => {
      expect(await world.store.operations.get(`${kind}-1`)).toMatchObject({
        state: 'failed',
        result: { kind: 'busy' },
      });
    }, WAIT);
  }
  expect(await world.store.projects.get('demo')).toBeDefined();
  expect(await isLive(STAGING)).toBe(true);
});

const aTask = () =>
  world.store.projects.add({ name: 'demo.login', archetype: 'x', createdAtMs: 1, createdBy: 7 });

it('takes nothing down of a project that has a task by now', async () => {
  await deploy(STAGING);
  await aTask();
  await world.operations.start({
    id: 'archive-1',
    kind: 'archive',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'demo',
    input: { actorName: 'Alice' },
  });
  await said('demo has tasks: login');
  await settled();
  expect(await world.store.operations.get('archive-1')).toMatchObject({
    state: 'failed',
    result: { kind: 'tasks' },
  });
  expect(await world.store.projects.get('demo')).toBeDefined();
  expect(await isLive(STAGING)).toBe(true);
});

it('takes nothing down before the ops repository agrees, and says that it does not', async () => {
  await deploy(STAGING);
  const moved = vi.spyOn(world.ops, 'merge').mockResolvedValue({ kind: 'moved' });
  await say('/project_do demo archive');
  await say('demo');
  await said('Something broke on my side at demo');
  await settled();
  expect(await isLive(STAGING)).toBe(true);
  moved.mockRestore();
});

it('says no project is archived to which a task came in the same moment', async () => {
  const archive = world.store.projects.archive.bind(world.store.projects);
  const late = vi.spyOn(world.store.projects, 'archive').mockImplementation(async (...words) => {
    await aTask();
    return archive(...words);
  });
  expect(await say('/project_do demo archive')).toContain('demo has tasks: login');
  late.mockRestore();
  expect(await world.store.projects.get('demo')).toBeDefined();
});

it('deletes no project whose releases nobody can look for, and does so later', async () => {
  await deploy(STAGING);
  const status = world.deployer.status.bind(world.deployer);
  await world.store.projects.archive('demo', 1);
  Object.assign(world.deployer, { status: () => Promise.reject(new Error('no answer')) });
  await say('/project_do demo delete');
  await say('demo');
  await said('Something broke on my side at demo');
  await settled();
  Object.assign(world.deployer, { status });
  expect(await world.workspace.exists('demo')).toBe(true);
  await say('/project_do demo delete');
  await say('demo');
  await said('demo is deleted');
  expect(await isLive(STAGING)).toBe(false);
});

it('minds no other way to deploy that cannot be asked', async () => {
  await deploy(STAGING);
  const refuse = () => Promise.reject(new Error('no Docker here'));
  const compose = { ...world.deployer, kind: 'compose', status: refuse, releases: refuse } as const;
  const logged: string[] = [];
  const ports = {
    ops: world.ops,
    store: world.store,
    deployers: new Map<Deployer['kind'], Deployer>([
      ['compose', compose],
      ['local', world.deployer],
    ]),
    log: (message: string) => void logged.push(message),
  };
  expect(await liveEnvironments(ports, 'demo')).toEqual(['staging']);
  await removeReleases(ports, 'demo');
  expect(await isLive(STAGING)).toBe(false);
  expect(logged).toContain('releases could not be looked for');
});
