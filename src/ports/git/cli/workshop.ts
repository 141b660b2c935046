import { BOT } from '../author.ts';
import type { Author, Commit } from '../port.ts';

/** How one call of git differs from the others. */
interface Extra {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** `true`: git sees no working tree, and nothing in a tree steers how it compares and merges. */
  readonly isBare?: true;
  /** Exit codes besides 0 that are answers and no faults. */
  readonly okExitCodes?: readonly number[];
}

/** What every part of the adapter works with. */
export interface Workshop {
  /** @throws {Fault} `git-failed`, with what git said */
  readonly git: (directory: string, args: readonly string[], extra?: Extra) => Promise<string>;
  /** Everything of one repository that uses an index or moves branches goes one after another. */
  readonly inTurn: <Result>(directory: string, work: () => Promise<Result>) => Promise<Result>;
  /** Puts the tree into the index; resolves with the repositories inside it that are left out. */
  readonly stage: (directory: string) => Promise<readonly string[]>;
  readonly head: (directory: string) => Promise<string | undefined>;
  readonly commitOf: (directory: string, revision: string) => Promise<Commit>;
  /** Where the repository of a working tree is kept. */
  readonly gitDirectory: (directory: string) => string;
  /** Where private keys lie while one process of git uses them. */
  readonly keysDirectory: string;
}

/** The fields of a listing that is separated by zero bytes. */
export function fieldsOf(output: string): readonly string[] {
  return output.split('\0').filter((field) => field !== '');
}

/** Environment that says who a commit is by. */
export function identity(author: Author): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: BOT.name,
    GIT_COMMITTER_EMAIL: BOT.email,
  };
}
