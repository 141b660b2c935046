import { createServer, request, type Server } from 'node:http';
import type { Proxy, Upstream } from '#ports/proxy/port.ts';

/** A proxy in the test's own process. */
export interface TestProxy extends Proxy {
  close(): Promise<void>;
}
interface Route {
  readonly server: Server;
  readonly address: string;
  upstreams: readonly Upstream[];
}

/** Leads requests as the port says, as simply as can be. */
export async function startTestProxy(): Promise<TestProxy> {
  const routes = new Map<string, Route>();
  const open = new Map<number, number>();
  const begin = async (upstreams: readonly Upstream[]): Promise<Route> => {
    const server = createServer((incoming, response) => {
      const attempt = ([upstream, ...rest]: readonly Upstream[]) => {
        if (!upstream) return response.writeHead(502).end();
        const { port } = upstream;
        open.set(port, (open.get(port) ?? 0) + 1);
        const options = { host: upstream.host, port, path: incoming.url, agent: false as const };
        const outgoing = request(options, (answer) => {
          response.writeHead(answer.statusCode ?? 502);
          answer.pipe(response);
        });
        outgoing.on('error', () => (response.headersSent ? response.destroy() : attempt(rest)));
        outgoing.on('close', () => open.set(port, (open.get(port) ?? 1) - 1));
        return outgoing.end();
      };
      attempt(route.upstreams);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const route: Route = { server, address: `http://127.0.0.1:${port}`, upstreams };
    return route;
  };
  const end = (route: Route) =>
    new Promise<void>((resolve) => {
      route.server.close(() => resolve());
      route.server.closeAllConnections();
    });
  return {
    async route(name, upstreams) {
      const route = routes.get(name) ?? (await begin(upstreams));
      routes.set(name, route);
      route.upstreams = upstreams;
      return route.address;
    },
    async find(name) {
      const route = routes.get(name);
      return route && { address: route.address, upstreams: route.upstreams };
    },
    async drained({ port }, limitMs) {
      const deadline = Date.now() + limitMs;
      while ((open.get(port) ?? 0) > 0 && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async forget(name) {
      const route = routes.get(name);
      routes.delete(name);
      if (route) await end(route);
    },
    async close() {
      await Promise.all([...routes.values()].map(end));
    },
  };
}
