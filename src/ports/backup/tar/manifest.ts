import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { list, type ReadEntry } from 'tar';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';

/** What an archive holds, written beside it once it is complete. */
export type Manifest = z.infer<typeof manifest>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

const manifest = z.object({
  version: z.literal(1),
  codefoundry: z.string(),
  createdAt: z.iso.datetime(),
  archive: z.object({ sizeBytes: z.number().int().nonnegative(), sha256 }),
  /** Regular files by their name in the archive. */
  files: z.record(z.string(), z.object({ sizeBytes: z.number().int().nonnegative(), sha256 })),
});

/** Reads a manifest. @throws {Fault} `backup-failed` */
export async function readManifest(file: string): Promise<Manifest> {
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Fault('backup-failed', `${file} is no manifest of a backup`, { cause });
  }
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Unpacks an archive in memory and tells what is in it. */
export async function inspect(archive: string): Promise<Manifest['files']> {
  const files: Record<string, { sizeBytes: number; sha256: string }> = {};
  await list({
    file: archive,
    zstd: true,
    strict: true,
    onReadEntry(entry: ReadEntry) {
      if (entry.type !== 'File') return entry.resume();
      const hash = createHash('sha256');
      let sizeBytes = 0;
      entry.on('data', (chunk) => {
        hash.update(chunk);
        sizeBytes += chunk.length;
      });
      entry.on('end', () => {
        files[entry.path] = { sizeBytes, sha256: hash.digest('hex') };
      });
    },
  });
  return files;
}
