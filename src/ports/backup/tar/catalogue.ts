import { stat } from 'node:fs/promises';
import type { Backup } from '../port.ts';
import { readManifest, toBackup } from './manifest.ts';

interface Known {
  /** Of the manifest, as it was when it was read. */
  readonly mtimeMs: number;
  readonly sizeBytes: number;
  /** `undefined`: it cannot be read, and that was said. */
  readonly backup: Backup | undefined;
}

/**
 * What is known of backups. Each manifest is read once, since it names every file and somebody asks
 * every few seconds; one that cannot be read is told once and left out.
 */
export function catalogue(
  manifestOf: (id: string) => string,
  log: (message: string, details: object) => void,
): { of(ids: readonly string[]): Promise<readonly Backup[]> } {
  let known = new Map<string, Known>();

  const look = async (id: string): Promise<Known | undefined> => {
    const found = await stat(manifestOf(id)).catch(() => undefined);
    if (!found) return undefined;
    const { mtimeMs, size: sizeBytes } = found;
    const before = known.get(id);
    if (before?.mtimeMs === mtimeMs && before.sizeBytes === sizeBytes) return before;
    try {
      return { mtimeMs, sizeBytes, backup: toBackup(id, await readManifest(manifestOf(id))) };
    } catch (error) {
      log('a backup cannot be used: its manifest cannot be read', { backup: id, error });
      return { mtimeMs, sizeBytes, backup: undefined };
    }
  };

  return {
    async of(ids) {
      const next = new Map<string, Known>();
      // One after another: each may be many megabytes.
      for (const id of ids) {
        const found = await look(id);
        if (found) next.set(id, found);
      }
      known = next;
      const backups = [...next.values()].flatMap(({ backup }) => backup ?? []);
      return backups.toSorted((a, b) => b.createdAtMs - a.createdAtMs || b.id.localeCompare(a.id));
    },
  };
}
