import { expect, it, vi } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { CAPACITY } from './capacity.ts';
import type { OperationKind } from './kind.ts';
import { LEASE_MS, settle, startProcess, testOperation, virtualClock } from '#test/processes.ts';
import { createOperations, type Operations } from './operations.ts';

const turn = (id: string, project = 'shop') => ({
  id,
  kind: 'turn',
  conversationId: '1:0:1',
  actorId: 1,
  project,
  input: { text: id },
});

const steps = { one: 'The first.', two: 'The second.' };

function setUp(
  handler: Omit<OperationKind, 'title' | 'steps'>,
  store: Store = memoryStore(),
): [Operations, Store] {
  let clockMs = 0;
  const operations = createOperations({
    store,
    chat: memoryChat(),
    sayIn: () => (key) => key,
    now: () => ++clockMs,
    log: () => undefined,
  });
  operations.register('turn', { title: 'A test.', steps, ...handler });
  return [operations, store];
}

const stateOf = async (store: Store, id: string) => (await store.operations.get(id))?.state;

it('runs operations of one project in order and of two projects side by side', async () => {
  const order: string[] = [];
  const gates = new Map<string, () => void>();
  const queued = vi.fn(async () => undefined);
  const [operations, store] = setUp({
    async run({ operation }) {
      order.push(`start ${operation.id}`);
      await new Promise<void>((resolve) => gates.set(operation.id, resolve));
      order.push(`end ${operation.id}`);
      return { state: 'done' };
    },
    queued,
  });

  await operations.start(turn('a'));
  await operations.start(turn('b'));
  await operations.start(turn('c', 'blog'));
  await vi.waitFor(() => expect([...gates.keys()]).toEqual(['a', 'c']));
  expect(queued).toHaveBeenCalledWith(expect.objectContaining({ id: 'b' }), 1);
  gates.get('a')?.();
  await vi.waitFor(() => expect(gates.has('b')).toBe(true));
  gates.get('b')?.();
  gates.get('c')?.();

  await expect.poll(() => stateOf(store, 'c')).toBe('done');
  expect(order.filter((line) => !line.endsWith('c'))).toEqual([
    'start a',
    'end a',
    'start b',
    'end b',
  ]);
});

it('starts an operation once, however often it is asked to', async () => {
  const run = vi.fn(async () => ({ state: 'done' }) as const);
  const [operations, store] = setUp({ run });

  await Promise.all([operations.start(turn('a')), operations.start(turn('a'))]);
  await expect.poll(() => stateOf(store, 'a')).toBe('done');
  await operations.start(turn('a'));

  expect(run).toHaveBeenCalledTimes(1);
});

it('has room for as many of one person as may be, also when all are asked for at once', async () => {
  const [operations, store] = setUp({ run: () => new Promise<never>(() => undefined) });
  const ids = Array.from({ length: 30 }, (_, at) => `t${at}`);

  const asked = await Promise.allSettled(ids.map((id) => operations.start(turn(id))));

  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(CAPACITY.person);
  const refused = asked.find(({ status }) => status === 'rejected');
  expect(refused).toMatchObject({ reason: { full: { whose: 'yours', count: CAPACITY.person } } });
  expect(await store.operations.unfinished()).toHaveLength(CAPACITY.person);
  // What has its place keeps it, and what must go goes.
  await operations.start(turn('t0'));
  await operations.start(turn('must'), { evenIfFull: true });
  expect(await store.operations.unfinished()).toHaveLength(CAPACITY.person + 1);
});

it('has room for as many in one project with its tasks as may be, whoever asks', async () => {
  const [operations] = setUp({ run: () => new Promise<never>(() => undefined) });
  const ids = Array.from({ length: 30 }, (_, at) => at);

  const asked = await Promise.allSettled(
    ids.map((at) =>
      operations.start({ ...turn(`t${at}`, at % 2 === 0 ? 'shop' : 'shop.task'), actorId: at }),
    ),
  );

  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(CAPACITY.project);
});

it('says of what has come too far that it goes on, and lets it', async () => {
  const gate = Promise.withResolvers<void>();
  const [operations, store] = setUp({
    canStop: ({ noted }) => noted('one') === undefined,
    async run(run) {
      await run.step('one', async () => 1);
      await gate.promise;
      return { state: run.signal.aborted ? 'canceled' : 'done' };
    },
  });
  await operations.start(turn('a'));
  await operations.start(turn('b'));
  await vi.waitFor(async () => {
    expect((await store.operations.steps('a'))[0]?.endedAtMs).toBeDefined();
  });

  expect(await operations.cancel('a')).toBe('goes-on');
  expect(await operations.cancel('b')).toBe('canceled');
  gate.resolve();
  await expect.poll(() => stateOf(store, 'a')).toBe('done');
});

