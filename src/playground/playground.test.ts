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
// oxlint-disable-next-line typescript/no-explicit-any
async function listen(person = OWNER.id, where = ''): Promise<Record<string, any>> {
  const response = await ask(`/api/events?person=${person}${where}`);
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
  // The list of chats, the chat itself, and what is wrong with the network.
  await expect.poll(() => heard.length).toBeGreaterThanOrEqual(3);
  const beginning = heard.splice(0, 3).map(({ change }) => change);
  return { heard, ended, chats: beginning[0].chats, chat: beginning[1], trouble: beginning[2] };
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
      bot: { id: expect.any(Number), name: 'CodeFoundry', username: 'codefoundry_bot' },
      hasChosenLanguage: false,
      persons: [
        { ...OWNER, part: 'owner', room: expect.any(String) },
        { ...STRANGER, part: 'stranger', room: expect.any(String) },
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
    const { heard, chat, chats } = await listen();
    expect(chats).toMatchObject([{ kind: 'private', title: 'CodeFoundry' }]);
    expect(chat).toMatchObject({
      messages: [
        { message: { text: 'hello' }, silent: false },
        { message: { text: 'working' }, silent: true },
      ],
      earlier: 0,
      pinned: [],
      commands: [],
    });

    const where = { chat_id: OWNER.id, message_id: id };
    await call('sendChatAction', { chat_id: OWNER.id, action: 'typing' });
    await call('editMessageText', { ...where, text: 'done' });
    await call('setMessageReaction', { ...where, reaction: [{ type: 'emoji', emoji: '👍' }] });
    await call('deleteMessage', where);
    await call('setMyCommands', { commands: [{ command: 'start', description: 'Begin' }] });

    await expect
      .poll(() => heard.map(({ kind }: Heard) => kind))
      .toEqual(['action', 'edited', 'reaction', 'deleted', 'commands']);
    expect(heard[1].change.message).toMatchObject({
      message_id: id,
      text: 'done',
      edit_date: expect.any(Number),
    });
    expect(heard[2].change).toMatchObject({ messageId: id, reactions: [{ emoji: '👍' }] });
    expect(heard[3].change).toEqual({ messageId: id });
    expect(heard[4].change.commands).toEqual([{ command: 'start', description: 'Begin' }]);
  });

  it('stays between the bot and that person; the page of others counts that something came', async () => {
    await say('hello', STRANGER.id);
    await say('hello');
    const { heard } = await listen(STRANGER.id);

    await send('for the owner alone');

    await expect.poll(() => heard.at(-1)?.kind).toBe('elsewhere');
    const session = (await (await ask('/api/session')).json()) as { persons: { room: string }[] };
    const room = session.persons[0]!.room;
    expect(heard.at(-1).change).toMatchObject({
      room,
      shown: { message: { from: { is_bot: true } } },
    });
    const asStranger = `/api/events?person=${STRANGER.id}&chat=${encodeURIComponent(room)}`;
    expect((await ask(asStranger)).status).toBe(404);
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
    expect((await listen())['chat'].messages).toHaveLength(2);
  });

  it.each([
    ['/api/messages?person=1001', { text: ' ' }, 400],
    ['/api/messages?person=1001', { words: 'hello' }, 400],
    ['/api/messages?person=1001', null, 400],
    ['/api/messages?person=9', { text: 'hello' }, 404],
    ['/api/messages', { text: 'hello' }, 404],
    ['/api/taps?person=1001', { messageId: 'x' }, 400],
    ['/api/messages?person=1001&chat=group:-1001', { text: 'hello' }, 404],
    [
      '/api/groups?person=1001',
      { title: ' ', isForum: false, personIds: [], botAs: 'member' },
      400,
    ],
    ['/api/troubles?person=1001', { kind: 'flood', scope: 'all', times: -1, seconds: 1 }, 400],
    ['/api/troubles?person=1001', { kind: 'fire', scope: 'all', times: 1, seconds: 1 }, 400],
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

    const tapping = post(`/api/taps?person=${OWNER.id}`, { messageId, label: 'Yes', data: 'y' });
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

    const answer = await post(`/api/taps?person=${OWNER.id}`, {
      messageId,
      label: 'Yes',
      data: 'y',
    });

    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({ error: 'gone' });
    expect(await call('getUpdates', { offset })).toEqual([]);
  });
});

