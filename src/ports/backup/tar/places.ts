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

/** Rebuilt by themselves, or of this machine and moment only. */
const LEFT_OUT = [
  /^codefoundry\.db-(?:wal|shm)$/u,
  /^codefoundry\.db\.(?:lock|pid)$/u,
  /^codefoundry\.log/u,
  /^cache$/u,
  /^gateway\/openclaw-[^/]+$/u,
  new RegExp(`^${RESTORING}$`, 'u'),
  new RegExp(`^${MOVED_ASIDE}`, 'u'),
  /^\.restore$/u,
];

/** Says whether `relative`, a path inside `dataDir`, is left where it is. */
export function isLeftOut(relative: string, { dataDir, projectsDir, backupDir }: Places): boolean {
  const absolute = path.join(dataDir, relative);
  if (absolute === projectsDir || absolute === backupDir) return true;
  return LEFT_OUT.some((pattern) => pattern.test(relative));
}
