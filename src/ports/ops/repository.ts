import type { OpsProblem } from './problem.ts';

/** One file at one commit. */
export type OpsFile =
  | { readonly kind: 'text'; readonly text: string; readonly id: string }
  | {
      readonly kind: 'unreadable';
      readonly id: string;
      /** What it is instead of a text of ours. */
      readonly why: 'link' | 'repository' | 'large' | 'not-utf8';
    };

/** The files of one commit that mean something to us, by path. */
export type OpsTree = ReadonlyMap<string, OpsFile>;

/** What a commit is made of. */
export interface NewCommit {
  /** The commit whose files it takes over; absent: none. */
  readonly base: string | undefined;
  /** Text by path; `undefined` removes. */
  readonly changes: ReadonlyMap<string, string | undefined>;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  readonly message: string;
  readonly atMs: number;
}

/** One commit of the line that is in force. */
export interface LoggedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly atMs: number;
  readonly subject: string;
  readonly by: string;
  readonly operation?: string;
  readonly action?: string;
  readonly project?: string;
}

/**
 * Where the commits lie. Nothing here knows what is in force; that is `Ops`. Everything that is read
 * by the id of a commit never changes.
 */
export interface OpsRepository {
  /** Makes it, where it is not there, with a branch `main` of one commit. */
  open(): Promise<void>;
  /** Where the branch is; `undefined` when it is gone or broken. */
  main(): Promise<string | undefined>;
  has(sha: string): Promise<boolean>;
  /** Whether `ancestor` is `sha` or one of the commits before it. */
  contains(sha: string, ancestor: string): Promise<boolean>;
  tree(sha: string): Promise<OpsTree>;
  /** Whether all of their files are the same, also those that `tree` leaves out. */
  isSame(one: string, other: string): Promise<boolean>;
  commit(commit: NewCommit): Promise<string>;
  /** Moves the branch from where it was seen; `false` when it is elsewhere by now. */
  moveMain(move: {
    readonly from: string | undefined;
    readonly to: string;
    /** Kept from now on, whatever becomes of the branch. */
    readonly accepted?: string;
  }): Promise<boolean>;
  /** Puts a branch there, or takes it away. */
  setBranch(branch: string, sha: string | undefined): Promise<void>;
  /** A unified diff of at most 64 KiB; from no files at all where `from` is absent. */
  diff(from: string | undefined, to: string): Promise<string>;
  /** By first parents, the newest first. */
  log(sha: string, limit: number): Promise<readonly LoggedCommit[]>;
  /** Those of the first parents that changed something in a folder. */
  touching(sha: string, folder: string): Promise<ReadonlySet<string>>;
  /** Those of the first parents that changed lines of a file with `text` in them, the newest first. */
  mentioning(sha: string, file: string, text: string): Promise<readonly string[]>;
  /** What a file was in the commits before, by first parents, the newest first. */
  versions(sha: string, file: string): Promise<readonly OpsFile[]>;
  /** Another one when the branch may have moved; cheap. */
  mark(): Promise<string>;
  /** What keeps it from being as it should be elsewhere. */
  problems(): Promise<readonly OpsProblem[]>;
}
