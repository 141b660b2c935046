import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { sharedBy, treesBeside, WORKTREES } from '../repository-place.ts';
import type { GitWorktrees } from '../worktrees.ts';
import { branchHead } from './branch-head.ts';
import type { Workshop } from './workshop.ts';

const NOTHING = '0'.repeat(40);

/**
 * `GitWorktrees` in git's own layout (gitrepository-layout), written by hand: `git worktree add` would
 * choose the names itself and run hooks and filters that a project brings.
 */
export function worktreesCli(workshop: Workshop): GitWorktrees {
  const { git, inTurn, gitDirectory } = workshop;

  const isCommit = async (directory: string, sha: string): Promise<boolean> => {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${sha}^{commit}`];
    const [root = directory] = treesBeside(directory, []);
    return (await git(root, args, { isBare: true, okExitCodes: [1, 128] })).trim() === sha;
  };

  const makeBranch = async (directory: string, ref: string, sha: string): Promise<boolean> => {
    const [root = directory] = treesBeside(directory, []);
    try {
      await git(root, ['update-ref', ref, sha, NOTHING], { isBare: true });
      return true;
    } catch (error) {
      if (error instanceof Fault && /cannot lock ref/u.test(error.detail)) return false;
      throw error;
    }
  };

  return {
    addWorktree: (directory, { branch, sha, isResumed }) =>
      inTurn(directory, async () => {
        const [root = directory] = treesBeside(directory, []);
        if (!(await isCommit(directory, sha))) return { kind: 'unknown' };
        const isMade = isResumed && (await branchHead(workshop, root, branch)) === sha;
        if (!isMade && !(await makeBranch(directory, `refs/heads/${branch}`, sha)))
          return { kind: 'taken' };
        await rm(directory, { recursive: true, force: true });
        await mkdir(directory, { recursive: true });
        await layOut(gitDirectory(directory), directory, branch);
        await git(directory, ['read-tree', '--reset', '-u', sha]);
        return { kind: 'done' };
      }),
    retireBranch: (directory, branch, sha) =>
      inTurn(directory, async () => {
        const head = await branchHead(workshop, directory, branch);
        if (head !== undefined && head !== sha) return false;
        // Kept first: whoever stops here has lost nothing.
        await git(directory, ['update-ref', retired(sha), sha], { isBare: true });
        const ref = `refs/heads/${branch}`;
        if (head !== undefined)
          await git(directory, ['update-ref', '-d', ref, sha], { isBare: true });
        return true;
      }),
    async isRetired(directory, sha) {
      if (!/^[0-9a-f]{40}$/u.test(sha)) return false;
      const args = ['show-ref', '--verify', '--hash', '--', retired(sha)];
      const found = await git(directory, args, { isBare: true, okExitCodes: [1, 128] });
      return found.trim() === sha;
    },
  };
}

/** Another tree of the same repository in which `branch` is checked out. */
export async function treeWith(
  { gitDirectory }: Pick<Workshop, 'gitDirectory'>,
  directory: string,
  branch: string,
): Promise<string | undefined> {
  const shared = sharedBy(gitDirectory(directory));
  const tasks = await readdir(path.join(shared, WORKTREES)).catch((): string[] => []);
  for (const tree of treesBeside(directory, tasks)) {
    if (tree === directory) continue;
    const head = await readFile(path.join(gitDirectory(tree), 'HEAD'), 'utf8').catch(() => '');
    if (head.trim() === `ref: refs/heads/${branch}`) return tree;
  }
  return undefined;
}

async function layOut(place: string, directory: string, branch: string): Promise<void> {
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, 'HEAD'), `ref: refs/heads/${branch}\n`);
  await writeFile(path.join(place, 'commondir'), '../..\n');
  await writeFile(path.join(place, 'gitdir'), `${path.join(directory, '.git')}\n`);
  // Else a `git gc` of somebody could take it for one whose tree is gone.
  await writeFile(path.join(place, 'locked'), 'kept by CodeFoundry\n');
  await writeFile(path.join(directory, '.git'), `gitdir: ${place}\n`);
}

/** Keeps commits that no branch names any more. */
function retired(sha: string): string {
  return `refs/retired/${sha}`;
}
