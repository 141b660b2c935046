import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Update } from '@grammyjs/types';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MovableClock, virtualClock } from '../clock.ts';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { PersonInChat } from '../people/person.ts';

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Answers only once this is settled. */
  readonly until?: Promise<unknown>;
}

let clock: MovableClock;
let emulator: Emulator;
let bot: BotHandle;
let alice: PersonInChat;
let bob: PersonInChat;
let server: Server;
let url: string;
let received: { text: string; atMs: number; headers: IncomingHttpHeaders }[];
let reply: (text: string) => Reply;

beforeEach(async () => {
  clock = virtualClock(Date.UTC(2026, 10, 22));
  emulator = createEmulator({ clock });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  bob = emulator.person({ id: 102, name: 'Bob' }).chat(bot);
  received = [];
  reply = () => ({ status: 200 });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const update = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Update;
    const text = update.message?.text ?? update.callback_query?.data ?? '';
    received.push({ text, atMs: clock.now() - Date.UTC(2026, 10, 22), headers: request.headers });
    const { status, headers = {}, body = '', until } = reply(text);
    await until;
    response.writeHead(status, headers).end(body);
  };
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});

afterEach(async () => {
  emulator.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const call = async (method: string, payload: Record<string, unknown> = {}) => {
  const answer = await emulator.call(bot.token, method, payload);
  if (!answer.ok) throw new Error(answer.description);
  return answer as unknown as { readonly result: unknown; readonly description?: string };
};
const set = (more: Record<string, unknown> = {}) => call('setWebhook', { url, ...more });
const info = async () => (await call('getWebhookInfo')).result;
const texts = () => received.map(({ text }) => text);
const arrived = (...expected: string[]) => expect.poll(texts).toEqual(expected);
/** Once it is written down, the emulator has seen the answer. */
const failed = (message: string) =>
  expect.poll(info).toMatchObject({ last_error_message: message });

it('posts what waits and what comes, with the secret, and forgets what was taken', async () => {
  alice.says('before');
  await set({ secret_token: 'a_Secret-1' });
  await arrived('before');
  alice.says('after');
  await arrived('before', 'after');

  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': 'a_Secret-1',
  });
  await expect.poll(info).toEqual({
    url,
    has_custom_certificate: false,
    pending_update_count: 0,
    max_connections: 40,
  });
});

it('says what it did', async () => {
  expect(await set()).toEqual({ ok: true, result: true, description: 'Webhook was set' });
  expect(await set()).toMatchObject({ description: 'Webhook is already set' });
  expect(await set({ secret_token: 'x' })).toMatchObject({ description: 'Webhook was set' });
  expect(await call('deleteWebhook')).toMatchObject({ description: 'Webhook was deleted' });
  expect(await call('setWebhook', { url: '' })).toMatchObject({
    description: 'Webhook is already deleted',
  });
});

it('posts the messages of one chat one after the other, and those of two at once', async () => {
  const gate = Promise.withResolvers<void>();
  await set();
  alice.says('first');
  await arrived('first');
  reply = (text) => (text === 'a1' ? { status: 200, until: gate.promise } : { status: 200 });

  alice.says('a1');
  alice.says('a2');
  bob.says('b1');
  await expect.poll(() => texts().toSorted()).toEqual(['a1', 'b1', 'first']);
  gate.resolve();

  await expect.poll(() => texts().at(-1)).toBe('a2');
});

it('opens no more connections than it may', { timeout: 20_000 }, async () => {
  const gate = Promise.withResolvers<void>();
  await set({ max_connections: 1 });
  alice.says('first');
  await arrived('first');
  reply = () => ({ status: 200, until: gate.promise });

  alice.says('a');
  bob.says('b');
  await arrived('first', 'a');
  await clock.advance(1);
  expect(texts()).toEqual(['first', 'a']);
  gate.resolve();

  await arrived('first', 'a', 'b');
});

it('repeats an update at once and then after 2, 4, 8… seconds, and holds back its chat only', async () => {
  reply = (text) => ({ status: text === 'stuck' && received.length < 6 ? 500 : 200 });
  await set();
  alice.says('stuck');
  alice.says('behind');
  await arrived('stuck', 'stuck');
  await failed('Wrong response from the webhook: 500 Internal Server Error');
  bob.says('free');
  await arrived('stuck', 'stuck', 'free');
  for (const seconds of [2, 4, 8]) {
    const count = received.length;
    await clock.advance(seconds * 1_000);
    await expect.poll(() => received.length).toBeGreaterThan(count);
  }

  await arrived('stuck', 'stuck', 'free', 'stuck', 'stuck', 'stuck', 'behind');
  expect(received.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 2_000, 6_000, 14_000, 14_000]);
});

it('waits as long as Retry-After says', async () => {
  reply = () =>
    received.length === 1 ? { status: 503, headers: { 'retry-after': '90' } } : { status: 200 };
  await set();
  alice.says('hi');
  await failed('Wrong response from the webhook: 503 Service Unavailable');

  await clock.advance(89_999);
  expect(texts()).toEqual(['hi']);
  await clock.advance(1);
  await arrived('hi', 'hi');
});

