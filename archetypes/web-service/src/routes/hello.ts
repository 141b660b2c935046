import type { Route } from '../app.ts';

export const route: Route = {
  method: 'GET',
  path: '/hello/:name',
  handle: (context) => context.json({ message: `Hello, ${context.req.param('name')}!` }),
};
