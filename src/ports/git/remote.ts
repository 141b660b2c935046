import type { Author, MayCommit } from './port.ts';
import type { ReadUrl, RemoteUrl } from './remote-url.ts';

/** What opens a repository elsewhere. It reaches one process of git by its environment alone. */
export interface Access {
  /** A token, or `name:password`; for https. */
  readonly token?: string;
  /** A private key without a passphrase; for ssh. */
  readonly sshKey?: string;
}

/** How far git is, in its own numbers. */
export interface TransferProgress {
  readonly phase: 'receiving' | 'resolving' | 'files';
  readonly done: number;
  readonly total: number;
  /** Received so far; 0 while git has not said. */
  readonly sizeBytes: number;
}

/** Why there is no talking with the other side. `detail` is what git said last; untrusted. */
export type RemoteFailure =
  | { readonly kind: 'auth'; readonly detail: string }
  | { readonly kind: 'not-found'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'stopped' };

/** What came of bringing a repository here. */
export type CloneOutcome =
  | RemoteFailure
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  | {
      readonly kind: 'cloned';
      /** Absent: there is no commit in it yet. */
      readonly sha?: string;
      readonly branch: string;
      /** Repositories inside it, which are not brought along. */
      readonly submodules: readonly string[];
      /** Some of its files are kept elsewhere (LFS), and only their names came along. */
      readonly hasLargeFiles: boolean;
    };

/** What came of a push of one branch. */
export type PushOutcome =
  | RemoteFailure
  | { readonly kind: 'pushed'; readonly sha: string; readonly branch: string }
  /** It was there already. */
  | { readonly kind: 'up-to-date'; readonly sha: string; readonly branch: string }
  /** There is work of others that is not here. */
  | { readonly kind: 'behind'; readonly branch: string }
  /** The server does not want it: a protected branch, a hook. */
  | { readonly kind: 'declined'; readonly branch: string; readonly detail: string }
  /** No remote, no commit, or no such branch. */
  | { readonly kind: 'nothing' };

/** What came of looking what the other side has. */
export type FetchOutcome =
  | RemoteFailure
  /** The branch that is checked out, and its last commit there. */
  | { readonly kind: 'fetched'; readonly branch: string; readonly there: string }
  /** There is no remote, or it has no such branch. */
  | { readonly kind: 'nothing' };

/** What came of putting one's own commits on top of those of the other side. */
export type RebaseOutcome =
  | { readonly kind: 'rebased'; readonly sha: string; readonly commits: number }
  | { readonly kind: 'up-to-date' }
  /** Both changed the same places of these files. Nothing has changed here. */
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  /** Among one's own commits is a merge, which cannot be put elsewhere. */
  | { readonly kind: 'merges' }
  /** Another branch is checked out by now, or there is no commit. */
  | { readonly kind: 'nothing' };

/** How a branch stands to the other side, as that was when last seen. */
export interface RemoteStanding {
  readonly url: string;
  readonly branch: string;
  readonly head?: string;
  /** Absent: the branch was never seen there. */
  readonly there?: string;
  /** Commits that are only here, and only there. */
  readonly ahead: number;
  readonly behind: number;
}

/** The repository of a project and the one elsewhere that it is pushed to. */
export interface GitRemote {
  /** Checks an address that somebody typed. */
  readUrl(text: string): ReadUrl;
  /** Whether its host lies in a private network, or on this machine. */
  isPrivate(remote: RemoteUrl): Promise<boolean>;
  /**
   * Makes the working tree and the repository of `directory`, neither of which is there, from one
   * elsewhere: all branches and tags, its whole history, the default branch checked out. Nothing
   * that came runs.
   */
  clone(
    directory: string,
    remote: RemoteUrl,
    options: {
      readonly access: Access;
      readonly limitBytes: number;
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
      readonly progress: (progress: TransferProgress) => void;
    },
  ): Promise<CloneOutcome>;
  /**
   * Forgets where a clone came from and what it was: one first commit with its files is left.
   * Resolves with `undefined`, and has changed nothing, when `mayCommit` says no.
   */
  restartHistory(
    directory: string,
    author: Author,
    message: string,
    mayCommit?: MayCommit,
  ): Promise<string | undefined>;
  /** The address that is pushed to. */
  origin(directory: string): Promise<string | undefined>;
  /** `undefined`: it is pushed nowhere any more. */
  setOrigin(directory: string, remote: RemoteUrl | undefined): Promise<void>;
  /** Of `branch`, or the one that is checked out. */
  standing(directory: string, branch?: string): Promise<RemoteStanding | undefined>;
  /** Pushes `branch`, or the one that is checked out, and never overwrites anything. */
  push(
    directory: string,
    options: { readonly access: Access; readonly signal: AbortSignal; readonly branch?: string },
  ): Promise<PushOutcome>;
  /** Looks what is there now. No file and no branch changes here. */
  fetch(
    directory: string,
    options: { readonly access: Access; readonly signal: AbortSignal },
  ): Promise<FetchOutcome>;
  /** Puts the commits of `branch` that are only here on top of `there`. `isResumed`: as for `undo`. */
  rebase(
    directory: string,
    onto: { readonly branch: string; readonly there: string; readonly isResumed: boolean },
  ): Promise<RebaseOutcome>;
}
