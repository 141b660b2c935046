import type { NoIsolation } from '#kernel/no-isolation.ts';
import type { Argv } from '#lib/exec.ts';

/** What a command of project code printed and how it ended. */
export interface Ran {
  /** `undefined` when a signal or the time limit ended it. */
  readonly exitCode: number | undefined;
  /** Standard output and error as they came, the last 64 KiB. */
  readonly output: string;
  readonly timedOut: boolean;
}

/**
 * Runs project code so that it sees its project and caches, and neither the bot's data and
 * environment nor other projects.
 */
export interface Sandbox {
  /** `bubblewrap`, or `none` and why. */
  readonly isolation:
    | { readonly kind: 'bubblewrap' }
    | { readonly kind: 'none'; readonly why: NoIsolation };

  /**
   * Runs `argv` in `directory` (a project, absolute). Never throws for what the command does.
   * @throws {Fault} `sandbox-failed` when it could not be started
   */
  run(
    directory: string,
    argv: readonly [string, ...string[]],
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Ran>;
}

/** Project code outside of the projects, such as a clean checkout or a release; it has no repository. */
export interface Tree {
  /** Absolute. */
  readonly directory: string;
  /** Absolute; made when it is not there. Holds the home of what runs in the tree. */
  readonly caches: string;
  /** Absolute; made when it is not there. What npm downloaded, to be shared by trees of one project. */
  readonly downloads: string;
}

/** What a program has to be started with to run inside. */
export interface InsideCommand {
  readonly argv: Argv;
  /** Its whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** To be read from descriptor 3, which must then end: what no list of processes may show. */
  readonly input?: string;
}

/** Runs project code as `Sandbox` does, in trees that are no projects. */
export interface TreeSandbox {
  readonly isolation: Sandbox['isolation'];
  /** @throws {Fault} `sandbox-failed` when it could not be started */
  run(
    tree: Tree,
    argv: Argv,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Ran>;
  /**
   * How to start something that somebody else watches over: it ends with the process that starts
   * it. It sees `variables`; it cannot write to its tree, only to its home, `/tmp` and `writable`, a
   * directory that is made when it is not there.
   */
  command(
    tree: Tree,
    argv: Argv,
    options: {
      readonly variables: Readonly<Record<string, string>>;
      readonly writable: string;
    },
  ): Promise<InsideCommand>;
}
