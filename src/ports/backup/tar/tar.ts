import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import type { Backup, Backups } from '../port.ts';
import { hashFile, inspect, type Manifest, readManifest } from './manifest.ts';
import { pack, type Snapshot } from './pack.ts';
import type { Places } from './places.ts';
import { unpack } from './unpack.ts';

interface Options extends Places {
  /** Of CodeFoundry. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Needed in the process that has the database open; another one copies it by itself. */
  readonly snapshot?: Snapshot;
}

const ARCHIVE = '.tar.zst';
const MANIFEST = '.json';
/** Files that shrink while they are read spoil an archive: then it is made once more. */
const TRIES = 3;

/**
 * Backups as `<id>.tar.zst` with `<id>.json` beside it: tar because everything can unpack it, zstd
 * because it is fast, and the manifest to know each file by its SHA-256.
 */
export function tarBackups(options: Options): Backups {
  const { backupDir, now, version } = options;
  const archiveOf = (id: string) => path.join(backupDir, `${id}${ARCHIVE}`);
  const manifestOf = (id: string) => path.join(backupDir, `${id}${MANIFEST}`);

  const read = async (id: string): Promise<Manifest> => {
    if (!/^[\w.-]+$/u.test(id)) throw new Fault('backup-failed', `there is no backup ${id}`);
    return readManifest(manifestOf(id));
  };

  const verified = async (id: string): Promise<Manifest> => {
    const manifest = await read(id);
    const hash = await hashFile(archiveOf(id)).catch(() => undefined);
    if (hash !== manifest.archive.sha256)
      throw new Fault('backup-failed', `${archiveOf(id)} is missing or damaged: use another one`);
    return manifest;
  };

  const write = async (id: string): Promise<Manifest> => {
    const draft = `${archiveOf(id)}.part`;
    await pack(draft, options, options.snapshot);
    // Read back: what cannot be unpacked now is no backup.
    const files = await inspect(draft);
    const archive = { sizeBytes: (await stat(draft)).size, sha256: await hashFile(draft) };
    const createdAt = new Date(now()).toISOString();
    const manifest: Manifest = { version: 1, codefoundry: version, createdAt, archive, files };
    await rename(draft, archiveOf(id));
    await writeFile(`${manifestOf(id)}.part`, `${JSON.stringify(manifest)}\n`, { mode: 0o600 });
    await rename(`${manifestOf(id)}.part`, manifestOf(id));
    return manifest;
  };

  const list = async (): Promise<readonly Backup[]> => {
    const names: readonly string[] = await readdir(backupDir).catch(() => []);
    const ids = names
      .filter((name) => name.endsWith(ARCHIVE))
      .map((name) => path.basename(name, ARCHIVE));
    const known = ids
      .filter((id) => names.includes(`${id}${MANIFEST}`))
      .toSorted()
      .toReversed();
    return Promise.all(known.map(async (id) => toBackup(id, await read(id))));
  };

  return {
    async create() {
      const id = new Date(now())
        .toISOString()
        .replace(/\.\d+Z$/u, 'Z')
        .replaceAll(':', '-');
      await mkdir(backupDir, { recursive: true, mode: 0o700 });
      await removeLeftOvers(backupDir);
      for (let tried = 1; ; tried += 1) {
        try {
          return toBackup(id, await write(id));
        } catch (cause) {
          await rm(`${archiveOf(id)}.part`, { force: true });
          if (tried < TRIES && !(cause instanceof Fault)) continue;
          throw cause instanceof Fault
            ? cause
            : new Fault('backup-failed', String(cause), { cause });
        }
      }
    },
    list,
    async verify(id) {
      return toBackup(id, await verified(id));
    },
    async restore(id) {
      const manifest = await verified(id);
      const stamp = new Date(now())
        .toISOString()
        .replace(/\.\d+Z$/u, 'Z')
        .replaceAll(':', '-');
      const aside = await unpack(archiveOf(id), manifest, options, stamp);
      return { movedTo: path.join(options.dataDir, aside) };
    },
    async prune(keep) {
      const old = (await list()).slice(keep);
      for (const { id } of old) {
        // First the manifest: without it the rest is a left-over that the next backup removes.
        await rm(manifestOf(id), { force: true });
        await rm(archiveOf(id), { force: true });
      }
      return old.length;
    },
  };
}

function toBackup(id: string, { createdAt, archive, files }: Manifest): Backup {
  return {
    id,
    createdAtMs: Date.parse(createdAt),
    sizeBytes: archive.sizeBytes,
    files: Object.keys(files).length,
  };
}

/** What a crash left: drafts, copies, and archives without a manifest. */
async function removeLeftOvers(backupDir: string): Promise<void> {
  const names = await readdir(backupDir);
  for (const name of names) {
    const isDraft = name.endsWith('.part') || name.startsWith('.copies-');
    const isHalf =
      name.endsWith(ARCHIVE) && !names.includes(`${path.basename(name, ARCHIVE)}${MANIFEST}`);
    if (isDraft || isHalf) await rm(path.join(backupDir, name), { recursive: true, force: true });
  }
}