it('follows no redirect', async () => {
  reply = () =>
    received.length === 1 ? { status: 302, headers: { location: url } } : { status: 200 };
  await set();
  alice.says('hi');

  await failed('Wrong response from the webhook: 302 Found');
  await arrived('hi', 'hi');
  expect(await info()).toMatchObject({ url });
});

it('tells that nobody listens, and since when', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await set();
  alice.says('hi');

  await failed('Connection refused');
  expect(await info()).toMatchObject({
    pending_update_count: 1,
    last_error_date: Date.UTC(2026, 10, 22) / 1_000,
  });
});

it('has taken what is answered before time goes on, however far', async () => {
  await set();
  alice.says('one');
  alice.says('two');

  await clock.advance(120_000);

  expect(texts()).toEqual(['one', 'two']);
  expect(await info()).toMatchObject({ pending_update_count: 0 });
  expect(await info()).not.toHaveProperty('last_error_message');
});

it('makes every retry at its own time, however far time goes at once', async () => {
  reply = () => ({ status: 500 });
  await set();
  alice.says('hi');

  await clock.advance(14_000);

  expect(received.map(({ atMs }) => atMs)).toEqual([0, 0, 2_000, 6_000, 14_000]);
});

it('gives up on an answer after a minute', { timeout: 20_000 }, async () => {
  reply = () => ({ status: 200, until: new Promise(() => undefined) });
  await set();
  alice.says('hi');
  await arrived('hi');

  await clock.advance(59_999);
  expect(await info()).not.toHaveProperty('last_error_message');
  await clock.advance(1);

  await failed('Read timeout expired');
});

it('loses what nobody took for a day', async () => {
  reply = () => ({ status: 500, headers: { 'retry-after': '3600' } });
  await set();
  alice.says('hi');
  for (let hour = 0; hour < 24; hour += 1) {
    await expect.poll(() => received.length).toBe(hour + 1);
    await expect.poll(info).toMatchObject({ last_error_date: clock.now() / 1_000 });
    await clock.advance(3_600_000);
  }

  expect(await info()).toMatchObject({ pending_update_count: 0 });
});

it('does what the answer asks for, but neither reads nor changes the webhook for it', async () => {
  reply = (text) => {
    const body = text === 'json' ? { method: 'SendMessage', chat_id: 101, text: 'by answer' } : {};
    if (text === 'delete')
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"method":"deleteWebhook"}',
      };
    if (text === 'form')
      return {
        status: 200,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'method=sendMessage&chat_id=101&text=by+form',
      };
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
  };
  await set();
  alice.says('json');
  await expect.poll(() => alice.lastMessage()?.text).toBe('by answer');
  alice.says('form');
  await expect.poll(() => alice.lastMessage()?.text).toBe('by form');
  alice.says('delete');
  alice.says('last');
  await expect.poll(() => texts().at(-1)).toBe('last');

  expect(await info()).toMatchObject({ url });
  expect(emulator.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(2);
});

it('ends after 23 hours of nothing but 410', async () => {
  reply = () => ({ status: 410, headers: { 'retry-after': '3600' } });
  await set();
  alice.says('hi');
  for (let hour = 0; hour < 23; hour += 1) {
    await expect.poll(() => received.length).toBe(hour + 1);
    await expect.poll(info).toMatchObject({ last_error_date: clock.now() / 1_000 });
    await clock.advance(3_600_000);
  }
  await expect.poll(info).toMatchObject({ last_error_date: clock.now() / 1_000 });
  expect(await info()).toMatchObject({ url });
  await clock.advance(1_000);
  bob.says('once more');

  await expect.poll(info).toMatchObject({ url: '' });
});

it('posts nothing to an address that is not of this machine, and says so', async () => {
  await call('setWebhook', { url: 'example.org/hook', ip_address: '93.184.216.34' });
  alice.says('hi');

  expect(emulator.warnings).toEqual([
    'setWebhook: the emulator posts nothing to example.org, which is not this machine.',
  ]);
  expect(await info()).toMatchObject({
    url: 'example.org/hook',
    ip_address: '93.184.216.34',
    pending_update_count: 1,
  });
});

it('goes on with what was not taken when another webhook or polling follows', async () => {
  reply = () => ({ status: 500 });
  await set();
  alice.says('hi');
  await arrived('hi', 'hi');
  reply = () => ({ status: 200 });
  await set({ max_connections: 2 });
  await arrived('hi', 'hi', 'hi');
  reply = () => ({ status: 500 });
  alice.says('polled');
  await failed('Wrong response from the webhook: 500 Internal Server Error');
  await call('deleteWebhook');

  expect((await call('getUpdates')).result).toMatchObject([{ message: { text: 'polled' } }]);
});

it('drops what waits when told to, and the old webhook even when the new one is refused', async () => {
  await set();
  await expect(call('setWebhook', { url: 'http://example.org' })).rejects.toThrow('bad webhook');
  alice.says('dropped');
  await set({ drop_pending_updates: true });
  alice.says('kept');

  await arrived('kept');
});

it('posts only what is wanted', async () => {
  await set({ allowed_updates: ['edited_message'] });
  const { message_id } = alice.says('not this');
  alice.edits(message_id, 'this neither');
  await set({ allowed_updates: [], max_connections: 3 });
  alice.says('this');

  await expect.poll(() => texts().at(-1)).toBe('this');
  expect(texts()).not.toContain('not this');
});
