import { expect, it, vi } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import {
  CONVERSATION,
  LEASE_MS,
  settle,
  startProcess,
  testOperation,
  virtualClock,
} from '#test/processes.ts';
import type { OperationEvent } from './events.ts';
import type { OperationKind, OperationRun } from './kind.ts';

/** One store and one clock; `boot` starts a process over them, as after a crash. */
async function setUp() {
  const clock = virtualClock();
  const shared = memoryStore(clock.now);
  await shared.conversations.save(CONVERSATION);
  const boot = async (
    kind: Partial<OperationKind> & Pick<OperationKind, 'run'>,
    log?: (message: string, details: object) => void,
  ) => {
    const started = startProcess({ shared, clock, kind, ...(log && { log }) });
    await started.operations.resume();
    return started;
  };
  const start = async (process: Awaited<ReturnType<typeof boot>>, input: object = {}) => {
    await process.operations.start(testOperation('a', input));
    await clock.advance(0);
  };
  const stateOf = async () => (await shared.operations.get('a'))?.state;
  const stepOf = async (name: string) =>
    (await shared.operations.steps('a')).find((step) => step.name === name);
  return { clock, shared, boot, start, stateOf, stepOf };
}

const done = { state: 'done' } as const;
const never = () => new Promise<never>(() => undefined);

it('gives the work of a step its attempt, its key and the input of the first attempt', async () => {
  const { boot, start, stepOf, clock } = await setUp();
  const calls: unknown[] = [];
  const kind = (input: number) => ({
    async run(run: OperationRun) {
      await run.step('pay', {
        input: { amount: input },
        async work(call) {
          calls.push(call);
          return input === 1 ? never() : 'paid';
        },
      });
      return done;
    },
  });
  const first = await boot(kind(1));
  await start(first);
  first.crash();
  await boot(kind(2));
  await clock.advance(2 * LEASE_MS);

  expect(calls).toEqual([
    { attempt: 1, key: 'a:pay', input: { amount: 1 } },
    { attempt: 2, key: 'a:pay', input: { amount: 1 } },
  ]);
  expect(await stepOf('pay')).toMatchObject({
    attempts: 2,
    input: { amount: 1 },
    result: 'paid',
  });
});

it('looks at the outside first when an earlier attempt may have had its effect', async () => {
  const { boot, start, clock, shared } = await setUp();
  const pushes: number[] = [];
  const kind = (finds: string | undefined) => ({
    async run(run: OperationRun) {
      const result = await run.step('push', {
        lookFirst: async () => finds,
        async work({ attempt }) {
          pushes.push(attempt);
          return attempt < 3 ? never() : 'pushed';
        },
      });
      return { ...done, result };
    },
  });
  // The first attempt is not worth a look, whatever it would find.
  const first = await boot(kind('too early'));
  await start(first);
  first.crash();
  const second = await boot(kind(undefined));
  await clock.advance(2 * LEASE_MS);
  second.crash();
  expect(pushes).toEqual([1, 2]);
  await boot(kind('was there'));
  await clock.advance(2 * LEASE_MS);
  expect(pushes).toEqual([1, 2]);
  expect(await shared.operations.get('a')).toMatchObject({ state: 'done', result: 'was there' });
});

it('does a step once that is asked for twice at the same time', async () => {
  const { boot, start, stateOf } = await setUp();
  const work = vi.fn(async () => 1);
  const process = await boot({
    async run(run) {
      await Promise.all([run.step('one', work), run.step('one', work)]);
      return done;
    },
  });
  await start(process);
  expect(await stateOf()).toBe('done');
  expect(work).toHaveBeenCalledTimes(1);
});

