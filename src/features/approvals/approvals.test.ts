import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OperationKind } from '#operations/kind.ts';
import { createWorld, type World } from '#test/world.ts';

const SOON = { timeout: 10_000 };
const HOUR_MS = 60 * 60_000;
let world: World;
let stillValid: true | string;

const release: OperationKind = {
  title: 'Makes something live.',
  steps: { 'approval:live': 'Waits for a decision.' },
  async run(run) {
    const outcome = await run.approval({
      id: 'live',
      title: 'make it live',
      bound: { sha: 'abc1234' },
      mayDecide: { role: 'releaser', notRequester: true },
      untilMs: run.operation.createdAtMs + HOUR_MS,
      stillValid: async () => stillValid,
    });
    return { state: 'done', result: outcome.kind };
  },
};

beforeEach(async () => {
  stillValid = true;
  world = await createWorld();
  world.operations.register('release', release);
  await world.store.actors.save({ id: 8, name: 'Rita', role: 'releaser' });
  await world.store.actors.save({ id: 9, name: 'Dan', role: 'developer' });
  await world.says(7, '/start');
  await world.operations.start({
    id: 'release-1',
    kind: 'release',
    conversationId: '7:0:7',
    actorId: 7,
    project: 'shop',
    input: null,
  });
  await vi.waitFor(() => expect(world.messages).toHaveLength(1), SOON);
});
afterEach(() => world.close());

const card = () => world.messages[0]?.card;
const say = async (actorId: number, text: string) => {
  const { card: shown, toast } = await world.says(actorId, text);
  return (shown?.text ?? toast ?? '').replaceAll('\\', '');
};

it('lists what waits for the one who asks, with buttons that decide', async () => {
  const { card: list } = await world.says(8, '/approvals');
  const text = list?.text.replaceAll('\\', '') ?? '';
  expect(text).toContain('Waiting for a decision');
  expect(text).toContain('shop · make it live · abc1234 · 60 min left');
  expect(list?.buttons?.[0]).toEqual([
    expect.objectContaining({ label: '1. ✅ Approve', words: ['release-1', 'live', 'approve'] }),
    expect.objectContaining({ label: '1. ❌ Deny', words: ['release-1', 'live', 'deny'] }),
  ]);

  await world.taps(8, '✅ Approve');
  await expect.poll(() => card()?.text).toContain('Approved by Person 8');
  expect(await say(8, '/approvals')).toContain('Nothing waits');
});

it('lists nothing for one who may not decide, and says so to a tap', async () => {
  expect(await say(7, '/approvals')).toContain('Nothing waits');
  expect(await say(9, '/approvals')).toContain('Nothing waits');
  expect((await world.taps(7, '✅ Approve')).toast).toContain('somebody else decides');
  expect((await world.taps(9, '✅ Approve')).toast).toContain('role releaser');
  expect(card()?.text).toContain('until');
});

it('answers every tap: the one that decided, the late one, and the one of a wrong button', async () => {
  expect((await world.taps(8, '❌ Deny')).toast).toBe('Denied');
  await expect.poll(() => card()?.text).toContain('Denied by Person 8');
  expect(await say(8, '/decide release-1 live approve')).toContain('Person 8 has denied already, ');
  expect(await say(8, '/decide release-1 none approve')).toContain('no longer waits');
  expect(await say(8, '/decide')).toContain('Use the buttons');
});

it('tells the one who tapped that what was approved has moved', async () => {
  stillValid = 'main is at def5678 now';
  expect((await world.taps(8, '✅ Approve')).toast).toBe('Not approved: main is at def5678 now');
  await expect
    .poll(() => card()?.text)
    .toContain('Person 8 approved, but it does not count: main is at def5678 now');
  expect(await world.store.operations.get('release-1')).toMatchObject({ result: 'outdated' });
});

it('shows the step of what runs in /status, and what waits behind it', async () => {
  await world.operations.start({
    id: 'release-2',
    kind: 'release',
    conversationId: '7:0:7',
    actorId: 7,
    project: 'shop',
    input: null,
  });
  const text = await say(7, '/status');
  expect(text).toContain('- release · shop · running · `approval:live` · 0s');
  expect(text).toContain('- release · shop · waiting · 0s');
});
