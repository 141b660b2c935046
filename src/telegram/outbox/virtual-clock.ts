import type { Clock } from '../clock.ts';

/** A clock for tests, whose time passes only by `pass`. */
export function virtualClock() {
  let nowMs = 1_700_000_000_000;
  const timers = new Map<number, { atMs: number; run: () => void }>();
  let ids = 0;
  const clock: Clock = {
    now: () => nowMs,
    after(ms, run) {
      const id = (ids += 1);
      timers.set(id, { atMs: nowMs + ms, run });
      return () => timers.delete(id);
    },
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    clock,
    /** Lets `ms` pass, timer by timer. */
    pass: async (ms: number): Promise<void> => {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const next = [...timers].toSorted(([a, x], [b, y]) => x.atMs - y.atMs || a - b)[0];
        if (!next || next[1].atMs > untilMs) break;
        timers.delete(next[0]);
        nowMs = Math.max(nowMs, next[1].atMs);
        next[1].run();
      }
      nowMs = untilMs;
    },
  };
}
