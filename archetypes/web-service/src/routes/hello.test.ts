import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../app.ts';

test('GET /hello/:name greets by name', async () => {
  const response = await (await createApp()).request('/hello/Ada');

  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { message: 'Hello, Ada!' });
});
