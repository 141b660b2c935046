/** Work in order per key, different keys side by side. */
export interface Lanes {
  /** Runs `task` after everything that was given for `key` before. A failure stops nobody. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
}

/** Lanes that forget a key as soon as its work is done. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, task) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      tails.set(key, mine);
      const leave = () => {
        if (tails.get(key) === mine) tails.delete(key);
      };
      mine.then(leave, leave);
      return mine;
    },
  };
}
