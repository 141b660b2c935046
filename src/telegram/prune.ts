import type { Store } from '#ports/store/port.ts';
import { pause, type Clock } from './clock.ts';
import { errorFields, type Log } from './log.ts';

interface PruneOptions {
  readonly store: Pick<Store, 'outbox' | 'buttons'>;
  readonly clock: Clock;
  readonly log: Log;
}

const PRUNE_EVERY_MS = 60 * 60_000;
/** A message is known as long as its buttons work: what can be tapped can be closed. */
const KEEP_MS = 30 * 24 * 60 * 60_000;

/** Forgets what nobody needs any more, every hour until `signal` aborts. Never rejects. */
export async function pruneRegularly(
  { store, clock, log }: PruneOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const nowMs = clock.now();
    try {
      await store.outbox.prune(nowMs - KEEP_MS);
      await store.buttons.prune(nowMs - KEEP_MS);
    } catch (error) {
      log.error(errorFields(error), 'old entries cannot be forgotten, it is tried again');
    }
    await pause(clock, PRUNE_EVERY_MS, signal);
  }
}