describe('a document', () => {
  const upload = (name: string, body: Uint8Array<ArrayBuffer>, caption = '') =>
    uploadAll([{ name, kind: 'document', body }], { caption });

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
    await upload('a.txt', new Uint8Array(1), 'y'.repeat(1_025));

    const [file, text] = await updates();
    expect(file?.message?.caption).toBeUndefined();
    expect(text?.message?.text).toHaveLength(1_025);
  });

  it.each(['', '..', 'a/..', '\u0000'])('named %j is called file', async (name) => {
    await upload(name, new Uint8Array(1));

    expect((await updates())[0]?.message?.document?.file_name).toBe('file');
  });

  it('is refused when it is empty or too big, and unknown ones are not found', async () => {
    expect((await upload('a.txt', new Uint8Array())).status).toBe(400);
    expect((await upload('a.bin', new Uint8Array(50 * 1024 * 1024 + 1))).status).toBe(413);
    expect(await call('getUpdates')).toEqual([]);
    expect((await ask('/api/files/nothing')).status).toBe(404);
  });

  it('too big for bots to download is there for people all the same', async () => {
    await upload('a.bin', new Uint8Array(20 * 1024 * 1024 + 1));
    const [update] = await updates();
    const fileId = update?.message?.document?.file_id;

    await expect(call('getFile', { file_id: fileId })).rejects.toThrow('file is too big');
    expect((await ask(`/api/files/${fileId}`)).status).toBe(200);
  });

  it('is served in parts, as players ask for them', async () => {
    await upload('a.bin', new Uint8Array([1, 2, 3, 4]));
    const fileId = (await updates())[0]?.message?.document?.file_id;
    const part = async (range: string) => {
      const url = new URL(`/api/files/${fileId}?key=${keyOf(playground)}`, playground.pageUrl);
      const answer = await fetch(url, { headers: { range } });
      const bytes = [...new Uint8Array(await answer.arrayBuffer())];
      return [answer.status, answer.headers.get('content-range'), bytes];
    };

    expect(await part('bytes=1-2')).toEqual([206, 'bytes 1-2/4', [2, 3]]);
    expect(await part('bytes=2-')).toEqual([206, 'bytes 2-3/4', [3, 4]]);
    expect(await part('bytes=9-')).toEqual([416, 'bytes */4', []]);
  });

  it('whose sizes do not add up is refused', async () => {
    const about = { items: [{ name: 'a', kind: 'document', sizeBytes: 3 }], caption: '' };
    const query = new URLSearchParams({ person: String(OWNER.id), about: JSON.stringify(about) });
    const answer = await ask(`/api/files?${query.toString()}`, { method: 'POST', body: 'xx' });

    expect(answer.status).toBe(400);
    expect(await call('getUpdates')).toEqual([]);
  });
});

