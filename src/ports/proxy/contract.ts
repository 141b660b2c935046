import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Proxy, Upstream } from './port.ts';

/** A release for a test: answers with its word, and more on some paths. */
async function release(word: string) {
  const server = createServer((asked, answer) => void respond(word, asked, answer));
  server.on('upgrade', (_asked, socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n',
    );
    socket.on('data', (bytes: Buffer) => socket.write(`${word}:${bytes.toString()}`));
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream: Upstream = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  return { server, upstream, close: () => closed(server) };
}

async function respond(word: string, asked: IncomingMessage, answer: ServerResponse) {
  if (asked.url === '/count') {
    let sizeBytes = 0;
    for await (const chunk of asked as AsyncIterable<Buffer>) sizeBytes += chunk.length;
    answer.end(String(sizeBytes));
  } else if (asked.url === '/large') {
    answer.end(Buffer.alloc(LARGE_BYTES, 'x'));
  } else if (asked.url === '/stream') {
    for (let count = 0; count < 3; count += 1) {
      answer.write(`${word}${count}\n`);
      await sleep(100);
    }
    answer.end();
  } else if (asked.url === '/headers') {
    answer.setHeader('set-cookie', ['a=1', 'b=2']);
    answer.writeHead(201, { location: '/there' });
    answer.end(JSON.stringify(asked.headers));
  } else answer.end(word);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const LARGE_BYTES = 20 * 1024 * 1024;
const textAt = async (address: string, path = '/') => (await fetch(`${address}${path}`)).text();

/** What every way from people to releases must do. */
export function proxyContract(
  name: string,
  make: () => Promise<{
    readonly proxy: Proxy;
    /** Another process that uses the same proxy. */
    readonly again: () => Proxy;
    readonly close: () => Promise<void>;
  }>,
): void {
  describe(`${name} proxy`, () => {
    let under: Awaited<ReturnType<typeof make>>;
    let [one, two] = [] as unknown as Awaited<ReturnType<typeof release>>[];
    beforeEach(async () => {
      under = await make();
      [one, two] = await Promise.all([release('one'), release('two')]);
    });
    afterEach(async () => {
      await Promise.all([one!.close(), two!.close()]);
      await under.close();
    });

    it('keeps the address of a route, whatever it leads to and whoever asks', async () => {
      expect(await under.proxy.find('shop/staging')).toBeUndefined();
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      expect(await textAt(address)).toBe('one');
      expect(await under.proxy.route('shop/staging', [two!.upstream])).toBe(address);
      expect(await textAt(address)).toBe('two');
      expect(await under.again().find('shop/staging')).toEqual({
        address,
        upstreams: [two!.upstream],
      });
    });

    it('keeps routes apart', async () => {
      const first = await under.proxy.route('shop/staging', [one!.upstream]);
      const second = await under.proxy.route('shop/production', [two!.upstream]);
      expect(second).not.toBe(first);
      await under.proxy.forget('shop/production');
      await under.proxy.forget('shop/production');
      expect(await textAt(first)).toBe('one');
      await expect(fetch(second)).rejects.toThrow('fetch failed');
      expect(await under.proxy.find('shop/production')).toBeUndefined();
    });

    it('leads to the next one where the first takes no connection', async () => {
      const address = await under.proxy.route('shop/staging', [two!.upstream, one!.upstream]);
      await two!.close();
      const body = Buffer.alloc(1024 * 1024);
      const answer = await fetch(`${address}/count`, { method: 'POST', body });
      expect(await answer.text()).toBe(String(body.length));
      await one!.close();
      expect((await fetch(address)).status).toBeGreaterThanOrEqual(502);
    });

    it('keeps the address where it leads nowhere', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      expect(await under.proxy.route('shop/staging', [])).toBe(address);
      expect((await fetch(address)).status).toBeGreaterThanOrEqual(502);
      expect(await under.again().find('shop/staging')).toEqual({ address, upstreams: [] });
      expect(await under.proxy.route('shop/staging', [two!.upstream])).toBe(address);
      expect(await textAt(address)).toBe('two');
    });

    it('fails no request while it is switched to and fro', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      const seen = new Map<string, number>();
      const over = new AbortController();
      const poll = async () => {
        while (!over.signal.aborted) {
          const said = await textAt(address).catch(String);
          seen.set(said, (seen.get(said) ?? 0) + 1);
        }
      };
      const polls = [poll(), poll(), poll()];
      for (let count = 0; count < 10; count += 1) {
        const [first, second] =
          count % 2 === 0 ? (['two', 'one'] as const) : (['one', 'two'] as const);
        const order = [first, second].map((word) => (word === 'one' ? one! : two!).upstream);
        await under.proxy.route('shop/staging', order);
        const before = seen.get(first) ?? 0;
        await expect
          .poll(() => seen.get(first) ?? 0, { timeout: 5_000 })
          .toBeGreaterThan(before + 5);
      }
      over.abort();
      await Promise.all(polls);
      expect([...seen.keys()].toSorted()).toEqual(['one', 'two']);
    });

    it('lets a request end where it began, and tells when that is', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      const answer = await fetch(`${address}/stream`);
      await under.proxy.route('shop/staging', [two!.upstream]);
      let isDrained = false;
      const drained = under.proxy.drained(one!.upstream, 10_000).then(() => (isDrained = true));
      expect(await textAt(address)).toBe('two');
      expect(isDrained).toBe(false);
      expect(await answer.text()).toBe('one0\none1\none2\n');
      await drained;
      const startMs = performance.now();
      await under.proxy.drained(one!.upstream, 10_000);
      expect(performance.now() - startMs).toBeLessThan(5_000);
    });

    it('waits for nobody longer than it is told', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      const answer = await fetch(`${address}/stream`);
      await under.proxy.drained(one!.upstream, 1);
      // Which has not ended.
      expect(await answer.text()).toBe('one0\none1\none2\n');
    });

    it('carries what is large, both ways, also to who is slow', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      const body = Buffer.alloc(LARGE_BYTES);
      const counted = await fetch(`${address}/count`, { method: 'POST', body });
      expect(await counted.text()).toBe(String(LARGE_BYTES));
      let sizeBytes = 0;
      const answer = await fetch(`${address}/large`);
      for await (const chunk of answer.body!) {
        if (sizeBytes === 0) await sleep(200);
        sizeBytes += (chunk as Uint8Array).length;
      }
      expect(sizeBytes).toBe(LARGE_BYTES);
    });

    it('carries what is streamed as it comes', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      const answer = await fetch(`${address}/stream`);
      const first = await answer.body!.getReader().read();
      expect(new TextDecoder().decode(first.value)).toBe('one0\n');
    });

    it('carries status, headers and the name that was asked for', async () => {
      const address = await under.proxy.route('shop/staging', [one!.upstream]);
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { host: 'shop.example', 'x-own': 'ü' };
        request(`${address}/headers`, { headers: { ...headers, 'x-own': 'u' } }, resolve)
          .on('error', reject)
          .end();
      });
      expect(answer.statusCode).toBe(201);
      expect(answer.headers).toMatchObject({ location: '/there', 'set-cookie': ['a=1', 'b=2'] });
      const chunks: Buffer[] = [];
      for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
      expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({
        host: 'shop.example',
        'x-own': 'u',
        'x-forwarded-for': expect.stringContaining('127.0.0.1'),
      });
    });

    it('keeps a connection that was upgraded, over a switch', async () => {
      const address = new URL(await under.proxy.route('shop/staging', [one!.upstream]));
      const socket = connect({ host: address.hostname, port: Number(address.port) });
      let said = '';
      socket.on('data', (bytes: Buffer) => (said += bytes.toString()));
      socket.write(
        `GET / HTTP/1.1\r\nhost: ${address.host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
          'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n',
      );
      await expect.poll(() => said, { timeout: 5_000 }).toMatch(/ 101 /u);
      await under.proxy.route('shop/staging', [two!.upstream]);
      socket.write('still');
      await expect.poll(() => said, { timeout: 5_000 }).toContain('one:still');
      socket.destroy();
      await under.proxy.drained(one!.upstream, 10_000);
    });
  });
}
