import type { MiddlewareHandler } from 'hono';

/** Names under which only this machine is reached: any other one may be DNS rebinding. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses what a web page of somebody else could send: a request by another name than a loopback
 * one (or one of `hosts`), or with another origin than the server's own.
 */
export function onlyOwnRequests(hosts: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    const name = host.replace(/:\d{1,5}$/u, '').toLowerCase();
    if (!LOOPBACK.has(name) && !hosts.includes(name))
      return context.json({ error: `This server does not answer to the name "${name}".` }, 403);
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== `http://${host}`)
      return context.json({ error: 'Requests of other web pages are refused.' }, 403);
    // A page can send a form without asking, and then no browser names an origin everywhere.
    if (context.req.header('sec-fetch-site') === 'cross-site')
      return context.json({ error: 'Requests of other web pages are refused.' }, 403);
    return next();
  };
}
