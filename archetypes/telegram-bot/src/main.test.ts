import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

test('says how to get a token when there is none', () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN], {
    env: { ...process.env, BOT_TOKEN: '' },
    encoding: 'utf8',
  });

  assert.equal(status, 1);
  assert.equal(
    stderr,
    'BOT_TOKEN is not set. Get a token from @BotFather, then: BOT_TOKEN=... npm start\n',
  );
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`fills the menu, answers, survives a failed answer, ends cleanly on ${signal}`, async () => {
    await using telegram = await startTelegram();
    const bot = startBot(telegram.url);
    const ended = once(bot, 'exit');
    const printed = Promise.all([bot.stdout.toArray(), bot.stderr.toArray()]);
    await Promise.race([telegram.answered, ended]);

    bot.kill(signal);

    assert.deepEqual(await ended, [0, null]);
    const [stdout, stderr] = (await printed).map((chunks) => chunks.join(''));
    assert.equal(stdout, '@test_bot is listening.\n');
    assert.match(stderr ?? '', /^Update 1 failed: .*Forbidden/);
    assert.match(telegram.calls.get('setMyCommands') ?? '', /"start"/);
    assert.match(telegram.calls.get('sendMessage') ?? '', /Hello, Bob!/);
  });
}

test('ends at once on a signal while it is still starting', async () => {
  const asked = Promise.withResolvers<void>();
  await using telegram = await serve(() => asked.resolve());
  const bot = startBot(telegram.url);
  const ended = once(bot, 'exit');
  await Promise.race([asked.promise, ended]);

  bot.kill('SIGTERM');

  assert.deepEqual(await ended, [0, null]);
});

test('says so and ends cleanly when Telegram is gone at the end', async () => {
  await using telegram = await startTelegram();
  const bot = startBot(telegram.url);
  const ended = once(bot, 'exit');
  const stderr = bot.stderr.toArray();
  await Promise.race([telegram.answered, ended]);

  telegram.breaks();
  bot.kill('SIGTERM');

  assert.deepEqual(await ended, [0, null]);
  assert.match((await stderr).join(''), /^Telegram was not told of the last update/m);
});

function startBot(url: string) {
  return spawn(process.execPath, [MAIN], {
    env: { ...process.env, BOT_TOKEN: '1:test', TELEGRAM_API_ROOT: url },
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
}

/** A Bot API server with two messages for the bot; it refuses the answer to the first. */
async function startTelegram() {
  const calls = new Map<string, string>();
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  const updates = [startMessage(1, 'Ada'), startMessage(2, 'Bob')];
  let isBroken = false;
  const server = await serve(async (request, response) => {
    if (isBroken) return request.socket.destroy();
    const method = request.url?.split('/').at(-1) ?? '';
    const body = (await request.toArray()).join('');
    calls.set(method, body);
    // Telegram holds a poll open while there is nothing new.
    if (method === 'getUpdates' && updates.length === 0) await pause(50);
    const me = { id: 1, is_bot: true, first_name: 'Test', username: 'test_bot' };
    const result = method === 'getMe' ? me : method === 'getUpdates' ? updates.splice(0) : true;
    const refused = { ok: false, error_code: 403, description: 'Forbidden: bot was blocked' };
    const answer = body.includes('Ada') ? refused : { ok: true, result };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    if (body.includes('Bob')) resolve();
  });
  return { ...server, calls, answered, breaks: () => (isBroken = true) };
}

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections();
    },
  };
}

function startMessage(id: number, name: string) {
  const person = { id: 7, first_name: name };
  const message = {
    message_id: id,
    date: 0,
    chat: { ...person, type: 'private' },
    from: { ...person, is_bot: false },
    text: `/start ${name}`,
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
  };
  return { update_id: id, message };
}
