import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { extract } from 'tar';
import { Fault } from '#kernel/fault.ts';
import { hashFile, type Manifest } from './manifest.ts';
import { isLeftOut, MOVED_ASIDE, type Places, RESTORING, STAGED } from './places.ts';

/**
 * Puts what `archive` holds in place of what stands in `places`, which is moved aside and never
 * deleted. Resolves with the name of the folders it was moved to.
 */
export async function unpack(
  archive: string,
  { files }: Manifest,
  places: Places,
  stamp: string,
): Promise<string> {
  const { dataDir, projectsDir } = places;
  const aside = `${MOVED_ASIDE}${stamp}`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await mkdir(projectsDir, { recursive: true });
  // The two may be volumes of their own, and only within one can a folder be put in place at once.
  const staged = { data: path.join(dataDir, STAGED), projects: path.join(projectsDir, STAGED) };
  await stage(archive, files, staged);
  await writeFile(path.join(dataDir, RESTORING), `${path.basename(archive)}\n`, { mode: 0o600 });
  await swap(projectsDir, staged.projects, aside, (name) => name.startsWith(MOVED_ASIDE));
  // The journal beside the old database goes with it: on the restored one it would be poison.
  const isJournal = (name: string) => /-(?:wal|shm)$/u.test(name);
  await swap(
    dataDir,
    staged.data,
    aside,
    (name) => name === 'gateway' || (isLeftOut(name, places) && !isJournal(name)),
  );
  await swap(
    path.join(dataDir, 'gateway'),
    path.join(staged.data, 'gateway'),
    path.join('..', aside, 'gateway'),
    (name) => isLeftOut(`gateway/${name}`, places),
  );
  await pointAtRepositories(places);
  await rm(staged.data, { recursive: true, force: true });
  await rm(staged.projects, { recursive: true, force: true });
  await rm(path.join(dataDir, RESTORING));
  return aside;
}

async function stage(
  archive: string,
  files: Manifest['files'],
  staged: { readonly data: string; readonly projects: string },
): Promise<void> {
  for (const [name, directory] of Object.entries(staged)) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await extract({
      file: archive,
      zstd: true,
      cwd: directory,
      strip: 1,
      strict: true,
      // What comes back belongs to whoever restores it.
      preserveOwner: false,
      filter: (entry) => entry.startsWith(`${name}/`),
    });
  }
  for (const [name, { sha256 }] of Object.entries(files)) {
    const [root = '', ...rest] = name.split('/');
    const directory = root === 'data' ? staged.data : staged.projects;
    if ((await hashFile(path.join(directory, ...rest)).catch(() => undefined)) !== sha256)
      throw new Fault('backup-failed', `${name} did not come out of the backup as it went in`);
  }
}

/** Moves what `stays` does not hold back from `directory` to `aside`, and what is staged in. */
async function swap(
  directory: string,
  staged: string,
  aside: string,
  stays: (name: string) => boolean,
): Promise<void> {
  const oldHome = path.join(directory, aside);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await mkdir(oldHome, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    if (name === STAGED || name === path.basename(aside) || stays(name)) continue;
    await rename(path.join(directory, name), path.join(oldHome, name));
  }
  for (const name of await readdir(staged).catch((): string[] => [])) {
    if (stays(name)) continue;
    await rename(path.join(staged, name), path.join(directory, name));
  }
}

/** The repositories may lie elsewhere now: each tree's `.git` names where. */
async function pointAtRepositories({ dataDir, projectsDir }: Places): Promise<void> {
  const repositories = path.join(dataDir, 'git');
  for (const entry of await readdir(repositories).catch((): string[] => [])) {
    const name = path.basename(entry, '.git');
    const text = `gitdir: ${path.join(repositories, entry)}\n`;
    await writeFile(path.join(projectsDir, name, '.git'), text, { flag: 'wx' }).catch(
      (error: NodeJS.ErrnoException) => {
        // A repository without a tree is kept all the same.
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}
