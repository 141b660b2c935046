import type { GitMerge, SplitOutcome } from '../merge.ts';
import { branchHead } from './branch-head.ts';
import type { Workshop } from './workshop.ts';

const NOTHING = '0'.repeat(40);

/** `GitMerge.splitBranch`: names move, and no file does. Each step can be done again. */
export async function splitBranch(
  workshop: Workshop,
  directory: string,
  split: Parameters<GitMerge['splitBranch']>[1],
): Promise<SplitOutcome> {
  const { git } = workshop;
  const { from, head, count, name, isResumed } = split;
  const read = async (args: readonly string[]): Promise<string> =>
    (await git(directory, args, { isBare: true, okExitCodes: [1] })).trim();
  const rest = await commitBefore(workshop, directory, head, count);
  if (rest === undefined) return { kind: 'fixed' };
  const made = await branchHead(workshop, directory, name);
  const isMade = isResumed && made === head;
  if (made !== undefined && !isMade) return { kind: 'taken' };
  const old = await branchHead(workshop, directory, from);
  const here = await read(['symbolic-ref', '--quiet', 'HEAD']);
  const isThere = isMade && here === `refs/heads/${name}`;
  if (old !== head && !(isThere && old === rest)) return { kind: 'moved' };
  if (here !== `refs/heads/${from}` && !isThere) return { kind: 'moved' };
  // What a server has must not go away here: the next push would be refused.
  const own = await read(['rev-list', '--count', `${rest}..${head}`, '--not', '--remotes']);
  if (Number(own) !== count) return { kind: 'fixed' };
  if (!isMade) await git(directory, ['update-ref', `refs/heads/${name}`, head, NOTHING]);
  await git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${name}`]);
  await git(directory, ['update-ref', `refs/heads/${from}`, rest]);
  return { kind: 'done', branch: name };
}

/** The commit `count` steps behind `head`, where each of them is a single step. */
async function commitBefore(
  { git }: Workshop,
  directory: string,
  head: string,
  count: number,
): Promise<string | undefined> {
  const args = ['rev-list', '--parents', '--first-parent', `--max-count=${count}`, head, '--'];
  const rows = (await git(directory, args, { isBare: true })).trim().split('\n');
  const parents = rows.map((row) => row.split(' ').slice(1));
  if (rows.length !== count || parents.some((each) => each.length !== 1)) return undefined;
  return parents.at(-1)?.[0];
}
