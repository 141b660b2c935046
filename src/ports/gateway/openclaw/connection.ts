import { setTimeout as delay } from 'node:timers/promises';
import { GatewayClient, GatewayClientRequestError } from '@openclaw/gateway-client';
import type { DownReason } from '#kernel/down-reason.ts';
import { Fault } from '#kernel/fault.ts';
import { createBackoff } from './backoff.ts';
import { toLink, type Link } from './hello.ts';
import type { Identity } from './identity.ts';
import { toRefusal } from './refusal.ts';

/** The wire protocol we speak. */
const PROTOCOL = 4;
/** How often it is asked whether the gateway may be called. Asking costs no call. */
const CLOSED_PAUSE_MS = 250;
const LOST: DownReason = { code: 'connection-lost' };
const RESTARTING: DownReason = { code: 'restarting' };
/** How long a request may take, so that none hangs. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Slower after a refusal: a gateway locks out an address after ten wrong tokens in a minute. */
const REFUSED_BACKOFF_MS = 10_000;

export interface ConnectionOptions {
  readonly url: string;
  readonly token: string;
  readonly scopes: readonly string[];
  readonly caps: readonly string[];
  readonly identity?: Identity;
  /** `false`: somebody else may have taken the address, and would be told our token. */
  readonly mayConnect?: () => Promise<boolean>;
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
  const backoff = createBackoff();

  function connect(): void {
    if (stopped.signal.aborted) return;
    let over = false;
    let link: Link = { kind: 'down', reason: LOST };
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
        if (link.kind !== 'up') return lost();
        isUp = true;
        backoff.up(performance.now());
        options.onLink(link);
        link = { kind: 'down', reason: LOST };
      },
      onConnectError: (error) => {
        const reason = toRefusal(error, options.url);
        link =
          reason === undefined
            ? { kind: 'down', reason: { code: 'unreachable', detail: error.message } }
            : { kind: 'refused', reason };
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
    const backoffMs = backoff.lost(performance.now());
    try {
      await delay(refused ? REFUSED_BACKOFF_MS : backoffMs, undefined, { signal: stopped.signal });
      await untilOpen();
    } catch {
      return;
    }
    connect();
  }

  async function untilOpen(): Promise<void> {
    let isTold = false;
    while (options.mayConnect && !(await options.mayConnect().catch(() => false))) {
      if (!isTold) options.onLink({ kind: 'down', reason: RESTARTING });
      isTold = true;
      await delay(CLOSED_PAUSE_MS, undefined, { signal: stopped.signal });
    }
  }

  return {
    start: () => void untilOpen().then(connect, () => undefined),

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

function toFault(method: string, cause: unknown): Fault {
  const message = cause instanceof Error ? cause.message : String(cause);
  const refused = cause instanceof GatewayClientRequestError && !cause.retryable;
  const code = refused ? 'gateway-refused' : 'gateway-unreachable';
  return new Fault(code, `${method}: ${message}`, { cause });
}
