import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { create, type WriteEntry } from 'tar';
import { DATABASE, type Places } from './places.ts';
import { copyDatabase, isDatabase } from './snapshot.ts';
import { type Entry, entriesOf } from './walk.ts';

/** Copies the bot's own database, as it is at one moment, to a file that does not exist. */
export type Snapshot = (to: string) => Promise<void>;

/** Packs everything into `archive`. Databases go in as they are at one moment. */
export async function pack(
  archive: string,
  places: Places,
  snapshot: Snapshot | undefined,
): Promise<void> {
  const copies = await mkdtemp(path.join(places.backupDir, '.copies-'));
  try {
    const entries = await withCopies(await entriesOf(places), copies, snapshot);
    const names = new Map(entries.map(({ absolute, name }) => [absolute, name]));
    await create(
      {
        file: archive,
        zstd: true,
        cwd: '/',
        preservePaths: true,
        // Each entry is listed by itself: what must not go in would otherwise come with its folder.
        noDirRecurse: true,
        // Times and modes come back; owners and inodes are this machine's own.
        portable: true,
        onWriteEntry(entry: WriteEntry) {
          entry.path = names.get(entry.absolute) ?? entry.path;
        },
      },
      entries.map(({ absolute }) => absolute),
    );
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
}

/** Databases of the bot and of its gateway are replaced by copies, their side files left out. */
async function withCopies(
  entries: readonly Entry[],
  directory: string,
  snapshot: Snapshot | undefined,
): Promise<Entry[]> {
  const packed: Entry[] = [];
  const copied = new Set<string>();
  for (const entry of entries) {
    const isOurs = entry.name === `data/${DATABASE}`;
    const isGateways = entry.kind === 'file' && entry.name.startsWith('data/gateway/');
    if (!isOurs && !(isGateways && (await isDatabase(entry.absolute)))) {
      packed.push(entry);
      continue;
    }
    const copy = path.join(directory, `${copied.size}.db`);
    await (isOurs && snapshot ? snapshot(copy) : copyDatabase(entry.absolute, copy));
    copied.add(entry.name);
    packed.push({ ...entry, absolute: copy });
  }
  return packed.filter(
    ({ name }) => !copied.has(name.replace(/-(?:wal|shm)$/u, '')) || copied.has(name),
  );
}
