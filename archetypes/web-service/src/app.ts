import { readdir } from 'node:fs/promises';
import { type Context, Hono } from 'hono';

/** What one file of `src/routes/` exports as `route`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Hono's syntax: `/users/:id`; read it with `context.req.param('id')`. */
  readonly path: `/${string}`;
  handle(context: Context): Response | Promise<Response>;
}

const ROUTES = new URL('./routes/', import.meta.url);

/** The service with every route of `src/routes/`. It does not listen yet. */
export async function createApp(folder = ROUTES): Promise<Hono> {
  const app = new Hono();
  for (const { method, path, handle } of await loadRoutes(folder)) app.on(method, path, handle);
  app.notFound((context) => context.json({ error: 'not found' }, 404));
  app.onError((error, context) => {
    console.error(`${context.req.method} ${context.req.path} failed:`, error);
    return context.json({ error: 'internal error' }, 500);
  });
  return app;
}

async function loadRoutes(folder: URL): Promise<readonly Route[]> {
  const files = (await readdir(folder)).filter((file) => /(?<!\.test)\.ts$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const { route } = (await import(new URL(file, folder).href)) as { route?: Route };
      if (!route) throw new Error(`${file} does not export "route"`);
      return route;
    }),
  );
}
