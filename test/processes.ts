import { setImmediate as turn } from 'node:timers/promises';
import type { Conversation } from '#kernel/conversation.ts';
import type { Quantity } from '#kernel/quantity.ts';
import type { OperationKind } from '#operations/kind.ts';
import { createOperations, type Operations } from '#operations/operations.ts';
import type { After } from '#operations/timers.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import type { Store } from '#ports/store/port.ts';

/** A clock that moves only when it is told to, with its timers. */
export interface VirtualClock {
  readonly now: () => number;
  readonly after: After;
  /** Moves on and runs what is due, in order, each to its end. */
  advance(ms: number): Promise<void>;
}

/** Everything that can go on without time passing has gone on. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await turn();
}

/** Begins at `startMs`. */
export function virtualClock(startMs = 1_000_000): VirtualClock {
  const timers = new Map<number, { readonly atMs: number; readonly work: () => void }>();
  let nowMs = startMs;
  let count = 0;
  return {
    now: () => nowMs,
    after(ms, work) {
      const id = (count += 1);
      timers.set(id, { atMs: nowMs + ms, work });
      return () => void timers.delete(id);
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].toSorted(([, a], [, b]) => a.atMs - b.atMs);
        if (!next || next[1].atMs > endMs) break;
        timers.delete(next[0]);
        nowMs = Math.max(nowMs, next[1].atMs);
        next[1].work();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
}

/** How one process reaches the store that all share. */
interface Line {
  readonly store: Store;
  /** No call of this process is made or answered from now on, as after `kill -9`. */
  crash(): void;
  /** Crashes at the call after `calls` more; with `isDone` the call is made and not answered. */
  crashAfter(calls: number, isDone: boolean): void;
  /** Calls wait until `thaw`: a process that was suspended. */
  freeze(): void;
  thaw(): void;
}

/** A line to `shared`. */
function lineTo(shared: Store): Line {
  let isDead = false;
  let left = Infinity;
  let isLastDone = false;
  let frozen: PromiseWithResolvers<void> | undefined;
  const never = () => new Promise<never>(() => undefined);

  const call = async (work: () => Promise<unknown>): Promise<unknown> => {
    await frozen?.promise;
    if (isDead) return never();
    left -= 1;
    if (left >= 0) {
      const result = await work();
      return isDead ? never() : result;
    }
    isDead = true;
    if (isLastDone) await work();
    return never();
  };
  const through = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...values: unknown[]) =>
          call(() => Reflect.apply(method, target, values) as Promise<unknown>);
      },
    });

  return {
    store: {
      ...shared,
      operations: through(shared.operations),
      leases: through(shared.leases),
      conversations: through(shared.conversations),
    },
    crash() {
      isDead = true;
    },
    crashAfter(calls, isDone) {
      left = calls;
      isLastDone = isDone;
    },
    freeze() {
      frozen ??= Promise.withResolvers<void>();
    },
    thaw() {
      frozen?.resolve();
      frozen = undefined;
    },
  };
}

/** One process with operations of its own over a store that may be shared. */
export interface Process extends Line {
  readonly operations: Operations;
}

/** The conversation of `testOperation`. */
export const CONVERSATION: Conversation = {
  id: '5:0:7',
  chatId: 5,
  actorId: 7,
  language: 'en',
};

/** What to start: an operation of kind `test` in a lane of its own. */
export function testOperation(id: string, input: null | object = null) {
  return {
    id,
    kind: 'test',
    conversationId: CONVERSATION.id,
    actorId: 7,
    input: input as never,
  };
}

/** Starts a process that knows the kind `test`. Nothing is resumed yet. */
export function startProcess(options: {
  readonly shared: Store;
  readonly clock: VirtualClock;
  readonly kind: Partial<OperationKind> & Pick<OperationKind, 'run'>;
  readonly holder?: string;
  readonly chat?: ReturnType<typeof memoryChat>;
  readonly log?: (message: string, details: object) => void;
}): Process {
  const line = lineTo(options.shared);
  const operations = createOperations({
    store: line.store,
    chat: options.chat ?? memoryChat(),
    sayIn: () => (key, values) => [key, ...Object.values(values ?? {}).map(shown)].join(' '),
    now: options.clock.now,
    after: options.clock.after,
    log: options.log ?? (() => undefined),
    leaseMs: LEASE_MS,
    ...(options.holder === undefined ? {} : { holder: options.holder }),
  });
  const steps = { '<name>': { does: 'Anything.', undo: 'Takes it back.' } };
  operations.register('test', { title: 'A test.', steps, ...options.kind });
  return { ...line, operations };
}

/** Of the processes of `startProcess`. */
export const LEASE_MS = 9_000;

/** A value of a word as it is; a moment as `2026-11-22 11:05 UTC`. */
function shown(value: string | number | Quantity): string {
  if (typeof value !== 'object') return String(value);
  if (!('atMs' in value)) return JSON.stringify(value);
  return `${new Date(value.atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
