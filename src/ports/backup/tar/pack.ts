import { constants, createWriteStream } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { Fault } from '#kernel/fault.ts';
import { END, headerOf, paddingOf } from './header.ts';
import { isGone, isOfTheMachine, isTheirs, type LeftOut, why } from './left-out.ts';
import type { Entry } from './walk.ts';

/** What went into an archive, by name. */
export interface Packed {
  /** Permissions of regular files, without setuid, setgid and sticky. */
  readonly files: Map<string, number>;
  readonly directories: Map<string, number>;
  /** Where symbolic links point. */
  readonly links: Map<string, string>;
}

/** What is to be packed; a copy stands in for a file and has that file's mode. */
export type Packable = Entry & { readonly mode?: number };

const CHUNK_BYTES = 256 * 1024;
const PERMISSIONS = 0o777;
const SHRANK = 'it shrank';

/**
 * Packs `entries` into `archive`, which must not exist and is its owner's alone. Each name is a
 * file of its own, hard-linked or not. What of the projects cannot be read is added to `leftOut`.
 * @throws {Fault} `backup-failed` when something of `data/` cannot be read
 */
export async function pack(
  archive: string,
  entries: readonly Packable[],
  leftOut: LeftOut[],
): Promise<Packed> {
  const packed: Packed = { files: new Map(), directories: new Map(), links: new Map() };
  await pipeline(
    Readable.from(bytesOf(entries, packed, leftOut)),
    createZstdCompress(),
    createWriteStream(archive, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return packed;
}

async function* bytesOf(
  entries: readonly Packable[],
  packed: Packed,
  leftOut: LeftOut[],
): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    try {
      if (entry.kind === 'file') yield* fileOf(entry, packed, leftOut);
      else yield await headOf(entry, packed);
    } catch (error) {
      leaveOut(entry, error, leftOut);
    }
  }
  yield END;
}

/** @throws {unknown} the error itself, unless it is about one file of a project */
function leaveOut({ name, absolute }: Entry, error: unknown, leftOut: LeftOut[]): void {
  if (isGone(error)) return;
  // A shrinking file of `data/` may hold still the next time.
  if (isOfTheMachine(error) || (why(error) === SHRANK && !isTheirs(name))) throw error;
  if (!isTheirs(name))
    throw new Fault('backup-failed', `${absolute} cannot be read (${why(error)})`);
  leftOut.push({ name, why: why(error) });
}

async function headOf({ absolute, name, kind }: Entry, packed: Packed): Promise<Buffer> {
  const { mode, mtime } = await lstat(absolute);
  if (kind === 'directory') {
    packed.directories.set(name, mode & PERMISSIONS);
    return headerOf({ name, type: 'Directory', mode: mode & PERMISSIONS });
  }
  const bytes = await readlink(absolute, { encoding: 'buffer' });
  const target = bytes.toString();
  if (!Buffer.from(target).equals(bytes) || target.includes('\n'))
    throw Object.assign(new Error('a link'), { code: 'its target' });
  packed.links.set(name, target);
  return headerOf({ name, type: 'SymbolicLink', mode: PERMISSIONS, mtime, target });
}

async function* fileOf(
  entry: Packable,
  packed: Packed,
  leftOut: LeftOut[],
): AsyncGenerator<Buffer> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // Not blocked by a pipe that took the file's place.
  const handle = await open(entry.absolute, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) return;
    const { name } = entry;
    const { size: sizeBytes, mtime } = found;
    const mode = (entry.mode ?? found.mode) & PERMISSIONS;
    yield headerOf({ name, type: 'File', mode, sizeBytes, mtime });
    let doneBytes = 0;
    let error: unknown = Object.assign(new Error(`${entry.absolute} shrank`), { code: SHRANK });
    try {
      for await (const chunk of chunksOf(handle, sizeBytes)) {
        doneBytes += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      error = cause;
    }
    if (doneBytes === sizeBytes) packed.files.set(name, mode);
    else {
      if (!isTheirs(name)) throw error;
      // Its size was promised: what stands in for it is never unpacked.
      yield* zeros(sizeBytes - doneBytes);
      leaveOut(entry, error, leftOut);
    }
    yield paddingOf(sizeBytes);
  } finally {
    await handle.close();
  }
}

async function* chunksOf(handle: FileHandle, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < sizeBytes;) {
    const length = Math.min(CHUNK_BYTES, sizeBytes - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

function* zeros(sizeBytes: number): Generator<Buffer> {
  for (let left = sizeBytes; left > 0; left -= CHUNK_BYTES)
    yield Buffer.alloc(Math.min(left, CHUNK_BYTES));
}
