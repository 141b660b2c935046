/** One thing in a folder of a project. */
export interface FolderEntry {
  /** Untrusted. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Of a file. */
  readonly sizeBytes: number;
  /** Nobody gets it over a chat. */
  readonly isLocked: boolean;
}

/** What stands at a path. */
export type Found =
  | {
      readonly kind: 'folder';
      /** Folders first, each kind by name. */
      readonly entries: readonly FolderEntry[];
      /** How many more there are. */
      readonly more: number;
    }
  | { readonly kind: 'file'; readonly sizeBytes: number }
  | Unreachable;

/** Nothing can be read or written there. `at`: the part of the path where the way ends. */
export type Unreachable = {
  readonly kind: 'missing' | 'link' | 'not-a-folder' | 'other' | 'locked' | 'outside';
  readonly at: string;
};

/** How a file was put in its place. */
export type PutOutcome =
  | { readonly kind: 'done' | 'same' }
  /** There is another file of that name. */
  | { readonly kind: 'exists' }
  /** A folder, a link or something else of that name, or on the way. */
  | { readonly kind: 'blocked'; readonly at: string };

/** Why an archive was not unpacked; `entry` names the first that was wrong. */
export type UnpackRefusal = {
  readonly kind: 'refused';
  readonly why:
    | 'path'
    | 'link'
    | 'device'
    | 'locked'
    | 'twice'
    | 'encrypted'
    | 'too-many'
    | 'too-large'
    | 'bomb'
    | 'broken'
    | 'empty';
  readonly entry: string;
};

/** How unpacking ended. */
export type UnpackOutcome =
  | { readonly kind: 'done'; readonly folder: string; readonly files: number }
  | UnpackRefusal
  | Unreachable
  | { readonly kind: 'blocked'; readonly at: string };

/** Who unpacks, and what is known of earlier attempts. */
export interface UnpackHow {
  readonly id: string;
  /** Told the folder before it is there; the last one counts. */
  readonly chosen?: (folder: string) => Promise<void>;
  readonly earlier?: string;
}

/** One file as `pack` sees it. */
export interface SizedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** How packing ended. */
export type PackOutcome =
  | { readonly kind: 'done'; readonly bytes: Uint8Array; readonly files: number }
  /** `largest`: the first few, the largest first. */
  | {
      readonly kind: 'too-large';
      readonly sizeBytes: number;
      readonly files: number;
      readonly largest: readonly SizedFile[];
    }
  | { readonly kind: 'empty' };

/**
 * Files in the working trees of projects. Project code can write there at any time, so no symbolic
 * link is ever followed, wherever on the way it stands, and nothing is replaced unasked.
 */
export interface ProjectFiles {
  look(project: string, path: string): Promise<Found>;
  /** The first `mostBytes` of a file; `undefined` when there is none to be read. */
  read(project: string, path: string, mostBytes: number): Promise<Uint8Array | undefined>;
  /**
   * Puts a copy of `from` (absolute, ours) at `path`, whole or not at all, making folders on the
   * way. `id` is that of the one who does it, so that what a crash left is found.
   */
  put(
    project: string,
    path: string,
    from: string,
    how: { readonly replace: boolean; readonly id: string },
  ): Promise<PutOutcome>;
  /** Puts it into a folder of the bot in the project that git does not see. */
  putInbox(project: string, folder: string, name: string, from: string): Promise<InboxOutcome>;
  /**
   * Unpacks an archive into a new folder beside it: everything or nothing. Where `earlier`, told by
   * an attempt that a crash ended, is whole, it is the outcome.
   */
  unpack(project: string, archive: string, how: UnpackHow): Promise<UnpackOutcome>;
  /** A zip of those files, links and locked ones left out, `mask` applied to each and to its name. */
  pack(
    project: string,
    paths: readonly string[],
    how: {
      readonly mostBytes: number;
      readonly within: string;
      readonly mask: (bytes: Uint8Array) => Uint8Array;
    },
  ): Promise<PackOutcome>;
}

/** Where a file of the inbox lies, from the project's folder on. */
type InboxOutcome =
  | { readonly kind: 'done'; readonly path: string }
  | { readonly kind: 'blocked'; readonly at: string };

/** What git must not see in any project. */
export const UNSEEN_BY_GIT: readonly string[] = ['/.codefoundry/inbox/', '.codefoundry-part-*'];
