import type { Project } from '#kernel/project.ts';

/** The projects that the bot knows. */
export interface Projects {
  /** One that is not archived: whoever asks for an archived one finds none. */
  get(name: string): Promise<Project | undefined>;
  /** Those that are not archived, by name. */
  list(): Promise<readonly Project[]>;
  /** Archived or not. */
  find(name: string): Promise<Project | undefined>;
  /** By name. */
  archived(): Promise<readonly Project[]>;
  /** `undefined`: takes it out of the archive. `false` when there is no such project. */
  archive(name: string, archivedAtMs: number | undefined): Promise<boolean>;
  /**
   * Calls it `to` wherever the store speaks of it, the record of what was done apart. `false`
   * when there is no such project, or the other name is taken; then nothing changes.
   */
  rename(name: string, to: string): Promise<boolean>;
  /** `false` when the name is taken, also by an archived one; then nothing changes. */
  add(project: Project): Promise<boolean>;
  /** With everything that was allowed, granted or chosen in it. */
  remove(name: string): Promise<void>;
}
