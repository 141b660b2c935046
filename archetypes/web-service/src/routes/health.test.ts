import assert from 'node:assert/strict';
import { test } from 'node:test';
import packageJson from '../../package.json' with { type: 'json' };
import { createApp } from '../app.ts';

test('GET /health says that the service is up, and its version', async () => {
  const response = await (await createApp()).request('/health');

  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ok', version: packageJson.version });
});
