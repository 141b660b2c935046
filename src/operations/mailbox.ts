import type { Signal, Step } from '#ports/store/port.ts';

/** The signals of one running operation, in memory, each given to one wait. */
export interface Mailbox {
  /** Those known already are dropped. */
  add(signals: readonly Signal[]): void;
  /** The oldest of that name that nobody took. */
  peek(name: string): Signal | undefined;
  take(signal: Signal): void;
  /** Calls `changed` after each `add` until the returned function is called. */
  watch(changed: () => void): () => void;
}

/** What a wait step keeps: which signal ended it. */
export interface TakenSignal {
  readonly signal: string;
  readonly key: string;
}

/** A mailbox without what the waits of an earlier process took. */
export function createMailbox(steps: readonly Step[]): Mailbox {
  const signals = new Map<string, Signal>();
  const taken = new Set<string>();
  const watchers = new Set<() => void>();
  for (const { input, result } of steps) {
    if (isTaken(input, result)) taken.add(idOf(result.signal, result.key));
  }

  return {
    add(more) {
      const before = signals.size;
      for (const signal of more) {
        const id = idOf(signal.name, signal.key);
        if (!signals.has(id)) signals.set(id, signal);
      }
      if (signals.size > before) for (const changed of watchers) changed();
    },
    peek(name) {
      for (const [id, signal] of signals) {
        if (signal.name === name && !taken.has(id)) return signal;
      }
      return undefined;
    },
    take({ name, key }) {
      taken.add(idOf(name, key));
    },
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
}

function idOf(name: string, key: string): string {
  return JSON.stringify([name, key]);
}

/** Only a wait is given the name of a signal and keeps the same one. */
function isTaken(input: unknown, result: unknown): result is TakenSignal {
  const asked = input as Partial<TakenSignal> | null | undefined;
  const kept = result as Partial<TakenSignal> | null | undefined;
  return (
    typeof kept?.key === 'string' && kept.signal !== undefined && asked?.signal === kept.signal
  );
}
