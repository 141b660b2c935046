import { serve } from '@hono/node-server';
import { createApp } from './app.ts';

/** Longer than most requests, shorter than the 10 s that Docker waits before it kills. */
const DRAIN_MS = 8_000;

const hostname = process.env['HOST'] || '127.0.0.1';
const port = Number(process.env['PORT'] || 3000);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT is not a port: ${process.env['PORT']}. Example: PORT=3000`);
  process.exit(1);
}

const { fetch } = await createApp();
const server = serve({ fetch, hostname, port }, (address) => {
  console.log(`Listening on http://${hostname}:${address.port}`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

/** Takes no new requests, finishes those in flight, and exits. */
function stop(): void {
  server.close(() => process.exit(0));
  setTimeout(() => process.exit(1), DRAIN_MS).unref();
}
