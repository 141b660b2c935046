import type { SentFile } from '#kernel/sent-file.ts';

/** Of one person within `WINDOW_MS`. */
const MOST_FILES = 100;
const MOST_BYTES = 1_000_000_000;
const WINDOW_MS = 60 * 60_000;
/** Telegram does not always tell; then it counts as this much. */
const UNKNOWN_BYTES = 1_000_000;
const MOST_PEOPLE = 10_000;

interface Sent {
  readonly requestId: string;
  readonly atMs: number;
  readonly files: number;
  readonly bytes: number;
}

/** Says whether a person may send that too; if not, after how many minutes again. */
export type Quota = (
  actorId: number,
  requestId: string,
  files: readonly SentFile[],
) => { readonly kind: 'pass' } | { readonly kind: 'wait'; readonly minutes: number };

/** Counts what people send, in memory: it is against floods, not an account. */
export function createQuota(now: () => number): Quota {
  const people = new Map<number, readonly Sent[]>();
  return (actorId, requestId, files) => {
    const atMs = now();
    const all = people.get(actorId) ?? [];
    const recent = all.filter((each) => atMs - each.atMs < WINDOW_MS);
    people.delete(actorId);
    people.set(actorId, recent);
    const [longestAgo] = people.keys();
    if (people.size > MOST_PEOPLE && longestAgo !== undefined) people.delete(longestAgo);
    if (recent.some((each) => each.requestId === requestId)) return { kind: 'pass' };
    const bytes = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? UNKNOWN_BYTES), 0);
    const sum = (of: (each: Sent) => number): number =>
      recent.reduce((total, each) => total + of(each), 0);
    const isTooMuch =
      recent.length > 0 &&
      (sum((each) => each.files) + files.length > MOST_FILES ||
        sum((each) => each.bytes) + bytes > MOST_BYTES);
    if (isTooMuch) {
      const oldestMs = recent[0]?.atMs ?? atMs;
      return { kind: 'wait', minutes: Math.ceil((WINDOW_MS - (atMs - oldestMs)) / 60_000) };
    }
    people.set(actorId, [...recent, { requestId, atMs, files: files.length, bytes }]);
    return { kind: 'pass' };
  };
}
