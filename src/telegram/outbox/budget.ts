import type { Rate } from '../limits.ts';

/** A budget that refills with time. A clock that steps back costs one refill at most. */
export interface Budget {
  /** How long until one call may go while `reserve` more stay possible. */
  waitMs(nowMs: number, reserve: number): number;
  spend(nowMs: number): void;
  /** Takes everything that is left: nobody knows what was spent before. */
  drain(nowMs: number): void;
  /** Becomes at most as full as `other`. */
  lowerTo(other: Budget): void;
  /** When it is full again. */
  fullAtMs(): number;
}

/**
 * A budget of `rate`, full at first. Spend when the answer is here, not when the call starts: the
 * server's own clock for this chat then never runs behind ours, whatever the network does.
 */
export function createBudget({ burst, refillMs }: Rate): Budget {
  let fullAtMs = 0;
  // Full again later than after a whole refill can only be by a clock that stepped back.
  const correct = (nowMs: number): void => {
    fullAtMs = Math.min(fullAtMs, nowMs + burst * refillMs);
  };
  return {
    waitMs(nowMs, reserve) {
      correct(nowMs);
      const spare = Math.max(0, burst - 1 - reserve) * refillMs;
      return Math.max(0, fullAtMs - spare - nowMs);
    },
    spend(nowMs) {
      correct(nowMs);
      fullAtMs = Math.max(fullAtMs, nowMs) + refillMs;
    },
    drain(nowMs) {
      fullAtMs = nowMs + burst * refillMs;
    },
    lowerTo(other) {
      fullAtMs = Math.max(fullAtMs, other.fullAtMs());
    },
    fullAtMs: () => fullAtMs,
  };
}

/** Something that has to wait. A clock that steps back makes it wait its time once more, no longer. */
export interface Block {
  waitMs(nowMs: number): number;
  /** Waits for `ms` from now, or as long as it has to anyway. */
  extend(nowMs: number, ms: number): void;
}

export function createBlock(): Block {
  let untilMs = 0;
  let lastsMs = 0;
  const waitMs = (nowMs: number): number => {
    untilMs = Math.min(untilMs, nowMs + lastsMs);
    return Math.max(0, untilMs - nowMs);
  };
  return {
    waitMs,
    extend(nowMs, ms) {
      lastsMs = Math.max(waitMs(nowMs), ms);
      untilMs = nowMs + lastsMs;
    },
  };
}
