import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from '../src/server.ts';
import { openStore } from '../src/store.ts';

/** The whole app on a port of its own, with an empty database: `await using app = …` ends it. */
export async function startApp() {
  const store = openStore(':memory:');
  const server = (await createApp(store)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections();
      store.close();
    },
  };
}
