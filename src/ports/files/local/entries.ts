import { constants, mkdir, open } from 'node:fs/promises';
import { isReservedName, toNewPath } from '#lib/file-path.ts';
import { isLocked } from '#lib/locked-path.ts';
import type { UnpackRefusal } from '../port.ts';
import { inside, split, within } from './walk.ts';

/** One thing of an archive, as it says itself. */
export interface ArchiveEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'device';
  readonly isExecutable: boolean;
}

/** Ends unpacking; nothing stays of it. */
export class Refused extends Error {
  readonly refusal: UnpackRefusal;

  constructor(why: UnpackRefusal['why'], entry: string) {
    super(why);
    this.refusal = { kind: 'refused', why, entry };
  }
}

const MOST_ENTRIES = 2_000;
const MOST_BYTES = 100 * 1_024 * 1_024;
/** Below this nobody is harmed by it. */
const SMALL_BYTES = 10 * 1_024 * 1_024;
const MOST_RATIO = 100;

/** Puts what an archive holds into a new, empty folder, as long as all of it may be there. */
export interface Taker {
  /** The place of an entry, when it may have one. @throws {Refused} */
  admit(entry: ArchiveEntry): string;
  /** Writes a file; what it says of its size counts for nothing. @throws {Refused} */
  write(path: string, entry: ArchiveEntry, content: AsyncIterable<Uint8Array>): Promise<void>;
  folder(path: string): Promise<void>;
  /** How many files there are. */
  files(): number;
}

/** `archiveBytes`: how large the archive itself is. */
export function taker(root: string, archiveBytes: number): Taker {
  const seen = new Map<string, 'file' | 'folder'>();
  let entries = 0;
  let files = 0;
  let bytes = 0;

  /** On systems that fold names two of them would be one. */
  const claim = (path: string, kind: 'file' | 'folder', name: string): void => {
    const key = path.toLowerCase();
    const before = seen.get(key);
    if (before === undefined) seen.set(key, kind);
    else if (before === 'file' || kind === 'file') throw new Refused('twice', name);
  };

  const count = (more: number, name: string): void => {
    bytes += more;
    if (bytes > MOST_BYTES) throw new Refused('too-large', name);
    if (bytes > SMALL_BYTES && bytes > archiveBytes * MOST_RATIO) throw new Refused('bomb', name);
  };

  return {
    admit(entry) {
      const { name, kind } = entry;
      entries += 1;
      if (entries > MOST_ENTRIES) throw new Refused('too-many', name);
      if (kind === 'link' || kind === 'device') throw new Refused(kind, name);
      const typed = kind === 'folder' ? name.replace(/\/+$/u, '') : name;
      if (kind === 'folder' && /^\.?$/u.test(typed)) return '';
      const known = toNewPath(typed);
      // Trimmed or folded it would be another name than the one in the archive.
      const isTrue = 'path' in known && known.path === typed.normalize('NFC').replace(/^\.\//u, '');
      if (!('path' in known) || !isTrue || known.path.split('/').some(isReservedName))
        throw new Refused('path', name);
      if (isLocked(known.path)) throw new Refused('locked', name);
      const parts = known.path.split('/');
      for (let at = 1; at < parts.length; at += 1)
        claim(parts.slice(0, at).join('/'), 'folder', name);
      claim(known.path, kind, name);
      return known.path;
    },

    async write(path, { name, isExecutable }, content) {
      files += 1;
      const { parts, name: last } = split(path);
      await within(
        root,
        parts,
        async (folder) => {
          const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
          const flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
          const file = await open(inside(folder, last), flags, isExecutable ? 0o755 : 0o644);
          try {
            for await (const piece of content) {
              count(piece.length, name);
              await file.writeFile(piece);
            }
          } finally {
            await file.close();
          }
        },
        { make: true },
      );
    },

    async folder(path) {
      const { parts, name } = split(path);
      const make = async (folder: Parameters<typeof inside>[0]) => {
        await mkdir(inside(folder, name), { recursive: true });
      };
      if (name !== '') await within(root, parts, make, { make: true });
    },

    files: () => files,
  };
}
