import type { OperationStore } from '#ports/store/port.ts';
import { type After, pause } from './timers.ts';

interface Options {
  readonly store: Pick<OperationStore, 'prune'>;
  readonly now: () => number;
  readonly after: After;
  readonly log: (message: string, details: object) => void;
}

const EVERY_MS = 24 * 60 * 60_000;
/** How long an operation stays after its end, with its steps and signals. */
const KEEP_MS = 90 * 24 * 60 * 60_000;
/** So many of each project stay, however old they are. */
const KEEP_PER_PROJECT = 100;

/** Forgets old operations, now and daily until `signal` aborts. Never rejects. */
export async function pruneRegularly(
  { store, now, after, log }: Options,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const count = await store.prune(now() - KEEP_MS, KEEP_PER_PROJECT);
      if (count > 0) log('old operations are forgotten', { count });
    } catch (error) {
      log('old operations could not be forgotten, it is tried again', { error });
    }
    await pause(EVERY_MS, after, signal);
  }
}
