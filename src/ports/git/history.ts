/** One commit, as lists show it. Names and subject are untrusted text. */
export interface LogCommit {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: string;
  /** When its author made it; milliseconds since the epoch. */
  readonly atMs: number;
  readonly subject: string;
  /** The operation of the bot that made it. */
  readonly operation?: string;
}

/** The working tree at one moment, kept as a tree of git: it stays when the files change. */
export interface Snapshot {
  /** The commit that is checked out; absent before the first one. */
  readonly head?: string;
  /** Id of the tree of `head`; that of the empty tree before the first commit. */
  readonly headTree: string;
  readonly tree: string;
  /** Directories that are repositories of their own and not in it. */
  readonly leftOut: readonly string[];
}

/** A file that is too large to be put on a server for repositories. */
export interface LargeFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Looks into the history of one project directory. Nothing of it changes a file or a commit. */
export interface GitHistory {
  /** Takes the working tree as it is: everything but ignored files and repositories inside it. */
  snapshot(directory: string): Promise<Snapshot>;
  /** Files of more than `overBytes` that the next commit would hold in a new version. */
  largeFiles(directory: string, overBytes: number): Promise<readonly LargeFile[]>;
  /** The commit that a person's word names; `undefined` when it names none, or several. */
  resolve(directory: string, word: string): Promise<string | undefined>;
  /** The newest first; of `path` (a file or a directory) only those that changed it. */
  log(
    directory: string,
    page: { readonly skip: number; readonly limit: number; readonly path?: string },
  ): Promise<readonly LogCommit[]>;
  /** How many commits `log` could show. */
  countCommits(directory: string, path?: string): Promise<number>;
  /** `undefined` when there is no such commit. */
  commit(directory: string, sha: string): Promise<LogCommit | undefined>;
  /** Whether what is checked out holds the commit. */
  isInHistory(directory: string, sha: string): Promise<boolean>;
  /** By the id of a commit: those that take it back, in the history of what is checked out. */
  undoers(directory: string): Promise<ReadonlyMap<string, readonly string[]>>;
}
