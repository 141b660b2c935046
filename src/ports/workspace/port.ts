import type { Argv } from '#lib/exec.ts';

/** What a project template says about projects made from it. */
export interface Archetype {
  /** Folder name in `archetypes/`, such as `telegram-bot`. */
  readonly name: string;
  /** Brings dependencies in; absent when there are none. */
  readonly install?: Argv;
  /** What must pass before anything of the project is trusted. */
  readonly checks: readonly Check[];
}

interface Check {
  readonly name: string;
  readonly run: Argv;
}

/** The projects' directories and the templates they are made from. */
export interface Workspace {
  /** Absolute path of a project's working tree. It need not exist. */
  directory(project: string): string;
  /** The same with every symbolic link on the way resolved. @throws when it does not exist */
  physical(project: string): Promise<string>;
  archetypes(): Promise<readonly Archetype[]>;
  /**
   * Makes the working tree of `project` from a template, over whatever an interrupted attempt left.
   * The name is one that `isProjectName` accepts.
   */
  create(project: string, archetype: string): Promise<void>;
  /** Removes the working tree and its repository, if they are there. */
  remove(project: string): Promise<void>;
  /** Whether something of that name lies in the projects directory, known to the bot or not. */
  exists(project: string): Promise<boolean>;
}
