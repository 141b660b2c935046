import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from '#playground/bot-api/emulator.ts';
import { fileSecrets } from '#ports/secrets/file/file.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { botApi } from '#telegram/api.ts';
import { timerClock } from '#telegram/clock.ts';
import { poll } from '#telegram/intake/poller.ts';
import { TELEGRAM_LIMITS } from '#telegram/limits.ts';
import { readConfig } from '../config.ts';
import { secretPlaces } from '../project-secrets.ts';
import { doctor } from './doctor.ts';

const TOKEN = `7000000001:${'a'.repeat(35)}`;
const closers: (() => Promise<unknown>)[] = [];
let root: string;
let apiRoot: string;
let emulator: Emulator;
let bot: BotHandle;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'doctor-'));
  closers.push(() => rm(root, { recursive: true, force: true }));
  emulator = createEmulator({ limits: {} });
  bot = emulator.bot({ id: 7_000_000_001, token: TOKEN, name: 'Forge', username: 'forge_bot' });
  const telegram = await emulator.listen({ host: '127.0.0.1', port: 0 });
  closers.push(() => telegram.close());
  apiRoot = telegram.url;
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** With a short ear, where nobody is to be heard. */
async function examine(
  more: Readonly<Record<string, string>> = {},
  { listenSeconds }: { readonly listenSeconds?: number } = { listenSeconds: 1 },
) {
  const lines: string[] = [];
  const environment = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: apiRoot,
    DATA_DIR: path.join(root, 'data'),
    OWNER_IDS: '7',
    MODEL: 'demo',
    ...more,
  };
  const how = listenSeconds === undefined ? {} : { listenSeconds };
  const isWell = await doctor(environment, (line) => lines.push(line), how);
  const text = lines.join('\n');
  expect(text).not.toContain('a'.repeat(35));
  expect(isWell).toBe(!text.includes('❌'));
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
  // Whether this machine can isolate is the only thing that is not ours.
  expect(text.replace("❌ NOT ISOLATED: project code can see the bot's files", '')).not.toContain(
    '❌',
  );
});

it('makes nothing on the disk, also where nothing is yet', async () => {
  await examine();
  await examine({ GATEWAY_URL: 'ws://127.0.0.1:9', GATEWAY_TOKEN: 'g'.repeat(20) });
  expect(await readdir(root)).toEqual([]);
}, 20_000);

it('hears another CodeFoundry, which pauses when its poll was ended', async () => {
  const stop = new AbortController();
  const nothing = () => undefined;
  const rival = memoryStore();
  const polls = poll(
    {
      api: botApi({ token: TOKEN, apiRoot, environment: 'prod' }),
      inbox: rival.inbox,
      limits: TELEGRAM_LIMITS,
      clock: timerClock(Date.now),
      log: { info: nothing, warn: nothing, error: nothing },
      accept: nothing,
      report: nothing,
    },
    stop.signal,
  );
  closers.push(async () => {
    stop.abort();
    await polls;
    await rival.close();
  });
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);
  const { text } = await examine({}, {});
  expect(text).toContain('❌ another program polls with this token');
}, 20_000);

it('says that it heard nothing where messages wait, and leaves them for the bot', async () => {
  emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('hello');
  const { text } = await examine();
  expect(text).toContain('⚪ messages wait for the bot, so whether somebody else polls');
  const api = botApi({ token: TOKEN, apiRoot, environment: 'prod' });
  const waiting = await api.call('getUpdates', {});
  expect(waiting).toMatchObject({ result: [{ message: { text: 'hello' } }] });
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

it('sees whether the age identity opens the secrets of projects, and changes none', async () => {
  const directory = path.join(root, 'data/secrets');
  const file = path.join(root, 'data/secrets-identity.txt');
  const config = readConfig({ DATA_DIR: path.join(root, 'data') });
  const secrets = fileSecrets({ ...secretPlaces(config), now: () => 0 });
  expect((await examine()).text).toContain('✅ no project has secrets yet');
  await secrets.set('shop', 'TOKEN', 'value-of-token', 7);
  const identity = (await readFile(file, 'utf8')).trim().split('\n').at(-1) ?? '';
  const well = await examine({ SECRETS_AGE_IDENTITY: identity });
  expect(well.text).toContain('✅ the secrets of one project can be opened (age identity: SECRETS');
  const sealed = await readFile(path.join(directory, 'shop.age'), 'utf8');
  await rm(file);
  const bad = await examine();
  expect(bad.isWell).toBe(false);
  expect(bad.text).toMatch(
    /❌ not all project secrets can be opened\n {3}→ .*shop\.age is there, but its age identity .* is not: bring it back/u,
  );
  expect(`${well.text}${bad.text}`).not.toMatch(/AGE-SECRET-KEY-1\w|value-of-token/u);
  expect(await readdir(directory)).toEqual(['shop.age']);
  expect(await readFile(path.join(directory, 'shop.age'), 'utf8')).toBe(sealed);
}, 30_000);
