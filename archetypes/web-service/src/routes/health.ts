import packageJson from '../../package.json' with { type: 'json' };
import type { Route } from '../app.ts';

export const route: Route = {
  method: 'GET',
  path: '/health',
  handle: (context) => context.json({ status: 'ok', version: packageJson.version }),
};
