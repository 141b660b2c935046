import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { isGone, isTheirs, type LeftOut, why } from './left-out.ts';
import { isLeftOutOfData, isLeftOutOfProjects, type Places } from './places.ts';

/** Something to pack: where it lies, and its name in the archive. */
export interface Entry {
  readonly absolute: string;
  readonly name: string;
  readonly kind: 'directory' | 'file' | 'link';
}

/**
 * Everything that goes into a backup: `data/…` and `projects/…`. Sockets and pipes are nothing to
 * keep, `node_modules` is installed anew, and a project's `.git` is only a pointer that a restore
 * writes itself. A repository's objects come last: whatever the references before them name was
 * there already when they were read. What cannot be stored is added to `leftOut`.
 * @throws {Fault} `backup-failed` when a folder of `data/` cannot be read
 */
export async function entriesOf(
  known: readonly Places[],
  leftOut: LeftOut[],
): Promise<readonly Entry[]> {
  const { dataDir = '', projectsDir = '' } = known[0] ?? {};
  const data = await walk(dataDir, 'data', leftOut, (relative) => isLeftOutOfData(relative, known));
  const projects = await walk(
    projectsDir,
    'projects',
    leftOut,
    (relative) =>
      /(?:^|\/)node_modules$/u.test(relative) ||
      /^[^/]+\/\.git$/u.test(relative) ||
      isLeftOutOfProjects(relative, known),
  );
  const isObject = ({ name }: Entry): boolean => /^data\/git\/[^/]+\/objects\/./u.test(name);
  const all = [...data, ...projects];
  return [...all.filter((entry) => !isObject(entry)), ...all.filter(isObject)];
}

async function walk(
  root: string,
  name: string,
  leftOut: LeftOut[],
  isSkipped: (relative: string) => boolean,
): Promise<Entry[]> {
  const found: Entry[] = [];
  const visit = async (relative: string): Promise<void> => {
    for (const entry of await read(root, name, relative, leftOut)) {
      const own = storable(entry.name);
      const inner = [relative, own ?? entry.name.toString()].filter(Boolean).join('/');
      const kind = kindOf(entry);
      if (!kind || isSkipped(inner)) continue;
      if (own === undefined) {
        leftOut.push({ name: `${name}/${inner}`, why: 'its name' });
        continue;
      }
      found.push({ absolute: path.join(root, inner), name: `${name}/${inner}`, kind });
      if (kind === 'directory') await visit(inner);
    }
  };
  if (await lstat(root).catch(orNothing)) await visit('');
  return found;
}

async function read(
  root: string,
  name: string,
  relative: string,
  leftOut: LeftOut[],
): Promise<Dirent<Buffer>[]> {
  const directory = path.join(root, relative);
  try {
    const options = { withFileTypes: true, encoding: 'buffer' } as const;
    const entries = await readdir(directory, options);
    return entries.toSorted((a, b) => Buffer.compare(a.name, b.name));
  } catch (error) {
    // Work goes on while we look: what disappears meanwhile is not in the backup.
    if (isGone(error)) return [];
    const known = `${name}/${relative}`;
    // Not the root: without it nothing of anybody would be in the backup.
    if (relative === '' || !isTheirs(known))
      throw new Fault('backup-failed', `${directory} cannot be read (${why(error)})`);
    leftOut.push({ name: known, why: why(error) });
    return [];
  }
}

/** Its name as text; `undefined` when that is another name, or one that tar cannot hold. */
function storable(name: Buffer): string | undefined {
  const text = name.toString();
  return Buffer.from(text).equals(name) && !text.includes('\n') ? text : undefined;
}

function kindOf(entry: Dirent<Buffer>): Entry['kind'] | undefined {
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : undefined;
}

function orNothing(error: unknown): undefined {
  if (!isGone(error)) throw error;
}
