import { rm, stat } from 'node:fs/promises';

/** A git that still holds a lock after this long is taken for dead. */
const STALE_LOCK_MS = 70_000;
/** Left by an earlier process of ours, whose last git has ended long before this. */
const LEFT_LOCK_MS = 10_000;
const LOCK_POLL_MS = 200;

/**
 * Waits for another git to end when what git said is that it holds a lock; the lock of one that died
 * is removed. Resolves with `true` when it is worth to try again.
 */
export async function waitForLock(said: string): Promise<boolean> {
  const lock = /'([^'\n]+\.lock)': File exists/u.exec(said)?.[1];
  if (lock === undefined) return false;
  for (;;) {
    const found = await stat(lock).catch(() => undefined);
    if (!found) return true;
    const ageMs = Date.now() - found.mtimeMs;
    // Nothing that we started can hold one that is older than we are.
    const isOfBefore = ageMs > LEFT_LOCK_MS && ageMs / 1_000 > process.uptime();
    if (ageMs > STALE_LOCK_MS || isOfBefore) {
      await rm(lock, { force: true });
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}
