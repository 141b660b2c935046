import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { botApi } from './api.ts';

const token = '42:secret-token';
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function server(listener: RequestListener): Promise<string> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  cleanups.push(() => {
    http.close();
    http.closeAllConnections();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

it("uses the path of Telegram's test servers", async () => {
  const paths: (string | undefined)[] = [];
  const apiRoot = await server((request, response) => {
    paths.push(request.url);
    response.end('{"ok":true,"result":{"id":42}}');
  });
  await botApi({ token, apiRoot, environment: 'test' }).call('getMe', {});
  await botApi({ token, apiRoot, environment: 'prod' }).call('sendMessage', { chat_id: 1 });
  expect(paths).toEqual([`/bot${token}/test/getMe`, `/bot${token}/sendMessage`]);
});

it('takes a page of some proxy for an unknown outcome, without the token', async () => {
  const apiRoot = await server((_, response) => {
    response.writeHead(502).end('<html>Bad Gateway</html>');
  });
  const outcome = await botApi({ token, apiRoot, environment: 'prod' }).call('sendMessage', {});
  expect(outcome).toMatchObject({ kind: 'broken', mayBeDone: true });
  expect(JSON.stringify(outcome)).not.toContain('secret');
});

it('gives up in time, and when told to', async () => {
  const apiRoot = await server(() => undefined);
  const api = botApi({ token, apiRoot, environment: 'prod' });
  expect(await api.call('getMe', {}, { timeoutMs: 30 })).toMatchObject({ kind: 'broken' });
  const signal = AbortSignal.abort();
  expect(await api.call('getMe', {}, { signal })).toMatchObject({ kind: 'broken' });
});

it('knows what never left this machine', async () => {
  const api = botApi({ token, apiRoot: 'http://127.0.0.1:1', environment: 'prod' });
  expect(await api.call('sendMessage', {})).toEqual({
    kind: 'broken',
    reason: 'ECONNREFUSED',
    mayBeDone: false,
  });
});

it('lets an upload take the ten minutes it is given', async () => {
  const arrived = Promise.withResolvers<void>();
  const apiRoot = await server(() => arrived.resolve());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  cleanups.push(() => vi.useRealTimers());
  const stopping = new AbortController();
  let isOver = false;
  const upload = { field: 'document', name: 'a', bytes: new Uint8Array(3) };
  const options = { timeoutMs: 600_000, upload, signal: stopping.signal };
  const ended = botApi({ token, apiRoot, environment: 'prod' })
    .call('sendDocument', { chat_id: 1 }, options)
    .finally(() => (isOver = true));
  await arrived.promise;
  await vi.advanceTimersByTimeAsync(599_000);
  expect(isOver).toBe(false);
  stopping.abort();
  expect(await ended).toMatchObject({ kind: 'broken' });
});
