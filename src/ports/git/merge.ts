import type { Author } from './port.ts';

/** A commit that one branch has and another has not. Names and subject are untrusted text. */
export interface AheadCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  readonly email: string;
  readonly isMerge: boolean;
  /** Values of its trailers `Work-of`: others whose work is in it. Absent when there is none. */
  readonly workOf?: readonly string[];
}

/** What one commit has that another has not. */
interface Ahead {
  /** Where the two histories parted; absent when they have nothing in common. */
  readonly base?: string;
  /** The newest first, at most as many as were asked for. */
  readonly commits: readonly AheadCommit[];
  /** How many there are. */
  readonly count: number;
}

/** What became of a merge. Only `merged` has changed anything. */
export type MergeOutcome =
  | {
      readonly kind: 'merged';
      readonly sha: string;
      /** The branch is checked out, so the files have changed too. */
      readonly isCheckedOut: boolean;
      /** Files that hold both versions, with marks around them; absent when there is none. */
      readonly conflicts?: readonly string[];
    }
  /** Both changed the same places of these files. */
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
  /** The branch is checked out, and these files are not committed, or in the way. */
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  /** All of it is there already. */
  | { readonly kind: 'nothing' }
  /** The two histories have nothing in common. */
  | { readonly kind: 'unrelated' }
  /** There is no such branch. */
  | { readonly kind: 'unknown' };

/** A merge of an earlier attempt. */
interface FoundMerge {
  readonly sha: string;
  /** Files that it committed with marks; absent when there is none. */
  readonly conflicts?: readonly string[];
}

/** What became of moving commits to a branch of their own. Only `done` has changed anything. */
export type SplitOutcome =
  | { readonly kind: 'done'; readonly branch: string }
  /** Another branch is checked out, or it is at another commit by now. */
  | { readonly kind: 'moved' }
  /** A server has these commits already, or they are not single steps behind one another. */
  | { readonly kind: 'fixed' }
  | { readonly kind: 'taken' };

/** Merges of one project directory: of branches, without a tree of their own. */
export interface GitMerge {
  /** The last commit of the branch of exactly that name. */
  branchHead(directory: string, branch: string): Promise<string | undefined>;
  /** Keeps a commit, and all before it, whatever becomes of branches. */
  keepHead(directory: string, change: number, sha: string): Promise<void>;
  /** Both are ids of commits. */
  ahead(
    directory: string,
    range: { readonly from: string; readonly to: string; readonly limit: number },
  ): Promise<Ahead>;
  /** What `merge` made: of the last hundred commits of a branch the one with `Operation: id`. */
  findMerge(
    directory: string,
    branch: string,
    operationId: string,
  ): Promise<FoundMerge | undefined>;
  /**
   * Commits to `target` what `head` has more, as a merge or as one commit of its own. Files change
   * only where `target` is checked out, in whichever tree of the repository. `isResumed`: an earlier attempt may have ended in the middle,
   * but it made no commit: `findMerge` knows.
   * @throws {Fault} `git-failed`
   */
  merge(
    directory: string,
    merge: {
      readonly target: string;
      readonly head: string;
      readonly method: 'merge' | 'squash';
      readonly author: Author;
      readonly message: string;
      readonly isResumed: boolean;
      /** What both changed is committed with marks, in place of `conflict`. */
      readonly keepsConflicts?: true;
    },
  ): Promise<MergeOutcome>;
  /**
   * Gives the last `count` commits of the branch that is checked out to the new branch `name`, and
   * goes there; files stay as they are, also those that are not committed.
   */
  splitBranch(
    directory: string,
    split: {
      readonly from: string;
      readonly head: string;
      readonly count: number;
      readonly name: string;
      readonly isResumed: boolean;
    },
  ): Promise<SplitOutcome>;
}
