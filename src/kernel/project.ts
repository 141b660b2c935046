/** A git repository under the projects directory, made from an archetype or cloned. */
export interface Project {
  readonly name: string;
  /** The template it was made from, a folder of `archetypes/`. */
  readonly archetype: string;
  /** Milliseconds since the epoch, UTC. */
  readonly createdAtMs: number;
  /** Telegram user id. */
  readonly createdBy: number;
}

const NAME = /^[a-z][a-z0-9-]{1,38}$/u;

/** Says whether `word` can name a project: 2 to 39 of `a-z`, `0-9`, `-`, the first a letter. */
export function isProjectName(word: string): boolean {
  return NAME.test(word);
}
