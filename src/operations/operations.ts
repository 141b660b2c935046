import { randomUUID } from 'node:crypto';
import { Fault } from '#kernel/fault.ts';
import type { Language, Say } from '#kernel/language.ts';
import { NoRoom } from '#kernel/no-room.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Json, Operation, Store } from '#ports/store/port.ts';
import { advance, CANCEL, type Engine, type Job, letGo } from './advance.ts';
import { fullFor } from './capacity.ts';
import { createEvents, type OperationListener } from './events.ts';
import type { OperationKind } from './kind.ts';
import { createLanes } from './lanes.ts';
import { pruneRegularly } from './prune.ts';
import { isEnded } from './states.ts';
import { type After, pause, systemAfter } from './timers.ts';

/** Durable operations: started once, stored before and after each step, resumed after a crash. */
export interface Operations {
  register(kind: string, handler: OperationKind): void;
  /** Every kind that is registered, by name. */
  kinds(): ReadonlyMap<string, OperationKind>;
  /**
   * Stores and queues it. With a known id nothing happens but that the stored one comes back.
   * `evenIfFull`: for what nobody asked for just now, and for what must go whatever else runs.
   *
   * @throws {NoRoom} when the person or the project has as many as may be.
   */
  start(operation: NewOperation, how?: { readonly evenIfFull?: true }): Promise<Operation>;
  /**
   * Stops it, running or waiting, here or elsewhere; `by` is shown to people. `goes-on`: it is at a
   * point from which it has to come to its end.
   */
  cancel(id: string, by?: string): Promise<'canceled' | 'ended' | 'goes-on'>;
  /**
   * Tells it something; kept also when it does not wait for it yet. One of a name and a key counts
   * once; without a key there is one of that name. `known`: it was told before, and this is lost.
   */
  signal(
    id: string,
    name: string,
    payload: Json,
    options?: { readonly key?: string },
  ): Promise<'kept' | 'known' | 'ended' | 'unknown'>;
  /** Calls `listener` with what happens here, until the returned function is called. */
  listen(listener: OperationListener): () => void;
  /** Takes up everything that had not ended, oldest first. Call once, after `register`. */
  resume(): Promise<void>;
  /** Lets go of what runs without ending it; `resume` of the next start goes on. */
  shutdown(): Promise<void>;
}

/** What is needed to start an operation. Those of one lane, which mostly is a project, run one after another. */
type NewOperation = Pick<Operation, 'id' | 'kind' | 'conversationId' | 'actorId' | 'input'> & {
  readonly project?: string;
};

interface Options {
  readonly store: Pick<Store, 'operations' | 'leases' | 'conversations'>;
  readonly chat: Chat;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  readonly after?: After;
  /** Says whether the one who asked for it may have it running; asked whenever it is taken up. */
  readonly mayRun?: (operation: Operation) => Promise<boolean>;
  /** Unique to this process. */
  readonly holder?: string;
  /** After this time without a sign of life, others take over what this process holds. */
  readonly leaseMs?: number;
}

const LEASE_MS = 15_000;

