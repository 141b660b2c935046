import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { syncDirectory } from '#lib/sync-directory.ts';
import { dirname } from 'node:path';

const upstream = z.object({ host: z.string(), port: z.int() });

const schema = z.object({
  routes: z.record(z.string(), z.object({ port: z.int(), upstreams: z.array(upstream) })),
  processes: z.record(
    z.string(),
    z.object({
      pid: z.int().positive(),
      start: z.string(),
      startedAtMs: z.number(),
      logFile: z.string(),
      restart: z.boolean(),
    }),
  ),
});

/** What the host must know after it was killed; no environment of a process is in it. */
export type HostState = z.infer<typeof schema>;

/** Nothing when there is no state; a damaged one is kept beside, and counts as none. */
export async function readState(file: string): Promise<HostState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    await rename(file, `${file}.damaged`).catch(() => undefined);
    return undefined;
  }
}

/** Writes one state after another, the newest last; what was resolved outlives a loss of power. */
export function stateWriter(file: string, current: () => HostState): () => Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const draft = `${file}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(current()));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncDirectory(dirname(file));
  };
  return () => {
    const done = writing.then(write, write);
    writing = done.catch(() => undefined);
    return done;
  };
}
