import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#kernel/fault.ts';

const FILE = 'backup.lock';
const BUSY = 5;

/**
 * Keeps every other process from making or restoring backups in `backupDir` until the returned
 * function is called or this process ends. It is the kernel's lock, taken through SQLite: nothing
 * is stale after a crash. Never open the file in another way: closing it would drop the lock.
 * @throws {Fault} `backup-failed` when another one has it
 */
export function holdBackups(backupDir: string): () => void {
  const file = path.join(backupDir, FILE);
  let lock: DatabaseSync | undefined;
  try {
    createPrivately(file);
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: unknown }).errcode === BUSY)
      throw new Fault('backup-failed', `another backup or restore is at work in ${backupDir}`);
    throw error;
  }
  const held = lock;
  return () => held.close();
}

function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
