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

/** Git in one project directory. Hooks and settings of the repository run nothing here. */
export interface Git {
  init(directory: string): Promise<void>;
  /** What differs from HEAD, untracked files included, ignored ones not. */
  changes(directory: string): Promise<readonly FileChange[]>;
  /**
   * Commits everything that differs from HEAD, `leftOut` excepted, in one commit. Resolves with `undefined` when
   * nothing differs.
   * @throws {Fault} `git-failed`
   */
  commitAll(directory: string, author: Author, message: string): Promise<Commit | undefined>;
  /** The newest commit that carries the trailer `name: value`. */
  findByTrailer(directory: string, name: string, value: string): Promise<Commit | undefined>;
  head(directory: string): Promise<string | undefined>;
}
