import { rm } from 'node:fs/promises';
import path from 'node:path';
import { BOT } from '../author.ts';
import type { GitUndo } from '../undo.ts';
import { addedBetween } from './added.ts';
import { differingPaths, moveTree, treeOf, takeSnapshot } from './tree.ts';
import { fieldsOf, identity, type Workshop } from './workshop.ts';

/** `GitUndo` through git's command line; git 2.38 or newer. */
export function undoCli(workshop: Workshop): GitUndo {
  const { git, inTurn, commitOf } = workshop;

  const commitTree = async (
    directory: string,
    tree: string,
    parents: readonly string[],
    { message, env }: { readonly message: string; readonly env: Record<string, string> },
  ): Promise<string> => {
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
    return (await git(directory, args, { env, input: message, isBare: true })).trim();
  };

  /** What is there, less what one commit did; computed on trees, so no file can be torn. */
  const without = async (directory: string, headTree: string, sha: string) => {
    const [after, before] = [
      await treeOf(workshop, directory, sha),
      await treeOf(workshop, directory, `${sha}^`),
    ];
    // Git merges commits: these stand for the three trees, and nothing ever points at them.
    const stand = { message: 'x', env: identity(BOT) };
    const base = await commitTree(directory, after, [], stand);
    const ours = await commitTree(directory, headTree, [base], stand);
    const theirs = await commitTree(directory, before, [base], stand);
    const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
    const output = await git(directory, args, { isBare: true, okExitCodes: [1] });
    const [tree = '', ...conflicts] = fieldsOf(output);
    return { tree, conflicts: [...new Set(conflicts)] };
  };

  /**
   * Puts back what says which files git ignores, before anything else: under other rules ignored files
   * of people would count as new, and be removed. Resolves with the paths.
   */
  const putRulesBack = async (directory: string, tree: string): Promise<readonly string[]> => {
    await git(directory, ['read-tree', tree]);
    const listed = ['ls-files', '-z', '--modified', '--deleted', '--', ':(glob)**/.gitignore'];
    const changed = [...new Set(fieldsOf(await git(directory, listed)))];
    const input = changed.join('\0');
    if (changed.length > 0)
      await git(directory, ['checkout-index', '--force', '-z', '--stdin'], { input });
    const { tree: now } = await takeSnapshot(workshop, directory);
    const known = new Set(
      fieldsOf(await git(directory, ['ls-tree', '-r', '-z', '--name-only', tree])),
    );
    const fresh = (await differingPaths(workshop, directory, now, tree)).filter(
      (name) => path.basename(name) === '.gitignore' && !known.has(name),
    );
    for (const name of fresh) await rm(path.join(directory, name), { force: true });
    return [...changed, ...fresh];
  };

  return {
    restore: (directory, tree) =>
      inTurn(directory, async () => {
        const rules = await putRulesBack(directory, tree);
        const { tree: from } = await takeSnapshot(workshop, directory);
        const files = await differingPaths(workshop, directory, from, tree);
        const restored = [...new Set([...rules, ...files])];
        const move = { from, to: tree, isResumed: false };
        const inTheWay = await moveTree(workshop, directory, move);
        return inTheWay.length > 0 ? { restored: [], inTheWay } : { restored, inTheWay };
      }),
    undo: (directory, { sha, author, message, isResumed, mayCommit }) =>
      inTurn(directory, async () => {
        const { head, headTree, tree } = await takeSnapshot(workshop, directory);
        if (head === undefined) return { kind: 'nothing' };
        if (tree !== headTree && !isResumed) {
          const paths = await differingPaths(workshop, directory, headTree, tree);
          return { kind: 'dirty', paths };
        }
        const goal = await without(directory, headTree, sha);
        if (goal.conflicts.length > 0) return { kind: 'conflict', paths: goal.conflicts };
        if (goal.tree === headTree) return { kind: 'nothing' };
        if (mayCommit?.(await addedBetween(workshop, directory, headTree, goal.tree)) === false)
          return { kind: 'held' };
        const made = await commitTree(directory, goal.tree, [head], {
          message,
          env: identity(author),
        });
        const move = { from: headTree, to: goal.tree, isResumed };
        const inTheWay = await moveTree(workshop, directory, move);
        if (inTheWay.length > 0) return { kind: 'dirty', paths: inTheWay };
        await git(directory, ['update-ref', 'HEAD', made, head]);
        return { kind: 'undone', commit: await commitOf(directory, made) };
      }),
  };
}
