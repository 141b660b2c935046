import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from './manifest.ts';
import { knownPlaces } from './known-places.ts';
import {
  isAboveLeftOutOfData,
  isAboveLeftOutOfProjects,
  isLeftOutOfData,
  isLeftOutOfProjects,
  MOVED_ASIDE,
  type Places,
  RESTORING,
  STAGED,
} from './places.ts';
import { isDirectory, pointAtRepositories } from './repositories.ts';
import { mustBeKnown } from './schema.ts';
import { placeOf, stage } from './stage.ts';
import { swap } from './swap.ts';

interface Options {
  readonly places: Places;
  /** A part of the name of what is moved aside. */
  readonly stamp: string;
  /** The newest schema of the database that may be put back. */
  readonly schema: number;
}

/**
 * Puts what `archive` holds in place of what stands in `places`, which is moved aside and never
 * deleted. Resolves with the name of the folders it was moved to.
 */
export async function unpack(
  archive: string,
  manifest: Manifest,
  { places, stamp, schema }: Options,
): Promise<string> {
  const { dataDir, projectsDir } = places;
  const aside = `${MOVED_ASIDE}${stamp}`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await mkdir(projectsDir, { recursive: true });
  // The two may be volumes of their own, and only within one can a folder be put in place at once.
  const staged = { data: path.join(dataDir, STAGED), projects: path.join(projectsDir, STAGED) };
  await stage(archive, manifest, staged);
  mustBeKnown(staged.data, manifest.codefoundry, schema);
  await writeFile(path.join(dataDir, RESTORING), `${path.basename(archive)}\n`, { mode: 0o600 });
  const known = await knownPlaces(places);
  await swap({
    directory: projectsDir,
    staged: STAGED,
    aside,
    stays: (relative) => isLeftOutOfProjects(relative, known),
    holds: (relative) => isAboveLeftOutOfProjects(relative, known),
  });
  // The journal beside the old database goes with it: on the restored one it would be poison.
  const isJournal = (relative: string) => /-(?:wal|shm)$/u.test(relative);
  await swap({
    directory: dataDir,
    staged: STAGED,
    aside,
    stays: (relative) => isLeftOutOfData(relative, known) && !isJournal(relative),
    holds: (relative) => isAboveLeftOutOfData(relative, known),
  });
  await pointAtRepositories(places);
  // After the swap: what cannot be written cannot be moved either.
  await setModes(manifest, { data: dataDir, projects: projectsDir });
  await rm(staged.data, { recursive: true, force: true });
  await rm(staged.projects, { recursive: true, force: true });
  await rm(path.join(dataDir, RESTORING));
  return aside;
}

/** The inner ones first: an outer one may keep everybody out. */
async function setModes(
  { directories }: Manifest,
  roots: { readonly data: string; readonly projects: string },
): Promise<void> {
  const innerFirst = Object.entries(directories).toSorted(([a], [b]) => b.length - a.length);
  for (const [name, mode] of innerFirst) {
    const directory = placeOf(name, roots);
    if (await isDirectory(directory)) await chmod(directory, mode);
  }
}
