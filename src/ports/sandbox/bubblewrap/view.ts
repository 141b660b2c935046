/** What one project's code sees of the machine. All paths are absolute and physical. */
export interface View {
  /** The project: readable and writable, except its `.git`. */
  readonly project: string;
  /** Its repository, read-only. It need not exist. Absent: the project is a tree without one. */
  readonly repository?: string;
  /** Whether the project cannot be written to. */
  readonly isReadOnly?: boolean;
  /** Further directories that can be written to; `at` is where they are inside. */
  readonly writable?: readonly { readonly source: string; readonly at: string }[];
  /**
   * Kept between runs: `home` and `tmp` inside it must exist and are the project's own; `gitfile`
   * must exist too, where there is a repository, and stands as `.git` in the project.
   */
  readonly caches: string;
  /** Whole environment inside, `HOME` and `TMPDIR` apart. */
  readonly environment: Readonly<Record<string, string>>;
  readonly system: System;
}

/** The part of the machine that every project sees, read-only. */
export interface System {
  /** Directories and files, at the same place inside. A missing one is left out. */
  readonly readOnly: readonly string[];
  /** Symbolic links to make, such as `/bin` → `usr/bin` of a merged-usr system, or npm's. */
  readonly links: readonly SymbolicLink[];
  /** Directories inside a read-only one that must look empty, such as the bot's data. */
  readonly hidden: readonly string[];
  /** Where the project's private home is inside; nothing else is mounted below it. */
  readonly home: string;
  /** Whether `/tmp` is kept between runs: only where nothing else is mounted below it. */
  readonly keepsTmp: boolean;
}

interface SymbolicLink {
  readonly path: string;
  readonly target: string;
}