/** Operations of one process over the journal in `store`. */
export function createOperations(options: Options): Operations {
  const { store, now, log, after = systemAfter, leaseMs = LEASE_MS } = options;
  const kinds = new Map<string, OperationKind>();
  const jobs = new Map<string, Job>();
  const lanes = createLanes();
  const events = createEvents(log);
  const inTurn = keyedMutex();
  const closing = new AbortController();
  const engine: Engine = {
    ...options,
    after,
    leaseMs,
    mayRun: options.mayRun ?? (async () => true),
    holder: options.holder ?? randomUUID(),
    emit: events.emit,
    kindOf: (operation) => kinds.get(operation.kind),
  };

  const hasEnded = async (id: string): Promise<boolean> => {
    const stored = await store.operations.get(id).catch(() => undefined);
    return stored !== undefined && isEnded(stored.state);
  };

  const canStop = async ({ id, kind }: Operation): Promise<boolean> => {
    const handler = kinds.get(kind);
    if (!handler?.canStop) return true;
    const steps = await store.operations.steps(id);
    const ended = steps.filter(({ endedAtMs }) => endedAtMs !== undefined);
    return handler.canStop({ noted: (step) => ended.find(({ name }) => name === step)?.result });
  };

  /** Advances it until it has ended, here or elsewhere. */
  const runJob = async (id: string): Promise<void> => {
    while (!closing.signal.aborted) {
      const job = jobs.get(id);
      if (!job) return;
      const end = await advance(engine, job).catch((error: unknown) => {
        if (!isStoreFailure(error)) throw error;
        log('operation could not be stored, it is tried again', { operation: id, error });
      });
      if (end === 'over') return;
      await pause(leaseMs, after, closing.signal);
      if (end === 'elsewhere' && (await hasEnded(id))) return;
      if (!closing.signal.aborted && job.leaving.signal.aborted) jobs.set(id, newJob(id));
    }
  };

  const enqueue = (operation: Operation, canceled = false): void => {
    const { id } = operation;
    const job = newJob(id);
    if (canceled) job.stop.abort('canceled');
    jobs.set(id, job);
    lanes.add({
      id,
      lane: kinds.get(operation.kind)?.lane?.(operation) ?? operation.project ?? id,
      async run() {
        try {
          await runJob(id);
        } catch (error) {
          log('operation cannot go on', { operation: id, error });
        } finally {
          jobs.delete(id);
        }
      },
      moved(ahead) {
        if (closing.signal.aborted || jobs.get(id)?.stop.signal.aborted) return;
        kinds
          .get(operation.kind)
          ?.queued?.(operation, ahead)
          .catch((error: unknown) => log('queue card failed', { operation: id, error }));
      },
    });
  };

  return {
    register(kind, handler) {
      kinds.set(kind, handler);
    },
    kinds: () => kinds,
    async start(operation, { evenIfFull } = {}) {
      const at = now();
      const fresh = { ...operation, state: 'waiting', createdAtMs: at, updatedAtMs: at } as const;
      // One after another: what is counted must be stored before the next is.
      const stored = await inTurn('start', async () => {
        const known = evenIfFull ?? (await store.operations.get(operation.id));
        const full = known ? undefined : fullFor(await store.operations.unfinished(), operation);
        if (full) throw new NoRoom(full);
        return store.operations.add(fresh);
      });
      if (!isEnded(stored.state) && !jobs.has(stored.id)) {
        events.emit({ kind: 'state', operation: stored });
        enqueue(stored);
      }
      return stored;
    },
    async cancel(id, by) {
      const stored = await store.operations.get(id);
      if (!stored || isEnded(stored.state)) return 'ended';
      if (!(await canStop(stored))) return 'goes-on';
      // Stored first: whoever was told that it stops must not see it go on after a crash.
      const payload = by === undefined ? {} : { by };
      const signal = { name: CANCEL, key: CANCEL, payload, atMs: now() };
      await store.operations.addSignal(id, signal);
      const job = jobs.get(id);
      job?.mailbox?.add([signal]);
      job?.stop.abort('canceled');
      // One that still waits ends now; one that runs ends by its handler.
      await lanes.drop(id)?.();
      return 'canceled';
    },
    async signal(id, name, payload, { key = name } = {}) {
      if (name === CANCEL) throw new Error('a wish to stop is told by `cancel`');
      const stored = await store.operations.get(id);
      if (!stored) return 'unknown';
      if (isEnded(stored.state)) return 'ended';
      const signal = { name, key, payload, atMs: now() };
      const isNew = await store.operations.addSignal(id, signal);
      const mailbox = jobs.get(id)?.mailbox;
      // All of them: another replica may have stored one before that we have not seen.
      if (isNew && mailbox) mailbox.add(await store.operations.signals(id));
      return isNew ? 'kept' : 'known';
    },
    listen: events.listen,
    async resume() {
      for (const operation of await store.operations.unfinished()) {
        if (jobs.has(operation.id)) continue;
        const signals = await store.operations.signals(operation.id);
        enqueue(
          operation,
          signals.some(({ name }) => name === CANCEL),
        );
      }
      void pruneRegularly({ store: store.operations, now, after, log }, closing.signal);
    },
    async shutdown() {
      closing.abort();
      for (const job of jobs.values()) letGo(job);
      await lanes.idle();
    },
  };
}

function newJob(id: string): Job {
  return { id, stop: new AbortController(), leaving: new AbortController() };
}

/** It may pass: a full disk, a locked file. What the handler meets is the handler's. */
function isStoreFailure(error: unknown): boolean {
  return error instanceof Fault && error.code === 'store-failed';
}
