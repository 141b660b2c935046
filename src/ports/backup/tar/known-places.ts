import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Places } from './places.ts';

/** `places` as they are configured, and without links: one folder can have two names. */
export async function knownPlaces(places: Places): Promise<readonly Places[]> {
  const { dataDir, projectsDir, backupDir } = places;
  const [data, projects, backups] = await Promise.all([dataDir, projectsDir, backupDir].map(real));
  if (data === undefined || projects === undefined || backups === undefined) return [places];
  return [places, { dataDir: data, projectsDir: projects, backupDir: backups }];
}

/** What is not there yet has the real name of the folder that it would be in. */
async function real(file: string): Promise<string> {
  const found = await realpath(file).catch(() => undefined);
  if (found !== undefined || path.dirname(file) === file) return found ?? file;
  return path.join(await real(path.dirname(file)), path.basename(file));
}
