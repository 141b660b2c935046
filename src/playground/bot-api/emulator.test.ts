import { beforeEach, describe, expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { type BotHandle, createEmulator, type Emulator } from './emulator.ts';
import type { LimitSettings } from './limits.ts';
import type { PersonInChat } from './people/person.ts';
import type { EmulatorEvent } from './world.ts';

let clockMs: number;
let emulator: Emulator;
let bot: BotHandle;
let alice: PersonInChat;

function setUp(limits: LimitSettings | 'off' = 'off'): void {
  clockMs = Date.UTC(2026, 10, 22);
  emulator = createEmulator({ now: () => clockMs, limits });
  bot = emulator.bot({ username: 'shop_bot' });
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
}

beforeEach(() => setUp());

/** The result, or the whole refusal. */
async function call<Result = unknown>(
  method: string,
  payload: Record<string, unknown> = {},
): Promise<Result> {
  const answer = await emulator.call(bot.token, method, payload);
  return (answer.ok ? answer.result : answer) as Result;
}
const say = (text: string, more: object = {}) =>
  call<{ message_id: number }>('sendMessage', { chat_id: 101, text, ...more });
const received = () => call<Record<string, { text: string; entities: unknown }>[]>('getUpdates');
const TAP = {
  inline_keyboard: [
    [
      { text: 'Yes', callback_data: 'yes' },
      { text: 'No', callback_data: 'no' },
    ],
  ],
};

describe('a sent message', () => {
  it('comes back parsed, trimmed, dated in seconds and signed', async () => {
    const text = '  <b>Bold</b> <pre><code class="language-ts">x</code></pre> &lt; https://a.org ';
    const message = await say(text, { parse_mode: 'HTML', reply_markup: TAP });

    expect(message).toEqual({
      message_id: 2,
      from: { id: bot.id, is_bot: true, first_name: 'Emulated bot', username: 'shop_bot' },
      chat: { id: 101, type: 'private', first_name: 'Alice' },
      date: clockMs / 1_000,
      text: 'Bold x < https://a.org',
      entities: [
        { type: 'bold', offset: 0, length: 4 },
        { type: 'pre', offset: 5, length: 1, language: 'ts' },
        { type: 'url', offset: 9, length: 13 },
      ],
      reply_markup: TAP,
    });
  });

  it('has its own entities sorted, merged, cut out of code and none empty', async () => {
    const entities = [
      { type: 'italic', offset: 2, length: 4 },
      { type: 'bold', offset: 2, length: 2 },
      { type: 'bold', offset: 0, length: 2 },
      { type: 'code', offset: 4, length: 1 },
      { type: 'underline', offset: 3, length: 0 },
      { type: 'mention', offset: 0, length: 1 },
    ];

    expect(await say('abcdefg', { entities })).toMatchObject({
      entities: [
        { type: 'bold', offset: 0, length: 4 },
        { type: 'italic', offset: 2, length: 2 },
        { type: 'code', offset: 4, length: 1 },
        { type: 'italic', offset: 5, length: 1 },
      ],
    });
  });

  it('counts offsets in UTF-16, and drops carriage returns under them', async () => {
    const entities = [{ type: 'bold', offset: 4, length: 4 }];

    expect(await say('😀\r\nbold', { entities })).toMatchObject({
      text: '😀\nbold',
      entities: [{ type: 'bold', offset: 3, length: 4 }],
    });
  });

  it('keeps the first hundred of its entities', async () => {
    const entities = Array.from({ length: 120 }, (_, n) => ({
      type: 'bold',
      offset: n * 2,
      length: 1,
    }));

    const message = (await say('x '.repeat(120), { entities })) as unknown as {
      entities: unknown[];
    };

    expect(message.entities).toHaveLength(100);
  });

  it('loses its keyboard with an edit that names none', async () => {
    const { message_id } = await say('hi', { reply_markup: TAP });
    clockMs += 5_000;

    const edited = await call('editMessageText', { chat_id: 101, message_id, text: 'hi' });

    expect(edited).toMatchObject({ edit_date: clockMs / 1_000 });
    expect(edited).not.toHaveProperty('reply_markup');
    expect(alice.lastMessage()).toMatchObject({ buttons: [], edits: 1 });
  });

  it('keeps its entities when only the keyboard changes', async () => {
    const { message_id } = await say('<b>hi</b>', { parse_mode: 'HTML' });

    await call('editMessageReplyMarkup', { chat_id: 101, message_id, reply_markup: TAP });

    expect(alice.lastMessage()).toMatchObject({
      buttons: [['Yes', 'No']],
      entities: [{ type: 'bold', offset: 0, length: 2 }],
    });
  });

  it('loses its entities with an edit to plain text', async () => {
    const { message_id } = await say('<b>hi</b>', { parse_mode: 'HTML' });

    const edited = await call('editMessageText', { chat_id: 101, message_id, text: 'hi' });

    expect(edited).not.toHaveProperty('entities');
  });

  it('shows a photo with its size in pixels', async () => {
    const dot =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const photo = { name: 'dot.png', bytes: Buffer.from(dot, 'base64') };

    await call('sendPhoto', { chat_id: 101, photo, caption: 'A dot' });

    expect(alice.lastMessage()).toMatchObject({ text: 'A dot', photo: [{ width: 1, height: 1 }] });
  });

  it('is gone after its deletion, and carries the reaction it got', async () => {
    const { message_id } = await say('hi');
    const reaction = [{ type: 'emoji', emoji: '👍' }];

    await call('setMessageReaction', { chat_id: 101, message_id: 1, reaction });
    await call('deleteMessage', { chat_id: 101, message_id });

    expect(alice.messages().map(({ text, reactions }) => [text, reactions])).toEqual([
      ['/start', reaction],
    ]);
  });
});

describe('a tap', () => {
  const query = async () => {
    const updates = await emulator.call(bot.token, 'getUpdates', { offset: -1 });
    return (
      updates as unknown as {
        result: { callback_query: { id: string; data: string; message: { text: string } } }[];
      }
    ).result[0]!.callback_query;
  };

  it('finds the newest message with the button and resolves with the answer', async () => {
    await say('old', { reply_markup: TAP });
    await say('new', { reply_markup: TAP });
    await say('without');

    const answer = alice.taps('No');
    const { id, data, message } = await query();
    await call('answerCallbackQuery', { callback_query_id: id, text: 'No!', show_alert: true });

    expect([data, message.text]).toEqual(['no', 'new']);
    expect(await answer).toEqual({ text: 'No!', show_alert: true });
  });

  it('can be meant for an older message', async () => {
    const old = await say('old', { reply_markup: TAP });
    await say('new', { reply_markup: TAP });

    const answer = alice.taps({ text: 'Yes' }, old);
    const { id, message } = await query();
    await call('answerCallbackQuery', { callback_query_id: id });

    expect(message.text).toBe('old');
    expect(await answer).toEqual({});
  });

  it('is answered once, and in time', async () => {
    await say('hi', { reply_markup: TAP });
    void alice.taps('Yes');
    const first = await query();
    const refused = {
      ok: false,
      description: expect.stringContaining('query is too old') as string,
    };

    expect(await call('answerCallbackQuery', { callback_query_id: first.id })).toBe(true);
    expect(await call('answerCallbackQuery', { callback_query_id: first.id })).toMatchObject(
      refused,
    );
    void alice.taps('Yes').catch(() => undefined);
    const late = await query();
    clockMs += 15_001;
    expect(await call('answerCallbackQuery', { callback_query_id: late.id })).toMatchObject(
      refused,
    );
  });

  it('on no button says which there are', async () => {
    await say('hi', { reply_markup: TAP });

    await expect(alice.taps('Maybe')).rejects.toThrow(
      'no button "Maybe" here; there are: Yes, No.',
    );
  });
});

describe('a group', () => {
  it('shows a bot in privacy mode only what is meant for it', async () => {
    const group = emulator.group({ id: -5, title: 'Team' });
    group.add(bot);
    const inGroup = emulator.person({ id: 102, name: 'Bob' }).in(group);
    const { message_id } = await call<{ message_id: number }>('sendMessage', {
      chat_id: -5,
      text: 'hi',
    });

    inGroup.says('just talk');
    inGroup.says('/status');
    inGroup.says('/status@other_bot');
    inGroup.says('hey @shop_bot');
    inGroup.says('an answer', { replyTo: message_id });

    const texts = (await received()).flatMap(({ message }) => message?.text ?? []);
    expect(texts).toEqual(['/start', '/status', 'hey @shop_bot', 'an answer']);
  });

  it('shows everything to an administrator', async () => {
    const group = emulator.group({ id: -5, title: 'Team' });
    group.add(bot, 'administrator');
    const talk = emulator.person({ id: 102, name: 'Bob' }).in(group).says('just talk');

    expect((await received()).at(-1)).toMatchObject({ message: { text: 'just talk' } });
    expect(await call('deleteMessage', { chat_id: -5, message_id: talk.message_id })).toBe(true);
  });

  it('keeps topics apart, with the trap of a reply that nobody made', async () => {
    const forum = emulator.group({ id: -1_001_234_567_890, title: 'Forum', forum: true });
    forum.add(bot, 'administrator');
    const topic = forum.opensTopic('Shop');
    const bob = emulator.person({ id: 102, name: 'Bob' });
    bob.in(forum).says('in General');

    const said = bob.in(forum, topic).says('in the topic');
    await call('sendMessage', { chat_id: forum.id, message_thread_id: topic, text: 'there too' });

    expect(said).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
      reply_to_message: { message_id: topic, forum_topic_created: { name: 'Shop' } },
    });
    expect(
      bob
        .in(forum, topic)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['', 'in the topic', 'there too']);
    expect(
      bob
        .in(forum)
        .messages()
        .map(({ text }) => text),
    ).toContain('in General');
  });
});