it('refuses a step, a note and an undo that are not declared', async () => {
  const { boot, start, shared } = await setUp();
  const errors: string[] = [];
  const steps = { known: 'Something.', 'ask:<id>': 'Asks.' };
  const undo = async () => undefined;
  const process = await boot({
    steps,
    async run(run) {
      for (const attempt of [
        () => run.step('unknown', async () => 1),
        () => run.step('ask:', async () => 1),
        () => run.note('outcome', 1),
        () => run.step('known', { work: async () => 1, undo }),
      ]) {
        await attempt().catch((error: unknown) => errors.push(String(error)));
      }
      await run.step('ask:5:6', async () => 1);
      return done;
    },
  });
  await start(process);
  expect(errors).toEqual([
    expect.stringContaining('step unknown is not declared; declared are: known, ask:<id>'),
    expect.stringContaining('step ask: is not declared'),
    expect.stringContaining("step outcome is the engine's own"),
    expect.stringContaining('step known is undone by something'),
  ]);
  expect((await shared.operations.steps('a')).map(({ name }) => name)).toEqual(['ask:5:6']);
});

it('keeps a note at once, the last one, for a later process', async () => {
  const { boot, start, clock } = await setUp();
  const first = await boot({
    async run(run) {
      expect(run.noted('sent')).toBeUndefined();
      await run.note('sent', { count: 1 });
      await run.note('sent', { count: 2 });
      expect(run.noted('sent')).toEqual({ count: 2 });
      return never();
    },
  });
  await start(first);
  first.crash();
  const seen: unknown[] = [];
  await boot({
    async run(run) {
      seen.push(run.noted('sent'));
      return done;
    },
  });
  await clock.advance(2 * LEASE_MS);
  expect(seen).toEqual([{ count: 2 }]);
});

it('takes no result from work that was cut off by its own end', async () => {
  const { boot, start, stepOf, stateOf } = await setUp();
  const process = await boot({
    async run(run) {
      await run.step('long', async () => {
        await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
        return 'half';
      });
      return done;
    },
  });
  await start(process);
  await process.operations.shutdown();
  expect(await stateOf()).toBe('running');
  expect(await stepOf('long')).not.toHaveProperty('endedAtMs');
});

it('gives a wait the signal that came before it', async () => {
  const { boot, start, clock, shared } = await setUp();
  const gate = Promise.withResolvers<void>();
  const process = await boot({
    async run(run) {
      await run.step('slow', () => gate.promise);
      return {
        ...done,
        result: [await run.waitFor('ci'), await run.waitFor('ci', { as: 'ci-2' })] as never,
      };
    },
  });
  await start(process);
  expect(await process.operations.signal('a', 'ci', 'green', { key: '1' })).toBe('kept');
  expect(await process.operations.signal('a', 'ci', 'red', { key: '1' })).toBe('known');
  expect(await process.operations.signal('a', 'ci', 'blue', { key: '2' })).toBe('kept');
  gate.resolve();
  await clock.advance(0);
  expect((await shared.operations.get('a'))?.result).toEqual([
    { kind: 'signal', payload: 'green' },
    { kind: 'signal', payload: 'blue' },
  ]);
  expect(await process.operations.signal('a', 'ci', 'late')).toBe('ended');
  expect(await process.operations.signal('none', 'ci', 'late')).toBe('unknown');
});

it('hears a signal that another replica stored', async () => {
  const { boot, start, clock, shared, stateOf } = await setUp();
  const process = await boot({
    async run(run) {
      await run.waitFor('ci');
      return done;
    },
  });
  await start(process);
  await shared.operations.addSignal('a', { name: 'ci', key: 'k', payload: 1, atMs: 1 });
  await clock.advance(LEASE_MS);
  expect(await stateOf()).toBe('done');
});

it('takes a signal that another replica stored in the last moment', async () => {
  const { boot, start, clock, shared } = await setUp();
  const process = await boot({
    async run(run) {
      const waited = await run.waitFor('ci', { untilMs: clock.now() + 1_000 });
      return { ...done, result: waited.kind };
    },
  });
  await start(process);
  await shared.operations.addSignal('a', { name: 'ci', key: 'k', payload: 1, atMs: 1 });
  await clock.advance(1_000);
  expect((await shared.operations.get('a'))?.result).toBe('signal');
});

