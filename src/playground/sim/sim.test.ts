import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Bot } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { virtualClock } from '../bot-api/clock.ts';
import { createEmulator } from '../bot-api/emulator.ts';
import { readOptions } from './options.ts';
import { PERSON_ACTIONS } from './person-actions.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import { stageOf } from './stage.ts';

let simulator: Simulator;
let stops: (() => Promise<unknown> | void)[] = [];

beforeEach(async () => {
  await start('--clock', 'virtual');
});

afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  stops = [];
});

async function start(...argv: string[]): Promise<void> {
  const options = readOptions(argv);
  if (options === 'help') throw new Error('That asks for help.');
  simulator = await startSimulator(options);
  const started = simulator;
  stops.push(() => started.close());
}

interface Got {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(path: string, init?: RequestInit): Promise<Got> {
  const response = await fetch(`${simulator.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as Got['body'] };
}

const sim = (name: string, body: object, headers: Record<string, string> = {}) =>
  ask(`/sim/${name}`, { method: 'POST', body: JSON.stringify(body), headers });
const call = (method: string, payload: object = {}) =>
  ask(`/bot${simulator.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
const updates = async () => (await call('getUpdates')).body['result'] as object[];
const texts = async (chat: number) => {
  const { body } = await ask(`/sim/chat/${chat}`);
  return (body['messages'] as { text: string }[]).map(({ text }) => text);
};

it('lets somebody talk with a bot that knows nothing but the address', async () => {
  await start();
  const bot = new Bot(simulator.token, { client: { apiRoot: simulator.url } });
  bot.command('start', async (context) => {
    const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
    await context.reply('Ready?', { reply_markup: keyboard });
  });
  bot.on('callback_query:data', (context) => context.answerCallbackQuery('Go!'));
  void bot.start();
  stops.push(() => bot.stop());

  await sim('say', { from: 77, text: '/start' });
  await expect.poll(() => texts(77)).toEqual(['/start', 'Ready?']);
  const tapped = await sim('tap', { from: 77, chat: 77, button: 'Yes' });

  expect(tapped).toEqual({ status: 200, body: { answer: { text: 'Go!' } } });
});

it('makes groups and their members when they are first named', async () => {
  await sim('say', { from: 5, chat: -1_001_234_567_890, text: '/hello' });

  const [added, , said] = await updates();
  expect(added).toMatchObject({
    my_chat_member: { chat: { id: -1_001_234_567_890, type: 'supergroup' } },
  });
  expect(said).toMatchObject({
    message: { text: '/hello', from: { id: 5, first_name: 'Person 5' } },
  });
});

it('tells a bot who joined, what was opened and who is an administrator', async () => {
  const chat = -1_001_234_567_890;
  await sim('person', { id: 5, name: 'Eve', username: 'eve' });
  await sim('group', { id: chat, title: 'Team', forum: true, botIs: 'administrator' });
  await sim('join', { from: 5, chat });
  const { body } = await sim('topic', { chat, name: 'Shop' });
  await sim('say', { from: 5, chat, topic: body['topic'], text: 'in the shop' });

  const { body: member } = await call('getChatMember', { chat_id: chat, user_id: 5 });
  expect(member).toMatchObject({ result: { status: 'member', user: { first_name: 'Eve' } } });
  expect((await updates()).at(-1)).toMatchObject({
    message: { text: 'in the shop', message_thread_id: body['topic'], is_topic_message: true },
  });
});

it('sends files as base64 and as parts of a form', async () => {
  const base64 = Buffer.from('hello').toString('base64');
  await sim('file', { from: 7, name: 'a.txt', base64, caption: 'first' });
  const form = new FormData();
  form.set('from', '7');
  form.set('caption', '2');
  form.set('file', new Blob(['second!']), 'b.txt');
  await ask('/sim/file', { method: 'POST', body: form });

  expect(await updates()).toMatchObject([
    { message: { document: { file_name: 'a.txt', file_size: 5 }, caption: 'first' } },
    { message: { document: { file_name: 'b.txt', file_size: 7 }, caption: '2' } },
  ]);
});

it('edits, deletes and reacts', async () => {
  await sim('say', { from: 7, text: 'tpyo' });
  await sim('edit', { from: 7, message: 1, text: 'typo' });
  await call('sendMessage', { chat_id: 7, text: 'nice' });
  await call('getUpdates', { allowed_updates: ['message_reaction'] });
  expect(await sim('react', { from: 7, message: 2, emoji: ['👍'] })).toMatchObject({ status: 200 });
  await sim('delete', { from: 7, message: 1 });

  expect(await texts(7)).toEqual(['nice']);
  expect((await updates()).at(-1)).toMatchObject({
    message_reaction: { new_reaction: [{ type: 'emoji', emoji: '👍' }] },
  });
});

it('makes calls fail as told, and shows which ones did', async () => {
  await sim('say', { from: 7, text: 'hi' });
  await sim('fault', {
    kind: 'status',
    status: 429,
    retryAfter: 9,
    method: 'sendMessage',
    times: 1,
  });

  expect(await call('sendMessage', { chat_id: 7, text: 'x' })).toMatchObject({ status: 429 });
  expect(await call('sendMessage', { chat_id: 7, text: 'x' })).toMatchObject({ status: 200 });
  expect(await ask('/sim/calls?method=sendmessage')).toMatchObject({
    body: { calls: [{ ok: false, error: { code: 429 } }, { ok: true }] },
  });
  await sim('fault', { kind: 'drop-before' });
  expect(await sim('fault', { clear: true })).toMatchObject({ body: { remaining: 0 } });
  expect(await call('getMe')).toMatchObject({ status: 200 });
});

it('revokes the token of a bot', async () => {
  const { id } = (await call('getMe')).body['result'] as { id: number };
  const { body } = await sim('bot', { revoke: id });

  expect(await call('getMe')).toMatchObject({ status: 401 });
  expect(await ask(`/bot${String(body['token'])}/getMe`)).toMatchObject({ status: 200 });
  expect(await sim('bot', { revoke: 5 })).toMatchObject({ status: 409 });
});

it('tells of a silent bot also where the clock stands still', async () => {
  const clock = virtualClock(0);
  const emulator = createEmulator({ clock });
  const bot = emulator.bot();
  const stage = stageOf(emulator, clock, [bot], 20);
  stage.at({ from: 7, chat: 7 }).says('/start');
  const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] };
  await emulator.call(bot.token, 'sendMessage', { chat_id: 7, text: 'x', reply_markup });
  const tap = PERSON_ACTIONS.find(({ name }) => name === 'tap');

  expect(await tap?.run(stage, { from: 7, button: 'Yes' })).toMatchObject({
    kind: 'not-possible',
    problem: expect.stringContaining('clock'),
  });
});

it('lets time pass: a long poll of 50 seconds ends at once', async () => {
  let answer: object | undefined;
  void call('getUpdates', { timeout: 50 }).then(({ body }) => (answer = body));
  // Time that passes before the poll has arrived passes without it.
  const later = async () => {
    await sim('clock', { advanceMs: 50_000 });
    return answer;
  };

  await expect.poll(later).toEqual({ ok: true, result: [] });
});

it('forgets everything but the bot, whose update ids go on', async () => {
  await sim('say', { from: 7, text: 'one' });
  const [first] = (await updates()) as { update_id: number }[];
  await sim('fault', { kind: 'drop-before' });
  await sim('reset', {});

  expect(await updates()).toEqual([]);
  expect(await ask('/sim/chat/7')).toMatchObject({ status: 404 });
  expect(await call('sendMessage', { chat_id: 7, text: 'x' })).toMatchObject({ status: 400 });
  await sim('say', { from: 7, text: 'two' });
  expect(await updates()).toMatchObject([
    { update_id: first!.update_id + 1, message: { message_id: 1 } },
  ]);
});

it('says what to send when it does not understand, and why something cannot be', async () => {
  const cases = [
    ['say', {}, 400, 'from'],
    ['say', { from: 7, text: ' ' }, 400, 'empty'],
    ['say', { from: 7, text: 'x', txet: 'y' }, 400, 'txet'],
    ['fault', { kind: 'earthquake' }, 400, 'Invalid'],
    ['group', { id: -100, title: 'x' }, 409, '-100'],
    ['tap', { from: 7, button: 'Nowhere' }, 409, 'Nowhere'],
    ['stop-draft', { from: 7 }, 409, ''],
    ['topic', { chat: -5, change: 'close' }, 409, 'which topic'],
    ['edit', { from: 7, message: 99, text: 'x' }, 409, '99'],
  ] as const;
  for (const [name, body, status, part] of cases) {
    const got = await sim(name, body);
    expect([name, got.status]).toEqual([name, status]);
    expect(String(got.body['error'])).toContain(part);
    expect([name, 'send' in got.body]).toEqual([name, status === 400]);
  }
  const broken = await ask('/sim/say', { method: 'POST', body: '{"from":' });
  expect(broken.status).toBe(400);
  expect((await ask('/sim/nothing')).status).toBe(404);
});

it('lists what can be done, with bodies that are understood', async () => {
  const { body } = await ask('/sim');
  const actions = body['actions'] as { request: string; example: object }[];

  expect(actions.map(({ request }) => request)).toContain('POST /sim/say');
  for (const { request, example } of actions) {
    const { status } = await sim(request.replace('POST /sim/', ''), {
      wait: undefined,
      ...example,
    });
    expect([request, status === 400]).toEqual([request, false]);
  }
});

it('refuses what the page of somebody else could send', async () => {
  const body = { from: 7, text: 'x' };
  const own = simulator.url;

  expect((await sim('say', body, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await sim('say', body, { origin: 'null' })).status).toBe(403);
  expect((await sim('say', body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await sim('say', body, { origin: own })).status).toBe(200);
  expect(await statusByName('rebound.example')).toBe(403);
  expect(await statusByName('localhost:1234')).toBe(200);
});

/** `fetch` lets nobody choose the name. */
async function statusByName(host: string): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const sent = request(`${simulator.url}/sim`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once('error', reject);
    sent.end();
  });
}

it('tells what changes while it changes', async () => {
  const hangUp = new AbortController();
  const response = await fetch(`${simulator.url}/sim/events`, { signal: hangUp.signal });
  let seen = '';
  const reading = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) seen += chunk;
  })().catch(() => undefined);
  await expect.poll(() => seen).toContain(': listening');

