import { createHash } from 'node:crypto';
import { list, type ReadEntry } from 'tar';
import { Fault } from '#kernel/fault.ts';

/** What came out of an archive, by name. */
export interface Inspected {
  readonly files: Map<string, { readonly sizeBytes: number; readonly sha256: string }>;
  readonly links: Map<string, string>;
}

/**
 * Unpacks an archive in memory and tells what is in it.
 * @throws {Fault} `backup-failed` when there is anything but files, folders and symbolic links
 */
export async function inspect(archive: string): Promise<Inspected> {
  const found: Inspected = { files: new Map(), links: new Map() };
  let odd: string | undefined;
  await list({
    file: archive,
    zstd: true,
    strict: true,
    // A file of zeros is no attack: we packed it ourselves.
    maxDecompressionRatio: Infinity,
    onReadEntry(entry: ReadEntry) {
      if (entry.type === 'SymbolicLink') found.links.set(entry.path, entry.linkpath ?? '');
      else if (entry.type !== 'File' && entry.type !== 'Directory') odd ??= entry.path;
      if (entry.type !== 'File') return entry.resume();
      const hash = createHash('sha256');
      let sizeBytes = 0;
      entry.on('data', (chunk) => {
        hash.update(chunk);
        sizeBytes += chunk.length;
      });
      entry.on('end', () => {
        found.files.set(entry.path, { sizeBytes, sha256: hash.digest('hex') });
      });
    },
  });
  if (odd !== undefined)
    throw new Fault('backup-failed', `${odd} is neither a file nor a folder nor a link`);
  return found;
}
