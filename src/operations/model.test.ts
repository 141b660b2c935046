import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
  type Arbitrary,
} from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import {
  CONVERSATION,
  LEASE_MS,
  type Process,
  settle,
  startProcess,
  testOperation,
  virtualClock,
  type VirtualClock,
} from '#test/processes.ts';
import type { OperationRun, Outcome } from './kind.ts';
import { isEnded } from './states.ts';

/** How a test operation goes: three steps, two waits, two more, and then its end. */
interface Plan {
  readonly end: 'done' | 'failed' | 'canceled' | 'throws';
  /** The index of the step whose work throws. */
  readonly breaksAt: number;
  readonly undoFails: boolean;
}

type Action =
  | { readonly kind: 'start'; readonly plan: Plan }
  | { readonly kind: 'signal' | 'cancel'; readonly of: number; readonly key: number }
  | { readonly kind: 'freeze' | 'thaw' | 'restart'; readonly process: number }
  | {
      readonly kind: 'crash';
      readonly process: number;
      readonly calls: number;
      readonly isDone: boolean;
    }
  /** One process is suspended for so long that another takes over, and then goes on. */
  | { readonly kind: 'stall'; readonly process: number }
  | { readonly kind: 'pass'; readonly ms: number };

const PROCESSES = 2;
const process = integer({ min: 0, max: PROCESSES - 1 });
const of = integer({ min: 0, max: 3 });
const plan: Arbitrary<Plan> = record({
  end: constantFrom('done', 'done', 'failed', 'canceled', 'throws'),
  breaksAt: oneof(constantFrom(9), integer({ min: 0, max: 4 })),
  undoFails: boolean(),
});
const action: Arbitrary<Action> = oneof(
  record({ kind: constantFrom('start' as const), plan }),
  record({ kind: constantFrom('signal' as const), of, key: integer({ min: 0, max: 3 }) }),
  record({ kind: constantFrom('cancel' as const), of, key: integer({ min: 0, max: 1 }) }),
  record({ kind: constantFrom('freeze' as const, 'thaw' as const, 'restart' as const), process }),
  record({
    kind: constantFrom('crash' as const),
    process,
    calls: integer({ min: 0, max: 30 }),
    isDone: boolean(),
  }),
  record({ kind: constantFrom('stall' as const), process }),
  record({ kind: constantFrom('pass' as const), ms: constantFrom(0, 1_000, LEASE_MS, 40_000) }),
);

/** What happened outside, which no crash forgets. */
interface Outside {
  readonly effects: string[];
  readonly undos: Map<string, string[]>;
  readonly waits: Map<string, string[]>;
  readonly ends: Map<string, string[]>;
  readonly told: Map<string, string[]>;
  readonly mistakes: string[];
}

/** Passes an answer on when there is one: a process that crashed gives none. */
const later = <Value>(answer: Promise<Value>, use: (value: Value) => void): void => {
  answer.then(use, () => undefined);
};

const listOf = <Value>(map: Map<string, Value[]>, key: string): Value[] => {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
};

