import type { Argv } from '#lib/exec.ts';
import type { Ran } from '#ports/sandbox/port.ts';
import type { FoundCommands } from '#ports/workspace/port.ts';

/** Exactly the files of one commit, in a directory of its own, without a repository. */
export interface Checkout {
  /** Absolute. */
  readonly directory: string;
  /** How the project is checked and run, as this commit says; untrusted. */
  commands(): Promise<FoundCommands>;
  /** Whether the commit has a regular file of that path, relative to it. */
  has(path: string): Promise<boolean>;
  /** Runs project code in it, sandboxed as turns are: no other project, no data of the bot, no secrets. */
  run(
    argv: Argv,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Ran>;
}

/** Clean checkouts of commits, apart from the trees that people and agents work in. */
export interface Checkouts {
  /**
   * The checkout `id` of `sha`, made when it is not there; one that an earlier attempt left
   * half-made is made anew. What ran in a finished one is still there.
   * @throws {Fault} `git-failed` when the project has no such commit
   */
  open(project: string, sha: string, id: string): Promise<Checkout>;
  /** Removes it, if it is there. */
  remove(project: string, id: string): Promise<void>;
}
