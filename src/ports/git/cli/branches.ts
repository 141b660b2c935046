import { Fault } from '#kernel/fault.ts';
import type { Branch, GitBranches } from '../branches.ts';
import { differingPaths, moveTree, takeSnapshot, treeOf } from './tree.ts';
import type { Workshop } from './workshop.ts';
import { treeWith } from './worktrees.ts';

const NOTHING = '0'.repeat(40);
const FIELDS = ['objectname', 'committerdate:unix', 'contents:subject'];
const HERE = 'refs/heads';
const THERE = 'refs/remotes/origin';

/** `GitBranches` through git's command line. */
export function branchesCli(workshop: Workshop): GitBranches {
  const { git, inTurn, head } = workshop;

  const refs = async (
    directory: string,
    where: string,
    args: readonly string[] = [],
  ): Promise<string[][]> => {
    const name = `refname:lstrip=${where.split('/').length}`;
    const format = [name, ...FIELDS].map((field) => `%(${field})`).join('%00');
    const listing = ['for-each-ref', `--format=${format}`, ...args, where];
    const output = await git(directory, listing, { isBare: true });
    return output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\0'));
  };

  const shaOf = async (
    directory: string,
    name: string,
    where = HERE,
  ): Promise<string | undefined> => {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${where}/${name}`];
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

  /** Says whether it did: a name can stand in the way of another one. */
  const makeBranch = async (directory: string, name: string, sha: string): Promise<boolean> => {
    try {
      await git(directory, ['update-ref', `refs/heads/${name}`, sha, NOTHING]);
      return true;
    } catch (error) {
      if (error instanceof Fault && /cannot lock ref/u.test(error.detail)) return false;
      throw error;
    }
  };

  const pointHead = (directory: string, name: string) =>
    git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${name}`]);

  return {
    async branches(directory) {
      const sha = await head(directory);
      const name = await current(directory);
      const list = async (where: string): Promise<readonly Branch[]> => {
        const merged = sha === undefined ? [] : await refs(directory, where, [`--merged=${sha}`]);
        const mergedNames = new Set(merged.map(([each]) => each));
        return (await refs(directory, where)).map(
          ([each = '', at = '', seconds = '', subject = '']): Branch => ({
            name: each,
            sha: at,
            subject,
            atMs: Number(seconds) * 1_000,
            isMerged: mergedNames.has(each),
          }),
        );
      };
      const branches = await list(HERE);
      const known = new Set(['HEAD', ...branches.map((each) => each.name)]);
      return {
        ...(name !== undefined && { current: name }),
        ...(sha !== undefined && { head: sha }),
        branches,
        onServer: (await list(THERE)).filter((each) => !known.has(each.name)),
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
        if (!isMade && !(await makeBranch(directory, name, sha))) return { kind: 'taken' };
        await pointHead(directory, name);
        return { kind: 'done', sha };
      }),
    useBranch: (directory, name, isResumed) =>
      inTurn(directory, async () => {
        const isGood = await isName(directory, name);
        const here = isGood ? await shaOf(directory, name) : undefined;
        const sha = here ?? (isGood ? await shaOf(directory, name, THERE) : undefined);
        if (sha === undefined) return { kind: 'unknown' };
        if (await treeWith(workshop, directory, name)) return { kind: 'elsewhere' };
        const isNew = here === undefined;
        if (isNew && !(await makeBranch(directory, name, sha))) return { kind: 'taken' };
        const { headTree } = await takeSnapshot(workshop, directory);
        const to = await treeOf(workshop, directory, sha);
        const inTheWay = await moveTree(workshop, directory, { from: headTree, to, isResumed });
        if (inTheWay.length > 0) {
          if (isNew) await git(directory, ['update-ref', '-d', `${HERE}/${name}`, sha]);
          return { kind: 'dirty', paths: inTheWay };
        }
        await pointHead(directory, name);
        return { kind: 'done', sha };
      }),
    deleteBranch: (directory, name, expected) =>
      inTurn(directory, async () => {
        const sha = (await isName(directory, name)) ? await shaOf(directory, name) : undefined;
        if (sha === undefined) return { kind: 'unknown' };
        if ((await current(directory)) === name) return { kind: 'current' };
        if (expected !== undefined && sha !== expected) return { kind: 'moved', sha };
        if (await treeWith(workshop, directory, name)) return { kind: 'elsewhere' };
        await git(directory, ['update-ref', '-d', `refs/heads/${name}`, sha]);
        return { kind: 'done', sha };
      }),
  };
}
