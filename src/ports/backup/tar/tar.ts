import { mkdir, mkdtemp, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import type { Backup, Backups } from '../port.ts';
import { writeAside } from './aside.ts';
import { catalogue } from './catalogue.ts';
import { joined } from './joined.ts';
import { isDiskFull, isGone, isOfTheMachine } from './left-out.ts';
import { holdBackups } from './lock.ts';
import { hashFile, type Manifest, readManifest, toBackup } from './manifest.ts';
import { BACKUP_ID, type Places, stampOf } from './places.ts';
import { unpack } from './unpack.ts';
import { DRAFT } from './write.ts';

interface Options extends Places {
  /** Of CodeFoundry. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /**
   * Copies the bot's own database, as it is at one moment, to a file that does not exist. Needed
   * in the process that has the database open; another one copies it by itself.
   */
  readonly snapshot?: (to: string) => Promise<void>;
  /** The newest schema of the database that this version knows; a newer one is not restored. */
  readonly schema?: number;
  readonly log?: (message: string, details: object) => void;
}

const ARCHIVE = '.tar.zst';
const MANIFEST = '.json';
const COPIES = '.copies-';
/** Files that shrink while they are read spoil an archive: then it is made once more. */
const TRIES = 3;
/** Room that a backup needs, in sizes of the one before. */
const ROOM = 1.2;

/**
 * Backups as `<id>.tar.zst` with `<id>.json` beside it: tar because everything can unpack it, zstd
 * because it is fast, and the manifest to know each file by its SHA-256.
 */
export function tarBackups(options: Options): Backups {
  const { backupDir, dataDir, now, version, log = () => undefined } = options;
  const places = { dataDir, projectsDir: options.projectsDir, backupDir };
  const archiveOf = (id: string) => path.join(backupDir, `${id}${ARCHIVE}`);
  const manifestOf = (id: string) => path.join(backupDir, `${id}${MANIFEST}`);
  const known = catalogue(manifestOf, log);

  const verified = async (id: string): Promise<Manifest> => {
    const isThere =
      /^[\w.-]+$/u.test(id) && (await stat(manifestOf(id)).catch(() => undefined)) !== undefined;
    if (!isThere) throw new Fault('backup-failed', `there is no backup ${id} in ${backupDir}`);
    const manifest = await readManifest(manifestOf(id));
    const hash = await hashFile(archiveOf(id)).catch(() => undefined);
    if (hash !== manifest.archive.sha256)
      throw new Fault('backup-failed', `${archiveOf(id)} is missing or damaged: use another one`);
    return manifest;
  };

  const list = async (): Promise<readonly Backup[]> => {
    const names: readonly string[] = await readdir(backupDir).catch(() => []);
    const ids = names
      .filter((name) => name.endsWith(ARCHIVE))
      .map((name) => path.basename(name, ARCHIVE));
    return known.of(ids.filter((id) => names.includes(`${id}${MANIFEST}`)));
  };

  const tryOnce = async (id: string, signal: AbortSignal): Promise<Backup> => {
    const copies = await mkdtemp(path.join(backupDir, COPIES));
    const database = options.snapshot && path.join(copies, 'own.db');
    try {
      if (database) await options.snapshot?.(database);
      const job = {
        places,
        copies,
        version,
        archive: archiveOf(id),
        manifest: manifestOf(id),
        createdAt: new Date(now()).toISOString(),
        ...(database !== undefined && { database }),
      };
      return await writeAside(id, job, signal);
    } catch (error) {
      // Stopped between its two names: without a manifest it is no backup.
      const isMade = await stat(manifestOf(id)).catch(() => undefined);
      if (!isMade) await rm(archiveOf(id), { force: true });
      throw error;
    } finally {
      for (const file of [copies, `${archiveOf(id)}${DRAFT}`, `${manifestOf(id)}${DRAFT}`])
        await rm(file, { recursive: true, force: true });
    }
  };

  const createOne = async (signal: AbortSignal): Promise<Backup> => {
    if (!(await isDirectory(dataDir)))
      throw new Fault('backup-failed', `DATA_DIR ${dataDir} is not there: nothing to back up`);
    await mkdir(backupDir, { recursive: true, mode: 0o700 });
    const release = holdBackups(backupDir);
    try {
      await removeLeftOvers(backupDir);
      await mustHaveRoom(backupDir, (await list())[0]);
      const id = freeId(stampOf(now()), await readdir(backupDir));
      for (let tried = 1; ; tried += 1) {
        try {
          return await tryOnce(id, signal);
        } catch (error) {
          const isHopeless = error instanceof Fault || signal.aborted || isOfTheMachine(error);
          if (tried === TRIES || isHopeless) throw error;
        }
      }
    } finally {
      release();
    }
  };
  const create = joined((signal) => createOne(signal).catch(toFault(backupDir)));

  return {
    create: ({ signal } = {}) => create(signal),
    list,
    async verify(id) {
      return toBackup(id, await verified(id));
    },
    async restore(id) {
      const release = await holdIfWritable(backupDir);
      try {
        const manifest = await verified(id);
        const stamp = stampOf(now());
        const aside = await unpack(archiveOf(id), manifest, {
          places,
          stamp,
          schema: options.schema ?? Infinity,
        });
        return { movedTo: path.join(dataDir, aside) };
      } finally {
        release();
      }
    },
    async prune(keep) {
      if (keep === 0) return 0;
      const old = (await list()).slice(keep);
      for (const { id } of old) {
        // With a draft of a manifest alone it is a left-over that the next backup removes.
        await rename(manifestOf(id), `${manifestOf(id)}${DRAFT}`).catch(orGone);
        await rm(archiveOf(id), { force: true });
        await rm(`${manifestOf(id)}${DRAFT}`, { force: true });
      }
      return old.length;
    },
  };
}

async function isDirectory(directory: string): Promise<boolean> {
  return (await stat(directory).catch(() => undefined))?.isDirectory() ?? false;
}

/** Two within one second are two. */
function freeId(stamp: string, names: readonly string[]): string {
  const isTaken = (id: string) => names.some((name) => name.startsWith(`${id}.`));
  let id = stamp;
  for (let next = 2; isTaken(id); next += 1) id = `${stamp}-${next}`;
  return id;
}

/** Better not begun than ended by a disk that is full for everybody. */
async function mustHaveRoom(backupDir: string, newest: Backup | undefined): Promise<void> {
  if (!newest) return;
  const { bavail, bsize } = await statfs(backupDir);
  const neededBytes = newest.sizeBytes * ROOM;
  if (bavail * bsize >= neededBytes) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  const detail = `${megabytes(bavail * bsize)} are free, about ${megabytes(neededBytes)} are needed`;
  throw new Fault('backup-failed', `BACKUP_DIR ${backupDir}: ${detail}`);
}

function toFault(backupDir: string): (error: unknown) => never {
  return (cause) => {
    if (cause instanceof Fault) throw cause;
    const where = isDiskFull(cause) ? `the disk of BACKUP_DIR ${backupDir} is full: ` : '';
    throw new Fault('backup-failed', `${where}${String(cause)}`, { cause });
  };
}

/** A share that can only be read is a good place to restore from. */
async function holdIfWritable(backupDir: string): Promise<() => void> {
  try {
    return holdBackups(backupDir);
  } catch (error) {
    if (error instanceof Fault) throw error;
    return () => undefined;
  }
}

const OWN = new RegExp(
  `^(?<id>${BACKUP_ID})(?<what>\\.tar\\.zst|\\.json)(?<draft>\\.draft)?$`,
  'u',
);
const OWN_COPIES = /^\.copies-[A-Za-z\d]{6}$/u;

/**
 * What a crash left: drafts, copies, and archives whose manifest is a draft. The folder may hold
 * what is somebody else's, and an archive that is being brought here without its manifest yet.
 */
async function removeLeftOvers(backupDir: string): Promise<void> {
  const names = await readdir(backupDir);
  const drafts: string[] = [];
  for (const name of names) {
    if (OWN_COPIES.test(name))
      await rm(path.join(backupDir, name), { recursive: true, force: true });
    const { id, what, draft } = OWN.exec(name)?.groups ?? {};
    if (id === undefined) continue;
    const isCutOff =
      names.includes(`${id}${MANIFEST}${DRAFT}`) && !names.includes(`${id}${MANIFEST}`);
    if (draft !== undefined) drafts.push(name);
    else if (what === ARCHIVE && isCutOff) await rm(path.join(backupDir, name), { force: true });
  }
  // Last: they tell that the archive is one that was cut off.
  for (const name of drafts) await rm(path.join(backupDir, name), { force: true });
}

/** Somebody else was faster. */
function orGone(error: unknown): void {
  if (!isGone(error)) throw error;
}