function handler(shared: Store, outside: Outside) {
  const finished = async (id: string, name: string) =>
    (await shared.operations.steps(id)).some(
      (step) => step.name === name && step.endedAtMs !== undefined,
    );
  return async (run: OperationRun): Promise<Outcome> => {
    const { id, input } = run.operation;
    const { end, breaksAt, undoFails } = input as unknown as Plan;
    const step = (index: number) =>
      run.step(`step-${index}`, {
        async work({ key }) {
          if (await finished(id, `step-${index}`)) outside.mistakes.push(`${key} ran again`);
          const { state } = (await shared.operations.get(id)) ?? {};
          if (state !== 'running') outside.mistakes.push(`${key} ran while ${state}`);
          outside.effects.push(key);
          if (breaksAt === index) throw new Error('broken');
          return index;
        },
        async undo(result, { key }) {
          expect(result).toBe(index);
          if (await finished(id, `undo:step-${index}`)) outside.mistakes.push(`${key} ran again`);
          const undone = listOf(outside.undos, id);
          if (!undone.includes(`step-${index}`)) undone.push(`step-${index}`);
          if (undoFails && index === 1) throw new Error('cannot undo');
        },
      });
    const wait = async (as: string) => {
      const waited = await run.waitFor('go', { as });
      const seen = listOf(outside.waits, `${id} ${as}`);
      seen.push(waited.kind === 'signal' ? JSON.stringify(waited.payload) : waited.kind);
    };
    await step(0);
    await step(1);
    await wait('first-wait');
    await step(2);
    await run.sleepUntil('nap', run.operation.createdAtMs + 5_000);
    await wait('second-wait');
    await Promise.all([step(3), step(4)]);
    if (end === 'throws') throw new Error('thrown');
    return { state: end };
  };
}

/** Sees every write that the store let in. */
function watched(shared: Store, outside: Outside): Store {
  const tokens = new Map<string, number>();
  const seen = (id: string, what: string, token: number | undefined): void => {
    if (listOf(outside.ends, id).length > 0) outside.mistakes.push(`${id} ${what} after its end`);
    if (token === undefined) outside.mistakes.push(`${id} ${what} without a token`);
    else if (token < (tokens.get(id) ?? 0))
      outside.mistakes.push(`${id} ${what} by a stale holder`);
    else tokens.set(id, token);
  };
  const { operations } = shared;
  return {
    ...shared,
    operations: {
      ...operations,
      async update(id, change, nowMs, token) {
        await operations.update(id, change, nowMs, token);
        seen(id, change.state, token);
        if (isEnded(change.state)) listOf(outside.ends, id).push(change.state);
      },
      async startStep(id, name, nowMs, more) {
        await operations.startStep(id, name, nowMs, more);
        seen(id, `start of ${name}`, more?.token);
      },
      async endStep(id, name, result, nowMs, token) {
        await operations.endStep(id, name, result, nowMs, token);
        seen(id, `end of ${name}`, token);
      },
    },
  };
}

async function play(actions: readonly Action[]): Promise<void> {
  const clock = virtualClock();
  const base = memoryStore(clock.now);
  await base.conversations.save(CONVERSATION);
  const outside: Outside = {
    effects: [],
    undos: new Map(),
    waits: new Map(),
    ends: new Map(),
    told: new Map(),
    mistakes: [],
  };
  const shared = watched(base, outside);
  const kind = {
    steps: {
      'step-<n>': { does: 'Something.', undo: 'Takes it back.' },
      'first-wait': 'Waits.',
      'second-wait': 'Waits again.',
      nap: 'Sleeps.',
    },
    run: handler(base, outside),
    async undone(operation: Operation, { failed }: { failed: readonly string[] }) {
      outside.told.set(operation.id, [...failed]);
    },
  };
  const boot = async (): Promise<Process> => {
    const started = startProcess({ shared, clock, kind });
    await started.operations.resume();
    return started;
  };
  const processes = await Promise.all(Array.from({ length: PROCESSES }, boot));
  const ids: string[] = [];
  const signals = new Map<string, Set<string>>();
  const canceled = new Set<string>();

  const act = async (one: Action): Promise<void> => {
    switch (one.kind) {
      case 'start': {
        const id = `op-${ids.length}`;
        ids.push(id);
        void processes[ids.length % PROCESSES]!.operations.start(testOperation(id, one.plan));
        return;
      }
      case 'signal': {
        const id = ids[one.of];
        if (id !== undefined) {
          const { operations } = processes[one.key % PROCESSES]!;
          const key = String(one.key);
          later(operations.signal(id, 'go', one.key, { key }), (kept) => {
            if (kept === 'kept') signals.set(id, (signals.get(id) ?? new Set()).add(key));
          });
        }
        return;
      }
      case 'cancel': {
        const id = ids[one.of];
        if (id !== undefined) {
          later(processes[one.key]!.operations.cancel(id), (outcome) => {
            if (outcome === 'canceled') canceled.add(id);
          });
        }
        return;
      }
      case 'freeze':
        return processes[one.process]!.freeze();
      case 'thaw':
        return processes[one.process]!.thaw();
      case 'crash':
        return processes[one.process]!.crashAfter(one.calls, one.isDone);
      case 'restart':
        processes[one.process]!.crash();
        processes[one.process]!.thaw();
        processes[one.process] = await boot();
        return;
      case 'stall': {
        processes[one.process]!.freeze();
        await clock.advance(2 * LEASE_MS);
        const other = (one.process + 1) % PROCESSES;
        processes[other]!.crash();
        processes[other]!.thaw();
        processes[other] = await boot();
        await clock.advance(3 * LEASE_MS);
        return processes[one.process]!.thaw();
      }
      case 'pass':
        return clock.advance(one.ms);
    }
  };
  for (const one of actions) {
    await act(one);
    await settle();
  }
  for (const each of processes) each.thaw();
  await settle();
  for (const each of processes) each.crash();
  await finish(await boot(), base, clock, ids);
  await check(base, outside, ids, signals, canceled);
  await base.close();
}

