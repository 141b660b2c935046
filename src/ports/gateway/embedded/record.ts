import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  pid: z.int().positive(),
  /** As `processStart` says: the id alone may belong to somebody else by now. */
  start: z.string(),
  port: z.int().min(1).max(65_535),
  /** What it was started with. */
  fingerprint: z.string(),
});

/** A gateway process that was started once; it may still run. */
export type ProcessRecord = z.infer<typeof schema>;

/** What outlives the bot: the token of the gateway and which process it is. Readable by us alone. */
export function recordStore(directory: string) {
  const recordFile = join(directory, 'process.json');
  const tokenFile = join(directory, 'token');
  return {
    /** The last record; nothing when there is none or it is damaged. */
    async read(): Promise<ProcessRecord | undefined> {
      try {
        return schema.parse(JSON.parse(await readFile(recordFile, 'utf8')));
      } catch {
        return undefined;
      }
    },
    write: (record: ProcessRecord) => writePrivate(recordFile, JSON.stringify(record)),
    /** The same at every call, over restarts too. */
    async token(): Promise<string> {
      const known = await readFile(tokenFile, 'utf8').catch(() => '');
      if (known.length >= 32) return known;
      const token = randomBytes(32).toString('base64url');
      await writePrivate(tokenFile, token);
      return token;
    },
  };
}

/** Makes the directory if need be, for us alone. */
export async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
}

/** Replaces the file in one step; nobody else may read it (or run it, where `mode` says so). */
export async function writePrivate(file: string, text: string, mode = 0o600): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, text, { mode });
  await chmod(draft, mode);
  await rename(draft, file);
}
