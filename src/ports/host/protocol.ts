import { join } from 'node:path';
import { z } from 'zod';

/** Counted up when a bot could not talk to the host of an older one: it replaces that host. */
export const PROTOCOL = 1;

const name = z.string().min(1).max(300);
const upstream = z.object({ host: z.string().min(1), port: z.int().min(1).max(65_535) });
/** At most so much of one message is read: specifications with their variables are small. */
export const MOST_BYTES = 1024 * 1024;

const spec = z.object({
  id: name,
  argv: z.tuple([z.string().min(1)], z.string()),
  environment: z.record(z.string(), z.string()),
  input: z.string().exactOptional(),
  directory: z.string().startsWith('/'),
  logFile: z.string().startsWith('/'),
  restart: z.boolean(),
});

/** What the bot may ask of the host. */
export const requestSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('route'), name, upstreams: z.array(upstream) }),
  z.object({ do: z.literal('find'), name }),
  z.object({ do: z.literal('drained'), upstream, limitMs: z.number() }),
  z.object({ do: z.literal('forget'), name }),
  z.object({ do: z.literal('start'), spec }),
  z.object({ do: z.literal('keep'), id: name, restart: z.boolean() }),
  z.object({ do: z.literal('end'), id: name, graceMs: z.number() }),
  z.object({ do: z.literal('list'), prefix: z.string() }),
  z.object({ do: z.literal('leave') }),
  z.object({ do: z.literal('end-all'), graceMs: z.number() }),
]);

/** One of them. */
export type HostRequest = z.infer<typeof requestSchema>;

/** What the host answers; `value` depends on what was asked. */
export const answerSchema = z.union([
  z.object({ value: z.unknown() }),
  z.object({ problem: z.string(), code: z.string().exactOptional() }),
]);

const recordSchema = z.object({
  pid: z.int().positive(),
  /** As `processStart` says: the id alone may belong to somebody else by now. */
  start: z.string(),
  protocol: z.int(),
});

/** Which process is the host. */
export type HostRecord = z.infer<typeof recordSchema>;

/** @throws when it is damaged */
export function parseRecord(text: string): HostRecord {
  return recordSchema.parse(JSON.parse(text));
}

/** The files that the host and the bot share. */
export function hostFiles(directory: string) {
  return {
    record: join(directory, 'host.json'),
    state: join(directory, 'state.json'),
    lock: join(directory, 'lock.db'),
    socket: join(directory, 'control.sock'),
    log: join(directory, 'host.log'),
  };
}
