import { constants } from 'node:fs';
import { access, mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Say } from '#kernel/language.ts';
import { describeNoIsolation } from '#kernel/no-isolation.ts';
import { tarBackups } from '#ports/backup/tar/tar.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Config } from '../config.ts';
import { VERSION } from '../root.ts';
import { broken, type Finding, ok, unknown } from './finding.ts';

/** The embedded gateway alone takes 650 MB. */
const MIN_FREE_BYTES = 1e9;
/** Daily, with some hours of grace. */
const BACKUP_MAX_AGE_MS = 36 * 60 * 60 * 1_000;

/** DATA_DIR and PROJECTS_DIR: may we write there, and is there room. */
export async function checkPlaces(config: Config): Promise<readonly Finding[]> {
  const places = [
    ['DATA_DIR', config.dataDir],
    ['PROJECTS_DIR', config.projectsDir],
  ] as const;
  return Promise.all(places.map(([name, directory]) => checkPlace(name, directory)));
}

async function checkPlace(name: string, directory: string): Promise<Finding> {
  try {
    const there = await nearest(directory);
    if (!(await stat(there)).isDirectory()) {
      return broken(
        `${name} ${directory}: ${there} is no directory`,
        `set ${name} to another place`,
      );
    }
    await access(there, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(there);
    const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
    if (bavail * bsize < MIN_FREE_BYTES) {
      return broken(`${name} ${directory}: only ${free}`, 'make room, or move it to another disk');
    }
    return ok(`${name} ${directory}: ${there === directory ? 'writable' : 'can be made'}, ${free}`);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const mend = `give the user that runs the bot a directory that it may write, or set ${name}`;
    return broken(`${name} ${directory} cannot be used (${code})`, mend);
  }
}

/** The directory itself, or the nearest above it that is there. */
async function nearest(directory: string): Promise<string> {
  const exists = await access(directory).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  const parent = path.dirname(directory);
  return exists || parent === directory ? directory : nearest(parent);
}

/** Whether project code is kept away from the bot's files. */
export async function checkIsolation(say: Say): Promise<Finding> {
  const isolation = await probeIsolation();
  if (isolation.kind === 'none') {
    const mend = describeNoIsolation(isolation.why, say).replaceAll('\\', '');
    return broken("NOT ISOLATED: project code can see the bot's files", mend);
  }
  return ok(`project code is isolated (${isolation.kind})`);
}

/** In a place of its own: trying makes folders, and the bot's own are not ours to make. */
async function probeIsolation(): Promise<Sandbox['isolation']> {
  const directory = await mkdtemp(path.join(tmpdir(), 'codefoundry-doctor-'));
  try {
    const { isolation } = await detectSandbox({
      projectsDir: path.join(directory, 'projects'),
      dataDir: directory,
      node: process.execPath,
      environment: process.env,
    });
    return isolation;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Whether there is a backup of the last day. */
export async function checkBackups(config: Config, nowMs: number): Promise<Finding> {
  if (config.backupKeep === 0) {
    return unknown(
      'BACKUP_KEEP is 0: no backup is made by itself',
      'set it to 7, or run `codefoundry backup` daily',
    );
  }
  const backups = tarBackups({ ...config, version: VERSION, now: () => nowMs });
  const [newest] = await backups.list();
  const mend = 'run `codefoundry backup` and read what it says';
  if (!newest) return unknown('there is no backup yet', mend);
  const hours = Math.round((nowMs - newest.createdAtMs) / 3_600_000);
  return nowMs - newest.createdAtMs > BACKUP_MAX_AGE_MS
    ? broken(`the newest backup is ${hours} hours old`, mend)
    : ok(`the newest backup is ${hours} hours old`);
}
