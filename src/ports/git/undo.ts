import type { Author, Commit, MayCommit } from './port.ts';

/** What became of taking a commit back. Only `undone` has changed anything. */
export type UndoOutcome =
  | { readonly kind: 'undone'; readonly commit: Commit }
  /** Later commits changed the same places. */
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
  /** These files are not committed, or in the way. */
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  /** Nothing of it is left that could be taken back. */
  | { readonly kind: 'nothing' }
  /** `mayCommit` said no. */
  | { readonly kind: 'held' };

/** Takes commits back, by commits. */
export interface GitUndo {
  /**
   * Commits the opposite of `sha`, a commit that is not the first, on top of what is checked out, and
   * brings the working tree there. A merge goes back to its first parent. History is never rewritten.
   * @throws {Fault} `git-failed`
   */
  undo(
    directory: string,
    undo: {
      readonly sha: string;
      readonly author: Author;
      readonly message: string;
      /** An earlier attempt may have ended in the middle: its half of the files is no obstacle. */
      readonly isResumed: boolean;
      /** What was taken away once comes back by the commit. */
      readonly mayCommit?: MayCommit;
    },
  ): Promise<UndoOutcome>;

  /**
   * Brings the files back to what `Snapshot.tree` was; no commit is made. Resolves with the paths
   * that differed, and with those that kept it from that: then nothing has changed.
   * @throws {Fault} `git-failed`
   */
  restore(
    directory: string,
    tree: string,
  ): Promise<{ readonly restored: readonly string[]; readonly inTheWay: readonly string[] }>;
}
