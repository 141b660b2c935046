import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { pageApi } from './api/api.ts';
import { readAssets } from './assets.ts';
import { onlyLoopback, onlyWithKey } from './guard.ts';
import type { Stage } from './stage.ts';

/** How many ports are tried, one after the other. */
const PORTS_TO_TRY = 20;

/**
 * Serves the page on `port`, or on the next free one; 0 is any. Resolves once it listens, with the
 * address to open: it carries a key, and without it nobody can read or write in the chats.
 */
export async function startPage(
  stage: Stage,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const key = randomBytes(24).toString('base64url');
  const assets = readAssets();
  const app = new Hono();
  app.use(onlyLoopback);
  app.use('/api/*', onlyWithKey(key));
  app.route('/api', pageApi(stage));
  app.get('*', (context) => {
    const asset = assets.get(context.req.path);
    if (!asset) return context.text('There is nothing here.\n', 404);
    return context.body(asset.bytes, 200, {
      'content-type': asset.contentType,
      'cache-control': 'no-cache',
    });
  });

  const server = createAdaptorServer({ fetch: app.fetch });
  const actualPort = await listenNear(server, host, port);
  return {
    url: `http://127.0.0.1:${actualPort}/?key=${key}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

async function listenNear(server: ServerType, host: string, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      return await listenAt(server, host, port);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || port + 1 >= Math.min(first + PORTS_TO_TRY, 65_536)) throw error;
    }
  }
}

function listenAt(server: ServerType, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
