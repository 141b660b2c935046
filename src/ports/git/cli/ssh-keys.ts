import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A private key as ssh reads it: a file, for as long as one process of git runs. */
interface KeyFile {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** Writes a key into `directory`, which only we read. */
export async function keyFile(
  directory: string,
  key: string | undefined,
): Promise<KeyFile | undefined> {
  if (key === undefined) return undefined;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, randomUUID());
  await writeFile(file, `${key.trim()}\n`, { mode: 0o600, flag: 'wx' });
  return { file, remove: () => rm(file, { force: true }) };
}

/** Removes the keys that a process left which was killed; before the first use of `directory`. */
export async function emptyKeys(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
