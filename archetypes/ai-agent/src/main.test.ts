import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startFakeModel } from '../test/fake-model.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

test('says what is missing when it knows no model', async () => {
  const ran = await run('', ['Hi']);

  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /^MODEL_URL and MODEL_NAME are not set\. Example: MODEL_URL=/);
});

test('answers the question of the command line, and shows its steps apart', async () => {
  await using fake = await startFakeModel(
    { call: [['calculate', { left: 2, operator: '+', right: 3 }]] },
    { say: 'Five.' },
  );

  const ran = await run(`${fake.url}/`, ['What', 'is', '2 + 3?']);

  assert.deepEqual(ran, {
    status: 0,
    stdout: 'Five.\n',
    stderr: '· calculate {"left":2,"operator":"+","right":3}\n',
  });
  assert.equal(fake.asked[0]?.messages[1]?.content, 'What is 2 + 3?');
  assert.equal(fake.asked[0]?.authorization, 'Bearer k');
});

test('fails with the words of the model', async () => {
  await using fake = await startFakeModel({ status: 401, body: 'who are you?' });

  const ran = await run(fake.url, ['Hi']);

  assert.deepEqual(ran, {
    status: 1,
    stdout: '',
    stderr: 'The model answered 401: who are you?\n',
  });
});

test('talks line by line, in one conversation', async () => {
  await using fake = await startFakeModel(
    { say: 'Hello, Ada!' },
    { status: 400, body: 'no' },
    { say: 'Ada.' },
  );

  const ran = await run(fake.url, [], 'I am Ada\n\nfail\nWho am I?\n');

  assert.deepEqual(ran, {
    status: 0,
    stdout: 'Hello, Ada!\nAda.\n',
    stderr: 'The model answered 400: no\n',
  });
  assert.equal(fake.asked[2]?.messages.length, 4);
});

for (const [signal, status] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const) {
  test(`ends on ${signal} while the model thinks`, { timeout: 30_000 }, async (t) => {
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
    t.after(() => silent.close().closeAllConnections());
    await once(silent, 'listening');
    const agent = start(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, ['Hi']);
    t.after(() => agent.kill('SIGKILL'));
    const ended = once(agent, 'exit');
    await Promise.race([asked.promise, ended]);

    agent.kill(signal);

    assert.deepEqual(await ended, [status, null]);
  });
}

function start(url: string, args: readonly string[]) {
  const env = { ...process.env, MODEL_URL: url, MODEL_NAME: 'fake', MODEL_KEY: 'k' };
  return spawn(process.execPath, [MAIN, ...args], { env });
}

async function run(url: string, args: readonly string[], input = '') {
  const agent = start(url, args);
  agent.stdin.on('error', () => {}).end(input);
  const ended = once(agent, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [status]] = await Promise.all([text(agent.stdout), text(agent.stderr), ended]);
  return { status, stdout, stderr };
}
