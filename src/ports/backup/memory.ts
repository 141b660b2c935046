import { Fault } from '#kernel/fault.ts';
import type { Backup, Backups } from './port.ts';

/** Backups of nothing, forgotten on restart. For tests. */
export function memoryBackups(
  now: () => number,
): Backups & { fail(isBroken: boolean): void; leaveOut(name: string): void } {
  let kept: Backup[] = [];
  let isBroken = false;
  let leftOut: Backup['leftOut'];
  const find = (id: string): Backup => {
    const found = kept.find((each) => each.id === id);
    if (!found) throw new Fault('backup-failed', `there is no backup ${id}`);
    return found;
  };
  return {
    fail(broken) {
      isBroken = broken;
    },
    leaveOut(example) {
      leftOut = { count: (leftOut?.count ?? 0) + 1, example };
    },
    async create() {
      if (isBroken) throw new Fault('backup-failed', 'the disk is full');
      const createdAtMs = now();
      const made = {
        id: `${new Date(createdAtMs).toISOString()}-${kept.length}`,
        createdAtMs,
        sizeBytes: 1_000_000,
        files: 2,
        ...(leftOut && { leftOut }),
      };
      kept = [made, ...kept];
      return made;
    },
    list: async () => kept,
    verify: async (id) => find(id),
    async restore(id) {
      find(id);
      return { movedTo: '/nowhere' };
    },
    async prune(keep) {
      if (keep === 0) return 0;
      const old = kept.length - Math.min(keep, kept.length);
      kept = kept.slice(0, keep);
      return old;
    },
  };
}
