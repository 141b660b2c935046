import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import type { Backup } from '../port.ts';

/** What an archive holds, written beside it once it is complete. */
export type Manifest = z.infer<typeof manifest>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const mode = z.number().int().min(0).max(0o777);
/** Never out of the folder that it is unpacked in. */
const name = z.string().regex(/^(?:data|projects)(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+$/u);

const manifest = z.object({
  version: z.literal(1),
  codefoundry: z.string(),
  createdAt: z.iso.datetime(),
  archive: z.object({ sizeBytes: z.number().int().nonnegative(), sha256 }),
  /** Regular files by their name in the archive. */
  files: z.record(
    name,
    z.object({ sizeBytes: z.number().int().nonnegative(), sha256, mode: mode.optional() }),
  ),
  /** Modes of folders. */
  directories: z.record(name, mode).default({}),
  /** Where symbolic links point. */
  links: z.record(name, z.string()).default({}),
  /** What of the projects could not be read or stored. */
  leftOut: z.array(z.object({ name: z.string(), why: z.string() })).default([]),
});

/** Reads a manifest. @throws {Fault} `backup-failed` */
export async function readManifest(file: string): Promise<Manifest> {
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Fault('backup-failed', `${file} is no manifest of a backup`, { cause });
  }
}

/** What a manifest says in short. */
export function toBackup(id: string, { createdAt, archive, files, leftOut }: Manifest): Backup {
  const [first] = leftOut;
  return {
    id,
    createdAtMs: Date.parse(createdAt),
    sizeBytes: archive.sizeBytes,
    files: Object.keys(files).length,
    ...(first && { leftOut: { count: leftOut.length, example: first.name } }),
  };
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
