import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from '../../test/start-app.ts';
import { connect } from './api.ts';

test('adds, lists and removes notes on the server', async () => {
  await using app = await startApp();
  const api = connect(app.url);

  const { id } = await api.add('buy milk');
  await api.add('bread');
  await api.remove(id);

  assert.deepEqual(await api.list(), [{ id: 2, text: 'bread' }]);
});

test("rejects with the server's words", async () => {
  await using app = await startApp();

  await assert.rejects(connect(app.url).remove(9), { message: 'no such note' });
});

test('rejects when there is no server, or one that is not ours', async (t) => {
  const gone = await startApp();
  await gone[Symbol.asyncDispose]();
  await assert.rejects(connect(gone.url).list(), { message: 'The server cannot be reached.' });

  t.mock.method(globalThis, 'fetch', async () => new Response('<h1>', { status: 502 }));
  await assert.rejects(connect().list(), { message: 'The server answered 502.' });
});
