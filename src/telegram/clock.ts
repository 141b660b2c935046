/** Time, from outside. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Runs `action` once, `ms` later, after 24 days at the latest; returns how to call it off. */
  after(ms: number, action: () => void): () => void;
}

/** The machine's timers hold no more; a longer one would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's timers with a `now` of the caller's. */
export function timerClock(now: () => number): Clock {
  return {
    now,
    after(ms, action) {
      const timer = setTimeout(action, Math.min(ms, LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves `ms` later, or as soon as `signal` aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** The pause after the `failures`th failure in a row. */
export function backoffMs(
  limits: { retryMs: number; maxRetryMs: number },
  failures: number,
): number {
  return Math.min(limits.maxRetryMs, limits.retryMs * 2 ** Math.min(failures - 1, 16));
}