describe('pictures', () => {
  const body = png();

  it('reach the bot as photos, several as one album with the caption on the first', async () => {
    await uploadAll([{ name: 'a.png', kind: 'photo', body }], { caption: 'one' });
    await uploadAll(
      [
        { name: 'b.png', kind: 'photo', body },
        { name: 'c.png', kind: 'photo', body },
      ],
      { caption: 'two' },
    );

    const [one, two, three] = (await updates()).map(({ message }) => message);
    expect(one?.photo?.length).toBeGreaterThan(0);
    expect(one?.media_group_id).toBeUndefined();
    expect([one?.caption, two?.caption, three?.caption]).toEqual(['one', 'two', undefined]);
    expect(two?.media_group_id).toBe(three?.media_group_id);
    const shown = await ask(`/api/files/${one?.photo?.at(-1)?.file_id}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(shown.headers.get('content-disposition')).toBe('inline');
  });

  it('that are none are refused', async () => {
    const text = new TextEncoder().encode('<svg onload=alert(1)>');
    const answer = await uploadAll([{ name: 'a.png', kind: 'photo', body: text }], { caption: '' });

    expect(answer.status).toBe(409);
  });
});

describe('a group', () => {
  const make = async (more: object = {}): Promise<string> => {
    const settings = { title: 'Team', isForum: true, personIds: [], botAs: 'administrator' };
    const answer = await post(`/api/groups?person=${OWNER.id}`, { ...settings, ...more });
    return ((await answer.json()) as { room: string }).room;
  };
  const at = (room: string, topic?: number) =>
    `&chat=${encodeURIComponent(room)}${topic === undefined ? '' : `&topic=${topic}`}`;

  it('is there for those who are in it, and for nobody else', async () => {
    await say('hello');
    await updates();
    const { heard } = await listen();
    const room = await make();

    await expect
      .poll(() => heard.at(-1)?.kind === 'chats' && heard.at(-1).change.chats[1])
      .toEqual({
        room,
        kind: 'forum',
        title: 'Team',
        members: ['Olga'],
      });
    expect((await ask(`/api/events?person=${STRANGER.id}${at(room)}`)).status).toBe(404);
    const sent = await post(`/api/messages?person=${OWNER.id}${at(room)}`, { text: 'to all' });
    expect(sent.status).toBe(200);
    expect((await updates()).at(-1)?.message).toMatchObject({
      text: 'to all',
      chat: { type: 'supergroup', is_forum: true, title: 'Team' },
    });
  });

  it('keeps its topics apart, and counts what came in another one', async () => {
    const room = await make({ personIds: [STRANGER.id] });
    const made = await post(`/api/topics?person=${OWNER.id}${at(room)}`, { name: 'Shop' });
    const { topicId } = (await made.json()) as { topicId: number };
    await post(`/api/messages?person=${OWNER.id}${at(room, topicId)}`, { text: 'in the shop' });
    await post(`/api/messages?person=${OWNER.id}${at(room, 1)}`, { text: 'in general' });

    const shop = await listen(STRANGER.id, at(room, topicId));
    const general = await listen(STRANGER.id, at(room, 1));

    const texts = (chat: { messages: { message: { text?: string } }[] }) =>
      chat.messages.map(({ message }) => message.text).filter(Boolean);
    expect(texts(shop['chat'])).toEqual(['in the shop']);
    expect(texts(general['chat'])).toEqual(['in general']);
    expect(shop['chat'].topics).toMatchObject([{ id: topicId, name: 'Shop' }]);
    await post(`/api/messages?person=${OWNER.id}${at(room, topicId)}`, { text: 'again' });
    await expect.poll(() => shop['heard'].at(-1)?.kind).toBe('message');
    await expect.poll(() => general['heard'].at(-1)?.kind).toBe('elsewhere');
  });
});

describe('messages that are there', () => {
  const own = `person=${OWNER.id}`;

  it('can be answered, changed, reacted to, passed on and taken away', async () => {
    await say('hello');
    const { message_id: id } = await send('question');
    const { heard } = await listen();
    const group = { title: 'Team', isForum: false, personIds: [], botAs: 'member' };
    const { room } = (await (await post(`/api/groups?${own}`, group)).json()) as { room: string };
    offset = 0;
    await updates();

    const answer = await post(`/api/messages?${own}`, { text: 'answer', replyTo: id });
    const [answerId] = ((await answer.json()) as { messageIds: number[] }).messageIds;
    await post(`/api/edits?${own}`, { messageId: answerId, text: 'better answer' });
    await post(`/api/reactions?${own}`, { messageId: id, emoji: '👍' });
    const forwarded = await post(`/api/forwards?${own}`, { messageId: id, to: room });
    await post(`/api/deletes?${own}`, { messageId: answerId });

    expect(forwarded.status).toBe(200);
    await expect.poll(() => heard.at(-1)?.kind).toBe('deleted');
    const seen = await updates();
    expect(seen.find(({ message }) => message?.text === 'answer')?.message).toMatchObject({
      reply_to_message: { message_id: id },
    });
    expect(seen.find(({ edited_message: edited }) => edited)?.edited_message?.text).toBe(
      'better answer',
    );
    const again = await post(`/api/edits?${own}`, { messageId: id, text: 'not mine' });
    expect(again.status).toBe(409);
  });

  it('tell what they showed before', async () => {
    await say('hello');
    const { message_id: id } = await send('first');
    await call('editMessageText', { chat_id: OWNER.id, message_id: id, text: 'second' });

    const answer = await (await ask(`/api/versions?${own}&message=${id}`)).json();

    expect(answer).toMatchObject({ versions: [{ text: 'first' }, { text: 'second' }] });
  });

  it('come in stretches, back to the one that is wanted, and can be found by their words', async () => {
    for (const number of Array.from({ length: 150 }, (_, index) => index))
      await say(`line ${number}`);
    const { chat } = await listen();
    const ids = (stretch: { messages: { message: { message_id: number } }[] }) =>
      stretch.messages.map(({ message }) => message.message_id);
    const first = ids(chat)[0]!;
    expect(chat.messages.length + chat.earlier).toBe(150);
    expect(chat.messages.length).toBeLessThan(100);

    // oxlint-disable-next-line typescript/no-explicit-any
    const get = async (path: string): Promise<any> => (await ask(`/api/${path}`)).json();
    const before = await get(`history?${own}&before=${first}`);
    const found = await get(`search?${own}&words=LINE%207`);
    const wanted = ids({ messages: found.found }).at(-1)!;
    const back = await get(`history?${own}&before=${first}&to=${wanted}`);

    expect(ids(before).at(-1)).toBe(first - 1);
    expect(found.found.map(({ message }: { message: { text: string } }) => message.text)).toEqual(
      expect.arrayContaining(['line 7', 'line 79']),
    );
    expect(ids(back)).toContain(wanted);
    expect(ids(back).at(-1)).toBe(first - 1);
  });
});

describe('trouble', () => {
  const make = (more: object) =>
    post(`/api/troubles?person=${OWNER.id}`, {
      kind: 'flood',
      scope: 'chat',
      times: 1,
      seconds: 7,
      ...more,
    });

  it('hits the bot as often as wanted, in that chat, and the page hears of it', async () => {
    await say('hello');
    const { heard, trouble } = await listen();
    expect(trouble).toEqual({ troubles: [], left: 0 });

    await make({ times: 2 });
    await call('getUpdates');
    await expect(send('one')).rejects.toThrow('Too Many Requests: retry after 7');
    await expect(send('two')).rejects.toThrow('retry after 7');
    await send('three');

    const told = () =>
      heard.filter(({ kind }: Heard) => kind === 'trouble').map(({ change }: Heard) => change.left);
    await expect.poll(told).toEqual([2, 1, 0]);
  });

  it('without end ends when it is cleared', async () => {
    await say('hello');
    await make({ kind: 'failure', times: 0 });
    await expect(send('one')).rejects.toThrow('Internal Server Error');
    expect((await listen())['trouble']).toMatchObject({ left: null, troubles: [{ times: 0 }] });

    await ask('/api/troubles', { method: 'DELETE' });

    await send('two');
  });
});

interface Sending {
  readonly name: string;
  readonly kind: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

function uploadAll(files: readonly Sending[], about: object): Promise<Response> {
  const items = files.map(({ name, kind, body }) => ({ name, kind, sizeBytes: body.length }));
  const told = JSON.stringify({ ...about, items });
  const query = new URLSearchParams({ person: String(OWNER.id), about: told });
  const body = new Blob(files.map((file) => file.body));
  return ask(`/api/files?${query.toString()}`, { method: 'POST', body });
}

/** A picture of one pixel. */
function png(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );
}
