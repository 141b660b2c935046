import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Checkouts } from './port.ts';

const MISSING = 'dead'.repeat(10);
const FOREVER = { timeoutMs: 10_000 };

/** What every place for clean checkouts must do, with a project that has one commit with `kept.txt`. */
export function checkoutsContract(
  name: string,
  make: () => Promise<{
    readonly checkouts: Checkouts;
    readonly project: string;
    readonly sha: string;
    readonly close: () => Promise<void>;
  }>,
): void {
  describe(`${name} checkouts`, () => {
    let under: Awaited<ReturnType<typeof make>>;
    beforeEach(async () => void (under = await make()));
    afterEach(() => under.close());

    it('hold what the commit holds, and run its commands', async () => {
      const { checkouts, project, sha } = under;
      const opened = await checkouts.open(project, sha, 'one');
      expect(await opened.has('kept.txt')).toBe(true);
      expect(await opened.has('gone.txt')).toBe(false);
      expect(await opened.commands()).toEqual({ kind: 'none' });
      expect(await opened.run(['true'], FOREVER)).toMatchObject({ exitCode: 0, timedOut: false });
    });

    it('say when there is no such commit', async () => {
      const { checkouts, project } = under;
      await expect(checkouts.open(project, MISSING, 'one')).rejects.toMatchObject({
        code: 'git-failed',
      });
    });

    it('run nothing for somebody who has gone', async () => {
      const { checkouts, project, sha } = under;
      const opened = await checkouts.open(project, sha, 'one');
      const ran = await opened.run(['true'], { ...FOREVER, signal: AbortSignal.abort() });
      expect(ran.exitCode).toBeUndefined();
    });

    it('are opened and removed as often as one likes', async () => {
      const { checkouts, project, sha } = under;
      const first = await checkouts.open(project, sha, 'one');
      const again = await checkouts.open(project, sha, 'one');
      expect(again.directory).toBe(first.directory);
      await checkouts.remove(project, 'one');
      await checkouts.remove(project, 'one');
      expect(await (await checkouts.open(project, sha, 'one')).has('kept.txt')).toBe(true);
    });
  });
}
