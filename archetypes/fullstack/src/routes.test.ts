import assert from 'node:assert/strict';
import { test } from 'node:test';
import packageJson from '../package.json' with { type: 'json' };
import { startApp } from '../test/start-app.ts';

test('GET /health says that the app is up, and its version', async () => {
  await using app = await startApp();

  const response = await fetch(`${app.url}/health?from=probe`);

  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.deepEqual(await response.json(), { status: 'ok', version: packageJson.version });
});

test('a note is added, listed and removed', async () => {
  await using app = await startApp();

  const added = await post(app.url, { text: ' buy milk ' });
  assert.equal(added.status, 201);
  assert.deepEqual(await added.json(), { id: 1, text: 'buy milk' });
  await post(app.url, { text: '<b>bread</b>' });
  const listed = await fetch(`${app.url}/api/notes`);
  assert.deepEqual(await listed.json(), [
    { id: 1, text: 'buy milk' },
    { id: 2, text: '<b>bread</b>' },
  ]);

  const removed = await fetch(`${app.url}/api/notes/1`, { method: 'DELETE' });
  assert.deepEqual([removed.status, await removed.text()], [204, '']);
  assert.deepEqual(app.store.list().map(({ id }) => id), [2]);
});

for (const text of ['', '  ', 'x'.repeat(201), 7, undefined]) {
  test(`refuses ${JSON.stringify(text)?.slice(0, 20)} as a note`, async () => {
    await using app = await startApp();

    const response = await post(app.url, { text });

    assert.equal(response.status, 422);
    assert.deepEqual(await response.json(), { error: 'text is to have 1 to 200 characters' });
    assert.deepEqual(app.store.list(), []);
  });
}

for (const { method, path, status, error } of [
  { method: 'DELETE', path: '/api/notes/9', status: 404, error: 'no such note' },
  { method: 'DELETE', path: '/api/notes/1.5', status: 404, error: 'not found' },
  { method: 'DELETE', path: '/api/notes', status: 404, error: 'not found' },
  { method: 'POST', path: '/health', status: 404, error: 'not found' },
  { method: 'GET', path: '/api', status: 404, error: 'not found' },
]) {
  test(`answers ${method} ${path} with ${status}`, async () => {
    await using app = await startApp();

    const response = await fetch(app.url + path, { method });

    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), { error });
  });
}

function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/api/notes`, { method: 'POST', headers, body: JSON.stringify(body) });
}
