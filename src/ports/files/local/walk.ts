import { constants, type FileHandle, mkdir, open } from 'node:fs/promises';
import type { Unreachable } from '../port.ts';

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
const FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

/** Ends a walk: nothing can be done there. */
export class WalkEnded extends Error {
  readonly where: Unreachable;

  constructor(where: Unreachable) {
    super(where.kind);
    this.where = where;
  }
}

/**
 * Something in an opened folder, whatever happens to the names above it meanwhile. Node has no
 * `openat`; over `/proc` the kernel begins at the folder that is open, which is the same.
 */
export function inside(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

/**
 * Goes from `root` through `parts`, one folder at a time and through no link, and gives the last one
 * to `work`. With `make`, folders that are missing are made.
 * @throws {WalkEnded}
 */
export async function within<Result>(
  root: string,
  parts: readonly string[],
  work: (folder: FileHandle) => Promise<Result>,
  { make = false } = {},
): Promise<Result> {
  let folder = await openFolder(root, '');
  try {
    for (const [at, part] of parts.entries()) {
      const next = await step(folder, part, parts.slice(0, at + 1).join('/'), make);
      await folder.close();
      folder = next;
    }
    return await work(folder);
  } finally {
    await folder.close();
  }
}

async function step(
  folder: FileHandle,
  part: string,
  at: string,
  make: boolean,
): Promise<FileHandle> {
  const place = inside(folder, part);
  if (make) {
    await mkdir(place).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw new WalkEnded({ kind: 'other', at });
    });
  }
  return openFolder(place, at);
}

async function openFolder(place: string, at: string): Promise<FileHandle> {
  try {
    return await open(place, FOLDER);
  } catch (error) {
    throw new WalkEnded({ kind: whyNot(error), at });
  }
}

function whyNot(error: unknown): Unreachable['kind'] {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'missing';
  // Of a link with `O_DIRECTORY` Linux says the same as of a file.
  return code === 'ENOTDIR' || code === 'ELOOP' ? 'not-a-folder' : 'other';
}

/** The system's word for what went wrong. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** A path as its folders and its last name. */
export function split(path: string): { readonly parts: readonly string[]; readonly name: string } {
  const all = path.split('/').filter((part) => part !== '');
  return { parts: all.slice(0, -1), name: all.at(-1) ?? '' };
}
