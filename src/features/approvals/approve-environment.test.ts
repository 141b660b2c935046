import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OperationKind } from '#operations/kind.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const RITA = 8;
const MAX = 11;
const SOON = { timeout: 10_000 };
let world: World;

const release: OperationKind = {
  title: 'Makes something live.',
  steps: { 'approval:release': 'Waits for a decision.' },
  lane: ({ id }) => id,
  async run(run) {
    const { project = '', input } = run.operation;
    const { environment, sha } = input as { environment: string; sha: string };
    const outcome = await run.approval({
      id: 'release',
      title: 'make it live',
      bound: { project, environment, sha, checks: 'tests' },
      mayDecide: { role: 'releaser', notRequester: true },
      untilMs: run.operation.createdAtMs + 3_600_000,
    });
    return { state: 'done', result: outcome.kind };
  },
};

beforeEach(async () => {
  world = await createWorld();
  world.operations.register('release', release);
  for (const name of ['shop', 'blog'])
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE });
  await world.store.actors.save({ id: RITA, name: 'Rita', role: 'releaser' });
  const projectRoles = { blog: 'releaser' } as const;
  await world.store.actors.save({
    id: MAX,
    name: 'Max',
    role: 'viewer',
    projectRoles,
    confined: true,
  });
  await world.says(ALICE, '/start');
});
afterEach(() => world.close());

const say = async (actorId: number, text: string) => {
  const { card, toast } = await world.says(actorId, text);
  return (card?.text ?? toast ?? '').replaceAll(/[*\\]/gu, '');
};
const ask = async (id: string, project: string, sha: string, environment = 'production') => {
  const conversationId = '7:0:7';
  const input = { environment, sha };
  await world.operations.start({
    id,
    kind: 'release',
    conversationId,
    actorId: ALICE,
    project,
    input,
  });
  await vi.waitFor(
    () => expect(world.messages.some(({ key }) => key.startsWith(`${id}:approval`))).toBe(true),
    SOON,
  );
};
const resultOf = (id: string) =>
  vi.waitFor(async () => {
    const operation = await world.store.operations.get(id);
    expect(operation?.state).toBe('done');
    return operation?.result;
  }, SOON);
const waits = async (id: string) => (await world.store.operations.get(id))?.state === 'running';

it('approves the only release that waits, and says which one', async () => {
  expect(await say(RITA, '/approve_production')).toContain('Nothing that you can decide');
  await ask('r-staging', 'shop', 'abc0000', 'staging');
  expect(await say(RITA, '/approve_production')).toContain('Nothing that you can decide');
  await ask('r1', 'shop', 'abc1234');
  expect(await say(RITA, '/approve_production')).toBe('shop · production · `abc1234`: Approved');
  expect(await resultOf('r1')).toBe('approved');
  expect(await waits('r-staging')).toBe(true);
});

it('prefers the project one works in, and asks where there are more', async () => {
  await ask('r1', 'shop', 'abc1234');
  await ask('r2', 'blog', 'def5678');
  const both = await say(RITA, '/approve_production');
  expect(both).toContain('- shop · production · `abc1234`');
  expect(both).toContain('- blog · production · `def5678`');
  await world.says(RITA, '/use blog');
  expect(await say(RITA, '/approve_production')).toContain(
    'blog · production · `def5678`: Approved',
  );
  expect(await resultOf('r2')).toBe('approved');
  expect(await waits('r1')).toBe(true);
});

it('approves nothing of another project than the one that is meant', async () => {
  await ask('r1', 'shop', 'abc1234');
  await world.says(RITA, '/use blog');
  const { card } = await world.says(RITA, '/approve_production');
  expect(card?.text).toContain('Which one');
  expect(card?.buttons?.flat()[0]).toMatchObject({ words: ['r1', 'release', 'approve'] });
  expect(await say(RITA, '/approve_production blog')).toContain('Nothing that you can decide');
  expect(await waits('r1')).toBe(true);
  expect(await say(RITA, '/approve_production Shop')).toContain('shop · production · `abc1234`');
  expect(await resultOf('r1')).toBe('approved');
});

it('says nothing of projects that the person does not see, or in a place bound to another', async () => {
  await ask('r1', 'shop', 'abc1234');
  expect(await say(MAX, '/approve_production')).toContain('Nothing that you can decide');
  expect(await say(MAX, '/approve_production shop')).toContain('Nothing that you can decide');
  const place = { chatId: -100, topicId: 5 };
  await world.store.topics.bind({ ...place, project: 'blog', boundBy: ALICE, boundAtMs: 1 });
  for (const text of ['/approve_production', '/approve_production shop']) {
    const { card } = await world.dispatch({
      id: `update:9:${text.length}`,
      place,
      chatKind: 'group',
      kind: 'text',
      text,
      from: { id: RITA, name: 'Rita' },
    });
    expect(card?.text).toContain('Nothing that you can decide');
  }
  expect(await waits('r1')).toBe(true);
});

it('lets nobody approve what they asked for', async () => {
  await ask('r1', 'shop', 'abc1234');
  expect(await say(ALICE, '/approve_production')).toContain('Nothing that you can decide');
  expect(await waits('r1')).toBe(true);
});
