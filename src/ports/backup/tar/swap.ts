import { chmod, lstat, mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { isDirectory } from './repositories.ts';

/** What is swapped in a folder; names are relative to it. */
export interface Swap {
  readonly directory: string;
  /** What comes in, inside of `directory`. */
  readonly staged: string;
  /** Where what stands there goes, inside of `directory`. */
  readonly aside: string;
  /** What is left where it is, and is not replaced either. */
  readonly stays: (relative: string) => boolean;
  /** What is not moved as a whole, because something below it stays. */
  readonly holds: (relative: string) => boolean;
}

const OWNER_MAY_WRITE = 0o200;
const MODE = 0o7777;

/** Moves what stands in a folder aside, and what is staged in. */
export async function swap(work: Swap): Promise<void> {
  await mkdir(path.join(work.directory, work.aside), { recursive: true, mode: 0o700 });
  await moveAside(work, '');
  await putIn(work, '');
}

async function moveAside(work: Swap, folder: string): Promise<void> {
  const { directory, staged, aside, stays, holds } = work;
  for (const name of await readdir(path.join(directory, folder))) {
    const relative = path.join(folder, name);
    if (relative === staged || relative === aside || stays(relative)) continue;
    const there = path.join(directory, relative);
    if (holds(relative) && (await isDirectory(there))) {
      await whileWritable(there, () => moveAside(work, relative));
      continue;
    }
    await mkdir(path.join(directory, aside, folder), { recursive: true, mode: 0o700 });
    await move(there, path.join(directory, aside, relative));
  }
}

async function putIn(work: Swap, folder: string): Promise<void> {
  const { directory, staged, stays, holds } = work;
  const names = await readdir(path.join(directory, staged, folder)).catch((): string[] => []);
  for (const name of names) {
    const relative = path.join(folder, name);
    if (stays(relative)) continue;
    const there = path.join(directory, relative);
    if (holds(relative) && (await isDirectory(there)))
      await whileWritable(there, () => putIn(work, relative));
    else await move(path.join(directory, staged, relative), there);
  }
}

/** A folder that nobody may write to cannot be moved: its `..` changes. */
async function move(from: string, to: string): Promise<void> {
  const closed = await closedMode(from);
  if (closed !== undefined) await chmod(from, closed | OWNER_MAY_WRITE);
  await rename(from, to);
  if (closed !== undefined) await chmod(to, closed);
}

async function whileWritable(directory: string, work: () => Promise<void>): Promise<void> {
  const closed = await closedMode(directory);
  if (closed !== undefined) await chmod(directory, closed | OWNER_MAY_WRITE);
  try {
    await work();
  } finally {
    if (closed !== undefined) await chmod(directory, closed);
  }
}

/** The mode of a folder that its owner may not write to. */
async function closedMode(directory: string): Promise<number | undefined> {
  const found = await lstat(directory);
  const isClosed = found.isDirectory() && (found.mode & OWNER_MAY_WRITE) === 0;
  return isClosed ? found.mode & MODE : undefined;
}
