import { open } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';

const MAGIC = 'SQLite format 3\0';

/** Says whether `file` is an SQLite database, by its first bytes. */
export async function isDatabase(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return bytesRead === MAGIC.length && buffer.toString('latin1') === MAGIC;
  } finally {
    await handle.close();
  }
}

/**
 * Copies a database that others write to as it is at one moment. Not for a database that this
 * process has open: closing the second connection would drop the first one's locks.
 */
export async function copyDatabase(file: string, to: string): Promise<void> {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    await backup(database, to);
  } finally {
    database.close();
  }
}
