import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#kernel/fault.ts';
import { toFault } from './fault.ts';

const BUSY = 5;
/** Thrown because somebody else has the lock: a busy database is a `store-failed` too. */
const held = new WeakSet<Fault>();

/**
 * Keeps everybody else, this process included, from using `file` until the returned function is
 * called or the process ends, however it ends.
 *
 * The lock is the kernel's, on `<file>.lock`, taken through SQLite: nothing is left to be stale
 * after a crash, and two containers that are both process 1 on one volume still see each other.
 * `<file>.pid` only tells whom to stop. Never open `<file>.lock` in this process: closing it
 * would drop the lock.
 * @throws {Fault} `store-failed`
 */
export function holdLock(file: string): () => void {
  const lockFile = `${file}.lock`;
  const pidFile = `${file}.pid`;
  createPrivately(lockFile);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(lockFile, { timeout: 0 });
    // The lock file stays empty, without a journal beside it: nothing of it can be damaged.
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock?.close();
    throw isBusy(error) ? taken(pidFile, error) : toFault(error, lockFile);
  }
  const ours = lock;
  return () => {
    if (!ours.isOpen) return;
    rmSync(pidFile, { force: true });
    ours.close();
  };
}

/** Says whether `error` is that `holdLock` found somebody holding the file. */
export function isHeldByAnother(error: unknown): boolean {
  return error instanceof Fault && held.has(error);
}

/** Creates the file for its owner alone unless it exists; an existing one is not even opened. */
export function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw toFault(error, file);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === BUSY;
}

function taken(pidFile: string, cause: unknown): Fault {
  const fault = new Fault(
    'store-failed',
    `another CodeFoundry (pid ${readPid(pidFile)}) uses this data directory; stop it or set DATA_DIR`,
    { cause },
  );
  held.add(fault);
  return fault;
}

function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim() || 'unknown';
  } catch {
    // It has the lock and has not come to writing its pid.
    return 'unknown';
  }
}
