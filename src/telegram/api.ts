import { Api, GrammyError, HttpError, InputFile } from 'grammy';
import type { Json } from '#ports/store/port.ts';

/** How one Bot API call ended. */
export type Outcome =
  | { readonly kind: 'ok'; readonly result: unknown }
  /** Telegram said no. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly description: string;
      /** The supergroup that the group became. */
      readonly movedTo?: number;
    }
  | { readonly kind: 'flood'; readonly retryAfterMs: number }
  /** 5xx, or no answer. `mayBeDone`: Telegram may have done what was asked. */
  | { readonly kind: 'broken'; readonly reason: string; readonly mayBeDone: boolean };

/** A file that goes with a call, in the parameter `field`. */
export interface Upload {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface CallOptions {
  /** 30,000 unless said otherwise. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly upload?: Upload;
}

/** The Bot API of one bot. Never throws, never retries; no outcome holds the token. */
export interface BotApi {
  call(
    method: string,
    body: Readonly<Record<string, Json>>,
    options?: CallOptions,
  ): Promise<Outcome>;
}

interface BotApiOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** `test`: Telegram's own test servers. */
  readonly environment: 'prod' | 'test';
}

/** Above any `timeoutMs`: grammY's own limit of 500 s would cut an upload short. */
const LONGEST_CALL_SECONDS = 24 * 60 * 60;

/** Methods of grammY that take no body. */
const BODILESS: ReadonlySet<string> = new Set(['getMe', 'getWebhookInfo']);

type RawMethod = (...parameters: (object | AbortSignal)[]) => Promise<unknown>;

/**
 * Talks to `apiRoot`. Of grammY only its `Api` is used (connection reuse, multipart, test servers):
 * its Bot acknowledges updates before they are stored, and one function is all the routing we need.
 */
export function botApi({ token, apiRoot, environment }: BotApiOptions): BotApi {
  const api = new Api(token, { apiRoot, environment, timeoutSeconds: LONGEST_CALL_SECONDS });
  const raw = api.raw as unknown as Readonly<Record<string, RawMethod>>;
  return {
    async call(method, body, { timeoutMs = 30_000, signal, upload } = {}) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const run = raw[method];
      if (!run) return { kind: 'refused', code: 404, description: `no method ${method}` };
      const file = upload && { [upload.field]: new InputFile(upload.bytes, upload.name) };
      try {
        // grammY gives its methods without parameters no place for a body.
        const parameters = BODILESS.has(method) ? [stop] : [{ ...body, ...file }, stop];
        return { kind: 'ok', result: await run(...parameters) };
      } catch (error) {
        return toOutcome(error);
      }
    },
  };
}

function toOutcome(error: unknown): Outcome {
  if (!(error instanceof GrammyError)) return toBroken(error);
  const { error_code: code, description, parameters } = error;
  if (code === 429)
    return { kind: 'flood', retryAfterMs: Math.max(1, parameters.retry_after ?? 5) * 1_000 };
  if (code >= 500) return { kind: 'broken', reason: `${code} ${description}`, mayBeDone: true };
  const movedTo = parameters.migrate_to_chat_id;
  return { kind: 'refused', code, description, ...(movedTo !== undefined && { movedTo }) };
}

/** With these the request never left this machine. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function toBroken(error: unknown): Outcome {
  // The message of a network error holds the address and with it the token: only codes go on.
  const cause = error instanceof HttpError ? error.error : error;
  const { code, type, name } = (cause ?? {}) as { code?: string; type?: string; name?: string };
  return {
    kind: 'broken',
    reason: code ?? type ?? name ?? 'no answer',
    mayBeDone: !NEVER_SENT.has(code ?? ''),
  };
}
