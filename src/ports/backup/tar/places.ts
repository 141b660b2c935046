import path from 'node:path';

/** Where what is backed up lies, and where the backups go. All absolute. */
export interface Places {
  readonly dataDir: string;
  readonly projectsDir: string;
  readonly backupDir: string;
}

/** The bot's own database, inside `dataDir`. */
export const DATABASE = 'codefoundry.db';
/** Stands in `dataDir` while a restore has begun and not ended: nothing may start on it. */
export const RESTORING = 'restoring';
/** Holds what a restore has unpacked and not yet put in place. */
export const STAGED = '.restore';
/** What a restore moved aside begins with this. */
export const MOVED_ASIDE = 'before-restore-';

/** With the stamp: a project may be called `before-restore-x`, and no project has a `T` or a `Z`. */
const ASIDE = new RegExp(String.raw`^${MOVED_ASIDE}\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$`, 'u');

/** Rebuilt by themselves, or of this machine and moment only. */
const LEFT_OUT = [
  /^codefoundry\.db-(?:wal|shm)$/u,
  /^codefoundry\.db\.(?:lock|pid)$/u,
  /^codefoundry\.log/u,
  /^cache$/u,
  /^gateway\/openclaw-[^/]+$/u,
  new RegExp(`^${RESTORING}$`, 'u'),
];

/** A moment as a part of a file name, such as `2026-11-22T10-00-00Z`. */
export function stampOf(atMs: number): string {
  const at = new Date(atMs).toISOString();
  return at.replace(/\.\d+Z$/u, 'Z').replaceAll(':', '-');
}

/** The name of a backup, which is the moment it was made; two within a second are two. */
export const BACKUP_ID = String.raw`\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(?:-\d+)?`;

/** Says whether `relative`, a path inside `dataDir`, is left where it is. */
export function isLeftOutOfData(relative: string, known: readonly Places[]): boolean {
  const isRoot = known.some(({ dataDir, projectsDir, backupDir }) =>
    [projectsDir, backupDir].includes(path.join(dataDir, relative)),
  );
  return isRoot || isOfRestore(relative) || LEFT_OUT.some((pattern) => pattern.test(relative));
}

/**
 * Says whether `relative`, a path inside `projectsDir`, is left where it is. Projects are called
 * what people like: only what a restore keeps here is told by its name.
 */
export function isLeftOutOfProjects(relative: string, known: readonly Places[]): boolean {
  const isRoot = known.some(({ dataDir, projectsDir, backupDir }) =>
    [dataDir, backupDir].includes(path.join(projectsDir, relative)),
  );
  return isRoot || isOfRestore(relative);
}

/** Says whether something below `relative`, a path inside `dataDir`, is left where it is. */
export function isAboveLeftOutOfData(relative: string, known: readonly Places[]): boolean {
  if (relative === 'gateway') return true;
  return known.some(({ dataDir, projectsDir, backupDir }) =>
    isAbove(path.join(dataDir, relative), [projectsDir, backupDir]),
  );
}

/** Says whether something below `relative`, a path inside `projectsDir`, is left where it is. */
export function isAboveLeftOutOfProjects(relative: string, known: readonly Places[]): boolean {
  return known.some(({ dataDir, projectsDir, backupDir }) =>
    isAbove(path.join(projectsDir, relative), [dataDir, backupDir]),
  );
}

function isOfRestore(relative: string): boolean {
  return relative === STAGED || ASIDE.test(relative);
}

function isAbove(directory: string, others: readonly string[]): boolean {
  return others.some((other) => other.startsWith(`${directory}${path.sep}`));
}
