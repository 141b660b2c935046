import type { Say } from '#kernel/language.ts';
import type { GitBranches } from './branches.ts';
import type { GitDiff } from './diff.ts';
import type { GitHistory } from './history.ts';
import type { GitMerge } from './merge.ts';
import type { GitRemote } from './remote.ts';
import type { GitUndo } from './undo.ts';
import type { GitVisible } from './visible.ts';
import type { GitWorktrees } from './worktrees.ts';

/** Who an operation's commit is by. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

export interface Commit {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  readonly files: readonly FileChange[];
  /**
   * Directories that are repositories of their own, which `commitAll` leaves out: git would run
   * programs that their settings name. Absent when there is none.
   */
  readonly leftOut?: readonly string[];
}

export interface FileChange {
  /** Relative to the repository. */
  readonly path: string;
  /** Lines; both 0 for a binary file. */
  readonly added: number;
  readonly removed: number;
}

/** Lines that follow one another in a file. */
export interface AddedLines {
  /** Relative to the repository. */
  readonly path: string;
  /** Counts from 1. */
  readonly firstLine: number;
  readonly text: string;
}

/**
 * Decides about a commit by exactly what it would add: lines of files up to 2 MB, binary ones as
 * text; every other file is there without text.
 */
export type MayCommit = (added: readonly AddedLines[]) => boolean;

/** Says where secrets stand in what a commit would add, without them; empty when there are none. */
export type SecretsIn = (added: readonly AddedLines[], say: Say) => string;

/** Git in one project directory. Hooks and settings of the repository run nothing here. */
export interface Git
  extends GitHistory, GitDiff, GitUndo, GitBranches, GitMerge, GitRemote, GitVisible, GitWorktrees {
  init(directory: string): Promise<void>;
  /** What differs from HEAD, untracked files included, ignored ones not. */
  changes(directory: string): Promise<readonly FileChange[]>;
  /**
   * Commits everything that differs from HEAD, `leftOut` excepted, in one commit. Resolves with `undefined` when
   * nothing differs, or when `mayCommit` says no.
   * @throws {Fault} `git-failed`
   */
  commitAll(
    directory: string,
    author: Author,
    message: string,
    mayCommit?: MayCommit,
  ): Promise<Commit | undefined>;
  /** The newest commit that carries the trailer `name: value`. */
  findByTrailer(directory: string, name: string, value: string): Promise<Commit | undefined>;
  head(directory: string): Promise<string | undefined>;
}
