import type { Operation } from '#ports/store/port.ts';
import type { Progress } from './kind.ts';

/** What happens to operations of this process, told after it was stored. */
export type OperationEvent =
  | { readonly kind: 'state'; readonly operation: Operation }
  | {
      readonly kind: 'step-started';
      readonly operation: Operation;
      readonly step: string;
      readonly attempt: number;
    }
  | {
      readonly kind: 'step-ended';
      readonly operation: Operation;
      readonly step: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'step-failed';
      readonly operation: Operation;
      readonly step: string;
      readonly error: string;
    }
  | { readonly kind: 'progress'; readonly operation: Operation; readonly progress: Progress };

/** Told of everything; what it throws is logged and harms nobody. */
export type OperationListener = (event: OperationEvent) => unknown;

/** Tells everybody who listens, later than the caller goes on. */
export type Emit = (event: OperationEvent) => void;

/** A list of listeners; `listen` returns how to leave it. */
export function createEvents(log: (message: string, details: object) => void): {
  readonly emit: Emit;
  readonly listen: (listener: OperationListener) => () => void;
} {
  const listeners = new Set<OperationListener>();

  const tell = async (listener: OperationListener, event: OperationEvent): Promise<void> => {
    try {
      await listener(event);
    } catch (error) {
      log('a listener of operations failed', { event: event.kind, error });
    }
  };

  return {
    emit(event) {
      queueMicrotask(() => {
        for (const listener of listeners) void tell(listener, event);
      });
    },
    listen(listener) {
      const own: OperationListener = (event) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
