import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isLeftOut, type Places } from './places.ts';

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
 * there already when they were read.
 */
export async function entriesOf(places: Places): Promise<Entry[]> {
  const { dataDir, projectsDir } = places;
  const data = await walk(dataDir, 'data', (relative) => isLeftOut(relative, places));
  const projects = await walk(
    projectsDir,
    'projects',
    (relative) =>
      /(?:^|\/)node_modules$/u.test(relative) ||
      /^[^/]+\/\.git$/u.test(relative) ||
      // Where the projects are a volume of their own, what a restore moved aside is among them.
      isLeftOut(relative, { ...places, dataDir: projectsDir, projectsDir: '' }),
  );
  const isObject = ({ name }: Entry): boolean => /^data\/git\/[^/]+\/objects\/./u.test(name);
  const all = [...data, ...projects];
  return [...all.filter((entry) => !isObject(entry)), ...all.filter(isObject)];
}

async function walk(
  root: string,
  name: string,
  leaveOut: (relative: string) => boolean,
): Promise<Entry[]> {
  const found: Entry[] = [];
  const visit = async (relative: string): Promise<void> => {
    const directory = path.join(root, relative);
    const entries = await readdir(directory, { withFileTypes: true }).catch(orGone);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (leaveOut(inner)) continue;
      const kind = entry.isDirectory()
        ? 'directory'
        : entry.isSymbolicLink()
          ? 'link'
          : entry.isFile()
            ? 'file'
            : undefined;
      if (!kind) continue;
      found.push({ absolute: path.join(root, inner), name: `${name}/${inner}`, kind });
      if (kind === 'directory') await visit(inner);
    }
  };
  if (await lstat(root).catch(orGone)) await visit('');
  return found;
}

/** Work goes on while we look: what disappears meanwhile is not in the backup. */
function orGone(error: unknown): never[] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  throw error;
}
