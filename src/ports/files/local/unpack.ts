import { constants, lstat, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { isArchive, stemOf } from '#lib/archive-name.ts';
import type { UnpackHow, UnpackOutcome } from '../port.ts';
import { Refused, taker } from './entries.ts';
import { statOf } from './look.ts';
import { partName } from './put.ts';
import { untar } from './tarball.ts';
import { codeOf, inside, split, WalkEnded, within } from './walk.ts';
import { unzip } from './zip.ts';

/** Names that are tried before the wish is given up. */
const MOST_TRIES = 50;

/** `ProjectFiles.unpack` below `root`. */
export async function unpack(
  root: string,
  archive: string,
  { id, chosen, earlier }: UnpackHow,
): Promise<UnpackOutcome> {
  const { parts, name } = split(archive);
  const whole = (stem: string) => [...parts, stem].join('/');
  try {
    return await within(root, parts, async (folder) => {
      const file = await open(
        inside(folder, name),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      ).catch((error: unknown) => {
        throw new WalkEnded({ kind: codeOf(error) === 'ENOENT' ? 'missing' : 'link', at: archive });
      });
      const part = inside(folder, partName(id));
      try {
        const found = await file.stat();
        if (!found.isFile()) return { kind: 'other', at: archive };
        const there = await earlierFiles(folder, part, earlier);
        if (there !== undefined) return { kind: 'done', folder: earlier ?? '', files: there };
        await rm(part, { recursive: true, force: true });
        await mkdir(part);
        const into = taker(part, found.size);
        const source = `/proc/self/fd/${file.fd}`;
        if (isArchive(name) === 'zip') await unzip(source, into);
        else await untar(source, into);
        if (into.files() === 0) throw new Refused('empty', '');
        const tell = async (stem: string) => chosen?.(whole(stem));
        const stem = await place(folder, part, stemOf(name), tell);
        if (stem === undefined) return { kind: 'blocked', at: archive };
        return { kind: 'done', folder: whole(stem), files: into.files() };
      } finally {
        await file.close();
        await rm(part, { recursive: true, force: true });
      }
    });
  } catch (error) {
    if (error instanceof WalkEnded) return error.where;
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** How many files an earlier attempt put there; `undefined`: it did not come so far. */
async function earlierFiles(
  folder: Parameters<typeof inside>[0],
  part: string,
  earlier: string | undefined,
): Promise<number | undefined> {
  if (earlier === undefined) return undefined;
  const target = inside(folder, split(earlier).name);
  // Made, and not filled.
  await rmdir(target).catch(() => undefined);
  // Filling it takes the other name away at the same moment.
  const isFilled = (await lstat(part).catch(() => undefined)) === undefined;
  const there = isFilled ? await lstat(target).catch(() => undefined) : undefined;
  if (!there?.isDirectory()) return undefined;
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).length;
}

/** Gives what is whole a name that nobody has; resolves with it. */
async function place(
  folder: Parameters<typeof inside>[0],
  part: string,
  stem: string,
  tell: (name: string) => Promise<void>,
): Promise<string | undefined> {
  for (let number = 1; number <= MOST_TRIES; number += 1) {
    const name = number === 1 ? stem : `${stem}-${number}`;
    if (await statOf(folder, name)) continue;
    const target = inside(folder, name);
    await tell(name);
    try {
      // Ours and empty: only such a folder is ever replaced.
      await mkdir(target);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw error;
    }
    try {
      await rename(part, target);
      return name;
    } catch (error) {
      await rmdir(target).catch(() => undefined);
      if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
    }
  }
  return undefined;
}
