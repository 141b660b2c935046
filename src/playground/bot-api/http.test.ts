import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from './emulator.ts';
import type { PersonInChat } from './people/person.ts';
import type { Listening } from './server.ts';

let emulator: Emulator;
let server: Listening;
let bot: BotHandle;
let alice: PersonInChat;

beforeEach(async () => {
  emulator = createEmulator();
  server = await emulator.listen({ host: '127.0.0.1', port: 0 });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
});

afterEach(async () => {
  await server.close();
});

const address = (method: string) => `${server.url}/bot${bot.token}/${method}`;
const ask = async (method: string, init?: RequestInit) => {
  const response = await fetch(address(method), init);
  return { status: response.status, headers: response.headers, body: await response.json() };
};
const json = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

it('takes parameters from the address, from a form, from JSON and from multipart parts', async () => {
  const keyboard = JSON.stringify({ inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] });
  const form = new FormData();
  form.set('chat_id', '101');
  form.set('text', 'four');
  form.set('reply_markup', keyboard);

  await ask('sendMessage?chat_id=101&text=one');
  await ask('sendMessage', {
    method: 'POST',
    body: new URLSearchParams({ chat_id: '101', text: 'two', disable_notification: 'true' }),
  });
  await ask('sendMessage', json({ chat_id: 101, text: 'three', reply_markup: keyboard }));
  await ask('sendMessage', { method: 'POST', body: form });

  const [, one, two, three, four] = alice.messages();
  expect([one?.text, two?.text, three?.text, four?.text]).toEqual(['one', 'two', 'three', 'four']);
  expect(two?.disable_notification).toBe(true);
  expect([three?.buttons, four?.buttons]).toEqual([[['A']], [['A']]]);
});

it('does not care for the case of a method name', async () => {
  expect(await ask('GETME')).toMatchObject({ status: 200, body: { result: { id: bot.id } } });
});

it('takes an upload as the part itself and by attach://', async () => {
  const direct = new FormData();
  direct.set('chat_id', '101');
  direct.set('document', new Blob(['one'], { type: 'text/x-diff' }), 'one.diff');
  const attached = new FormData();
  attached.set('chat_id', '101');
  attached.set('document', 'attach://part');
  attached.set('part', new Blob(['two!']), 'two.log');

  await ask('sendDocument', { method: 'POST', body: direct });
  await ask('sendDocument', { method: 'POST', body: attached });

  const [, one, two] = alice.messages();
  expect(one?.document).toMatchObject({ file_name: 'one.diff', mime_type: 'text/x-diff' });
  expect(two?.document).toMatchObject({ file_name: 'two.log', file_size: 4 });
  expect(emulator.warnings).toEqual([]);
  expect(emulator.calls.at(-1)?.payload).toMatchObject({ part: { file: 'two.log', sizeBytes: 4 } });
});

it('sends a file again by its id, and serves it only after getFile', async () => {
  const { document } = alice.sendsDocument('a.txt', Buffer.from('abc'));
  const url = `${server.url}/file/bot${bot.token}/documents/file_1.txt`;

  const before = await fetch(url);
  const { body } = await ask('getFile', json({ file_id: document?.file_id }));
  const after = await fetch(url);
  await ask('sendDocument', json({ chat_id: 101, document: document?.file_id }));

  expect(before.status).toBe(404);
  expect(body).toMatchObject({ result: { file_path: 'documents/file_1.txt', file_size: 3 } });
  expect(await after.text()).toBe('abc');
  expect(alice.lastMessage()?.document?.file_id).toBe(document?.file_id);
});

it('answers with the status of the refusal', async () => {
  expect(await ask('nothing')).toMatchObject({ status: 404, body: { error_code: 404 } });
  expect((await fetch(`${server.url}/bot1:x/getMe`)).status).toBe(401);
  expect((await fetch(`${server.url}/elsewhere`)).status).toBe(404);
  const broken = { ...json({}), body: '{"chat_id":' };
  expect(await ask('sendMessage', broken)).toMatchObject({
    status: 400,
    body: { description: 'Bad Request: message text is empty' },
  });
  expect(emulator.warnings).toEqual([
    'sendMessage: The body is no JSON object: Telegram reads nothing of it.',
  ]);
});

it('says in body and header how long to wait', async () => {
  emulator.faults.add({
    method: 'sendMessage',
    times: 1,
    kind: 'status',
    status: 429,
    retryAfter: 7,
  });

  const { status, headers, body } = await ask('sendMessage', json({ chat_id: 101, text: 'x' }));

  expect(status).toBe(429);
  expect(headers.get('retry-after')).toBe('7');
  expect(body).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 7',
    parameters: { retry_after: 7 },
  });
});

it('drops the connection before or after the effect', async () => {
  emulator.faults.add({ chatId: 101, times: 1, kind: 'drop-before' });
  emulator.faults.add({ chatId: 101, times: 1, kind: 'drop-after' });

  await expect(ask('sendMessage', json({ chat_id: 101, text: 'lost' }))).rejects.toThrow(
    'fetch failed',
  );
  await expect(ask('sendMessage', json({ chat_id: 101, text: 'unconfirmed' }))).rejects.toThrow(
    'fetch failed',
  );
  await ask('sendMessage', json({ chat_id: 101, text: 'fine' }));

  expect(alice.messages().map(({ text }) => text)).toEqual(['/start', 'unconfirmed', 'fine']);
  expect(emulator.calls.map(({ ok, isDropped }) => [ok, isDropped])).toEqual([
    [false, true],
    [true, true],
    [true, undefined],
  ]);
});

it('keeps what a poller that hung up did not get', async () => {
  const received = await ask('getUpdates', json({}));
  const offset = (received.body as { result: { update_id: number }[] }).result[0]!.update_id + 1;
  const poller = request(address(`getUpdates?timeout=50&offset=${offset}`));
  poller.on('error', () => undefined);
  poller.end();
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);
  poller.destroy();
  await expect.poll(() => emulator.pollsOf(bot)).toBe(0);

  alice.says('still here');
  const { body } = await ask('getUpdates', json({ offset }));

  expect(body).toMatchObject({ result: [{ message: { text: 'still here' } }] });
});
