import { Fault } from '#kernel/fault.ts';
import type { Branch, GitBranches } from '../branches.ts';
import { differingPaths, moveTree, takeSnapshot, treeOf } from './tree.ts';
import type { Workshop } from './workshop.ts';

const NOTHING = '0'.repeat(40);
const FORMAT = ['refname:lstrip=2', 'objectname', 'committerdate:unix', 'contents:subject'];

/** `GitBranches` through git's command line. */
export function branchesCli(workshop: Workshop): GitBranches {
  const { git, inTurn, head } = workshop;

  const refs = async (directory: string, args: readonly string[]): Promise<string[][]> => {
    const format = FORMAT.map((field) => `%(${field})`).join('%00');
    const listing = ['for-each-ref', `--format=${format}`, ...args, 'refs/heads'];
    const output = await git(directory, listing, { isBare: true });
    return output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\0'));
  };

  const shaOf = async (directory: string, name: string): Promise<string | undefined> => {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `refs/heads/${name}`];
    const found = await git(directory, args, { isBare: true, okExitCodes: [1, 128] });
    return /^[0-9a-f]{40}$/mu.exec(found)?.[0];
  };

  const isName = async (directory: string, name: string): Promise<boolean> => {
    // Beyond what git forbids: options in disguise, and what nobody can see or type.
    if (/^(?:HEAD|@)$|^-|\p{C}/u.test(name) || name.length > 200) return false;
    const args = ['check-ref-format', '--normalize', `refs/heads/${name}`];
    const found = await git(directory, args, { isBare: true, okExitCodes: [1] });
    return found.trim() === `refs/heads/${name}`;
  };

  const current = async (directory: string): Promise<string | undefined> => {
    const args = ['symbolic-ref', '--quiet', '--short', 'HEAD'];
    const name = (await git(directory, args, { isBare: true, okExitCodes: [1] })).trim();
    return name === '' ? undefined : name;
  };

  const pointHead = (directory: string, name: string) =>
    git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${name}`]);

  return {
    async branches(directory) {
      const sha = await head(directory);
      const name = await current(directory);
      const merged = sha === undefined ? [] : await refs(directory, [`--merged=${sha}`]);
      const mergedNames = new Set(merged.map(([each]) => each));
      const branches = (await refs(directory, [])).map(
        ([each = '', at = '', seconds = '', subject = '']): Branch => ({
          name: each,
          sha: at,
          subject,
          atMs: Number(seconds) * 1_000,
          isMerged: mergedNames.has(each),
        }),
      );
      return {
        ...(name !== undefined && { current: name }),
        ...(sha !== undefined && { head: sha }),
        branches,
      };
    },
    startBranch: (directory, name, isResumed) =>
      inTurn(directory, async () => {
        if (!(await isName(directory, name))) return { kind: 'bad-name' };
        const { head: sha, headTree, tree } = await takeSnapshot(workshop, directory);
        if (sha === undefined) return { kind: 'empty' };
        if (tree !== headTree) {
          const paths = await differingPaths(workshop, directory, headTree, tree);
          return { kind: 'dirty', paths };
        }
        const isMade = isResumed && (await shaOf(directory, name)) === sha;
        try {
          if (!isMade) await git(directory, ['update-ref', `refs/heads/${name}`, sha, NOTHING]);
        } catch (error) {
          const isTaken = error instanceof Fault && /cannot lock ref/u.test(error.detail);
          if (isTaken) return { kind: 'taken' };
          throw error;
        }
        await pointHead(directory, name);
        return { kind: 'done', sha };
      }),
    useBranch: (directory, name, isResumed) =>
      inTurn(directory, async () => {
        const sha = (await isName(directory, name)) ? await shaOf(directory, name) : undefined;
        if (sha === undefined) return { kind: 'unknown' };
        const { headTree } = await takeSnapshot(workshop, directory);
        const to = await treeOf(workshop, directory, sha);
        const inTheWay = await moveTree(workshop, directory, { from: headTree, to, isResumed });
        if (inTheWay.length > 0) return { kind: 'dirty', paths: inTheWay };
        await pointHead(directory, name);
        return { kind: 'done', sha };
      }),
    deleteBranch: (directory, name) =>
      inTurn(directory, async () => {
        const sha = (await isName(directory, name)) ? await shaOf(directory, name) : undefined;
        if (sha === undefined) return { kind: 'unknown' };
        if ((await current(directory)) === name) return { kind: 'current' };
        await git(directory, ['update-ref', '-d', `refs/heads/${name}`, sha]);
        return { kind: 'done', sha };
      }),
  };
}
