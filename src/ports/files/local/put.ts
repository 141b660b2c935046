import { constants, type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import type { PutOutcome } from '../port.ts';
import { readIn, statOf } from './look.ts';
import { codeOf, inside, split, WalkEnded, within } from './walk.ts';

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY } = constants;
/** At a time. */
const PIECE_BYTES = 1_048_576;

/** The name that something has until it is whole. */
export function partName(id: string): string {
  return `.codefoundry-part-${id.replaceAll(/[^a-z0-9]+/giu, '-').slice(-80)}`;
}

/** `ProjectFiles.put` below `root`. */
export async function put(
  root: string,
  path: string,
  from: string,
  { replace, id }: { readonly replace: boolean; readonly id: string },
): Promise<PutOutcome> {
  const { parts, name } = split(path);
  try {
    return await within(root, parts, (folder) => putIn(folder, name, from, { replace, id, path }), {
      make: true,
    });
  } catch (error) {
    if (error instanceof WalkEnded) return { kind: 'blocked', at: error.where.at };
    throw error;
  }
}

async function putIn(
  folder: FileHandle,
  name: string,
  from: string,
  { replace, id, path }: { replace: boolean; id: string; path: string },
): Promise<PutOutcome> {
  const there = await statOf(folder, name);
  if (there && !there.isFile()) return { kind: 'blocked', at: path };
  if (there && (await isSame(folder, name, from))) return { kind: 'same' };
  if (there && !replace) return { kind: 'exists' };
  const part = partName(id);
  // Left by an attempt that a crash ended.
  await rm(inside(folder, part), { recursive: true, force: true });
  try {
    await copy(from, inside(folder, part), there?.mode ?? 0o644);
    if (replace) {
      await rename(inside(folder, part), inside(folder, name));
      return { kind: 'done' };
    }
    // Unlike a rename it never takes the place of another one that came meanwhile.
    await link(inside(folder, part), inside(folder, name));
    return { kind: 'done' };
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return { kind: 'exists' };
    if (codeOf(error) === 'EISDIR') return { kind: 'blocked', at: path };
    throw error;
  } finally {
    await rm(inside(folder, part), { force: true });
  }
}

async function copy(from: string, to: string, mode: number): Promise<void> {
  const source = await open(from, O_RDONLY | O_NOFOLLOW);
  try {
    const target = await open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode & 0o777);
    try {
      const piece = Buffer.alloc(PIECE_BYTES);
      for (;;) {
        const { bytesRead } = await source.read(piece, 0, PIECE_BYTES);
        if (bytesRead === 0) break;
        await target.writeFile(piece.subarray(0, bytesRead));
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function isSame(folder: FileHandle, name: string, from: string): Promise<boolean> {
  const source = await open(from, O_RDONLY | O_NOFOLLOW);
  try {
    const { size } = await source.stat();
    const there = await readIn(folder, name, size + 1);
    if (!there || there.length !== size) return false;
    const bytes = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < size;) {
      const { bytesRead } = await source.read(bytes, 0, PIECE_BYTES, at);
      if (bytesRead === 0) return false;
      if (!bytes.subarray(0, bytesRead).equals(there.subarray(at, at + bytesRead))) return false;
      at += bytesRead;
    }
    return true;
  } finally {
    await source.close();
  }
}
