import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '../clock.ts';

/** What the bot's server answered, or why nothing came. */
export type Posted =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly reason: string;
      /** Seconds; 0 when it said nothing. */
      readonly retryAfter: number;
      readonly contentType: string;
      readonly body: Buffer;
    }
  | { readonly kind: 'error'; readonly message: string };

/** One delivery. */
export interface Post {
  readonly url: URL;
  readonly body: string;
  readonly secretToken: string | undefined;
  /** In place of what the name resolves to. */
  readonly ip: string | undefined;
  /** PEM of the only certificate that is trusted. */
  readonly certificate: Uint8Array | undefined;
}

/** Of the idle connection ([S] WebhookActor, create_connection). */
const TIMEOUT_MS = 60_000;
/** A method call needs no more; the rest of a longer answer is not read. */
const MAX_ANSWER_BYTES = 1 << 20;

/** Sends the update and reads the answer. Redirects are not followed. Never throws. */
export function post(clock: Clock, sent: Post, signal: AbortSignal): Promise<Posted> {
  return new Promise((resolve) => {
    const request = open(sent, signal);
    const stopClock = clock.after(TIMEOUT_MS, () => end({ message: 'Read timeout expired' }));
    const end = (failed: { readonly message: string } | Posted): void => {
      stopClock();
      resolve('kind' in failed ? failed : { kind: 'error', message: failed.message });
      request.destroy();
    };
    request.on('error', (error) => end({ message: wordsFor(error) }));
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      const finish = (): void =>
        end({
          kind: 'answer',
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? '',
          retryAfter: Number.parseInt(response.headers['retry-after'] ?? '0', 10) || 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks),
        });
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
        else finish();
      });
      response.once('end', finish);
      response.on('error', (error) => end({ message: wordsFor(error) }));
    });
    request.end(sent.body);
  });
}

function open(
  { url, body, secretToken, ip, certificate }: Post,
  signal: AbortSignal,
): ClientRequest {
  const isTls = url.protocol === 'https:';
  const options = {
    method: 'POST',
    agent: false,
    signal,
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'accept-encoding': 'identity',
      ...(secretToken ? { 'x-telegram-bot-api-secret-token': secretToken } : {}),
    },
    ...(ip ? { host: ip, servername: url.hostname } : {}),
    ...(certificate ? { ca: Buffer.from(certificate) } : {}),
  };
  return isTls ? requestHttps(url, options) : requestHttp(url, options);
}

/** As `getWebhookInfo` says it. */
function wordsFor(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Connection refused',
    ECONNRESET: 'Connection reset by peer',
    ETIMEDOUT: 'Connection timed out',
    ENOTFOUND: 'Failed to resolve host: Name or service not known',
    EAI_AGAIN: 'Failed to resolve host: Temporary failure in name resolution',
    EHOSTUNREACH: 'No route to host',
  };
  const isTls = /CERT|SSL|TLS|SELF_SIGNED/u.test(code);
  return known[code] ?? (isTls ? `SSL error {${error.message}}` : error.message);
}
