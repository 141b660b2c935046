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
  /** Whether `directory` lies in the project's tree, links resolved; `false` when it is not there. */
  holds(project: string, directory: string): Promise<boolean>;
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
