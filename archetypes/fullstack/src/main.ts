import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { createApp } from './server.ts';
import { openStore } from './store.ts';

/** Longer than most requests, shorter than the 10 s that Docker waits before it kills. */
const DRAIN_MS = 8_000;

const host = process.env['HOST'] || '127.0.0.1';
const port = Number(process.env['PORT'] || 3000);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT is not a port: ${process.env['PORT']}. Example: PORT=3000`);
  process.exit(1);
}

const database = process.env['DATABASE'] || 'data/notes.db';
mkdirSync(dirname(database), { recursive: true });
const store = openStore(database);
const server = await createApp(store);
server.listen(port, host, () => {
  console.log(`Listening on http://${host}:${(server.address() as AddressInfo).port}`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

/** Takes no new requests, finishes those in flight, closes the database, and exits. */
function stop(): void {
  server.close(() => {
    store.close();
    process.exit(0);
  });
  setTimeout(() => process.exit(1), DRAIN_MS).unref();
}
