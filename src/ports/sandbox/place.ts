import type { Argv } from '#lib/exec.ts';

/** Where projects and their caches are, and what projects get to see of our environment. */
export interface Place {
  /** Absolute and physical; each project is a directory directly in it. */
  readonly projectsDir: string;
  /** Absolute and physical; holds one private directory per project. */
  readonly cachesDir: string;
  /** Absolute and physical; holds the repository of project `x` and its tasks as `x.git`. */
  readonly repositoriesDir: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How much of a command's output is kept. */
export const OUTPUT_BYTES = 64 * 1024;

/** Lets a shell look the command up: one that does not exist ends with 127 and says so. */
export function byName(argv: Argv): Argv {
  return ['/bin/sh', '-c', 'exec "$@"', 'sh', ...argv];
}
