import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createApp } from './app.ts';

test('answers an unknown path with 404 and JSON', async () => {
  const response = await (await createApp()).request('/nothing-like-that');

  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { error: 'not found' });
});

test('answers only the method of a route', async () => {
  const response = await (await createApp()).request('/health', { method: 'POST' });

  assert.equal(response.status, 404);
});

test('answers a fault with 500 and logs it, without telling the caller what broke', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  const app = await createApp();
  app.get('/broken', () => {
    throw new Error('secret detail');
  });

  const response = await app.request('/broken');

  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: 'internal error' });
  assert.match(log.mock.calls[0]?.arguments.join(' ') ?? '', /^GET \/broken failed: .*secret detail/);
});

test('does not start with a file in src/routes/ that is no route', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'routes-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'empty.ts'), 'export {};');

  await assert.rejects(createApp(pathToFileURL(`${folder}/`)), {
    message: 'empty.ts does not export "route"',
  });
});
