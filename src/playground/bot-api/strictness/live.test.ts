import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BotHandle } from '../bots.ts';
import { createEmulator, type Emulator } from '../emulator.ts';
import type { Group } from '../chats/group.ts';
import type { Listening } from '../server.ts';
import type { StrictnessCase } from './case.ts';
import { CASES } from './cases.ts';
import { type LiveVerdict, replay } from './live.ts';
import { describeReplay } from './live-report.ts';
import { ALICE, BOB } from './scene.ts';

/** A second emulator, with chats of its own, stands for Telegram. */
let telegram: Emulator;
let server: Listening;
let bot: BotHandle;
let live: Group;
let zoe: ReturnType<ReturnType<Emulator['person']>['chat']>;

const ZOE = 5_005;
const LIVE_GROUP = -7_007;
const LIVE_FORUM = -1_007_000_000_007;

beforeEach(async () => {
  telegram = createEmulator();
  server = await telegram.listen({ host: '127.0.0.1', port: 0 });
  bot = telegram.bot({ id: 42 });
  zoe = telegram.person({ id: ZOE, name: 'Zoe' }).chat(bot);
  zoe.says('/start');
  live = telegram.group({ id: LIVE_GROUP, title: 'Live' });
  live.add(bot);
  telegram.group({ id: LIVE_FORUM, title: 'Live forum', forum: true }).add(bot);
});

afterEach(async () => {
  await server.close();
});

async function replayed(cases: readonly StrictnessCase[], waits: number[] = []) {
  const { token } = bot;
  const target = {
    apiRoot: server.url,
    token,
    chatId: ZOE,
    groupId: LIVE_GROUP,
    forumId: LIVE_FORUM,
  };
  const wait = async (ms: number) => void waits.push(ms);
  const verdicts: LiveVerdict[] = [];
  for await (const verdict of replay(cases, target, { gapMs: 1_100, wait })) verdicts.push(verdict);
  return verdicts;
}

const kinds = (verdicts: readonly LiveVerdict[]) => verdicts.map(({ result }) => result.kind);

it(
  'finds a server that refuses the same the same, and leaves no message behind',
  { timeout: 60_000 },
  async () => {
    await telegram.call(bot.token, 'setWebhook', { url: 'https://example.org/own' });
    const chats = telegram.chats().map(({ chat, topics }) => ({ chat, topics }));
    const settings = async () => {
      const webhook = await telegram.call(bot.token, 'getWebhookInfo');
      return [
        await telegram.call(bot.token, 'getChat', { chat_id: LIVE_GROUP }),
        await telegram.call(bot.token, 'getChat', { chat_id: LIVE_FORUM }),
        webhook.ok ? (webhook.result as { url: string }).url : webhook,
      ];
    };
    const before = await settings();
    expect(before).toMatchObject([{ ok: true }, { ok: true }, 'https://example.org/own']);

    const verdicts = await replayed(CASES);

    expect(await settings()).toEqual(before);
    expect(telegram.chats().map(({ chat, topics }) => ({ chat, topics }))).toEqual(chats);
    expect(verdicts.filter(({ result }) => result.kind === 'different')).toEqual([]);
    expect(verdicts.filter(({ result }) => result.kind === 'same').length).toBeGreaterThanOrEqual(
      380,
    );
    // Only Telegram's own line about a pin stays, whose id no bot is told.
    const said = zoe.messages().filter(({ message }) => !message.pinned_message);
    expect(said.map(({ text }) => text)).toEqual(['/start']);
  },
);

it('tells a server that answers otherwise, with both words', async () => {
  telegram.faults.add({ kind: 'status', method: 'sendChatAction', status: 503, times: 1 });
  const wrongAction = CASES.filter(({ what }) => what === 'unknown action');

  const verdicts = await replayed(wrongAction);

  expect(kinds(verdicts)).toEqual(['different']);
  expect(describeReplay(verdicts)).toBe(
    [
      'sendChatAction: unknown action ([S] 13446)',
      '  emulator  400 Bad Request: wrong parameter action in request',
      '  Telegram  503 Service Unavailable',
      '',
      '1 cases: 0 the same, 1 different, 0 skipped.',
    ].join('\n'),
  );
});

