import { expect, it } from 'vitest';
import type { OperationEvent } from '#operations/events.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { AuditEntry } from '#ports/audit/port.ts';
import type { Operation, OperationState } from '#ports/store/port.ts';
import { auditOperations } from './follow.ts';

const OPERATION = {
  id: 'turn-7',
  kind: 'turn',
  state: 'running',
  conversationId: '7:0:7',
  actorId: 7,
  project: 'shop',
  input: {},
  createdAtMs: 1,
  updatedAtMs: 1,
} as const satisfies Operation;

async function scene() {
  const store = memoryStore();
  await store.operations.add(OPERATION);
  await store.actors.save({ id: 7, name: 'Alice', role: 'developer' });
  const kept: AuditEntry[] = [];
  const lost: object[] = [];
  let failures = 0;
  const audit = auditOperations({
    store,
    trail: { record: async (entry) => void kept.push(entry) },
    now: () => 5,
    log: (_, details) => void lost.push(details),
    failed: () => (failures += 1),
  });
  const state = (change: OperationState, updatedAtMs = 1): OperationEvent => ({
    kind: 'state',
    operation: { ...OPERATION, state: change, updatedAtMs },
  });
  return { store, audit, kept, lost, state, failures: () => failures };
}

it('names who decided what by id: anybody can have the name of somebody else', async () => {
  const { store, audit, kept, state } = await scene();
  const asks = {
    'ask:new': { by: 'Alice', actorId: 8, decision: 'once', command: 'npm test' },
    'ask:old': { by: 'Alice', decision: 'deny' },
    'ask:nobody': { by: '', decision: 'gone' },
  };
  for (const [name, result] of Object.entries(asks)) {
    await store.operations.startStep('turn-7', name, 2);
    await store.operations.endStep('turn-7', name, result, 3);
  }
  await audit.hear(state('done'));
  expect(
    kept
      .filter(({ kind }) => kind === 'ask')
      .map(({ actor, words, after }) => [words, actor, after]),
  ).toEqual([
    ['new once', { id: 8, name: 'Alice' }, { command: 'npm test' }],
    ['old deny', { id: -1, name: 'Alice' }, undefined],
    ['nobody gone', { id: 0, name: 'CodeFoundry' }, undefined],
  ]);
});

it('counts what is lost because it cannot be read, and goes on', async () => {
  const { store, audit, kept, lost, state, failures } = await scene();
  const { conversations } = store;
  const broken = { ...conversations, get: () => Promise.reject(new Error('disk')) };
  Object.assign(store, { conversations: broken });
  await audit.hear(state('running'));
  expect(failures()).toBe(1);
  expect(lost).toMatchObject([{ operation: 'turn-7' }]);
  Object.assign(store, { conversations });
  await audit.hear(state('done'));
  expect(kept).toMatchObject([{ verdict: 'done' }]);
});

it('is settled when everything it heard is with the trail', async () => {
  const { store, audit, kept, state } = await scene();
  const gate = Promise.withResolvers<undefined>();
  Object.assign(store.conversations, { get: () => gate.promise });
  const heard = audit.hear(state('done'));
  let isSettled = false;
  const settled = audit.settled().then(() => (isSettled = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isSettled).toBe(false);
  gate.resolve(undefined);
  await settled;
  expect(kept).toHaveLength(1);
  await heard;
});

it('tells a state that is reached once more from the same one told again', async () => {
  const { audit, kept, state } = await scene();
  for (const event of [state('running', 1), state('running', 1), state('running', 9)])
    await audit.hear(event);
  await audit.hear(state('done', 10));
  await audit.hear(state('done', 11));
  expect(kept.map(({ key }) => key)).toEqual([
    'operation:turn-7:running:1',
    'operation:turn-7:running:1',
    'operation:turn-7:running:9',
    'operation:turn-7:done',
    'operation:turn-7:done',
  ]);
});