  await sim('say', { from: 7, text: 'seen at once' });
  await expect.poll(() => seen).toContain('event: message\ndata: {"kind":"message"');
  expect(seen).toContain('seen at once');
  hangUp.abort();
  await reading;
});

it('posts updates to the webhook of a bot on this machine', async () => {
  const bodies: string[] = [];
  const hook = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => void hook.close(resolve)));
  await call('setWebhook', { url: `http://localhost:${(hook.address() as AddressInfo).port}` });

  await sim('say', { from: 7, text: 'by webhook' });

  await expect.poll(() => bodies.join('\n')).toContain('by webhook');
});

it('answers under /test only, as a bot of the test environment', async () => {
  await start('--environment', 'test', '--token', '42:abc');

  expect(await ask('/bot42:abc/test/getMe')).toMatchObject({ body: { result: { id: 42 } } });
  expect(await ask('/bot42:abc/getMe')).toMatchObject({ status: 401 });
});

it('says what is wrong with a command line', () => {
  for (const [argv, problem] of [
    [['--port', 'x'], '--port'],
    [['--port', '70000'], '65535'],
    [['--limits', 'some'], 'telegram, off'],
    [['--token', 'abc'], '123:abc'],
    [['--nonsense'], '--nonsense'],
  ] as const)
    expect(() => readOptions(argv)).toThrow(problem);
  expect(readOptions(['--help'])).toBe('help');
});

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));
const script = (...argv: string[]) => `
  import { emulatorCli } from ${JSON.stringify(CLI)};
  await emulatorCli(${JSON.stringify(argv)});
`;
const runs = ['--input-type=module', '-e'] as const;

