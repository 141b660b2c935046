import type { Rate } from '../limits.ts';

/** A budget that refills with time. */
export interface Budget {
  /** How long until one call may go while `reserve` more stay possible. */
  waitMs(nowMs: number, reserve: number): number;
  spend(nowMs: number): void;
}

/**
 * A budget of `rate`, full at first. Spend when the answer is here, not when the call starts: the
 * server's own clock for this chat then never runs behind ours, whatever the network does.
 */
export function createBudget({ burst, refillMs }: Rate): Budget {
  let fullAtMs = 0;
  return {
    waitMs(nowMs, reserve) {
      const spare = Math.max(0, burst - 1 - reserve) * refillMs;
      return Math.max(0, fullAtMs - spare - nowMs);
    },
    spend(nowMs) {
      fullAtMs = Math.max(fullAtMs, nowMs) + refillMs;
    },
  };
}