it('waits until the moment of its first call, also over a restart', async () => {
  const { boot, start, clock, shared } = await setUp();
  const kind = {
    async run(run: OperationRun) {
      const untilMs = clock.now() + 100_000;
      const waited = await run.waitFor('ci', { untilMs });
      return { ...done, result: waited.kind };
    },
  };
  const first = await boot(kind);
  await start(first);
  first.crash();
  await clock.advance(60_000);
  await boot(kind);
  await clock.advance(39_000);
  expect(await shared.operations.get('a')).toMatchObject({ state: 'running' });
  await clock.advance(1_000);
  expect(await shared.operations.get('a')).toMatchObject({ state: 'done', result: 'timeout' });
});

it('sleeps until the moment of its first call, longer than any timer', async () => {
  const { boot, start, clock, stateOf } = await setUp();
  const long = 10 * 60_000;
  const kind = {
    async run(run: OperationRun) {
      await run.sleepUntil('nap', clock.now() + long);
      return done;
    },
  };
  const first = await boot(kind);
  await start(first);
  first.crash();
  await clock.advance(1_000);
  await boot(kind);
  await clock.advance(60_000);
  expect(await stateOf()).toBe('running');
  await clock.advance(long - 61_000);
  expect(await stateOf()).toBe('done');
});

it('ends a wait and the operation when it is canceled, and tells so', async () => {
  const { boot, start, clock, stateOf } = await setUp();
  const dropped = vi.fn(async () => undefined);
  const broke = vi.fn(async () => undefined);
  const process = await boot({
    dropped,
    broke,
    async run(run) {
      await run.waitFor('ci');
      return done;
    },
  });
  await start(process);
  expect(await process.operations.cancel('a', 'Olga')).toBe('canceled');
  await clock.advance(0);
  expect(await stateOf()).toBe('canceled');
  expect(dropped).toHaveBeenCalledTimes(1);
  expect(broke).not.toHaveBeenCalled();
  expect(await process.operations.cancel('a')).toBe('ended');
});

it('takes back finished steps in reverse order, goes on after a failure and tells it', async () => {
  const { boot, start, stateOf, stepOf } = await setUp();
  const undone: string[] = [];
  const told: unknown[] = [];
  const step = (run: OperationRun, name: string) =>
    run.step(name, {
      input: name,
      work: async () => `${name} result`,
      async undo(result, call) {
        undone.push(`${result} ${call.key} ${JSON.stringify(call.input)}`);
        if (name === 'two') throw new Error('stuck');
      },
    });
  const process = await boot({
    steps: Object.fromEntries(
      ['one', 'two', 'three'].map((name) => [name, { does: 'Does.', undo: 'Undoes.' }]),
    ),
    async run(run) {
      for (const name of ['one', 'two', 'three']) await step(run, name);
      return { state: 'failed', result: 'why' };
    },
    async undone(operation, report) {
      told.push(operation.state, report);
    },
  });
  await start(process);
  expect(await stateOf()).toBe('failed');
  expect(undone).toEqual([
    'three result a:undo:three "three"',
    'two result a:undo:two "two"',
    'one result a:undo:one "one"',
  ]);
  expect(told).toEqual(['undoing', { undone: ['three', 'one'], failed: ['two'] }]);
  expect((await stepOf('undo:two'))?.result).toEqual({ kind: 'failed', error: 'Error: stuck' });
});

it('goes on with taking back after a crash in it, without doing anything new', async () => {
  const { boot, start, clock, stateOf } = await setUp();
  const worked: string[] = [];
  const undone: string[] = [];
  const kind = (stuck: boolean) => ({
    async run(run: OperationRun) {
      for (const name of ['one', 'two']) {
        await run.step(name, {
          work: async () => void worked.push(name),
          async undo() {
            undone.push(name);
            if (stuck && name === 'one') await never();
          },
        });
      }
      await run.waitFor('ci');
      await run.step('three', async () => worked.push('three'));
      return done;
    },
  });
  const first = await boot(kind(true));
  await start(first);
  await first.operations.cancel('a');
  await clock.advance(0);
  expect(await stateOf()).toBe('undoing');
  first.crash();
  await boot(kind(false));
  await clock.advance(2 * LEASE_MS);
  expect(await stateOf()).toBe('canceled');
  expect(worked).toEqual(['one', 'two']);
  expect(undone).toEqual(['two', 'one', 'one']);
});