it('prints one line when it listens, and ends when told to', async () => {
  const child = spawn(process.execPath, [...runs, script('--port', '0', '--token', '42:abc')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(1);

  const { url, token } = JSON.parse(lines[0]!) as { url: string; token: string };
  expect(await (await fetch(`${url}/bot${token}/getMe`)).json()).toMatchObject({ ok: true });
  child.kill('SIGTERM');

  expect(await ended).toBe(0);
  reader.close();
  expect(lines).toHaveLength(1);
});

it('ends at once with a draft that shows and an update that is late', async () => {
  const child = spawn(process.execPath, [...runs, script('--token', '42:abc')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 10_000 }).toContain('\n');
  const { url } = JSON.parse(printed) as { url: string };
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    expect((await fetch(`${url}${path}`, init)).status).toBe(200);
  };
  await post('/sim/say', { from: 7, text: 'hi' });
  await post('/bot42:abc/sendMessageDraft', { chat_id: 7, draft_id: 1, text: 'writing' });
  await post('/sim/fault', { kind: 'delay-update', ms: 86_400_000 });
  await post('/sim/say', { from: 7, text: 'late' });

  const startedAt = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

it('ends with the process that started it, where that is wanted', async () => {
  const between = `
    const { spawn } = await import('node:child_process');
    const argv = ${JSON.stringify([...runs, script('--with-parent')])};
    spawn(process.execPath, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
  `;
  const parent = spawn(process.execPath, [...runs, between], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(() => void parent.kill('SIGKILL'));
  let printed = '';
  parent.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 10_000 }).toContain('\n');
  const { url } = JSON.parse(printed) as { url: string };
  expect((await fetch(`${url}/sim`)).status).toBe(200);

  parent.kill('SIGKILL');

  const isUp = () =>
    fetch(`${url}/sim`).then(
      () => true,
      () => false,
    );
  await expect.poll(isUp, { timeout: 10_000 }).toBe(false);
});

it('refuses a token that is none, and a bot that is there already', async () => {
  expect(await sim('bot', { token: 'nope' })).toMatchObject({ status: 400 });
  const { status } = await sim('bot', { token: '99:xyz' });
  expect(status).toBe(200);
  expect(await sim('bot', { id: 99 })).toMatchObject({
    status: 409,
    body: { error: 'There is a bot 99 already.' },
  });
});
