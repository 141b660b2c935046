import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from '../test/start-app.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

for (const { title, type, body, status, error } of [
  {
    title: 'a form of another site',
    type: 'text/plain',
    body: '{"text":"a"}',
    status: 415,
    error: 'the body is to be application/json',
  },
  { title: 'half of JSON', type: JSON_TYPE, body: '{"text":', status: 400, error: 'the body is not JSON' },
  {
    title: 'null',
    type: JSON_TYPE,
    body: 'null',
    status: 422,
    error: 'text is to have 1 to 200 characters',
  },
  {
    title: 'a body of 16 KiB and one byte',
    type: JSON_TYPE,
    body: JSON.stringify({ text: 'a' }).padEnd(16 * 1024 + 1),
    status: 413,
    error: 'the body is too long',
  },
  {
    title: 'a body of 4 MiB',
    type: JSON_TYPE,
    body: 'x'.repeat(4 * 1024 * 1024),
    status: 413,
    error: 'the body is too long',
  },
]) {
  test(`refuses ${title} with ${status}`, async () => {
    await using app = await startApp();

    const response = await fetch(`${app.url}/api/notes`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), { error });
    assert.deepEqual(app.store.list(), []);
  });
}

test('takes a body of 16 KiB', async () => {
  await using app = await startApp();

  const body = JSON.stringify({ text: 'a' }).padEnd(16 * 1024);
  const headers = { 'content-type': JSON_TYPE };
  const response = await fetch(`${app.url}/api/notes`, { method: 'POST', headers, body });

  assert.equal(response.status, 201);
});

test('answers a fault with 500 and logs it, without telling the caller what broke', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  await using app = await startApp();
  t.mock.method(app.store, 'list', () => {
    throw new Error('secret detail');
  });

  const response = await fetch(`${app.url}/api/notes`);

  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: 'internal error' });
  assert.match(log.mock.calls[0]?.arguments.join(' ') ?? '', /^GET \/api\/notes failed: .*secret/);
});

test('tells the browser to run and show nothing of others', async () => {
  await using app = await startApp();

  const { headers } = await fetch(app.url);

  assert.match(headers.get('content-security-policy') ?? '', /^default-src 'self';/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
});
