import { z } from 'zod';
import type { DownReason } from '#kernel/down-reason.ts';
import type { RefusedReason } from '#kernel/refused-reason.ts';

/** What became of the connection. */
export type Link =
  /** `bootId` changes when the gateway was restarted meanwhile. */
  | { readonly kind: 'up'; readonly version: string; readonly bootId: string }
  | { readonly kind: 'down'; readonly reason: DownReason }
  | { readonly kind: 'refused'; readonly reason: RefusedReason };

const hello = z.object({
  server: z.object({ version: z.string(), bootId: z.string().optional(), connId: z.string() }),
  auth: z.object({ scopes: z.array(z.string()).default([]) }).optional(),
});

/** What the gateway's greeting means; `refused` when it grants less than `scopes`, or is no greeting. */
export function toLink(frame: unknown, scopes: readonly string[]): Exclude<Link, { kind: 'down' }> {
  const read = hello.safeParse(frame);
  if (!read.success)
    return { kind: 'refused', reason: { code: 'greeting', detail: read.error.message } };
  const { server, auth } = read.data;
  const missing = scopes.filter((scope) => auth?.scopes.includes(scope) !== true);
  if (missing.length > 0)
    return { kind: 'refused', reason: { code: 'scopes', scopes: missing.join(', ') } };
  return { kind: 'up', version: server.version, bootId: server.bootId ?? server.connId };
}
