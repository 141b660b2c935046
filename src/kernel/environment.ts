const NAME = /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/u;

/** Words that mean something else where the name of an environment may stand. */
const TAKEN: ReadonlySet<string> = new Set([
  'all',
  'bot',
  'error',
  'errors',
  'follow',
  'gateway',
  'info',
  'none',
  'off',
  'project',
  'total',
  'until',
  'warn',
  'warning',
  'warnings',
]);

/**
 * Says whether an environment can be called so: 2 to 20 of `a-z`, `0-9`, `-`, the first a letter,
 * the last no dash, and no word that commands read as something else.
 */
export function isEnvironmentName(word: string): boolean {
  return NAME.test(word) && !TAKEN.has(word);
}