it('goes on after a crash without doing a finished step again', async () => {
  const clock = virtualClock();
  const shared = memoryStore(clock.now);
  const done: string[] = [];
  const first = startProcess({
    shared,
    clock,
    kind: {
      async run(run) {
        await run.step('one', async () => done.push('one'));
        await run.step('two', async () => done.push('two'));
        return await new Promise<never>(() => undefined);
      },
    },
  });
  // The room, the lease, the fence, the reading, the first step; then `two` begins unheard.
  first.crashAfter(10, true);
  await first.operations.start(testOperation('a'));
  await settle();
  const attempts: number[] = [];
  const second = startProcess({
    shared,
    clock,
    kind: {
      async run(run) {
        expect(run.resumed).toBe(true);
        const kept = await run.step('one', async () => done.push('one again'));
        await run.step('two', async (attempt) => attempts.push(attempt));
        return { state: 'done', result: kept };
      },
    },
  });
  await second.operations.resume();
  await clock.advance(2 * LEASE_MS);

  expect(await shared.operations.get('a')).toMatchObject({ state: 'done', result: 1 });
  expect(done).toEqual(['one']);
  expect(attempts).toEqual([2]);
});

it('cancels what waits at once and what runs by its signal', async () => {
  const dropped = vi.fn(async () => undefined);
  const [operations, store] = setUp({
    run: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () =>
          resolve({ state: 'canceled', result: signal.reason }),
        );
      }),
    dropped,
  });
  await operations.start(turn('a'));
  await operations.start(turn('b'));

  expect(await operations.cancel('b')).toBe('canceled');
  expect(await stateOf(store, 'b')).toBe('canceled');
  expect(dropped).toHaveBeenCalledTimes(1);
  expect(await operations.cancel('a')).toBe('canceled');
  await expect.poll(() => stateOf(store, 'a')).toBe('canceled');
  await expect.poll(() => operations.cancel('a')).toBe('ended');
});

it('marks an operation that broke as failed and goes on with the next', async () => {
  const [operations, store] = setUp({
    run: async ({ operation }) => {
      if (operation.id === 'a') throw new Error('boom');
      return { state: 'done' };
    },
  });
  await operations.start(turn('a'));
  await operations.start(turn('b'));

  await expect.poll(() => stateOf(store, 'b')).toBe('done');
  expect(await store.operations.get('a')).toMatchObject({ state: 'failed' });
});

it('leaves what runs unfinished at shutdown', async () => {
  const [operations, store] = setUp({
    run: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error(String(signal.reason))));
      }),
  });
  await operations.start(turn('a'));
  await expect.poll(() => stateOf(store, 'a')).toBe('running');

  await operations.shutdown();

  expect(await stateOf(store, 'a')).toBe('running');
});

it('leaves an operation of an unknown kind to the version that knows it; others go on', async () => {
  const store = memoryStore();
  const at = { state: 'waiting', createdAtMs: 1, updatedAtMs: 1 } as const;
  await store.operations.add({ ...turn('a'), ...at });
  await store.operations.add({ ...turn('b'), ...at, kind: 'of-tomorrow', createdAtMs: 2 });
  await store.operations.add({ ...turn('c'), ...at, createdAtMs: 3 });
  const [operations] = setUp({ run: async () => ({ state: 'done' }) }, store);

  await operations.resume();

  await vi.waitFor(async () => expect(await stateOf(store, 'c')).toBe('done'));
  expect(await stateOf(store, 'a')).toBe('done');
  expect(await stateOf(store, 'b')).toBe('waiting');
});

it('cancels an operation of an unknown kind', async () => {
  const store = memoryStore();
  const at = { state: 'running', createdAtMs: 1, updatedAtMs: 1 } as const;
  await store.operations.add({ ...turn('b'), ...at, kind: 'of-tomorrow' });
  const [operations] = setUp({ run: async () => ({ state: 'done' }) }, store);

  expect(await operations.cancel('b')).toBe('canceled');
  await operations.resume();

  await vi.waitFor(async () => expect(await stateOf(store, 'b')).toBe('canceled'));
});
