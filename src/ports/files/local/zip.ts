import { type Entry, openPromise } from 'yauzl';
import { type ArchiveEntry, Refused, type Taker } from './entries.ts';

const TYPE = 0o170000;
const FOLDER = 0o040000;
const FILE = 0o100000;
const LINK = 0o120000;

/** Unpacks a zip. @throws {Refused} */
export async function unzip(archive: string, taker: Taker): Promise<void> {
  // Names are judged by us: what is wrong is named, and not mended.
  const options = { decodeStrings: true, strictFileNames: true, autoClose: false };
  const zip = await openPromise(archive, options).catch((error: unknown) => {
    throw broken(error);
  });
  try {
    // All of them first: of an archive with one bad name nothing is written.
    const entries: { readonly entry: Entry; readonly seen: ArchiveEntry; readonly path: string }[] =
      [];
    try {
      for await (const entry of zip.eachEntry()) {
        const seen = toEntry(entry);
        if (entry.isEncrypted()) throw new Refused('encrypted', seen.name);
        entries.push({ entry, seen, path: taker.admit(seen) });
      }
    } catch (error) {
      throw broken(error);
    }
    for (const { entry, seen, path } of entries) {
      if (seen.kind === 'folder') {
        await taker.folder(path);
        continue;
      }
      try {
        const content = await zip.openReadStreamPromise(entry);
        // After its first error it may tell of more, when nobody reads it any longer.
        content.on('error', () => undefined);
        await taker.write(path, seen, content);
      } catch (error) {
        throw broken(error, seen.name);
      }
    }
  } finally {
    zip.close();
  }
}

function toEntry(entry: Entry): ArchiveEntry {
  const { fileName: name, externalFileAttributes, versionMadeBy } = entry;
  // Only where it was made on Unix do the upper bits hold a mode.
  const mode = versionMadeBy >>> 8 === 3 ? externalFileAttributes >>> 16 : 0;
  return { name, kind: kindOf(name, mode), isExecutable: (mode & 0o100) !== 0 };
}

function kindOf(name: string, mode: number): ArchiveEntry['kind'] {
  const type = mode & TYPE;
  if (type === LINK) return 'link';
  if (type !== 0 && type !== FOLDER && type !== FILE) return 'device';
  return name.endsWith('/') || type === FOLDER ? 'folder' : 'file';
}

/** yauzl says in words what is wrong with a name. */
function broken(error: unknown, entry = ''): Error {
  if (error instanceof Refused) return error;
  const { message = '', code } = (error ?? {}) as { message?: string; code?: string };
  if (code !== undefined && /^(?:ENOSPC|EDQUOT|EIO|EMFILE)$/u.test(code)) return error as Error;
  const name =
    /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/su.exec(
      message,
    )?.[1];
  return name === undefined ? new Refused('broken', entry) : new Refused('path', name);
}
