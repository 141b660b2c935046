import { setTimeout as delay } from 'node:timers/promises';
import { GatewayClient, GatewayClientRequestError } from '@openclaw/gateway-client';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import type { Identity } from './identity.ts';
import { toAdvice, toScopeAdvice } from './refusal.ts';

/** The wire protocol we speak. */
const PROTOCOL = 4;
/** How long a request may take, so that none hangs. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How long to wait after a lost connection: the nth time the nth, then always the last. */
const BACKOFF_MS = [250, 500, 1_000, 2_000] as const;
const LONGEST_BACKOFF_MS = 3_000;
/** Slower after a refusal: a gateway locks out an address after ten wrong tokens in a minute. */
const REFUSED_BACKOFF_MS = 10_000;

const hello = z.object({
  server: z.object({ version: z.string(), bootId: z.string().optional(), connId: z.string() }),
  auth: z.object({ scopes: z.array(z.string()).default([]) }).optional(),
});

/** What became of the connection. */
export type Link =
  /** `bootId` changes when the gateway was restarted meanwhile. */
  | { readonly kind: 'up'; readonly version: string; readonly bootId: string }
  | { readonly kind: 'down'; readonly reason: string }
  | { readonly kind: 'refused'; readonly advice: string };

export interface ConnectionOptions {
  readonly url: string;
  readonly token: string;
  readonly scopes: readonly string[];
  readonly caps: readonly string[];
  readonly identity?: Identity;
  readonly log: (message: string, details?: object) => void;
  readonly onLink: (link: Link) => void;
  readonly onEvent: (event: string, payload: unknown) => void;
  /** Frames were lost on the way. */
  readonly onGap: () => void;
}

/** One connection to the gateway, made again whenever it is lost. */
export interface Connection {
  start(): void;
  /** @throws {Fault} at once while there is no connection; within 30 s when there is no answer */
  request(method: string, params: object, timeoutMs?: number): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Keeps one connection. The client's own reconnecting is not used: it grows to 30 s, which a person
 * waits for after each restart of the gateway, and it gives up for good on a refusal that one
 * command on the gateway's machine would mend.
 */
export function connection(options: ConnectionOptions): Connection {
  const stopped = new AbortController();
  let client: GatewayClient | undefined;
  let isUp = false;
  let failures = 0;

  function connect(): void {
    if (stopped.signal.aborted) return;
    let over = false;
    let link: Link = { kind: 'down', reason: 'connection lost' };
    const lost = () => {
      if (over) return;
      over = true;
      isUp = false;
      mine.stop();
      if (!stopped.signal.aborted) options.onLink(link);
      void reconnect(link.kind === 'refused');
    };
    const mine = new GatewayClient({
      url: options.url,
      token: options.token,
      clientName: 'gateway-client',
      mode: 'backend',
      clientDisplayName: 'CodeFoundry',
      minProtocol: PROTOCOL,
      maxProtocol: PROTOCOL,
      role: 'operator',
      scopes: [...options.scopes],
      caps: [...options.caps],
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      notifyOnStartupRetry: true,
      ...(options.identity ?? { deviceIdentity: null }),
      onHelloOk: (frame) => {
        if (over) return;
        link = toLink(frame, options.scopes);
        if (link.kind === 'refused') return lost();
        isUp = true;
        failures = 0;
        options.onLink(link);
        link = { kind: 'down', reason: 'connection lost' };
      },
      onConnectError: (error) => {
        const advice = toAdvice(error, options.url);
        link =
          advice === undefined
            ? { kind: 'down', reason: error.message }
            : { kind: 'refused', advice };
      },
      onEvent: (frame) => {
        if (!over) options.onEvent(frame.event, frame.payload);
      },
      onGap: () => options.onGap(),
      onReconnectPaused: lost,
      onClose: lost,
    });
    client = mine;
    mine.start();
  }

  async function reconnect(refused: boolean): Promise<void> {
    const backoffMs = BACKOFF_MS[failures] ?? LONGEST_BACKOFF_MS;
    failures += 1;
    try {
      await delay(refused ? REFUSED_BACKOFF_MS : backoffMs, undefined, { signal: stopped.signal });
    } catch {
      return;
    }
    connect();
  }

  return {
    start: connect,

    async request(method, params, timeoutMs = REQUEST_TIMEOUT_MS) {
      if (!client || !isUp) throw new Fault('gateway-unreachable', `${method}: not connected`);
      try {
        return await client.request<unknown>(method, params, { timeoutMs });
      } catch (cause) {
        throw toFault(method, cause);
      }
    },

    async stop() {
      stopped.abort();
      isUp = false;
      // A socket that does not close in time is cut by the client itself.
      await client?.stopAndWait().catch(() => options.log('gateway: socket did not close in time'));
    },
  };
}

function toLink(frame: unknown, scopes: readonly string[]): Link {
  const read = hello.safeParse(frame);
  if (!read.success) return { kind: 'down', reason: `hello not understood: ${read.error.message}` };
  const { server, auth } = read.data;
  const missing = scopes.filter((scope) => auth?.scopes.includes(scope) !== true);
  if (missing.length > 0) return { kind: 'refused', advice: toScopeAdvice(missing) };
  return { kind: 'up', version: server.version, bootId: server.bootId ?? server.connId };
}

function toFault(method: string, cause: unknown): Fault {
  const message = cause instanceof Error ? cause.message : String(cause);
  const refused = cause instanceof GatewayClientRequestError && !cause.retryable;
  const code = refused ? 'gateway-refused' : 'gateway-unreachable';
  return new Fault(code, `${method}: ${message}`, { cause });
}
