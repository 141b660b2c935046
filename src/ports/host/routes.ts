import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxy, Upstream } from '#ports/proxy/port.ts';
import { type Front, createFront } from './front.ts';

/** What is known of a route, also after a restart. */
export interface RouteState {
  readonly port: number;
  readonly upstreams: readonly Upstream[];
}

export interface RoutesOptions {
  /** Where people reach the routes, such as `127.0.0.1`. */
  readonly bindHost: string;
  readonly saved: Readonly<Record<string, RouteState>>;
  /** Makes what `state` tells outlive us. */
  readonly save: () => Promise<void>;
  readonly log: (message: string) => void;
}

/** A proxy in this process, which can be stopped and started again where it was. */
export interface Routes extends Proxy {
  state(): Readonly<Record<string, RouteState>>;
  /** Listens no more; resolves when what is under way has ended, or after `limitMs`. */
  close(limitMs: number): Promise<void>;
}

/** Somebody else may have the port for a moment, such as a host that is being replaced. */
const LISTEN_AGAIN_MS = 500;
const DRAIN_POLL_MS = 25;

interface Route {
  readonly front: Front;
  port: number;
  upstreams: readonly Upstream[];
}

/** Opens the saved routes again, each at the address that it had. */
export async function openRoutes(options: RoutesOptions): Promise<Routes> {
  const { bindHost, save, log } = options;
  const routes = new Map<string, Route>();
  const underWay = new Map<string, Set<Socket>>();
  const closing = new AbortController();

  const opened = (upstream: Upstream, socket: Socket) => {
    const key = keyOf(upstream);
    const sockets = underWay.get(key) ?? new Set();
    underWay.set(key, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) underWay.delete(key);
    });
  };
  const addressOf = ({ port }: Route) => {
    const host = bindHost.includes(':') ? `[${bindHost}]` : bindHost;
    return `http://${host}:${port}`;
  };
  const add = (name: string, { port, upstreams }: RouteState): Route => {
    const route = { front: createFront(opened), port, upstreams };
    route.front.lead(upstreams);
    routes.set(name, route);
    return route;
  };

  /** The address stays, so a port that is taken is waited for. */
  const reopen = async (name: string, { front, port }: Route) => {
    for (let isFirst = true; routes.get(name)?.front === front; isFirst = false) {
      try {
        await listen(front.server, bindHost, port);
        return;
      } catch (error) {
        if (isFirst) log(`${name}: ${String(error)}; tried again until it works`);
        const { signal } = closing;
        if (await sleep(LISTEN_AGAIN_MS, false, { signal }).catch(() => true)) return;
      }
    }
  };
  await Promise.all(
    Object.entries(options.saved).map(async ([name, saved]) => {
      const route = add(name, saved);
      const first = reopen(name, route);
      // What cannot be opened at once must not keep the others from being told of.
      await Promise.race([first, sleep(LISTEN_AGAIN_MS)]);
    }),
  );

  return {
    async route(name, upstreams) {
      const known = routes.get(name);
      if (known === undefined) {
        const route = add(name, { port: 0, upstreams });
        try {
          await listen(route.front.server, bindHost, 0);
        } catch (error) {
          routes.delete(name);
          throw error;
        }
        route.port = (route.front.server.address() as AddressInfo).port;
        await save();
        return addressOf(route);
      }
      known.upstreams = upstreams;
      await save();
      known.front.lead(known.upstreams);
      return addressOf(known);
    },
    async find(name) {
      const route = routes.get(name);
      return route && { address: addressOf(route), upstreams: route.upstreams };
    },
    async drained(upstream, limitMs) {
      const deadlineMs = performance.now() + limitMs;
      while (underWay.has(keyOf(upstream)) && performance.now() < deadlineMs)
        await sleep(DRAIN_POLL_MS);
    },
    async forget(name) {
      const route = routes.get(name);
      if (route === undefined) return;
      routes.delete(name);
      await save();
      void route.front.close();
      route.front.server.closeAllConnections();
    },
    state: () =>
      Object.fromEntries(
        [...routes].map(([name, { port, upstreams }]) => [name, { port, upstreams }]),
      ),
    async close(limitMs) {
      closing.abort();
      const fronts = [...routes.values()].map(({ front }) => front);
      const ended = Promise.all(fronts.map((front) => front.close()));
      await Promise.race([ended, sleep(limitMs)]);
      for (const { server } of fronts) server.closeAllConnections();
    },
  };
}

const keyOf = ({ host, port }: Upstream) => `${host}:${port}`;

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