it('finds commands, mentions, links and hashtags in what a person writes', async () => {
  alice.says('😀 /run@shop_bot see https://a.org/x?y=1, @alice and #tag me@a.org');

  const { message } = (await received()).at(-1)!;
  const found = (message!.entities as { type: string; offset: number; length: number }[]).map(
    ({ type, offset, length }) => [type, message!.text.slice(offset, offset + length)],
  );
  expect(found).toEqual([
    ['bot_command', '/run@shop_bot'],
    ['url', 'https://a.org/x?y=1'],
    ['mention', '@alice'],
    ['hashtag', '#tag'],
    ['email', 'me@a.org'],
  ]);
});

it('keeps commands apart by scope and language', async () => {
  const commands = [{ command: 'start', description: 'Begin' }];
  const russian = [{ command: 'start', description: 'Начать' }];
  const scope = { type: 'chat', chat_id: 101 };
  await call('setMyCommands', { commands });
  await call('setMyCommands', { commands: russian, language_code: 'ru', scope });

  expect(await call('getMyCommands')).toEqual(commands);
  expect(await call('getMyCommands', { language_code: 'ru', scope })).toEqual(russian);
  expect(emulator.commandsOf(bot)).toEqual({ 'default/': commands, 'chat:101/ru': russian });
  await call('deleteMyCommands');
  expect(await call('getMyCommands')).toEqual([]);
  expect(await call('setChatMenuButton', { menu_button: { type: 'commands' } })).toBe(true);
  expect(await call('getChat', { chat_id: 101 })).toMatchObject({
    first_name: 'Alice',
    max_reaction_count: 11,
  });
});

