import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { proxyContract } from '#ports/proxy/contract.ts';
import { type RouteState, type Routes, openRoutes } from './routes.ts';

const opened: (Routes | { close(): unknown })[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close(0);
});

async function open(saved: Readonly<Record<string, RouteState>> = {}) {
  let kept = saved;
  const routes: Routes = await openRoutes({
    bindHost: '127.0.0.1',
    saved,
    save: async () => void (kept = routes.state()),
    log: () => undefined,
  });
  opened.push(routes);
  return { routes, kept: () => kept };
}

async function serving(word: string) {
  const server = createServer((_asked, answer) => answer.end(word));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(server);
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

proxyContract('in-process', async () => {
  const { routes } = await open();
  return { proxy: routes, again: () => routes, close: () => routes.close(0) };
});

it('gives every route its address again after a restart', async () => {
  const before = await open();
  const address = await before.routes.route('shop/staging', [await serving('one')]);
  await before.routes.close(0);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
  const after = await open(before.kept());
  expect((await after.routes.find('shop/staging'))?.address).toBe(address);
  expect(await (await fetch(address)).text()).toBe('one');
});

it('waits for a port that somebody else has, rather than to give another address', async () => {
  const before = await open();
  const address = await before.routes.route('shop/staging', [await serving('one')]);
  const other = await before.routes.route('shop/production', [await serving('two')]);
  await before.routes.close(0);
  const thief = createTcpServer();
  await new Promise<void>((resolve) =>
    thief.listen({ host: '127.0.0.1', port: Number(new URL(address).port) }, resolve),
  );
  opened.push(thief);
  await open(before.kept());
  expect(await (await fetch(other)).text()).toBe('two');
  thief.close();
  await expect
    .poll(async () => fetch(address).then((answer) => answer.text(), String), { timeout: 10_000 })
    .toBe('one');
});

it('says that nothing runs where nothing does', async () => {
  const { routes } = await open();
  const answer = await fetch(await routes.route('shop/staging', []));
  expect([answer.status, await answer.text()]).toEqual([502, 'The service is not running.\n']);
});

it('outlives clients and releases that break off', async () => {
  const { routes } = await open();
  const breaking = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
      setImmediate(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => breaking.listen(0, '127.0.0.1', resolve));
  opened.push(breaking);
  const { port } = breaking.address() as AddressInfo;
  const address = await routes.route('shop/staging', [{ host: '127.0.0.1', port }]);
  await expect(fetch(address).then((answer) => answer.text())).rejects.toThrow('terminated');
  const client = new AbortController();
  const gone = fetch(address, { signal: client.signal });
  client.abort();
  await expect(gone).rejects.toThrow('aborted');
  await routes.route('shop/staging', [await serving('well')]);
  expect(await (await fetch(address)).text()).toBe('well');
});
