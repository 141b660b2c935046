/** Git's id of the tree without files; the same in every repository. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Larger files are compared as if they were binary. */
export const MOST_TEXT_BYTES = 8_000_000;

/** How one file differs. Names are untrusted text. */
export interface DiffFile {
  readonly path: string;
  /** What it was called before; absent when it was called the same. */
  readonly oldPath?: string;
  readonly change: 'added' | 'deleted' | 'modified' | 'renamed' | 'copied' | 'type';
  /** Lines; both 0 for a binary file. */
  readonly added: number;
  readonly removed: number;
  /** `true`: binary, or larger than `MOST_TEXT_BYTES`. */
  readonly isBinary: boolean;
  /** The larger one of before and after. */
  readonly sizeBytes: number;
  /** Git's six digits, such as `100755`; `000000` where there is no file. */
  readonly oldMode: string;
  readonly newMode: string;
  /** Ids of the contents; zeros where there is no file. Of a submodule its commit. */
  readonly oldId: string;
  readonly newId: string;
}

/** Lines that follow one another, with what stands around them. */
export interface Hunk {
  /** Count from 1. */
  readonly oldStart: number;
  readonly newStart: number;
  /** The line above that git takes for a heading; may be empty. */
  readonly heading: string;
  readonly lines: readonly HunkLine[];
}

/** One line of a hunk. */
export interface HunkLine {
  readonly sign: '+' | '-' | ' ';
  /** Without its end. */
  readonly text: string;
  /** `true`: the file ends here without the end of a line. */
  readonly isUnended?: true;
}

/**
 * Compares two commits or trees, both named by their ids. What files in the tree say about how to
 * show them (`.gitattributes`) does not count: whoever wrote a change must not hide it.
 */
export interface GitDiff {
  /** What differs, in one order that stays. */
  diffFiles(directory: string, from: string, to: string): Promise<readonly DiffFile[]>;
  /** The lines of one of them; none for a binary file. */
  diffHunks(directory: string, file: DiffFile): Promise<readonly Hunk[]>;
  /** The lines of all of `files`, which are those of `diffFiles`, in their order. */
  diffAllHunks(
    directory: string,
    diff: { readonly from: string; readonly to: string; readonly files: readonly DiffFile[] },
  ): Promise<readonly (readonly Hunk[])[]>;
  /** The same as git prints it; `undefined` when that is more than 60 MB. */
  patch(directory: string, from: string, to: string): Promise<string | undefined>;
}
