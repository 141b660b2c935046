import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Scripted, startFakeModel } from '../test/fake-model.ts';
import { connectModel } from './model.ts';
import { describe, loadTools } from './tool.ts';

const { signal } = new AbortController();
const BUSY: Scripted = { status: 429, body: 'busy' };
const BROKEN: Scripted = { status: 500, body: 'broken' };

test('sends the key, the name of the model and the tools', async () => {
  await using fake = await startFakeModel({ say: 'Hello!' });
  const tools = describe(await loadTools());

  const model = connectModel({ url: fake.url, name: 'small', key: 'abc' });
  const reply = await model([{ role: 'user', content: 'Hi' }], tools, signal);

  assert.deepEqual(reply, { role: 'assistant', content: 'Hello!' });
  const [asked] = fake.asked;
  assert.equal(asked?.path, '/v1/chat/completions');
  assert.equal(asked?.authorization, 'Bearer abc');
  assert.equal(asked?.model, 'small');
  assert.deepEqual(
    asked?.tools?.map((tool) => tool.function.name),
    ['calculate', 'time_in'],
  );
});

test('sends neither a key nor tools where there are none', async () => {
  await using fake = await startFakeModel({ say: 'Hello!' });

  await connectModel({ url: fake.url, name: 'small' })([], [], signal);

  assert.equal(fake.asked[0]?.authorization, undefined);
  assert.equal(fake.asked[0]?.tools, undefined);
});

test('reads the calls of tools', async () => {
  await using fake = await startFakeModel({ call: [['time_in', '{}']] });

  assert.deepEqual(await connectModel({ url: fake.url, name: 'x' })([], [], signal), {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call-1', type: 'function', function: { name: 'time_in', arguments: '{}' } }],
  });
});

for (const { script, tries, message } of [
  { script: [BUSY, BROKEN, { say: 'ok' }], tries: 3 },
  { script: [BUSY, BUSY, BROKEN, { say: 'ok' }], tries: 3, message: 'The model answered 500: broken' },
  { script: [{ status: 401, body: 'who?' }], tries: 1, message: 'The model answered 401: who?' },
] as const) {
  const statuses = script.map((each) => ('status' in each ? each.status : 'ok')).join(', ');
  test(`asks ${tries} times when the answers are ${statuses}`, async () => {
    await using fake = await startFakeModel(...script);
    const asking = connectModel({ url: fake.url, name: 'x', retryMs: 1 })([], [], signal);

    if (message === undefined) assert.equal((await asking).content, 'ok');
    else await assert.rejects(asking, { message });

    assert.equal(fake.asked.length, tries);
  });
}

test('waits longer before the second try again than before the first', async () => {
  await using fake = await startFakeModel(BUSY, BUSY, { say: 'ok' });
  const startedMs = performance.now();

  await connectModel({ url: fake.url, name: 'x', retryMs: 200 })([], [], signal);

  assert.ok(performance.now() - startedMs > 200 + 400 - 10);
});

test('waits as long as it is asked to, and stops waiting when it is stopped', async () => {
  const headers = { 'retry-after': '20' };
  await using fake = await startFakeModel({ status: 429, headers, body: 'busy' }, { say: 'early' });
  const asking = connectModel({ url: fake.url, name: 'x', retryMs: 1 })([], [], AbortSignal.timeout(300));

  await assert.rejects(asking, { name: /^(?:AbortError|TimeoutError)$/ });
});

for (const body of ['{"choices":[]}', '{"error":"no"}', 'null']) {
  test(`refuses ${body} as an answer`, async () => {
    await using fake = await startFakeModel({ status: 200, body });

    await assert.rejects(connectModel({ url: fake.url, name: 'x' })([], [], signal), {
      message: /^Not a chat completion: /,
    });
  });
}
