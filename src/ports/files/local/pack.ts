import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { isLocked } from '#lib/locked-path.ts';
import type { PackOutcome, ProjectFiles, SizedFile } from '../port.ts';
import { read, statOf } from './look.ts';
import { split, WalkEnded, within } from './walk.ts';

/** So much more than may be sent is not even tried: text becomes a fifth, pictures stay. */
const MOST_TIMES = 5;
const NAMED = 5;

/** `ProjectFiles.pack` below `root`. */
export async function pack(
  root: string,
  paths: readonly string[],
  { mostBytes, within: folder, mask }: Parameters<ProjectFiles['pack']>[2],
): Promise<PackOutcome> {
  const sized: SizedFile[] = [];
  for (const path of paths) {
    const sizeBytes = isLocked(path) ? undefined : await sizeOf(root, path);
    if (sizeBytes !== undefined) sized.push({ path, sizeBytes });
  }
  if (sized.length === 0) return { kind: 'empty' };
  const sizeBytes = sized.reduce((sum, each) => sum + each.sizeBytes, 0);
  const largest = sized.toSorted((left, right) => right.sizeBytes - left.sizeBytes).slice(0, NAMED);
  const tooLarge = { kind: 'too-large', sizeBytes, files: sized.length, largest } as const;
  if (sizeBytes > mostBytes * MOST_TIMES) return tooLarge;
  const zip = new ZipFile();
  const names = new Set<string>();
  for (const each of sized) {
    const own = folder === '' ? each.path : each.path.slice(folder.length + 1);
    const name = unused(Buffer.from(mask(Buffer.from(own))).toString('utf8'), names);
    zip.addReadStreamLazy(name, (give) => {
      read(root, each.path, each.sizeBytes).then(
        (bytes) => give(undefined, Readable.from([mask(bytes ?? Buffer.alloc(0))])),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  }
  const failed = new Promise<never>((_, reject) => zip.once('error', reject));
  zip.end();
  const bytes = await Promise.race([failed, gathered(zip.outputStream, mostBytes)]);
  return bytes ? { kind: 'done', bytes, files: sized.length } : tooLarge;
}

/** `name`, with a number where another one has become the same; from then on it is used. */
function unused(name: string, names: Set<string>): string {
  let free = name;
  for (let number = 2; names.has(free); number += 1) free = `${name}-${number}`;
  names.add(free);
  return free;
}

/** All of a stream, unless it is more than `mostBytes`. */
async function gathered(
  stream: NodeJS.ReadableStream,
  mostBytes: number,
): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    pieces.push(Buffer.from(piece));
    bytes += piece.length;
    if (bytes > mostBytes) return undefined;
  }
  return Buffer.concat(pieces);
}

/** Of a regular file that has one name only. */
async function sizeOf(root: string, path: string): Promise<number | undefined> {
  const { parts, name } = split(path);
  try {
    const found = await within(root, parts, (folder) => statOf(folder, name));
    return found?.isFile() && found.nlink === 1 ? found.size : undefined;
  } catch (error) {
    if (error instanceof WalkEnded) return undefined;
    throw error;
  }
}
