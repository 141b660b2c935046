import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Fault } from '#kernel/fault.ts';

/** What the bot says of itself. */
export interface Health {
  readonly version: string;
  /** Seconds. */
  readonly uptime: number;
  /** Resident set, bytes. */
  readonly memory: number;
  /** Conversations with something that runs or waits. */
  readonly activeSessions: number;
  readonly gatewayStatus: 'up' | 'down';
  /** Why, while it is down. */
  readonly gatewayReason?: string;
  /** When the last command came, and which. */
  readonly lastCommand?: { readonly name: string; readonly at: string };
  readonly telegram: string;
  /** What mends it, where that is known. */
  readonly telegramAdvice?: string;
  readonly store: 'ok' | 'failed';
}

interface Options {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly health: () => Promise<Health>;
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  readonly log?: (message: string, details: object) => void;
}

/**
 * Serves `/health`, `/ready` and `/metrics`. Resolves once it listens.
 * @throws {Fault} `config-invalid` when the address cannot be used
 */
export async function startHttp(
  options: Options,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = new Hono();
  // What broke is for the log; whoever asks over HTTP gets no words of it.
  app.onError((error, context) => {
    options.log?.('http request failed', { path: context.req.path, error });
    return context.json({ status: 'error' }, 500);
  });
  // The gateway is reported and not required: requests are accepted and wait for it.
  const serves = (health: Health) => health.store === 'ok' && health.telegram === 'polling';
  app.get('/health', async (context) => {
    const health = await options.health();
    const ok = serves(health);
    return context.json({ status: ok ? 'ok' : 'unavailable', ...health }, ok ? 200 : 503);
  });
  app.get('/ready', async (context) => {
    const { store, telegram, gatewayStatus } = await options.health();
    const ready = store === 'ok' && telegram === 'polling';
    return context.json({ ready, store, telegram, gatewayStatus }, ready ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    context.header('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    return context.body(await options.metrics());
  });

  const { promise, resolve, reject } = Promise.withResolvers<{ address: string; port: number }>();
  const server = serve({ fetch: app.fetch, hostname: options.host, port: options.port }, resolve);
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const detail = `HTTP_PORT ${options.port} on ${options.host} cannot be used (${cause.code}): set another, such as HTTP_PORT=9091`;
    reject(new Fault('config-invalid', detail, { cause }));
  });
  const { port } = await promise;
  return {
    url: `http://${options.host}:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