it('tells listeners what happens, and no listener can break it', async () => {
  const { boot, start, stateOf } = await setUp();
  const log = vi.fn();
  const process = await boot(
    {
      async run(run) {
        await run.step('one', async () => run.progress({ done: 1, total: 4, note: 'half' }));
        await run.step('two', async () => Promise.reject(new Error('bad'))).catch(() => undefined);
        return done;
      },
    },
    log,
  );
  const seen: string[] = [];
  const tell = (event: OperationEvent) => {
    if (event.kind === 'state') return `state ${event.operation.state}`;
    if (event.kind === 'progress') return `progress ${event.progress.done}/${event.progress.total}`;
    return `${event.kind} ${event.step}`;
  };
  process.operations.listen(() => {
    throw new Error('bad listener');
  });
  process.operations.listen(() => never());
  const leave = process.operations.listen((event) => seen.push(tell(event)));
  await start(process);
  expect(await stateOf()).toBe('done');
  expect(seen).toEqual([
    'state waiting',
    'state running',
    'step-started one',
    'progress 1/4',
    'step-ended one',
    'step-started two',
    'step-failed two',
    'state done',
  ]);
  expect(log).toHaveBeenCalledWith('a listener of operations failed', expect.anything());
  leave();
  await process.operations.start(testOperation('b'));
  await settle();
  expect(seen).toHaveLength(8);
});

it('lets one of two replicas run it, and the other take over when that one is suspended', async () => {
  const { boot, start, clock, shared } = await setUp();
  const runs: string[] = [];
  const kind = (name: string) => ({
    async run(run: OperationRun) {
      runs.push(name);
      await run.step('one', async () => name);
      if (name === 'first') await run.waitFor('ci');
      return { ...done, result: run.noted('one') ?? null };
    },
  });
  const log = vi.fn();
  const first = await boot(kind('first'), log);
  await start(first);
  const second = await boot(kind('second'));
  await clock.advance(3 * LEASE_MS);
  expect(runs).toEqual(['first']);

  first.freeze();
  await clock.advance(3 * LEASE_MS);
  expect(runs).toEqual(['first', 'second']);
  expect(await shared.operations.get('a')).toMatchObject({ state: 'done', result: 'first' });
  first.thaw();
  await clock.advance(3 * LEASE_MS);
  expect(log).toHaveBeenCalledWith('another process has taken over', { operation: 'a' });
  await first.operations.shutdown();
  await second.operations.shutdown();
});

it('goes on by itself when the store failed for a while', async () => {
  const { boot, start, clock, shared, stateOf } = await setUp();
  const { Fault } = await import('#kernel/fault.ts');
  const update = vi.spyOn(shared.operations, 'update');
  update.mockRejectedValueOnce(new Fault('store-failed', 'disk full'));
  const process = await boot({ run: async () => done });
  await start(process);
  expect(await stateOf()).toBe('waiting');
  await clock.advance(LEASE_MS);
  expect(await stateOf()).toBe('done');
});

it('forgets old operations once a day', async () => {
  const { boot, start, clock, shared } = await setUp();
  const process = await boot({ run: async () => done });
  await start(process);
  for (let index = 0; index < 100; index += 1) {
    const id = `later-${index}`;
    const at = clock.now() + 1 + index;
    await shared.operations.add({
      ...testOperation(id),
      state: 'done',
      createdAtMs: at,
      updatedAtMs: at,
    });
  }
  await process.operations.shutdown();
  const prune = vi.spyOn(shared.operations, 'prune');
  const day = 24 * 60 * 60_000;
  const later = virtualClock(clock.now() + 90 * day + 1);
  const next = startProcess({ shared, clock: later, kind: { run: async () => done } });
  await next.operations.resume();
  await later.advance(0);
  expect(await shared.operations.get('a')).toBeUndefined();
  expect(await shared.operations.get('later-0')).toBeDefined();
  await later.advance(day);
  expect(prune).toHaveBeenCalledTimes(2);
  await next.operations.shutdown();
});