it('tells a server that accepts what should be refused', async () => {
  const accepted: StrictnessCase = {
    source: 'test',
    what: 'a good message',
    method: 'sendMessage',
    payload: { chat_id: ALICE, text: 'hi' },
    refusal: '400 Bad Request: no',
  };

  expect(kinds(await replayed([accepted]))).toEqual(['different']);
  expect(zoe.messages()).toHaveLength(1);
});

it('waits between calls, and as long as a penalty says', async () => {
  telegram.faults.add({ kind: 'status', status: 429, retryAfter: 7, times: 1 });
  const waits: number[] = [];

  const verdicts = await replayed(
    CASES.filter(({ what }) => what === 'unknown action'),
    waits,
  );

  expect(kinds(verdicts)).toEqual(['same']);
  expect(waits).toEqual([1_100, 8_000, 1_100]);
});

it('skips what a real service cannot be brought to, and says why', async () => {
  const [blocked] = CASES.filter(
    ({ method, what }) => method === 'sendMessage' && what === 'person who blocked the bot',
  );

  const verdicts = await replayed([
    blocked!,
    ...CASES.filter(({ stricterThanTelegram }) => stricterThanTelegram),
  ]);

  expect(blocked).toMatchObject({ payload: { chat_id: BOB } });
  expect(new Set(kinds(verdicts))).toEqual(new Set(['skipped']));
  expect(describeReplay(verdicts)).toContain('    1  needs a person who blocked the bot');
});

it('asks about nobody whom it was not told of', async () => {
  const toStranger = (chat_id: unknown): StrictnessCase => ({
    source: 'test',
    what: String(chat_id),
    method: 'sendMessage',
    payload: { chat_id, text: 'hi' },
    refusal: '400 Bad Request: chat not found',
  });

  const verdicts = await replayed([999, '999', '@somebody', -5].map(toStranger));

  expect(new Set(kinds(verdicts))).toEqual(new Set(['skipped']));
  expect(telegram.calls).toEqual([]);
});

function run(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, '--live', '--gap-ms', '0', '--only', 'sendChatAction'],
      { env: { PATH: process.env['PATH'] ?? '', ...env }, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

it(
  'is a command: 0 without differences, 1 with one, 2 without a server, and no token in sight',
  { timeout: 60_000 },
  async () => {
    const env = {
      TELEGRAM_BOT_TOKEN: bot.token,
      TELEGRAM_LIVE_CHAT: String(ZOE),
      TELEGRAM_API_ROOT: server.url,
    };

    const same = await run(env);
    telegram.faults.add({ kind: 'status', method: 'sendChatAction', status: 500, times: 1 });
    const different = await run(env);
    const stranger = await run({ ...env, TELEGRAM_BOT_TOKEN: '42:stranger' });
    const unset = await run({});

    expect([same.code, different.code, stranger.code, unset.code]).toEqual([0, 1, 2, 2]);
    expect(same.output).toMatch(/ 0 different, /u);
    expect(different.output).toMatch(/ 1 different, /u);
    expect(stranger.output).toContain('getMe was answered with 401');
    expect(unset.output).toContain('TELEGRAM_BOT_TOKEN is not set');
    for (const { output } of [same, different, stranger]) {
      expect(output).not.toContain(bot.token);
      expect(output).not.toContain('42:stranger');
    }
  },
);

it('does not start where it could spoil something', { timeout: 60_000 }, async () => {
  const env = {
    TELEGRAM_BOT_TOKEN: bot.token,
    TELEGRAM_LIVE_CHAT: String(ZOE),
    TELEGRAM_LIVE_GROUP: String(LIVE_GROUP),
    TELEGRAM_API_ROOT: server.url,
  };
  await telegram.call(bot.token, 'setWebhook', { url: 'https://example.org/own' });
  const withWebhook = await run(env);
  await telegram.call(bot.token, 'deleteWebhook');
  live.add(bot, 'administrator');
  const asAdministrator = await run(env);

  expect([withWebhook.code, asAdministrator.code]).toEqual([2, 2]);
  expect(withWebhook.output).toContain('The bot has a webhook');
  expect(asAdministrator.output).toContain('it must be a plain member');
  expect(telegram.calls.filter(({ method }) => method === 'sendChatAction')).toEqual([]);
});
