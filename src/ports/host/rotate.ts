import { copyFile, stat, truncate } from 'node:fs/promises';

/**
 * Keeps a file that others go on appending to below `mostBytes`, give or take what they write
 * meanwhile: what is in it goes to `<file>.1`, in place of what was there. A line that is written
 * in between may be lost: releases hold the file open, so it cannot be another one.
 */
export async function rotate(file: string, mostBytes: number): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.size <= mostBytes) return;
  // Without space for the copy the old lines go: a full disk must not stay full because of them.
  await copyFile(file, `${file}.1`).catch(() => undefined);
  await truncate(file, 0).catch(() => undefined);
}
