import type { LogCommit } from '#ports/git/history.ts';
import type { Git } from '#ports/git/port.ts';
import { findCommit } from './diff-target.ts';

/** What a person wants to take back, or why that cannot be. */
export type UndoTarget =
  | { readonly kind: 'commit'; readonly commit: LogCommit }
  | { readonly kind: 'unknown'; readonly word: string }
  /** No operation's commit is left that could be taken back. */
  | { readonly kind: 'none' }
  | { readonly kind: 'first'; readonly commit: LogCommit }
  | { readonly kind: 'merge'; readonly commit: LogCommit }
  /** `by`: the commit that has taken it back. */
  | { readonly kind: 'undone'; readonly commit: LogCommit; readonly by: string }
  /** It is not in the history of what is checked out. */
  | { readonly kind: 'elsewhere'; readonly commit: LogCommit };

/** How far back the last commit of an operation is looked for. */
const REACH = 200;

/** The commit that `/undo` means; without a word the last one that an operation made. */
export async function toUndoTarget(git: Git, directory: string, word: string): Promise<UndoTarget> {
  const undone = undoneBy(await git.undoers(directory));
  if (word === '') {
    const recent = await git.log(directory, { skip: 0, limit: REACH });
    const found = recent.find(
      (commit) =>
        commit.operation !== undefined &&
        !commit.operation.startsWith('undo-') &&
        isSingle(commit) &&
        undone(commit.sha) === undefined,
    );
    return found ? { kind: 'commit', commit: found } : { kind: 'none' };
  }
  const commit = await findCommit(git, directory, word);
  if (!commit) return { kind: 'unknown', word };
  if (commit.parents.length === 0) return { kind: 'first', commit };
  if (!isSingle(commit)) return { kind: 'merge', commit };
  const by = undone(commit.sha);
  if (by !== undefined) return { kind: 'undone', commit, by };
  const isHere = await git.isInHistory(directory, commit.sha);
  return { kind: isHere ? 'commit' : 'elsewhere', commit };
}

/** Operations that merge a change, or a task, into a branch. */
const MERGES = /^(?:task-)?merge-/u;

/**
 * The merge of a change has one side to go back to: the branch that it went into. No other merge has:
 * without one that brought a branch up to date, merging the branch would take others' work away.
 */
function isSingle({ parents, operation = '' }: LogCommit): boolean {
  return parents.length === 1 || (parents.length === 2 && MERGES.test(operation));
}

/** Says which commit has taken one back for good: an undo that was undone itself does not count. */
export function undoneBy(
  undoers: ReadonlyMap<string, readonly string[]>,
): (sha: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const find = (sha: string): string | undefined => {
    if (known.has(sha)) return known.get(sha);
    // Messages can be made to name one another in a circle.
    known.set(sha, undefined);
    const by = undoers.get(sha)?.find((each) => find(each) === undefined);
    known.set(sha, by);
    return by;
  };
  return find;
}
