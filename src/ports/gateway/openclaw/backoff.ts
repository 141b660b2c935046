/** How long to wait after a lost connection: the nth time the nth, then always the last. */
const BACKOFF_MS = [250, 500, 1_000, 2_000] as const;
const LONGEST_BACKOFF_MS = 3_000;
/** A connection that holds so long counts: one that is accepted and dropped at once does not. */
const STEADY_MS = 10_000;

/** The pauses between attempts to connect. Times in milliseconds of any clock that never steps back. */
export interface Backoff {
  /** The connection stands. */
  up(nowMs: number): void;
  /** It is lost, or was not made; returns the pause before the next attempt. */
  lost(nowMs: number): number;
}

export function createBackoff(): Backoff {
  let failures = 0;
  let upAtMs: number | undefined;
  return {
    up(nowMs) {
      upAtMs = nowMs;
    },
    lost(nowMs) {
      if (upAtMs !== undefined && nowMs - upAtMs >= STEADY_MS) failures = 0;
      upAtMs = undefined;
      const pauseMs = BACKOFF_MS[failures] ?? LONGEST_BACKOFF_MS;
      failures += 1;
      return pauseMs;
    },
  };
}
