/** What git sees of a working tree, and what is kept from it. */
export interface GitVisible {
  /** Files that are committed or would be, below `folder` (empty: all), in order; ignored ones not. */
  visibleFiles(directory: string, folder: string): Promise<readonly string[]>;
  /** From now on files of these patterns are ignored in that working tree. */
  hide(directory: string, patterns: readonly string[]): Promise<void>;
}
