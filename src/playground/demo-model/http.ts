import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const MAX_BODY_BYTES = 32 * 1_024 * 1_024;

const ERROR_CODES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  401: ['invalid_request_error', 'invalid_api_key'],
  402: ['insufficient_quota', 'insufficient_quota'],
  404: ['invalid_request_error', 'not_found'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
};

/** Says whether an `Authorization` header holds `key`, in time that does not tell how much of it. */
export function isBearer(header: string | undefined, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${key}`));
}

/** The whole body as text, or `undefined` when it is larger than 32 MiB. */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    // The rest is read and dropped: a client that still writes would not see our answer.
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return sizeBytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

export function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Fails as OpenAI does: a status and a JSON body with `error.message`, `type` and `code`. */
export function sendError(outgoing: ServerResponse, status: number, message: string): void {
  const fallback = status < 500 ? 'invalid_request_error' : 'server_error';
  const [type, code] = ERROR_CODES[status] ?? [fallback, null];
  sendJson(outgoing, status, { error: { message, type, param: null, code } });
}

/** Sends `events` as server-sent events and `[DONE]`; ends early when the client has gone. */
export async function sendEvents(
  outgoing: ServerResponse,
  events: Iterable<object>,
  delayMs: number,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const event of events) {
    if (outgoing.destroyed) return;
    outgoing.write(`data: ${JSON.stringify(event)}\n\n`);
    if (delayMs > 0) await pause(delayMs, undefined, { signal: gone.signal });
  }
  outgoing.end('data: [DONE]\n\n');
}
