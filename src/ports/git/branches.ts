/** One branch. Its name and subject are untrusted text. */
export interface Branch {
  readonly name: string;
  readonly sha: string;
  readonly subject: string;
  /** Of its newest commit; milliseconds since the epoch. */
  readonly atMs: number;
  /** Everything in it is in what is checked out. */
  readonly isMerged: boolean;
}

/** What is checked out, and what there is. */
export interface BranchList {
  /** Absent while no branch is checked out, but a commit (a detached head). */
  readonly current?: string;
  /** Absent before the first commit. */
  readonly head?: string;
  /** By name. */
  readonly branches: readonly Branch[];
  /** By name: what the server had when it was last asked, and is no branch here yet. */
  readonly onServer: readonly Branch[];
}

/** What became of going to another branch. Only `done` has changed anything. */
export type SwitchOutcome =
  | { readonly kind: 'done'; readonly sha: string }
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  /** Git allows no such name. */
  | { readonly kind: 'bad-name' }
  /** There is one of that name, or one whose name cannot stand beside it (`a` and `a/b`). */
  | { readonly kind: 'taken' }
  | { readonly kind: 'unknown' }
  /** Another tree of the repository has it checked out. */
  | { readonly kind: 'elsewhere' }
  /** There is no commit yet. */
  | { readonly kind: 'empty' };

/** Branches of one project directory. */
export interface GitBranches {
  branches(directory: string): Promise<BranchList>;
  /**
   * Makes a branch of what is checked out and goes there. `isResumed`, here and below: an earlier
   * attempt may have ended in the middle.
   */
  startBranch(directory: string, name: string, isResumed: boolean): Promise<SwitchOutcome>;
  /** Goes to a branch; to one that only the server had, by making it here. */
  useBranch(directory: string, name: string, isResumed: boolean): Promise<SwitchOutcome>;
  /**
   * Its commits stay in the repository; resolves with the last one. Never the current branch. With
   * `sha` only as long as the branch is there.
   */
  deleteBranch(
    directory: string,
    name: string,
    sha?: string,
  ): Promise<
    | { readonly kind: 'moved'; readonly sha: string }
    | { readonly kind: 'done'; readonly sha: string }
    | { readonly kind: 'current' }
    | { readonly kind: 'elsewhere' }
    | { readonly kind: 'unknown' }
  >;
}
