/** A git repository under the projects directory, made from an archetype or cloned. */
export interface Project {
  readonly name: string;
  /** The template it was made from, a folder of `archetypes/`. */
  readonly archetype: string;
  /** Milliseconds since the epoch, UTC. */
  readonly createdAtMs: number;
  /** Telegram user id. */
  readonly createdBy: number;
  /** Since when it is put away: its files stay, and nothing works in it. */
  readonly archivedAtMs?: number;
}

const NAME = /^[a-z][a-z0-9-]{1,38}$/u;

/**
 * Words that mean something else where the name of a project may stand, such as in
 * `/invite viewer all`, `/budget lift total`, `/topic off`.
 */
const TAKEN: ReadonlySet<string> = new Set(['all', 'total', 'none', 'off']);

/**
 * Says whether a new project can be called so: 2 to 39 of `a-z`, `0-9`, `-`, the first a letter,
 * and no word that commands read as something else.
 */
export function isProjectName(word: string): boolean {
  return isProjectFolder(word) && !TAKEN.has(word);
}

/** Says whether a project may lie in a folder of that name: what was made before a word was taken stays. */
export function isProjectFolder(word: string): boolean {
  return NAME.test(word);
}
