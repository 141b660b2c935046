import type { Project } from '#kernel/project.ts';

/**
 * The projects that the bot knows, and their tasks: `shop.login` is a task of `shop` (`isTask`), is
 * found by its name alone and stands in no list of projects.
 */
export interface Projects {
  /** One that is not archived: whoever asks for an archived one finds none. */
  get(name: string): Promise<Project | undefined>;
  /** Those that are not archived, by name. */
  list(): Promise<readonly Project[]>;
  /** Archived or not. */
  find(name: string): Promise<Project | undefined>;
  /** By name. */
  archived(): Promise<readonly Project[]>;
  /** The tasks of a project, by name. */
  tasks(project: string): Promise<readonly Project[]>;
  /**
   * `undefined`: takes it out of the archive. `false` when there is no such project, or it has tasks
   * and is to be put away; then nothing changes.
   */
  archive(name: string, archivedAtMs: number | undefined): Promise<boolean>;
  /**
   * Calls it `to` wherever the store speaks of it, the record of what was done apart. `false`
   * when there is no such project, it has tasks, or the other name is taken; then nothing changes.
   */
  rename(name: string, to: string): Promise<boolean>;
  /**
   * `false` when the name is taken, also by an archived one, or when it is a task of a project that
   * is not there or archived; then nothing changes.
   */
  add(project: Project): Promise<boolean>;
  /**
   * With everything that was allowed, granted or chosen in it, and its tasks. Who worked in a task is
   * in its project then.
   */
  remove(name: string): Promise<void>;
}
