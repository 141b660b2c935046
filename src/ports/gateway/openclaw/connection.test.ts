import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { connection, type Connection } from './connection.ts';
import type { Link } from './hello.ts';

let server: Server | undefined;
let opened: Connection | undefined;

afterEach(async () => {
  await opened?.stop();
  server?.close();
});

/** Something that took the address of the gateway, and how often it was called. */
async function stranger() {
  let calls = 0;
  server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}`, calls: () => calls };
}

it('calls nobody while the gateway may not be called, and calls once it may', async () => {
  const { url, calls } = await stranger();
  const links: Link[] = [];
  let isOpen = false;
  let asked = 0;
  opened = connection({
    url,
    token: 'secret',
    scopes: [],
    caps: [],
    log: () => undefined,
    onLink: (link) => links.push(link),
    onEvent: () => undefined,
    onGap: () => undefined,
    mayConnect: async () => {
      asked += 1;
      return isOpen;
    },
  });
  opened.start();
  await vi.waitFor(() => expect(asked).toBeGreaterThan(2), 5_000);
  expect(calls()).toBe(0);
  expect(links).toEqual([{ kind: 'down', reason: { code: 'restarting' } }]);

  isOpen = true;
  await vi.waitFor(() => expect(calls()).toBe(1), 5_000);
  isOpen = false;
  const before = asked;
  // Dropped at once, it would try again by itself.
  await vi.waitFor(() => expect(asked).toBeGreaterThan(before + 3), 5_000);
  expect(calls()).toBe(1);
});