/** A process that lives: everything that was stored comes to its end. */
async function finish(last: Process, base: Store, clock: VirtualClock, ids: readonly string[]) {
  for (const id of ids) {
    for (const key of ['x', 'y']) await last.operations.signal(id, 'go', key, { key });
  }
  for (let round = 0; round < 20 && (await base.operations.unfinished()).length > 0; round += 1) {
    await clock.advance(LEASE_MS);
  }
  await last.operations.shutdown();
}

async function check(
  base: Store,
  outside: Outside,
  ids: readonly string[],
  signals: ReadonlyMap<string, ReadonlySet<string>>,
  canceled: ReadonlySet<string>,
): Promise<void> {
  expect(outside.mistakes).toEqual([]);
  for (const id of ids) {
    const operation = await base.operations.get(id);
    // A crash may have come before it was stored: then nobody was told that it is.
    if (!operation) continue;
    expect(outside.ends.get(id)).toEqual([operation.state]);
    const steps = await base.operations.steps(id);
    const kept = await base.operations.signals(id);
    for (const key of signals.get(id) ?? []) expect(kept.map((each) => each.key)).toContain(key);
    if (canceled.has(id)) expect(kept.map(({ name }) => name)).toContain('cancel');
    // Each wait got one signal, always the same one, in the order in which they came.
    const came = kept
      .filter(({ name }) => name === 'go')
      .map(({ payload }) => JSON.stringify(payload));
    const first = new Set(outside.waits.get(`${id} first-wait`));
    const second = new Set(outside.waits.get(`${id} second-wait`));
    expect([...first, ...second]).toEqual(came.slice(0, first.size + second.size));
    const finished = steps
      .filter(({ name, endedAtMs }) => name.startsWith('step-') && endedAtMs !== undefined)
      .map(({ name }) => name);
    if (operation.state === 'done') {
      expect(finished).toHaveLength(5);
      expect(outside.undos.get(id)).toBeUndefined();
      continue;
    }
    expect(outside.undos.get(id) ?? []).toEqual(finished.toReversed());
    const { undoFails } = operation.input as unknown as Plan;
    if (undoFails && finished.includes('step-1')) {
      expect(outside.told.get(id)).toEqual(['step-1']);
    }
  }
}

it('keeps its promises whatever comes in between', { timeout: 60_000 }, async () => {
  const runs = Number(globalThis.process.env['MODEL_RUNS'] ?? 100);
  const property = asyncProperty(array(action, { minLength: 5, maxLength: 40 }), play);
  await expect(assert(property, { numRuns: runs })).resolves.toBeUndefined();
});