describe('a budget', () => {
  it('lets three messages into a private chat at once, then one a second, edits included', async () => {
    setUp({});
    const { message_id } = await say('1');
    await say('2');
    await say('3');
    const edit = (text: string) => call('editMessageText', { chat_id: 101, message_id, text });

    expect(await edit('4')).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    clockMs += 1_000;
    expect(await edit('4')).toMatchObject({ text: '4' });
    expect(await say('5')).toMatchObject({ error_code: 429 });
    clockMs += 3_000;
    for (const text of ['6', '7', '8']) expect(await say(text)).toMatchObject({ text });
  });

  it('gives a group twenty a minute and answers to taps nothing to pay', async () => {
    setUp({});
    const group = emulator.group({ id: -5, title: 'Team' });
    group.add(bot);
    const send = () => call('sendMessage', { chat_id: -5, text: 'x', reply_markup: TAP });
    for (let n = 0; n < 20; n += 1) expect(await send()).toHaveProperty('message_id');

    expect(await send()).toMatchObject({ parameters: { retry_after: 3 } });
    void emulator.person({ id: 102, name: 'Bob' }).in(group).taps('Yes');
    const [last] = await call<{ callback_query: { id: string } }[]>('getUpdates', { offset: -1 });
    expect(await call('answerCallbackQuery', { callback_query_id: last!.callback_query.id })).toBe(
      true,
    );
    expect(await say('another chat')).toHaveProperty('message_id');
  });
});

