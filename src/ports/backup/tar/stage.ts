import { chmod, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { extract, type ReadEntry } from 'tar';
import { Fault } from '#kernel/fault.ts';
import { hashFile, type Manifest } from './manifest.ts';

interface Roots {
  readonly data: string;
  readonly projects: string;
}

/** Where something called `name` in the archive lies below `roots`. */
export function placeOf(name: string, roots: Roots): string {
  const [root = '', ...rest] = name.split('/');
  return path.join(root === 'data' ? roots.data : roots.projects, ...rest);
}

/**
 * Unpacks `archive` into empty folders, and looks whether all came out as it went in.
 * @throws {Fault} `backup-failed`
 */
export async function stage(archive: string, manifest: Manifest, staged: Roots): Promise<void> {
  const { files, links, leftOut } = manifest;
  const torn = new Set(leftOut.map(({ name }) => name));
  const found = new Map<string, string>();
  const isUnpacked = (name: string, entry: ReadEntry): boolean => {
    if (entry.type === 'SymbolicLink') found.set(entry.path, entry.linkpath ?? '');
    return entry.type !== 'SymbolicLink' && !torn.has(name);
  };
  for (const [root, directory] of Object.entries(staged)) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await extract({
      file: archive,
      zstd: true,
      cwd: directory,
      strip: 1,
      strict: true,
      maxDecompressionRatio: Infinity,
      maxDepth: Infinity,
      // What comes back belongs to whoever restores it.
      preserveOwner: false,
      filter: (name, entry) => name.startsWith(`${root}/`) && isUnpacked(name, entry as ReadEntry),
    });
  }
  // After every file, so that none is written through one, wherever it points.
  for (const [name, target] of found) {
    const link = placeOf(name, staged);
    await mkdir(path.dirname(link), { recursive: true, mode: 0o700 });
    await symlink(target, link);
  }
  for (const [name, { sha256, mode }] of Object.entries(files)) {
    const file = placeOf(name, staged);
    mustBe(name, (await hashFile(file).catch(() => undefined)) === sha256);
    if (mode !== undefined) await chmod(file, mode);
  }
  for (const [name, target] of Object.entries(links))
    mustBe(name, (await readlink(placeOf(name, staged)).catch(() => undefined)) === target);
}

function mustBe(name: string, isAsItWas: boolean): void {
  if (!isAsItWas)
    throw new Fault('backup-failed', `${name} did not come out of the backup as it went in`);
}
