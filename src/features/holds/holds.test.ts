import { afterEach, beforeEach, expect, it } from 'vitest';
import { operationLockId } from '#ports/ops/holding.ts';
import type { OperationState } from '#ports/store/port.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const DAN = 9;
const RITA = 8;
const VERA = 10;
const MAX = 11;
let world: World;

beforeEach(async () => {
  world = await createWorld();
  for (const name of ['shop', 'blog'])
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE });
  const save = world.store.actors.save.bind(world.store.actors);
  await save({ id: RITA, name: 'Rita', role: 'releaser' });
  await save({ id: DAN, name: 'Dan', role: 'developer' });
  await save({ id: VERA, name: 'Vera', role: 'viewer' });
  const projectRoles = { blog: 'releaser' } as const;
  await save({ id: MAX, name: 'Max', role: 'viewer', projectRoles, confined: true });
  for (const id of [ALICE, RITA, DAN, VERA]) await world.says(id, '/use shop');
  await world.says(MAX, '/use blog');
});
afterEach(() => world.close());

const say = async (actorId: number, text: string) => {
  const { card, toast } = await world.says(actorId, text);
  return (card?.text ?? toast ?? '').replaceAll(/[*\\]/gu, '');
};
const labels = async (actorId: number, text: string) =>
  (await world.says(actorId, text)).card?.buttons?.flat().map(({ label }) => label) ?? [];
const holds = async () =>
  (await world.ops.holds(Date.now())).map(({ kind, project, environment, by, reason }) => ({
    kind,
    project,
    environment,
    by: by.name,
    reason,
  }));
const leftMs = async () => ((await world.ops.holds(Date.now()))[0]?.untilMs ?? 0) - Date.now();

it('locks an environment with who, why and until when', async () => {
  const answer = await say(DAN, '/lock production "a slow migration" 2h');
  expect(answer).toContain('shop · production is locked by Person 9 · a slow migration · until');
  expect(await holds()).toEqual([
    {
      kind: 'lock',
      project: 'shop',
      environment: 'production',
      by: 'Person 9',
      reason: 'a slow migration',
    },
  ]);
  expect(await leftMs()).toBeGreaterThan(7_100_000);
  expect(await leftMs()).toBeLessThanOrEqual(7_200_000);
  const [newest] = await world.ops.history('shop', 1);
  expect(newest).toMatchObject({ subject: 'Lock shop production', by: 'Person 9' });
});

it('asks which environment, and locks none by a slip of the finger', async () => {
  expect(await labels(DAN, '/lock')).toEqual(['staging', 'production']);
  expect(await say(DAN, '/lock prodution "x"')).toContain('Which environment');
  expect(await say(DAN, '/lock production until whenever')).toContain('do not understand');
  expect(await say(DAN, '/lock production 999d')).toContain('more than a year');
  expect(await holds()).toEqual([]);
});

it('says who has locked an environment already, and keeps theirs', async () => {
  await say(RITA, '/lock staging «миграция»');
  const answer = await say(DAN, '/lock staging "mine"');
  expect(answer).toContain('already');
  expect(answer).toContain('locked by Person 8 · миграция');
  expect(await labels(DAN, '/lock staging')).toEqual([]);
  expect(await labels(RITA, '/lock staging')).toEqual(['🔓 Lift it']);
  expect(await holds()).toHaveLength(1);
  await say(DAN, '/lock production "mine"');
  expect(await holds()).toHaveLength(2);
});

it('freezes the current project, a named one, one environment of it, or everything', async () => {
  await say(RITA, '/freeze "release week"');
  await say(RITA, '/freeze blog until 2099-01-01 «почему»');
  await say(RITA, '/freeze blog');
  await say(RITA, '/freeze blog production after the fair');
  await say(RITA, '/freeze staging');
  await say(ALICE, '/freeze все до 23:59 „праздники“');
  await say(ALICE, '/freeze all production');
  const kind = 'freeze';
  expect(await holds()).toEqual([
    { kind, project: 'shop', environment: undefined, by: 'Person 8', reason: 'release week' },
    { kind, project: 'blog', environment: undefined, by: 'Person 8', reason: '' },
    { kind, project: 'blog', environment: 'production', by: 'Person 8', reason: 'after the fair' },
    { kind, project: 'shop', environment: 'staging', by: 'Person 8', reason: '' },
    { kind, project: undefined, environment: undefined, by: 'Alice', reason: 'праздники' },
    { kind, project: undefined, environment: 'production', by: 'Alice', reason: '' },
  ]);
});

