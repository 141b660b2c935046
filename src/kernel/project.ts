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
 * the last none of the dashes, which no host and no image may end in; and no word that commands read
 * as something else.
 */
export function isProjectName(word: string): boolean {
  return NAME.test(word) && !word.endsWith('-') && !TAKEN.has(word);
}

/**
 * Says whether a project, or a task of one, may lie in a folder of that name: what was made before a
 * word was taken stays.
 */
export function isProjectFolder(word: string): boolean {
  return isTask(word) || NAME.test(word);
}

/**
 * Says whether it is the name of a task, `<project>.<task>`: a project of its own in all that turns
 * do, and hidden in its project's everywhere else. No project has a dot in its name.
 */
export function isTask(name: string): boolean {
  const [project = '', task = '', ...rest] = name.split('.');
  return rest.length === 0 && NAME.test(project) && NAME.test(task);
}

/** The project that a task belongs to; any other name as it is. */
export function rootOf(name: string): string {
  return isTask(name) ? name.slice(0, name.indexOf('.')) : name;
}

/** What people call a task within its project; empty for what is none. */
export function taskWord(name: string): string {
  return isTask(name) ? name.slice(name.indexOf('.') + 1) : '';
}
