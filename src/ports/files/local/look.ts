import { constants, type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { isLocked } from '#lib/locked-path.ts';
import type { FolderEntry, Found, Unreachable } from '../port.ts';
import { codeOf, inside, split, WalkEnded, within } from './walk.ts';

/** More in one folder nobody pages through. */
const MOST_ENTRIES = 2_000;
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** `ProjectFiles.look` below `root`. */
export function look(root: string, path: string): Promise<Found> {
  return orWhere(async () => {
    if (isLocked(path)) return { kind: 'locked', at: path };
    const { parts, name } = split(path);
    return within(root, parts, async (folder) => {
      if (name === '') return listed(folder, '');
      const found = await statOf(folder, name);
      if (!found) return { kind: 'missing', at: path };
      if (found.isFile()) return { kind: 'file', sizeBytes: found.size };
      if (found.isSymbolicLink()) return { kind: 'link', at: path };
      if (!found.isDirectory()) return { kind: 'other', at: path };
      return within(inside(folder, name), [], (inner) => listed(inner, path));
    });
  });
}

/** `ProjectFiles.read` below `root`. */
export async function read(
  root: string,
  path: string,
  mostBytes: number,
): Promise<Buffer | undefined> {
  if (isLocked(path)) return undefined;
  const { parts, name } = split(path);
  try {
    return await within(root, parts, (folder) => readIn(folder, name, mostBytes));
  } catch (error) {
    if (error instanceof WalkEnded) return undefined;
    throw error;
  }
}

/** The first bytes of a regular file; a pipe or device is not even waited for. */
export async function readIn(
  folder: FileHandle,
  name: string,
  mostBytes: number,
): Promise<Buffer | undefined> {
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  const file = await open(inside(folder, name), flags).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size, nlink } = await file.stat().then((found) => ({
      size: found.isFile() ? found.size : -1,
      nlink: found.nlink,
    }));
    // A second name of the same file may be that of one outside.
    if (size < 0 || nlink > 1) return undefined;
    const bytes = Buffer.alloc(Math.min(size, mostBytes));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    await file.close();
  }
}

/** What is of that name in the folder, links not followed. */
export async function statOf(folder: FileHandle, name: string): Promise<Stats | undefined> {
  return lstat(inside(folder, name)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENAMETOOLONG') return undefined;
    throw error;
  });
}

/** `work`, or where its walk ended. */
async function orWhere<Result>(work: () => Promise<Result>): Promise<Result | Unreachable> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WalkEnded) return error.where;
    throw error;
  }
}

async function listed(folder: FileHandle, path: string): Promise<Found> {
  const names = (await readdir(inside(folder, '.'))).filter((name) => !/^\.git$/iu.test(name));
  const entries = await Promise.all(
    names.slice(0, MOST_ENTRIES).map(async (name): Promise<FolderEntry | undefined> => {
      const found = await statOf(folder, name);
      if (!found) return undefined;
      const sizeBytes = found.isFile() ? found.size : 0;
      const isHidden = isLocked(path === '' ? name : `${path}/${name}`);
      return { name, kind: kindOf(found), sizeBytes, isLocked: isHidden };
    }),
  );
  const there = entries.filter((entry) => entry !== undefined);
  const rank = ({ kind }: FolderEntry): number => (kind === 'folder' ? 0 : 1);
  const sorted = there.toSorted(
    (left, right) => rank(left) - rank(right) || compare(left.name, right.name),
  );
  return { kind: 'folder', entries: sorted, more: Math.max(0, names.length - MOST_ENTRIES) };
}

function kindOf(found: Stats): FolderEntry['kind'] {
  if (found.isDirectory()) return 'folder';
  if (found.isSymbolicLink()) return 'link';
  return found.isFile() ? 'file' : 'other';
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