it('freezes nothing when it does not know what was meant', async () => {
  expect(await say(RITA, '/freeze shpo until Monday 09:00 "x"')).toContain(
    'no project or environment shpo',
  );
  expect(await say(RITA, '/freeze release week')).toContain('no project or environment release');
  expect(await say(RITA, '/freeze blog prodution "x"')).toContain(
    'blog has no environment prodution',
  );
  expect(await say(RITA, '/freeze blog until 25:61 "x"')).toContain('do not understand');
  await world.store.projects.archive('blog', 1);
  expect(await say(RITA, '/freeze blog "x"')).toContain('no project or environment blog');
  expect(await holds()).toEqual([]);
});

it('answers about a project that one does not see as about none', async () => {
  expect(await say(MAX, '/freeze shop "x"')).toContain('no project or environment shop');
  expect(await say(MAX, '/freeze blog "x"')).toContain('blog is frozen');
  expect((await holds()).map(({ project }) => project)).toEqual(['blog']);
});

it('lets releasers freeze a project, and owners everything', async () => {
  expect(await say(VERA, '/lock staging')).toContain('You need the role developer');
  expect(await say(DAN, '/freeze "x"')).toContain('You need the role releaser');
  expect(await say(RITA, '/freeze all "x"')).toContain('You need the role owner');
  expect(await say(MAX, '/freeze "x"')).toContain('blog is frozen');
  expect(await holds()).toHaveLength(1);
});

it('lists what is held, each with a button for those who may lift it', async () => {
  expect(await say(DAN, '/unlock')).toContain('Nothing is locked');
  await say(RITA, '/lock staging "hers"');
  await say(DAN, '/lock production "his"');
  await say(ALICE, '/freeze all "holidays"');
  expect(await say(VERA, '/unlock')).toContain('shop · production is locked by Person 9');
  expect(await labels(VERA, '/unlock')).toEqual([]);
  expect(await labels(DAN, '/unlock')).toEqual(['🔓 shop production his']);
  expect(await labels(RITA, '/unlock')).toHaveLength(2);
  expect(await labels(ALICE, '/unlock')).toHaveLength(3);
  expect(await say(MAX, '/unlock')).not.toContain('shop');
});

it('lifts by name and by button, each once', async () => {
  await say(DAN, '/lock staging "x"');
  const locked = await world.says(DAN, '/lock staging');
  const [button] = locked.card?.buttons?.flat() ?? [];
  const tap = `/unlock_of ${button?.words.join(' ')}`;
  expect(await say(VERA, tap)).toContain('Only the one who made it');
  expect(await say(DAN, tap)).toContain('Lifted by Person 9');
  expect(await say(DAN, tap)).toContain('lifted already');
  await say(DAN, '/lock staging "y"');
  expect(await say(RITA, '/unlock staging')).toContain('Lifted by Person 8');
  expect(await say(RITA, '/unlock staging')).toContain('Nothing is locked');
  await say(DAN, '/lock staging "z"');
  expect(await say(RITA, '/unlock qa')).toContain('Nothing holds qa');
  expect(await holds()).toHaveLength(1);
});

it('leaves the lock of an operation that runs alone, and lifts one that was left behind', async () => {
  const by = { id: DAN, name: 'Dan' };
  const add = async (id: string, state: OperationState) => {
    const input = { environment: 'staging' };
    const times = { createdAtMs: 1, updatedAtMs: 1 };
    const more = { conversationId: '9:0:9', actorId: DAN, project: 'shop', input, ...times };
    await world.store.operations.add({ id, kind: 'deploy', state, ...more });
    const target = { project: 'shop', environment: 'staging' };
    const hold = {
      id: operationLockId(id),
      kind: 'lock',
      ...target,
      by,
      reason: '',
      sinceMs: 1,
    } as const;
    await world.ops.hold({ by, reason: '', operationId: id, hold });
  };
  await add('deploy-runs', 'undoing');
  expect(await say(ALICE, '/unlock')).toContain('Nothing is locked');
  const tap = `/unlock_of shop ${operationLockId('deploy-runs')}`;
  expect(await say(ALICE, tap)).toContain('ends it by itself');
  expect(await say(DAN, '/lock staging "after it"')).toContain('is locked by');
  await say(DAN, '/unlock staging');

  await add('deploy-ended', 'failed');
  expect(await say(ALICE, '/unlock staging')).toContain('Lifted by Alice');
  expect((await world.ops.holds(Date.now())).map(({ id }) => id)).toEqual(['op-deploy-runs']);
});

it('speaks Russian', async () => {
  await world.says(DAN, '/lang ru');
  expect(await say(DAN, '/lock staging «миграция» 2h')).toContain('миграция');
  expect(await say(DAN, '/lock staging')).toContain('Уже закрыто');
  expect(await say(DAN, '/freeze shpo')).toContain('Нет проекта или окружения shpo');
});
