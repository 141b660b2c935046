import { afterEach, expect, it } from 'vitest';
import { type Health, startHttp } from './http.ts';

const healthy: Health = {
  version: '0.1.0',
  uptime: 1,
  memory: 1,
  activeSessions: 0,
  gatewayStatus: 'down',
  telegram: 'polling',
  store: 'ok',
};
let close: (() => Promise<void>) | undefined;
afterEach(async () => close?.());

async function get(path: string, health: Health): Promise<[number, unknown]> {
  const server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    health: async () => health,
    metrics: async () => 'up 1\n',
  });
  close = () => server.close();
  const answer = await fetch(server.url + path);
  return [answer.status, await answer.json()];
}

it('is ready without the gateway, and says how the gateway is', async () => {
  expect(await get('/ready', healthy)).toEqual([
    200,
    { ready: true, store: 'ok', telegram: 'polling', gatewayStatus: 'down' },
  ]);
});

it.each([{ store: 'failed' as const }, { telegram: 'conflict' }])(
  'answers 503 when it cannot serve: %o',
  async (problem) => {
    expect((await get('/health', { ...healthy, ...problem }))[0]).toBe(503);
    await close?.();
    expect((await get('/ready', { ...healthy, ...problem }))[0]).toBe(503);
  },
);

it('hands out metrics as Prometheus reads them', async () => {
  const server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    health: async () => healthy,
    metrics: async () => 'up 1\n',
  });
  close = () => server.close();

  const answer = await fetch(`${server.url}/metrics`);

  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await answer.text()).toBe('up 1\n');
});
