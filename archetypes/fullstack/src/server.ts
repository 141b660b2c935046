import { createServer, type Server } from 'node:http';
import { pageRoutes } from './files.ts';
import { answer } from './http.ts';
import { routes } from './routes.ts';
import type { Store } from './store.ts';

/** The page and its API over `store`. It does not listen yet. */
export async function createApp(store: Store): Promise<Server> {
  const all = [...routes(store), ...(await pageRoutes())];
  return createServer((request, response) => void answer(all, request, response));
}
