/** What became of making a second tree. Only `done` has changed anything. */
export type WorktreeOutcome =
  | { readonly kind: 'done' }
  /** There is a branch of that name, or one whose name cannot stand beside it (`task` and `task/a`). */
  | { readonly kind: 'taken' }
  /** The repository has no such commit. */
  | { readonly kind: 'unknown' };

/**
 * Second working trees of one repository: each has a branch, an index and a `HEAD` of its own, and
 * shares commits and branches. Where they lie is known by the names of directories.
 */
export interface GitWorktrees {
  /**
   * Makes the tree `directory` with the new branch `branch` at the commit `sha`, over whatever an
   * interrupted attempt left. `isResumed`: the branch may be of that attempt.
   */
  addWorktree(
    directory: string,
    tree: { readonly branch: string; readonly sha: string; readonly isResumed: boolean },
  ): Promise<WorktreeOutcome>;
  /**
   * Deletes `branch`, which no tree may have checked out, when it is at `sha`, and keeps its commits
   * from being cleaned up. `true`: it is gone, also when it was before; `false`: it is elsewhere.
   */
  retireBranch(directory: string, branch: string, sha: string): Promise<boolean>;
  /** Whether a branch that ended at `sha` was retired here. */
  isRetired(directory: string, sha: string): Promise<boolean>;
}
