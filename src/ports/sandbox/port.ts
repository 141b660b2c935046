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
  /** `bubblewrap`, or `none` with `advice`: what to install or allow. */
  readonly isolation:
    | { readonly kind: 'bubblewrap' }
    | { readonly kind: 'none'; readonly advice: string };

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
