import type { Change } from '#ports/forge/port.ts';
import { idInEmail, idInLine } from '#ports/git/author.ts';
import type { DiffFile } from '#ports/git/diff.ts';
import type { Git } from '#ports/git/port.ts';
import type { AheadCommit } from '#ports/git/merge.ts';

/** A change with what is in it. */
export interface ChangeView {
  readonly change: Change;
  /** Where it parted from the target; absent when its commits are not here. */
  readonly base?: string;
  /** The newest first. */
  readonly commits: readonly AheadCommit[];
  readonly count: number;
  readonly files: readonly DiffFile[];
}

/** Commits that are looked at; people read fewer, but all who wrote count. */
const LOOKED_AT = 1_000;

/** Looks into a change; what was merged is compared with what the target was before. */
export async function viewOf(git: Git, directory: string, change: Change): Promise<ChangeView> {
  const { head, target, mergedAs } = change;
  const merged = mergedAs === undefined ? undefined : await git.commit(directory, mergedAs);
  const from = merged?.parents[0] ?? (await git.branchHead(directory, target));
  const isHere = (await git.resolve(directory, head)) === head;
  if (from === undefined || !isHere) return { change, commits: [], count: 0, files: [] };
  const { base, commits, count } = await git.ahead(directory, { from, to: head, limit: LOOKED_AT });
  if (base === undefined) return { change, commits, count, files: [] };
  return { change, base, commits, count, files: await git.diffFiles(directory, base, head) };
}

/** Telegram ids of those whose work is in a commit of it: its addresses and trailers are ours. */
export function writersOf({ commits }: Pick<ChangeView, 'commits'>): ReadonlySet<number> {
  const ids = commits.flatMap(({ email, workOf = [] }) => [
    idInEmail(email),
    ...workOf.map(idInLine),
  ]);
  return new Set(ids.filter((id) => id !== undefined));
}
