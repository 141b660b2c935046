import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { operationLockId } from '#ports/ops/holding.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const DAN = 9;
const MAX = 11;
const STAGING = { project: 'shop', environment: 'staging' };
const SETTINGS = {
  healthTimeoutMs: 1_000,
  readinessDelayMs: 0,
  drainTimeoutMs: 1_000,
  keepReleases: 5,
  variables: {},
};
const [ONE, TWO] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string];
const by = { id: DAN, name: 'Dan' };
let world: World;

beforeEach(async () => {
  world = await createWorld();
  for (const name of ['shop', 'blog'])
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE });
  await world.store.actors.save({ id: DAN, name: 'Dan', role: 'viewer' });
  const projectRoles = { blog: 'viewer' } as const;
  await world.store.actors.save({
    id: MAX,
    name: 'Max',
    role: 'viewer',
    projectRoles,
    confined: true,
  });
});
afterEach(() => world.close());

const status = async (actorId: number) => {
  const { card } = await world.says(actorId, '/status');
  return (card?.text ?? '').replaceAll(/[*\\]/gu, '');
};
const goLive = async (release: string, sha: string) => {
  const source = { id: release, sha, directory: '/', commands: { checks: [] } };
  const { signal } = new AbortController();
  await world.deployer.build(STAGING, source, SETTINGS, signal);
  await world.deployer.start(STAGING, release, SETTINGS, signal);
  await world.deployer.switch(STAGING, release);
};
const deploy = async (release: string, sha: string) => {
  const desired = { revision: sha, release, requestedBy: by, operation: release, atMs: 1 };
  await world.ops.propose({ by, reason: '', operationId: release, ...STAGING, desired });
  await world.ops.merge(release);
  await goLive(release, sha);
};
const add = (id: string, environment: string) =>
  world.store.operations.add({
    id,
    kind: 'deploy',
    state: 'running',
    conversationId: '7:0:7',
    actorId: ALICE,
    project: 'shop',
    input: { environment },
    createdAtMs: 1,
    updatedAtMs: 1,
  });
const hold = (id: string, kind: 'lock' | 'freeze') =>
  world.ops.hold({
    by,
    reason: 'why',
    operationId: id,
    hold: { id, kind, ...STAGING, by, reason: 'why', sinceMs: 1 },
  });

it('says of each environment what is live, how it is, where, and what holds it', async () => {
  await deploy('r1', ONE);
  await hold('f1', 'freeze');
  await world.says(ALICE, '/use shop');
  const text = await status(ALICE);
  expect(text).toMatch(/- 🟢 staging `1111111` since .* · well · http:.* · 🧊 Dan: why \(until/u);
  expect(text).toContain('- ⚪ production: nothing live');
  expect(text).not.toContain('agreed on');
  world.deployer.crashes(STAGING);
  expect(await status(ALICE)).toContain('🔴 staging `1111111`');
});

it('says what is not as agreed on, but not while an operation changes it', async () => {
  await deploy('r1', ONE);
  await goLive('stray', TWO);
  await world.says(ALICE, '/use shop');
  expect(await status(ALICE)).toContain('agreed on was `1111111`');
  await add('deploy-other', 'production');
  expect(await status(ALICE)).toContain('agreed on was `1111111`');
  await add('deploy-1', 'staging');
  expect(await status(ALICE)).not.toContain('agreed on was');
});

it('shows the lock of an operation only when that has ended and left it', async () => {
  await world.says(ALICE, '/use shop');
  await add('deploy-1', 'staging');
  await hold(operationLockId('deploy-1'), 'lock');
  expect(await status(ALICE)).not.toContain('🔒');
  await world.store.operations.update('deploy-1', { state: 'failed' }, 1);
  expect(await status(ALICE)).toContain('🔒 Dan');
});

it('shows a line for each project to who works in none, and only what they may see', async () => {
  await deploy('r1', ONE);
  await goLive('stray', TWO);
  await hold('l1', 'lock');
  for (const actorId of [ALICE, DAN]) {
    const text = await status(actorId);
    expect(text).toContain('- shop · 🟢 staging `2222222` ⚠️ 🔒 · ⚪ production');
    expect(text).toContain('- blog · ⚪ staging · ⚪ production');
  }
  const confined = await status(MAX);
  expect(confined).toContain('- blog · ⚪ staging');
  expect(confined).not.toContain('shop');
});

it('shows no project in a place that is bound to one in which the person has no role', async () => {
  const place = { chatId: -100, topicId: 5 };
  await world.store.topics.bind({ ...place, project: 'shop', boundBy: ALICE, boundAtMs: 1 });
  const { card } = await world.dispatch({
    id: 'update:9:1',
    place,
    chatKind: 'group',
    kind: 'text',
    text: '/status',
    from: { id: MAX, name: 'Max' },
  });
  expect(card?.text).toContain('bound to a project in which you have no role');
  expect(card?.text).not.toContain('staging');
});

it('reads what runs once for all projects, after the last of them has answered', async () => {
  await deploy('r1', ONE);
  await goLive('stray', TWO);
  const live = world.deployer.status.bind(world.deployer);
  vi.spyOn(world.deployer, 'status').mockImplementation(async (target) => {
    if (target.project === 'shop' && target.environment === 'staging')
      await add('deploy-1', 'staging');
    return live(target);
  });
  const unfinished = vi.spyOn(world.store.operations, 'unfinished');
  expect(await status(DAN)).toContain('- shop · 🟢 staging `2222222` · ⚪ production');
  // Once for the environments, once for the list of what runs.
  expect(unfinished).toHaveBeenCalledTimes(2);
});

it('shows ten projects, and how many more there are', async () => {
  for (let number = 1; number <= 10; number += 1)
    await world.store.projects.add({
      name: `p-${number}`,
      archetype: 'x',
      createdAtMs: 1,
      createdBy: ALICE,
    });
  const text = await status(DAN);
  expect(text.match(/^- .* staging/gmu)).toHaveLength(10);
  expect(text).toContain('and 2 more');
});

it('tells owners alone that the ops repository was edited by hand', async () => {
  await world.ops.edit({ 'README.md': 'more' });
  expect(await status(ALICE)).toContain('edited by hand');
  expect(await status(DAN)).not.toContain('edited by hand');
});

it('comes in time whatever does not answer, and says what did not', async () => {
  await world.says(ALICE, '/use shop');
  const never = () => new Promise<never>(() => undefined);
  const holds = world.ops.holds.bind(world.ops);
  const backups = world.backups.list.bind(world.backups);
  const live = world.deployer.status.bind(world.deployer);
  Object.assign(world.ops, { holds: never });
  Object.assign(world.deployer, { status: never });
  Object.assign(world.backups, { list: never });
  const began = performance.now();
  const text = await status(ALICE);
  Object.assign(world.ops, { holds });
  Object.assign(world.deployer, { status: live });
  Object.assign(world.backups, { list: backups });
  // One deadline of two seconds, not three.
  expect(performance.now() - began).toBeLessThan(3_900);
  for (const source of ['staging', 'production', 'locks and freezes', 'list of backups'])
    expect(text).toMatch(new RegExp(`${source} did not answer in time`, 'u'));
});
