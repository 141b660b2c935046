import { open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { syncDirectory } from '#lib/sync-directory.ts';
import { withCopies } from './copies.ts';
import { inspect } from './inspect.ts';
import { isTheirs, type LeftOut } from './left-out.ts';
import { hashFile, type Manifest } from './manifest.ts';
import { pack } from './pack.ts';
import type { Places } from './places.ts';
import { knownPlaces } from './known-places.ts';
import { entriesOf } from './walk.ts';

/** One backup to make. Nothing but data: it is sent to another thread. */
export interface Job {
  readonly places: Places;
  /** Where the archive and its manifest go; each is written beside it first. */
  readonly archive: string;
  readonly manifest: string;
  /** A folder for copies of databases. */
  readonly copies: string;
  /** A copy of the bot's own database that is there already. */
  readonly database?: string;
  /** Of CodeFoundry. */
  readonly version: string;
  readonly createdAt: string;
}

/**
 * What a file is called until it is complete. No program that copies files calls them so: an
 * archive beside such a manifest is one of ours that was cut off, and none that is being brought.
 */
export const DRAFT = '.draft';

/**
 * Packs everything, reads it back, and puts the archive and then its manifest in place, each on
 * the disk before it gets its name.
 */
export async function write(job: Job): Promise<Manifest> {
  const { places, archive, version, createdAt } = job;
  const leftOut: LeftOut[] = [];
  const entries = await entriesOf(await knownPlaces(places), leftOut);
  if (entries.length === 0)
    throw new Fault('backup-failed', `DATA_DIR ${places.dataDir} is empty: nothing to back up`);
  const draft = `${archive}${DRAFT}`;
  const packed = await pack(draft, await withCopies(entries, job.copies, job.database), leftOut);

  // Read back: what cannot be unpacked now is no backup.
  const unpacked = await inspect(draft);
  const files: Manifest['files'] = {};
  const isMissing = (name: string): void => {
    if (!isTheirs(name)) throw new Error(`${name} did not come out of the archive`);
    leftOut.push({ name, why: 'its name' });
  };
  for (const [name, mode] of packed.files) {
    const file = unpacked.files.get(name);
    if (file) files[name] = { ...file, mode };
    else isMissing(name);
  }
  for (const [name, target] of packed.links) {
    if (unpacked.links.get(name) === target) continue;
    packed.links.delete(name);
    isMissing(name);
  }
  const manifest: Manifest = {
    version: 1,
    codefoundry: version,
    createdAt,
    archive: { sizeBytes: (await stat(draft)).size, sha256: await hashFile(draft) },
    files,
    directories: Object.fromEntries(packed.directories),
    links: Object.fromEntries(packed.links),
    leftOut,
  };
  await writeThrough(`${job.manifest}${DRAFT}`, `${JSON.stringify(manifest)}\n`);
  await rename(draft, archive);
  await syncDirectory(path.dirname(archive));
  await rename(`${job.manifest}${DRAFT}`, job.manifest);
  await syncDirectory(path.dirname(archive));
  return manifest;
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