describe('faults', () => {
  it('hit what they are meant for, as often as told, oldest first', async () => {
    emulator.faults.add({
      method: 'SENDMESSAGE',
      chatId: 101,
      times: 1,
      kind: 'status',
      status: 502,
    });
    emulator.faults.add({ times: 1, kind: 'status', status: 429, retryAfter: 30 });

    expect(await call('getMe')).toMatchObject({ parameters: { retry_after: 30 } });
    expect(await say('x')).toMatchObject({ error_code: 502, description: 'Bad Gateway' });
    expect(await say('x')).toMatchObject({ text: 'x' });
    expect(emulator.faults.remaining()).toBe(0);
  });

  it('delay a call without changing it', async () => {
    const clock = virtualClock(Date.UTC(2026, 10, 22));
    const later = createEmulator({ clock });
    const { token } = later.bot();
    later.faults.add({ times: 1, kind: 'delay', ms: 30 });
    let answer: unknown;
    void later.call(token, 'getMe').then((got) => (answer = got));

    await clock.advance(29);
    expect(answer).toBeUndefined();
    await clock.advance(1);
    expect(answer).toMatchObject({ ok: true, result: { is_bot: true } });
  });
});

it('tells of every change, in plain JSON', async () => {
  const events: EmulatorEvent[] = [];
  const stop = emulator.events.subscribe((event) => events.push(event));

  const { message_id } = await say('hi', { disable_notification: true });
  await call('sendChatAction', { chat_id: 101, action: 'typing' });
  await call('editMessageText', { chat_id: 101, message_id, text: 'ho' });
  await call('deleteMessage', { chat_id: 101, message_id });
  stop();
  await say('unheard');

  const changes = events.filter(({ kind }) => kind !== 'call');
  expect(changes.map(({ kind }) => kind)).toEqual(['message', 'action', 'edited', 'deleted']);
  expect(changes[0]).toMatchObject({ silent: true, message: { text: 'hi' } });
  expect(JSON.parse(JSON.stringify(events))).toEqual(events);
});

it('gives snapshots that nothing changes afterwards', async () => {
  const { message_id } = await say('before');
  const snapshot = alice.messages();

  await call('editMessageText', { chat_id: 101, message_id, text: 'after' });

  expect(snapshot.at(-1)?.text).toBe('before');
  expect(emulator.chats()).toMatchObject([
    { room: alice.room, chat: { id: 101 }, topics: [], messages: [{}, { text: 'after' }] },
  ]);
});

it('says what the chats show when what was waited for does not come', async () => {
  await say('something else');

  await expect(emulator.waitFor(() => false, { timeoutMs: 20 })).rejects.toThrow('something else');
});
