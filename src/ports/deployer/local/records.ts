import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { KeptRelease } from '../port.ts';
import { type Places, isReleaseId } from './places.ts';

const argv = z.tuple([z.string()], z.string());

const releaseSchema = z.object({
  id: z.string(),
  sha: z.string(),
  builtAtMs: z.number(),
  start: argv,
  /** Absent: it serves nothing. */
  health: z.object({ path: z.string().startsWith('/'), portVariable: z.string() }).exactOptional(),
  wasLive: z.boolean().exactOptional(),
});

const runSchema = z.object({
  /** On loopback; absent where it serves nothing. */
  port: z.int().exactOptional(),
  /** Those of the settings; secrets are none of them. */
  variables: z.record(z.string(), z.string()),
});

const liveSchema = z.object({
  id: z.string(),
  sinceMs: z.number(),
  previous: z.string().exactOptional(),
});

/** A release as it was built. */
export type BuiltRelease = z.infer<typeof releaseSchema>;
/** How a release was started last. */
export type Run = z.infer<typeof runSchema>;
/** What is live. */
export type Live = z.infer<typeof liveSchema>;

export const readRelease = (places: Places, id: string): Promise<BuiltRelease | undefined> =>
  read(places.release(id).record, releaseSchema);
export const readRun = (places: Places, id: string): Promise<Run | undefined> =>
  read(places.release(id).run, runSchema);
export const readLive = (places: Places): Promise<Live | undefined> =>
  read(places.live, liveSchema);

export const writeRelease = (places: Places, release: BuiltRelease): Promise<void> =>
  write(places.release(release.id).record, release);
export const writeRun = (places: Places, id: string, run: Run): Promise<void> =>
  write(places.release(id).run, run);
export const writeLive = (places: Places, live: Live): Promise<void> => write(places.live, live);
export const clearLive = (places: Places): Promise<void> => rm(places.live, { force: true });

/** Those that are whole, the newest first. */
export async function listReleases(places: Places): Promise<readonly KeptRelease[]> {
  const found = await Promise.all(
    (await releaseNames(places)).map((name) => readRelease(places, name)),
  );
  return found
    .filter((each) => each !== undefined)
    .map(({ id, sha, builtAtMs, wasLive = false }) => ({ id, sha, builtAtMs, wasLive }))
    .toSorted((left, right) => right.builtAtMs - left.builtAtMs || right.id.localeCompare(left.id));
}

/** Those that are not whole as well. */
export async function releaseNames(places: Places): Promise<readonly string[]> {
  return (await readdir(places.root).catch(() => [])).filter(isReleaseId);
}

/** Nothing when there is no such file. @throws when nobody knows what is in it */
async function read<Read>(file: string, schema: z.ZodType<Read>): Promise<Read | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

async function write(file: string, value: object): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(value), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
