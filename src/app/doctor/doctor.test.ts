import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { botApi } from '#telegram/api.ts';
import { doctor } from './doctor.ts';

const TOKEN = `7000000001:${'a'.repeat(35)}`;
const closers: (() => Promise<unknown>)[] = [];
let root: string;
let apiRoot: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'doctor-'));
  closers.push(() => rm(root, { recursive: true, force: true }));
  const emulator = createEmulator({ limits: {} });
  emulator.bot({ id: 7_000_000_001, token: TOKEN, name: 'Forge', username: 'forge_bot' });
  const telegram = await emulator.listen({ host: '127.0.0.1', port: 0 });
  closers.push(() => telegram.close());
  apiRoot = telegram.url;
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function examine(more: Readonly<Record<string, string>> = {}) {
  const lines: string[] = [];
  const environment = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: apiRoot,
    DATA_DIR: path.join(root, 'data'),
    OWNER_IDS: '7',
    MODEL: 'demo',
    ...more,
  };
  const isWell = await doctor(environment, (line) => lines.push(line));
  const text = lines.join('\n');
  expect(text).not.toContain('a'.repeat(35));
  return { isWell, text };
}

it('tells of a bot that is ready, line by line', async () => {
  const { text } = await examine();
  expect(text).toContain('✅ Telegram takes the token: @forge_bot');
  expect(text).toContain('✅ nobody else polls with this token');
  expect(text).toContain('✅ owners by OWNER_IDS: 1');
  expect(text).toContain('✅ the model is the built-in demo');
  expect(text).toMatch(/✅ DATA_DIR .*can be made, [\d.]+ GB free/u);
  expect(text).toContain('⚪ there is no backup yet');
});

it('sees a refused token, a webhook and another poller, each with what mends it', async () => {
  const wrong = await examine({ TELEGRAM_BOT_TOKEN: `7000000002:${'b'.repeat(35)}` });
  expect(wrong.isWell).toBe(false);
  expect(wrong.text).toContain('❌ Telegram refuses the token (401)\n   → copy the token');
  expect(wrong.text).not.toContain('b'.repeat(35));

  const api = botApi({ token: TOKEN, apiRoot, environment: 'prod' });
  const url = 'https://elsewhere.example/hook';
  expect(await api.call('setWebhook', { url })).toMatchObject({ kind: 'ok' });
  const hooked = await examine();
  expect(hooked.text).toContain('❌ a webhook to elsewhere.example takes the updates');
  await api.call('deleteWebhook', {});

  const stop = new AbortController();
  const polls = (async () => {
    while (!stop.signal.aborted) {
      await api.call('getUpdates', { timeout: 1 }, { signal: stop.signal });
    }
  })();
  const disputed = await examine();
  stop.abort();
  await polls;
  expect(disputed.text).toContain('❌ another program polls with this token');
  expect(disputed.isWell).toBe(false);
});

it('sees what keeps the bot from working on this machine', async () => {
  const { isWell, text } = await examine({
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    DATA_DIR: '/dev/null/data',
    MODEL: '',
    GATEWAY_URL: '',
  });
  expect(isWell).toBe(false);
  expect(text).toContain('❌ Telegram does not answer at http://127.0.0.1:9 (ECONNREFUSED)');
  expect(text).toContain('❌ DATA_DIR /dev/null/data');
  expect(text).toContain('❌ no model is configured');
  const wrong = await examine({ LOG_LEVEL: 'x' });
  expect(wrong.text).toContain('❌ the configuration is wrong\n   → LOG_LEVEL must be one of');
});

it('sees a gateway that is not there', async () => {
  const { text } = await examine({
    GATEWAY_URL: 'ws://127.0.0.1:9',
    GATEWAY_TOKEN: 'g'.repeat(20),
  });
  expect(text).toContain('❌ the gateway does not answer: ');
  expect(text).not.toContain('g'.repeat(20));
}, 20_000);

it('takes no updates away, and leaves the store of a bot that runs alone', async () => {
  const store = sqliteStore(path.join(root, 'data/codefoundry.db'));
  closers.push(() => store.close());
  const { text } = await examine();
  expect(text).toContain('✅ the bot runs on this DATA_DIR');
  await store.probe();
});
