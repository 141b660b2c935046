import { BOT } from '../author.ts';
import type { RebaseOutcome } from '../remote.ts';
import { differingPaths, moveTree, takeSnapshot, treeOf } from './tree.ts';
import { fieldsOf, identity, type Workshop } from './workshop.ts';

const BY_BOT = identity(BOT);
const SEPARATOR = '\u0000';

/**
 * Puts the commits of `branch` that are not in `there` on top of it. It is computed on trees, so
 * nothing has changed until all of it is known to fit.
 */
export async function rebaseOnto(
  workshop: Workshop,
  directory: string,
  { there, isResumed }: { readonly there: string; readonly isResumed: boolean },
): Promise<RebaseOutcome> {
  const { git } = workshop;
  const { head, headTree, tree } = await takeSnapshot(workshop, directory);
  if (head === undefined) return { kind: 'nothing' };
  if (tree !== headTree && !isResumed) {
    return { kind: 'dirty', paths: await differingPaths(workshop, directory, headTree, tree) };
  }
  const list = async (...args: readonly string[]) =>
    (await git(directory, ['rev-list', ...args], { isBare: true })).split('\n').filter(Boolean);
  if ((await list('--max-count=1', `${head}..${there}`)).length === 0)
    return { kind: 'up-to-date' };
  if ((await list('--merges', '--max-count=1', `${there}..${head}`)).length > 0)
    return { kind: 'merges' };
  let tip = there;
  const own = await list('--reverse', '--topo-order', `${there}..${head}`);
  for (const sha of own) {
    const moved = await pick(workshop, directory, sha, tip);
    if (moved.kind === 'conflict') return moved;
    tip = moved.sha;
  }
  const to = await treeOf(workshop, directory, tip);
  const inTheWay = await moveTree(workshop, directory, { from: headTree, to, isResumed });
  if (inTheWay.length > 0) return { kind: 'dirty', paths: inTheWay };
  await git(directory, ['update-ref', 'HEAD', tip, head]);
  return { kind: 'rebased', sha: tip, commits: own.length };
}

/** One commit on top of `tip`; `tip` itself where nothing of it is left. */
async function pick(
  workshop: Workshop,
  directory: string,
  sha: string,
  tip: string,
): Promise<
  | { readonly kind: 'picked'; readonly sha: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
> {
  const { git } = workshop;
  const commitTree = async (
    tree: string,
    parents: readonly string[],
    env: Readonly<Record<string, string>> = BY_BOT,
    input = 'x',
  ): Promise<string> => {
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
    return (await git(directory, args, { env, input, isBare: true })).trim();
  };
  // Git merges commits: these stand for the three trees, and nothing ever points at them.
  const base = await commitTree(await treeBefore(workshop, directory, sha), []);
  const ours = await commitTree(await treeOf(workshop, directory, tip), [base]);
  const theirs = await commitTree(await treeOf(workshop, directory, sha), [base]);
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const [tree = '', ...conflicts] = fieldsOf(
    await git(directory, args, { isBare: true, okExitCodes: [1] }),
  );
  if (conflicts.length > 0) return { kind: 'conflict', paths: [...new Set(conflicts)] };
  if (tree === (await treeOf(workshop, directory, tip))) return { kind: 'picked', sha: tip };
  const format = '--format=%an%x00%ae%x00%aI%x00%B';
  const shown = await git(directory, ['show', '--no-patch', format, sha], { isBare: true });
  const [name = '', email = '', date = '', ...message] = shown.split(SEPARATOR);
  const env = { ...identity({ name, email }), GIT_AUTHOR_DATE: date };
  const text = `${message.join(SEPARATOR).trimEnd()}\n`;
  return { kind: 'picked', sha: await commitTree(tree, [tip], env, text) };
}

/** The empty tree before a first commit. */
async function treeBefore(workshop: Workshop, directory: string, sha: string): Promise<string> {
  const args = ['rev-list', '--parents', '--max-count=1', sha];
  const [, parent] = (await workshop.git(directory, args, { isBare: true })).trim().split(' ');
  if (parent !== undefined) return treeOf(workshop, directory, parent);
  return (await workshop.git(directory, ['mktree'], { input: '', isBare: true })).trim();
}
