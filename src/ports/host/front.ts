import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import type { Upstream } from '#ports/proxy/port.ts';
import { fallbackAgent } from './connect.ts';

/** Longer than what clients and proxies before us keep a connection without using it. */
const KEEP_ALIVE_MS = 75_000;

/** What people connect to for one route, until it is closed. */
export interface Front {
  readonly server: Server;
  /** New requests go there; what is under way ends where it began. */
  lead(upstreams: readonly Upstream[]): void;
  /** Takes no more connections, and ends those that are idle; resolves when all are over. */
  close(): Promise<void>;
}

/** @param opened told of each connection to a release */
export function createFront(opened: (upstream: Upstream, socket: Socket) => void): Front {
  const proxy = createProxyServer({ xfwd: true });
  let current: readonly Upstream[] = [];
  let agent = fallbackAgent(current, opened);
  proxy.on('proxyRes', (answer) => {
    // Between us and the release, not between us and the client.
    delete answer.headers.connection;
    delete answer.headers['keep-alive'];
  });

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const to = { target: TARGET, agent, headers: { connection: 'close' } };
    proxy.web(request, response, to).catch(() => refuse(response));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A client that goes away in the middle is no reason for us to end.
    socket.on('error', () => socket.destroy());
    // Nobody speaks half a WebSocket: who has said the last word is not waited for.
    socket.on('end', () => socket.end());
    const own = fallbackAgent(current, (upstream, other) => {
      opened(upstream, other);
      socket.once('close', () => other.destroy());
    });
    proxy.ws(request, socket, { target: TARGET, agent: own }, head).catch(() => {
      if (socket.writable) socket.end(`HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n`);
    });
  });
  return {
    server,
    lead(upstreams) {
      current = upstreams;
      agent = fallbackAgent(upstreams, opened);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** Only its form counts: the agent decides where the connection goes. */
const TARGET = 'http://release.invalid';

function refuse(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' });
  response.end('The service is not running.\n');
}
