import type { Language } from '#kernel/language.ts';
import type { Argv } from '#lib/exec.ts';

/** A project template, and what it says about projects made from it. */
export interface Archetype extends ProjectCommands {
  /** Folder name in `archetypes/`, such as `telegram-bot`. */
  readonly name: string;
  /** A few words, at most 40 characters, not Markdown. */
  readonly title: Readonly<Record<Language, string>>;
  /** What one gets: a line of at most 120 characters, not Markdown. */
  readonly description: Readonly<Record<Language, string>>;
}

/** How a project is checked, built and run: its `.codefoundry/project.yaml`. */
export interface ProjectCommands {
  /** Brings dependencies in; absent when there are none. */
  readonly install?: Argv;
  /** What must pass before anything of the project is trusted. */
  readonly checks: readonly Check[];
  /** Makes what is released; absent when the tree itself is. */
  readonly build?: Argv;
  /** Runs until it gets SIGTERM; absent when nothing of the project keeps running. */
  readonly start?: Argv;
  /** Where the running project says that it is well; absent when it serves nothing. */
  readonly health?: Health;
  /** Environments that ask a person before a deploy, also where their settings do not. */
  readonly approvals?: readonly string[];
  /** What releases do to data, for people to read: going back does not take it back. */
  readonly migrations?: string;
}

/** One command that must pass. */
export interface Check {
  readonly name: string;
  readonly run: Argv;
}

interface Health {
  /** Answers 200 to GET when all is well. */
  readonly path: `/${string}`;
  /** The environment variable that tells `start` where to listen, on the host `HOST`. */
  readonly portVariable: string;
}

/** How a project that was not made from a template is checked. */
export type FoundCommands =
  /** As its `.codefoundry/project.yaml` says. */
  | { readonly kind: 'declared'; readonly commands: ProjectCommands }
  /** As `package.json` lets one guess. */
  | {
      readonly kind: 'guessed';
      readonly commands: ProjectCommands;
      /** What is wrong in a `.codefoundry/project.yaml` that is there; untrusted. */
      readonly problem?: string;
    }
  | { readonly kind: 'none'; readonly problem?: string };

/** The projects' directories and the templates they are made from. */
export interface Workspace {
  /** Absolute path of a project's working tree. It need not exist. */
  directory(project: string): string;
  /** Whether `directory` lies in the project's tree, links resolved; `false` when it is not there. */
  holds(project: string, directory: string): Promise<boolean>;
  /**
   * Every template, by name in alphabetical order: what lies in `archetypes/` is listed.
   * @throws {Fault} `config-invalid` when a template's own files are wrong
   */
  archetypes(): Promise<readonly Archetype[]>;
  /**
   * Makes the working tree of `project` from a template, over whatever an interrupted attempt left.
   * The name is one that `isProjectFolder` accepts, the template one that `archetypes` listed.
   */
  create(project: string, archetype: string): Promise<void>;
  /** How the project in the working tree is checked; its files are untrusted. */
  commands(project: string): Promise<FoundCommands>;
  /**
   * Moves the working tree and its repository to another name. What an interrupted attempt moved
   * already stays where it is.
   */
  rename(project: string, to: string): Promise<void>;
  /** Removes the working tree and its repository, if they are there. */
  remove(project: string): Promise<void>;
  /** Whether something of that name lies among the projects or their repositories, known to the bot or not. */
  exists(project: string): Promise<boolean>;
}
