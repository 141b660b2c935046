/** Where everything that waits in the emulator gets its time from. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once, `delayMs` from now; the result calls it off. */
  after(delayMs: number, action: () => void): () => void;
  /** Tells of work that takes real time, such as a request: a moved clock lets it end first. */
  busy(work: Promise<unknown>): void;
}

/** A clock that a test moves. */
export interface MovableClock extends Clock {
  /**
   * Lets `durationMs` pass: what falls due runs in order, each at its own time, also what was
   * only asked for on the way. Resolves once all of it ran and what it set off came to its end,
   * except for work that is silent for 2 real seconds: somebody holds it on purpose, and time goes
   * on without it.
   */
  advance(durationMs: number): Promise<void>;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
  busy: () => undefined,
};

/** Work that takes longer is held on purpose: a request that is never answered, say. */
const HELD_MS = 2_000;

/** Waits in real time and tells what `now` tells. */
export function clockOf(now: () => number): Clock {
  return { ...systemClock, now };
}

/** Stands still until told to advance: hours of long polls and retries pass in no time. */
export function virtualClock(startMs: number): MovableClock {
  const timers = timerList();
  const work = workInFlight();
  let nowMs = startMs;

  return {
    now: () => nowMs,
    after: (delayMs, action) => timers.add(nowMs + Math.max(0, delayMs), action),
    busy: (begun) => work.add(begun),
    async advance(durationMs) {
      // What was begun just now still has to say what it waits for.
      await work.settled();
      const endMs = nowMs + Math.max(0, durationMs);
      for (let due = timers.take(endMs); due; due = timers.take(endMs)) {
        nowMs = Math.max(nowMs, due.dueMs);
        due.action();
        await work.settled();
      }
      nowMs = Math.max(nowMs, endMs);
      await work.settled();
    },
  };
}

/** Runs with the machine's time and can be moved ahead of it. */
export function skippingClock(system: Clock = systemClock): MovableClock {
  const timers = timerList();
  const work = workInFlight();
  let aheadMs = 0;
  let stopWaiting = (): void => undefined;
  const now = (): number => system.now() + aheadMs;

  const runDue = (): void => {
    for (let due = timers.take(now()); due; due = timers.take(now())) due.action();
    arm();
  };
  const arm = (): void => {
    stopWaiting();
    const nextMs = timers.nextMs();
    if (nextMs !== undefined) stopWaiting = system.after(nextMs - now(), runDue);
  };

  return {
    now,
    after(delayMs, action) {
      const cancel = timers.add(now() + Math.max(0, delayMs), action);
      arm();
      return () => {
        cancel();
        arm();
      };
    },
    busy: (begun) => work.add(begun),
    async advance(durationMs) {
      await work.settled();
      const endMs = now() + Math.max(0, durationMs);
      for (let due = timers.take(endMs); due; due = timers.take(endMs)) {
        aheadMs += Math.max(0, due.dueMs - now());
        due.action();
        await work.settled();
      }
      aheadMs += Math.max(0, endMs - now());
      runDue();
      await work.settled();
    },
  };
}

interface Timer {
  readonly dueMs: number;
  readonly action: () => void;
}

/** What waits, the first to run first; of two at the same time the older one. */
function timerList(): {
  add(dueMs: number, action: () => void): () => void;
  take(untilMs: number): Timer | undefined;
  nextMs(): number | undefined;
} {
  const timers: Timer[] = [];
  return {
    add(dueMs, action) {
      const timer = { dueMs, action };
      const later = timers.findIndex((other) => other.dueMs > dueMs);
      timers.splice(later === -1 ? timers.length : later, 0, timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at !== -1) timers.splice(at, 1);
      };
    },
    take(untilMs) {
      const [first] = timers;
      return first && first.dueMs <= untilMs ? timers.shift() : undefined;
    },
    nextMs: () => timers[0]?.dueMs,
  };
}

/** Work that takes real time, and what it sets off in its turn. */
function workInFlight(): { add(work: Promise<unknown>): void; settled(): Promise<void> } {
  const works = new Set<Promise<unknown>>();
  return {
    add(work) {
      const { promise: waited, resolve } = Promise.withResolvers<undefined>();
      const end = (): void => {
        clearTimeout(timer);
        works.delete(waited);
        resolve(undefined);
      };
      const timer = setTimeout(end, HELD_MS);
      works.add(waited);
      work.then(end, end);
    },
    async settled() {
      await turn();
      while (works.size > 0) {
        await Promise.all(works);
        await turn();
      }
    },
  };
}

/** Lets promises that just settled go on. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
