import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Packable } from './pack.ts';
import { DATABASE } from './places.ts';
import { copyDatabase, isDatabase } from './snapshot.ts';
import type { Entry } from './walk.ts';

/**
 * Databases of the bot and of its gateway are replaced by copies in `directory`, their side files
 * left out. `own` is a copy of the bot's database that is there already.
 */
export async function withCopies(
  entries: readonly Entry[],
  directory: string,
  own: string | undefined,
): Promise<Packable[]> {
  const packed: Packable[] = [];
  const copied = new Set<string>();
  for (const entry of entries) {
    const isOurs = entry.name === `data/${DATABASE}`;
    const isGateways = entry.kind === 'file' && entry.name.startsWith('data/gateway/');
    if (!isOurs && !(isGateways && (await isDatabase(entry.absolute)))) {
      packed.push(entry);
      continue;
    }
    const { mode } = await stat(entry.absolute);
    const copy = isOurs && own ? own : path.join(directory, `${copied.size}.db`);
    if (copy !== own) await copyDatabase(entry.absolute, copy);
    copied.add(entry.name);
    packed.push({ ...entry, absolute: copy, mode });
  }
  return packed.filter(
    ({ name }) => !copied.has(name.replace(/-(?:wal|shm)$/u, '')) || copied.has(name),
  );
}
