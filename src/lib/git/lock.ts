import { lstat, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A git that still holds a lock after this long is taken for dead. */
const STALE_LOCK_MS = 70_000;
/** Left by an earlier process of ours, whose last git has ended long before this. */
const LEFT_LOCK_MS = 10_000;
const LOCK_POLL_MS = 200;

/** A whole line of git: it prints names of files too, and those may say anything. */
const LOCKED =
  /^(?:fatal|error): (?:update_ref failed for ref '[^:\n]*': )?(?:cannot lock ref '[^:\n]*': )?Unable to create '([^\n]+\.lock)': File exists\.?$/mu;

/**
 * Waits for another git to end when what git said is that it holds a lock of `repository`; the lock
 * of one that died is removed. Resolves with `true` when it is worth to try again.
 */
export async function waitForLock(said: string, repository: string): Promise<boolean> {
  const lock = await lockIn(repository, LOCKED.exec(said)?.[1]);
  if (lock === undefined) return false;
  const untilMs = performance.now() + STALE_LOCK_MS;
  // Locks that others take one after another are never old.
  while (performance.now() < untilMs) {
    const found = await lstat(lock).catch(() => undefined);
    if (!found) return true;
    const ageMs = Date.now() - found.mtimeMs;
    // Nothing that we started can hold one that is older than we are.
    const isOfBefore = ageMs > LEFT_LOCK_MS && ageMs / 1_000 > process.uptime();
    if (ageMs > STALE_LOCK_MS || isOfBefore) {
      await rm(lock, { force: true });
      return true;
    }
    await sleep(LOCK_POLL_MS);
  }
  return true;
}

/** The lock, where it really lies in the repository. */
async function lockIn(repository: string, named: string | undefined): Promise<string | undefined> {
  if (named === undefined) return undefined;
  const [root, folder] = await Promise.all(
    [repository, path.dirname(named)].map((each) => realpath(each).catch(() => undefined)),
  );
  if (root === undefined || folder === undefined) return undefined;
  return `${folder}/`.startsWith(`${root}/`) ? path.join(folder, path.basename(named)) : undefined;
}
