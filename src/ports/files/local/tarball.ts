import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Parser, type ReadEntry } from 'tar';
import { type ArchiveEntry, Refused, type Taker } from './entries.ts';

const KINDS: Readonly<Record<string, ArchiveEntry['kind']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  SymbolicLink: 'link',
  Link: 'link',
};

/** Unpacks a tar, also a compressed one. @throws {Refused} */
export async function untar(archive: string, taker: Taker): Promise<void> {
  let failure: unknown;
  let working: Promise<void> = Promise.resolve();
  const stop = new AbortController();
  const fail = (error: unknown): void => {
    failure ??= error;
    stop.abort();
  };
  const parser = new Parser({
    strict: true,
    // We count what comes ourselves, and say what grows.
    maxDecompressionRatio: Infinity,
    onReadEntry(entry) {
      // The next one comes only when this one has been read.
      working = working
        .then(() => take(entry, taker))
        .catch((error: unknown) => {
          fail(error);
          entry.resume();
        });
    },
  });
  const source = createReadStream(archive);
  try {
    await pipeline(source, parser as unknown as NodeJS.WritableStream, { signal: stop.signal });
    await working;
  } catch (error) {
    failure ??= error;
  } finally {
    source.destroy();
  }
  if (failure instanceof Refused) throw failure;
  if (failure === undefined) return;
  const { code } = failure as { code?: string };
  if (code !== undefined && /^(?:ENOSPC|EDQUOT|EIO|EMFILE)$/u.test(code)) throw failure;
  throw new Refused('broken', '');
}

async function take(entry: ReadEntry, taker: Taker): Promise<void> {
  const seen: ArchiveEntry = {
    name: entry.path,
    kind: KINDS[entry.type] ?? 'device',
    isExecutable: ((entry.mode ?? 0) & 0o100) !== 0,
  };
  const path = taker.admit(seen);
  if (seen.kind === 'folder') {
    entry.resume();
    await taker.folder(path);
    return;
  }
  await taker.write(path, seen, entry);
}
