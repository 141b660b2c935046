import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Update } from '@grammyjs/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from './playground.ts';

const OWNER = { id: 1001, name: 'Olga', languageCode: 'en' };
const STRANGER = { id: 1002, name: 'Sam', languageCode: 'ru' };

let playground: Playground;
let status: string | undefined;
let offset: number;
const cleanUps: (() => unknown)[] = [];

beforeEach(async () => {
  status = undefined;
  offset = 0;
  playground = await start();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(port = 0): Promise<Playground> {
  const started = await startPlayground({
    host: '127.0.0.1',
    port,
    owner: OWNER,
    stranger: STRANGER,
    status: () => status,
  });
  cleanUps.push(() => started.close());
  return started;
}

const keyOf = (of: Playground) => new URL(of.pageUrl).searchParams.get('key') ?? '';

/** Asks the page's server; with the key unless told otherwise. */
function ask(path: string, options: RequestInit & { key?: string } = {}): Promise<Response> {
  const { key = keyOf(playground), ...rest } = options;
  const headers: Record<string, string> = key === '' ? {} : { 'x-playground-key': key };
  return fetch(new URL(path, playground.pageUrl), { ...rest, headers });
}

function post(path: string, body: unknown): Promise<Response> {
  return ask(path, { method: 'POST', body: JSON.stringify(body) });
}

function say(text: string, person = OWNER.id): Promise<Response> {
  return post(`/api/messages?person=${person}`, { text });
}

/** Calls a method as the bot would. */
async function call<Result>(method: string, payload: object = {}): Promise<Result> {
  const url = `${playground.apiRoot}/bot${playground.botToken}/${method}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) });
  const body = (await answer.json()) as { ok: boolean; result: Result; description?: string };
  if (!body.ok) throw new Error(body.description);
  return body.result;
}

const send = (text: string, more: object = {}) =>
  call<{ message_id: number }>('sendMessage', { chat_id: OWNER.id, text, ...more });

/** What the bot has not seen yet; waits for the first of it. */
async function updates(): Promise<Update[]> {
  const fresh = await call<Update[]>('getUpdates', { timeout: 5, offset });
  offset = (fresh.at(-1)?.update_id ?? offset - 1) + 1;
  return fresh;
}

interface Heard {
  readonly kind: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly change: any;
}

/** What the page hears, as it comes. */
async function listen(person = OWNER.id): Promise<{ heard: Heard[]; ended: Promise<unknown> }> {
  const response = await ask(`/api/events?person=${person}`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const heard: Heard[] = [];
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, kind, data] = /^event: (\w+)\ndata: (.*)$/u.exec(block) ?? [];
        if (kind && data) heard.push({ kind, change: JSON.parse(data) });
      }
    }
  };
  const ended = read().catch(() => undefined);
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  return { heard, ended };
}

describe('the door', () => {
  it.each([
    ['no key', ''],
    ['a wrong key', 'x'.repeat(32)],
  ])('is closed to %s', async (_, key) => {
    const body = JSON.stringify({ text: 'deploy it' });
    const answer = await ask('/api/messages?person=1001', { method: 'POST', body, key });

    expect(answer.status).toBe(401);
    expect((await ask('/api/events?person=1001', { key })).status).toBe(401);
    expect((await ask('/api/session', { key })).status).toBe(401);
    expect((await ask('/api/nothing', { key })).status).toBe(401);
    expect(await call('getUpdates')).toEqual([]);
  });

  it('opens to the key in the address too: a stream and a link can carry no header', async () => {
    const key = encodeURIComponent(keyOf(playground));

    expect((await ask(`/api/status?key=${key}`, { key: '' })).status).toBe(200);
  });

  it.each(['evil.example', 'evil.example:8080', '127.0.0.1.evil.example'])(
    'is closed to somebody who came as %j',
    async (host) => {
      expect(await statusWithHost('/', host)).toBe(403);
      expect(await statusWithHost(`/api/session?key=${keyOf(playground)}`, host)).toBe(403);
    },
  );

  it('is open by every name of this machine alone', async () => {
    for (const host of ['localhost', '127.0.0.1:1', '[::1]:8080'])
      expect(await statusWithHost('/', host)).toBe(200);
  });

  it('gives every start a key and a token of its own', async () => {
    const other = await start();

    expect(keyOf(other)).not.toBe(keyOf(playground));
    expect(other.botToken).not.toBe(playground.botToken);
    expect(keyOf(other).length).toBeGreaterThanOrEqual(32);
  });

  async function statusWithHost(path: string, host: string): Promise<number | undefined> {
    const asked = request(new URL(path, playground.pageUrl), { headers: { host } }).end();
    const [answer] = (await once(asked, 'response')) as [{ statusCode?: number; resume(): void }];
    answer.resume();
    return answer.statusCode;
  }
});

describe('the page', () => {
  it('is served without a key, carries none, and lets the browser ask nobody else', async () => {
    const answer = await ask('/', { key: '' });

    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    const html = await answer.text();
    expect(html).toContain('/assets/main.js');
    expect(html).not.toContain(keyOf(playground));
    expect((await ask('/assets/main.js', { key: '' })).headers.get('content-type')).toContain(
      'javascript',
    );
  });

  it.each(['/assets/../server.ts', '/assets/%2e%2e/server.ts', '/server.ts', '/assets/'])(
    'is all there is: %s is not',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  it('takes the next port where its own is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    cleanUps.push(() => taken.close());
    const { port } = taken.address() as AddressInfo;

    const other = await start(port);

    expect(Number(new URL(other.pageUrl).port)).toBeGreaterThan(port);
    expect((await fetch(other.pageUrl)).status).toBe(200);
  });

  it('lists who can be spoken as, and what is not ready yet', async () => {
    expect(await (await ask('/api/session')).json()).toEqual({
      bot: { name: 'CodeFoundry', username: 'codefoundry_bot' },
      persons: [
        { ...OWNER, part: 'owner' },
        { ...STRANGER, part: 'stranger' },
      ],
    });
    expect(await (await ask('/api/status')).json()).toEqual({ status: null });
    status = 'installing, 40 %';
    expect(await (await ask('/api/status')).json()).toEqual({ status: 'installing, 40 %' });
    expect(playground.ownerIds).toEqual([OWNER.id]);
  });
});

describe('a chat', () => {
  it('reaches the bot', async () => {
    expect((await say('hello /start')).status).toBe(200);

    const [update] = await updates();
    expect(update?.message).toMatchObject({
      text: 'hello /start',
      from: { id: OWNER.id, language_code: 'en' },
      entities: [{ type: 'bot_command' }],
    });
  });

  it('sends a long text as several messages', async () => {
    await say('word '.repeat(2_000));

    const texts = (await updates()).map(({ message }) => message?.text ?? '');
    expect(texts.map((text) => text.length <= 4_096)).toEqual([true, true, true]);
  });

  it('shows all of itself first, then each change', async () => {
    await say('hello');
    const { message_id: id } = await send('working', { disable_notification: true });
    const { heard } = await listen();
    expect(heard[0]).toMatchObject({
      kind: 'chat',
      change: {
        messages: [
          { message: { text: 'hello' }, silent: false },
          { message: { text: 'working' }, silent: true },
        ],
        commands: [],
      },
    });

    const where = { chat_id: OWNER.id, message_id: id };
    await call('sendChatAction', { chat_id: OWNER.id, action: 'typing' });
    await call('editMessageText', { ...where, text: 'done' });
    await call('setMessageReaction', { ...where, reaction: [{ type: 'emoji', emoji: '👍' }] });
    await call('deleteMessage', where);
    await call('setMyCommands', { commands: [{ command: 'start', description: 'Begin' }] });

    await expect
      .poll(() => heard.map(({ kind }) => kind))
      .toEqual(['chat', 'action', 'edited', 'reaction', 'deleted', 'commands']);
    expect(heard[2]?.change.shown).toMatchObject({
      message: { message_id: id, text: 'done', edit_date: expect.any(Number) },
      silent: true,
    });
    expect(heard[3]?.change).toMatchObject({ messageId: id, reactions: [{ emoji: '👍' }] });
    expect(heard[4]?.change).toEqual({ messageId: id });
    expect(heard[5]?.change.commands).toEqual([{ command: 'start', description: 'Begin' }]);
  });

  it('stays between the bot and that person; others hear that something came', async () => {
    await say('hello', STRANGER.id);
    await say('hello');
    const { heard } = await listen(STRANGER.id);

    await send('for the owner alone');

    await expect
      .poll(() => heard.at(-1))
      .toEqual({
        kind: 'elsewhere',
        change: { personId: OWNER.id },
      });
    expect(JSON.stringify(heard)).not.toContain('for the owner alone');
  });

  it('ends for the page when the playground closes', async () => {
    const { ended } = await listen();

    await playground.close();
    cleanUps.splice(0);

    expect(await ended).toBeUndefined();
  });

  it('speaks another language from the next message on', async () => {
    await say('hello');

    const answer = await post(`/api/language?person=${OWNER.id}`, { languageCode: 'ru' });
    await say('again');

    expect(await answer.json()).toMatchObject({
      persons: [{ id: OWNER.id, languageCode: 'ru' }, {}],
    });
    const codes = (await updates()).map(({ message }) => message?.from?.language_code);
    expect(codes).toEqual(['en', 'ru']);
    const { heard } = await listen();
    expect(heard[0]?.change.messages).toHaveLength(2);
  });

  it.each([
    ['/api/messages?person=1001', { text: ' ' }, 400],
    ['/api/messages?person=1001', { words: 'hello' }, 400],
    ['/api/messages?person=1001', null, 400],
    ['/api/messages?person=9', { text: 'hello' }, 404],
    ['/api/messages', { text: 'hello' }, 404],
    ['/api/taps?person=1001', { messageId: 'x' }, 400],
    ['/api/language?person=1001', { languageCode: 'klingon' }, 400],
    ['/api/messages?person=1001', { text: 'x'.repeat(300_000) }, 413],
  ])('refuses %s with %j', async (path, body, code) => {
    expect((await post(path, body)).status).toBe(code);
    expect(await call('getUpdates')).toEqual([]);
  });

  it('refuses what is no JSON', async () => {
    const answer = await ask('/api/messages?person=1001', { method: 'POST', body: '{"text' });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'bad-request' });
  });
});

describe('a tap', () => {
  const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] };

  it('reaches the bot and brings its answer back', async () => {
    await say('hello');
    await updates();
    const { message_id: messageId } = await send('Sure?', { reply_markup: keyboard });

    const tapping = post(`/api/taps?person=${OWNER.id}`, { messageId, label: 'Yes' });
    const query = (await updates()).at(-1)?.callback_query;
    await call('answerCallbackQuery', { callback_query_id: query?.id, text: 'Noted' });

    expect(query).toMatchObject({ data: 'y', from: { id: OWNER.id } });
    expect(await (await tapping).json()).toEqual({ text: 'Noted' });
  });

  it('on a button that has gone is refused, and the bot hears nothing', async () => {
    await say('hello');
    await updates();
    const { message_id: messageId } = await send('Sure?', { reply_markup: keyboard });
    await call('editMessageText', { chat_id: OWNER.id, message_id: messageId, text: 'Decided' });

    const answer = await post(`/api/taps?person=${OWNER.id}`, { messageId, label: 'Yes' });

    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({ error: 'gone' });
    expect(await call('getUpdates', { offset })).toEqual([]);
  });
});

describe('a document', () => {
  const upload = (name: string, body: string | Uint8Array<ArrayBuffer>, caption = '') => {
    const query = new URLSearchParams({ person: String(OWNER.id), name, caption });
    return ask(`/api/documents?${query.toString()}`, { method: 'POST', body });
  };

  it('reaches the bot with its caption and comes back as it was, to be saved', async () => {
    const bytes = new Uint8Array([0, 255, 13, 10, 128]);
    expect((await upload('../страница.html', bytes, 'see this')).status).toBe(200);
    const [update] = await updates();
    const document = update?.message?.document;
    expect(update?.message?.caption).toBe('see this');
    expect(document).toMatchObject({ file_name: 'страница.html', file_size: 5 });

    const answer = await ask(`/api/files/${document?.file_id}`);

    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('takes a text too long for a caption along as a message', async () => {
    await upload('a.txt', 'x', 'y'.repeat(1_025));

    const [file, text] = await updates();
    expect(file?.message?.caption).toBeUndefined();
    expect(text?.message?.text).toHaveLength(1_025);
  });

  it.each(['', '..', 'a/..', '\u0000'])('named %j is called file', async (name) => {
    await upload(name, 'x');

    expect((await updates())[0]?.message?.document?.file_name).toBe('file');
  });

  it('is refused when it is empty or too big, and unknown ones are not found', async () => {
    expect((await upload('a.txt', '')).status).toBe(400);
    expect((await upload('a.bin', new Uint8Array(50 * 1024 * 1024 + 1))).status).toBe(413);
    expect(await call('getUpdates')).toEqual([]);
    expect((await ask('/api/files/nothing')).status).toBe(404);
  });

  it('too big for bots to download is refused in words the page knows', async () => {
    await upload('a.bin', new Uint8Array(20 * 1024 * 1024 + 1));
    const [update] = await updates();

    const answer = await ask(`/api/files/${update?.message?.document?.file_id}`);

    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ error: 'too-big' });
  });
});
