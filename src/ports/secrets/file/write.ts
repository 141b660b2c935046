import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from '#lib/sync-directory.ts';

/** Writes `file` anew, for us alone. Resolves once it is on the disk. */
export async function writeNew(file: string, text: string): Promise<void> {
  // One that a crash left would keep its own permissions.
  await rm(file, { force: true });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** In one step: whoever reads sees the old file or the new one, also after a crash. */
export async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  await writeNew(draft, text);
  await rename(draft, file);
  await syncDirectory(path.dirname(file));
}
