import type { Workshop } from './workshop.ts';

/** `GitMerge.branchHead`. */
export async function branchHead(
  { git }: Workshop,
  directory: string,
  branch: string,
): Promise<string | undefined> {
  if (/^-|\p{C}/u.test(branch) || branch.length > 200) return undefined;
  // The exact name: `main~3` and `main@{1}` are no branches.
  const args = ['show-ref', '--verify', '--hash', '--', `refs/heads/${branch}`];
  const found = await git(directory, args, { isBare: true, okExitCodes: [1, 128] });
  return /^[0-9a-f]{40}$/mu.exec(found)?.[0];
}
