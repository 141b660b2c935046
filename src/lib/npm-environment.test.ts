import { expect, test } from 'vitest';
import { npmEnvironment } from './npm-environment.ts';

test('npm gets its own settings and the way out, and none of our secrets', () => {
  const ours = {
    PATH: '/usr/bin',
    HOME: '/home/bot',
    https_proxy: 'http://proxy',
    NO_PROXY: 'localhost',
    SSL_CERT_DIR: '/certificates',
    npm_config_registry: 'https://registry.test',
    NPM_CONFIG_CAFILE: '/ca.pem',
  };
  const secrets = { TELEGRAM_BOT_TOKEN: '1:x', ANTHROPIC_API_KEY: 'x', XPATH: 'x', HOME2: 'x' };
  expect(npmEnvironment({ ...ours, ...secrets, npm_config_ca: undefined }, '/opt/node')).toEqual({
    ...ours,
    PATH: '/opt:/usr/bin',
  });
});
