import type { Clock } from './clock.ts';

/** A clock for something that ends. */
export interface ClosableClock extends Clock {
  /** Calls off everything that waits: nothing keeps the process alive. */
  callOff(): void;
}

/** Passes everything on, and knows what still waits. */
export function closableClock(clock: Clock): ClosableClock {
  const waiting = new Set<() => void>();
  return {
    now: () => clock.now(),
    busy: (work) => clock.busy(work),
    after(delayMs, action) {
      const cancel = clock.after(delayMs, () => {
        waiting.delete(disarm);
        action();
      });
      const disarm = (): void => {
        waiting.delete(disarm);
        cancel();
      };
      waiting.add(disarm);
      return disarm;
    },
    callOff() {
      for (const disarm of waiting) disarm();
    },
  };
}
