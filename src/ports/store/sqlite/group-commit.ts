import type { DatabaseSync } from 'node:sqlite';

/** Writes to one database that share transactions. */
export interface GroupCommit {
  /**
   * Does `work` in a transaction and resolves with its result once that is on the disk. What it
   * throws undoes its own changes only.
   */
  readonly write: <Result>(work: () => Result) => Promise<Result>;
  /** The same, but it may wait up to `LATER_MS` for company: for what nobody is waiting for. */
  readonly writeLater: <Result>(work: () => Result) => Promise<Result>;
  /** Does now what waits. */
  readonly flush: () => void;
}

const LATER_MS = 25;

interface Job {
  readonly work: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes that come within one turn of the event loop go to the disk together: syncing the file is
 * by far the dearest part of a small transaction, and under load there is always company.
 * `check` may throw before anything is written. A database in memory has nothing to sync: there
 * each write is done at once.
 */
export function groupCommit(
  database: DatabaseSync,
  check: () => void,
  { isInMemory = false } = {},
): GroupCommit {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const mark = database.prepare('SAVEPOINT job');
  const keep = database.prepare('RELEASE job');
  const undo = database.prepare('ROLLBACK TO job');
  let waiting: Job[] = [];
  let isDue = false;
  let later: NodeJS.Timeout | undefined;

  /** Runs one; the result settles it once everything is on the disk. */
  function run({ work, resolve, reject }: Job): () => void {
    mark.run();
    try {
      const result = work();
      keep.run();
      return () => resolve(result);
    } catch (error) {
      // Some failures, such as a full disk, end the whole transaction by themselves.
      if (!database.isTransaction) throw error;
      undo.run();
      keep.run();
      return () => reject(error);
    }
  }

  function flush(): void {
    const jobs = waiting;
    waiting = [];
    isDue = false;
    clearTimeout(later);
    later = undefined;
    if (jobs.length === 0) return;
    let settle: (() => void)[];
    try {
      begin.run();
      check();
      settle = jobs.map(run);
      commit.run();
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
      settle = jobs.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const each of settle) each();
  }

  const add = <Result>(work: () => Result): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      if (isInMemory) flush();
    });

  return {
    write(work) {
      if (!isInMemory && !isDue) setImmediate(flush);
      isDue = true;
      return add(work);
    },
    writeLater(work) {
      if (!isInMemory && !isDue) later ??= setTimeout(flush, LATER_MS);
      return add(work);
    },
    flush,
  };
}
