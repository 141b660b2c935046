import type { Json, Operation, OperationState, OperationStore } from '#ports/store/port.ts';
import { createLanes } from './lanes.ts';

/** How an operation ended. */
export interface Outcome {
  readonly state: Exclude<OperationState, 'waiting' | 'running'>;
  readonly result?: Json;
}

/** What a handler works with while its operation runs. */
export interface OperationRun {
  readonly operation: Operation;
  /** `true` when this process did not start it: a crash or a restart came between. */
  readonly resumed: boolean;
  /** Aborted with the reason `canceled` when somebody stops it, `shutdown` when the bot ends. */
  readonly signal: AbortSignal;
  /**
   * Does `work` once: its result is stored, and after a restart the stored one comes back instead.
   * A crash inside `work` runs it again, so `work` looks first when `attempt` is over 1. The
   * result must survive JSON.
   */
  step<Result>(name: string, work: (attempt: number) => Promise<Result>): Promise<Result>;
}

/** What one kind of operation does. */
export interface OperationKind {
  run(run: OperationRun): Promise<Outcome>;
  /** Told when it must wait for `ahead` others, and again when that number changes. */
  queued?(operation: Operation, ahead: number): Promise<void>;
  /** Told when it was canceled before it ran. */
  dropped?(operation: Operation): Promise<void>;
  /** Told when `run` threw: something broke, and the person has to hear of it. */
  broke?(operation: Operation): Promise<void>;
}

/** Durable operations: started once, stored before and after each step, resumed after a crash. */
export interface Operations {
  register(kind: string, handler: OperationKind): void;
  /** Stores and queues it. With a known id nothing happens but that the stored one comes back. */
  start(operation: NewOperation): Promise<Operation>;
  /** Stops it, running or waiting. Resolves with `false` when it had ended. */
  cancel(id: string): Promise<boolean>;
  /** Takes up everything that had not ended, oldest first. Call once, after `register`. */
  resume(): Promise<void>;
  /** Lets go of what runs without ending it; `resume` of the next start goes on. */
  shutdown(): Promise<void>;
}

/** What is needed to start an operation. Those of one project run one after another. */
type NewOperation = Pick<Operation, 'id' | 'kind' | 'conversationId' | 'actorId' | 'input'> & {
  readonly project?: string;
};

interface Options {
  readonly store: OperationStore;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

/** The step that keeps a wish to stop. */
const CANCEL = 'cancel';

/** Operations of one process over the journal in `store`. */
export function createOperations({ store, now, log }: Options): Operations {
  const kinds = new Map<string, OperationKind>();
  const stops = new Map<string, AbortController>();
  const lanes = createLanes();
  let closing = false;

  const kindOf = (operation: Operation): OperationKind => {
    const kind = kinds.get(operation.kind);
    if (!kind) throw new Error(`no handler for operations of kind ${operation.kind}`);
    return kind;
  };

  const end = async (operation: Operation, outcome: Outcome): Promise<void> => {
    await store.update(operation.id, outcome, now());
    log('operation ended', { operation: operation.id, kind: operation.kind, state: outcome.state });
  };

  const advance = async (
    operation: Operation,
    stop: AbortController,
    resumed: boolean,
  ): Promise<void> => {
    if (closing) return;
    // One that ran before is brought to its end by its handler: something of it may still go on.
    if (stop.signal.aborted && !resumed) {
      await kindOf(operation).dropped?.(operation);
      return end(operation, { state: 'canceled' });
    }
    await store.update(operation.id, { state: 'running' }, now());
    const run: OperationRun = {
      operation,
      resumed,
      signal: stop.signal,
      async step(name, work) {
        const known = (await store.steps(operation.id)).find((step) => step.name === name);
        // The journal holds what this very step returned, so the type is the step's own.
        if (known?.endedAtMs !== undefined) return known.result as Awaited<ReturnType<typeof work>>;
        await store.startStep(operation.id, name, now());
        const result = await work((known?.attempts ?? 0) + 1);
        // What was cut off by our own end is no result: the next start does it again.
        if (closing) throw new Error('shutdown');
        await store.endStep(operation.id, name, result ?? null, now());
        return result;
      },
    };
    try {
      await end(operation, await kindOf(operation).run(run));
    } catch (error) {
      if (closing) return;
      log('operation broke', { operation: operation.id, kind: operation.kind, error });
      await kindOf(operation).broke?.(operation);
      await end(operation, { state: 'failed', result: { error: String(error) } });
    }
  };

  const enqueue = (operation: Operation, resumed: boolean, canceled = false): void => {
    const stop = new AbortController();
    if (canceled) stop.abort('canceled');
    stops.set(operation.id, stop);
    lanes.add({
      id: operation.id,
      lane: operation.project ?? operation.id,
      async run() {
        try {
          await advance(operation, stop, resumed);
        } catch (error) {
          log('operation could not be stored', { operation: operation.id, error });
        } finally {
          stops.delete(operation.id);
        }
      },
      moved(ahead) {
        if (closing || stop.signal.aborted) return;
        kindOf(operation)
          .queued?.(operation, ahead)
          .catch((error: unknown) => log('queue card failed', { operation: operation.id, error }));
      },
    });
  };

  return {
    register(kind, handler) {
      kinds.set(kind, handler);
    },
    async start(operation) {
      const at = now();
      const fresh = { ...operation, state: 'waiting', createdAtMs: at, updatedAtMs: at } as const;
      const stored = await store.add(fresh);
      const unfinished = stored.state === 'waiting' || stored.state === 'running';
      if (unfinished && !stops.has(stored.id)) enqueue(stored, stored.state === 'running');
      return stored;
    },
    async cancel(id) {
      const stop = stops.get(id);
      if (!stop) return false;
      // Stored first: whoever was told that it stops must not see it go on after a crash.
      await store.startStep(id, CANCEL, now());
      stop.abort('canceled');
      // One that still waits ends now; one that runs ends by its handler.
      const dropped = lanes.drop(id);
      if (dropped) await dropped();
      return true;
    },
    async resume() {
      for (const operation of await store.unfinished()) {
        if (stops.has(operation.id)) continue;
        const canceled = (await store.steps(operation.id)).some((step) => step.name === CANCEL);
        enqueue(operation, operation.state === 'running', canceled);
      }
    },
    async shutdown() {
      closing = true;
      for (const stop of stops.values()) stop.abort('shutdown');
      await lanes.idle();
    },
  };
}
