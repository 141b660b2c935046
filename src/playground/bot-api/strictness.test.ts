import { describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from './emulator.ts';

/** Ids and the chats that every case finds. */
const ALICE = 101;
const BOB = 102;
const CAROL = 103;
const DAVE = 104;
const ERIN = 105;
const FORUM = -1_001_000_000_001;
const GROUP = -2_001;
const OLD_GROUP = -2_002;
const NEW_GROUP = -1_001_000_000_002;
const LEFT_GROUP = -1_001_000_000_003;
const KICKED_GROUP = -2_003;

function scene() {
  const clock = { ms: Date.UTC(2026, 10, 22) };
  const emulator = createEmulator({ now: () => clock.ms });
  const bot = emulator.bot();
  const alice = emulator.person({ id: ALICE, name: 'Alice' });
  const bob = emulator.person({ id: BOB, name: 'Bob' });
  const carol = emulator.person({ id: CAROL, name: 'Carol' });
  const dave = emulator.person({ id: DAVE, name: 'Dave' });
  emulator.person({ id: ERIN, name: 'Erin' });
  alice.chat(bot).says('/start');
  bob.chat(bot).says('/start');
  bob.chat(bot).blocks();
  dave.chat(bot).says('/start');
  dave.leavesTelegram();
  const forum = emulator.group({ id: FORUM, title: 'Forum', forum: true });
  forum.add(bot);
  const topic = forum.opensTopic('Shop');
  const closed = forum.opensTopic('Closed');
  forum.closesTopic(closed);
  const deleted = forum.opensTopic('Deleted');
  forum.deletesTopic(deleted);
  carol.in(forum).says('hello');
  const group = emulator.group({ id: GROUP, title: 'Group' });
  group.add(bot);
  const carolsMessage = carol.in(group).says('/hello').message_id;
  const old = emulator.group({ id: OLD_GROUP, title: 'Old' });
  old.add(bot);
  old.migratesTo(NEW_GROUP);
  const left = emulator.group({ id: LEFT_GROUP, title: 'Left' });
  left.add(bot);
  left.remove(bot);
  const kicked = emulator.group({ id: KICKED_GROUP, title: 'Kicked' });
  kicked.add(bot);
  kicked.remove(bot, 'kicked');
  const call = (method: string, payload: Record<string, unknown> = {}) =>
    emulator.call(bot.token, method, payload);
  return {
    clock,
    emulator,
    bot,
    call,
    alice: alice.chat(bot),
    topic,
    closed,
    deleted,
    carolsMessage,
  };
}

type Scene = ReturnType<typeof scene>;

async function sent(given: Scene, payload: Record<string, unknown>): Promise<number> {
  const answer = await given.call('sendMessage', { chat_id: ALICE, ...payload });
  if (!answer.ok) throw new Error(answer.description);
  return (answer.result as { message_id: number }).message_id;
}

const button = (text: string, more: object) => ({ inline_keyboard: [[{ text, ...more }]] });
const TAP = button('Tap', { callback_data: 'x' });
const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** `[source, what, method, parameters, refusal]`; parameters may look at the scene. */
type Case = readonly [
  source: string,
  what: string,
  method: string,
  payload: Record<string, unknown> | ((given: Scene) => object | Promise<object>),
  refusal: string,
];

const toAlice = (more: object): Record<string, unknown> => ({
  chat_id: ALICE,
  text: 'hi',
  ...more,
});
const bytes = (size: number, name = 'a.txt') => ({ name, bytes: new Uint8Array(size) });

const CASES: readonly Case[] = [
  ['[S] 12664', 'unknown method', 'sendPigeon', {}, '404 Not Found: method not found'],
  [
    '[S] 11401',
    'no text',
    'sendMessage',
    { chat_id: ALICE },
    '400 Bad Request: message text is empty',
  ],
  [
    '[S] 11401',
    'empty text',
    'sendMessage',
    toAlice({ text: '' }),
    '400 Bad Request: message text is empty',
  ],
  [
    '[TD] MessageEntity.cpp:4519',
    'blank text',
    'sendMessage',
    toAlice({ text: ' \n ' }),
    '400 Bad Request: text must be non-empty',
  ],
  [
    '[TD] MessageEntity.cpp:4519',
    'markup without text',
    'sendMessage',
    toAlice({ text: '<b></b>', parse_mode: 'HTML' }),
    '400 Bad Request: text must be non-empty',
  ],
  [
    '[TD] MessageContent.cpp:4758',
    '4097 code points',
    'sendMessage',
    toAlice({ text: 'x'.repeat(4097) }),
    '400 Bad Request: message is too long',
  ],
  [
    '[S] 11309',
    '32 769 bytes',
    'sendMessage',
    toAlice({ text: 'ж'.repeat(16_385) }),
    '400 Bad Request: text is too long',
  ],
  ['[S] 8201', 'no chat', 'sendMessage', { text: 'hi' }, '400 Bad Request: chat_id is empty'],
  [
    '[S] 6571',
    'unknown chat',
    'sendMessage',
    { chat_id: 999, text: 'hi' },
    '400 Bad Request: chat not found',
  ],
  [
    '[S] 6571',
    'person who never wrote',
    'sendMessage',
    { chat_id: ERIN, text: 'hi' },
    '400 Bad Request: chat not found',
  ],
  [
    'TelegramBotAPI/errors',
    'person known from a group only',
    'sendMessage',
    { chat_id: CAROL, text: 'hi' },
    "403 Forbidden: bot can't initiate conversation with a user",
  ],
  [
    '[S] 124',
    'person who blocked the bot',
    'sendMessage',
    { chat_id: BOB, text: 'hi' },
    '403 Forbidden: bot was blocked by the user',
  ],
  [
    '[S] 8136',
    'deleted account',
    'sendMessage',
    { chat_id: DAVE, text: 'hi' },
    '403 Forbidden: user is deactivated',
  ],
  [
    '[S] 8165',
    'supergroup left',
    'sendMessage',
    { chat_id: LEFT_GROUP, text: 'hi' },
    '403 Forbidden: bot is not a member of the supergroup chat',
  ],
  [
    '[S] 8150',
    'thrown out of a group',
    'sendMessage',
    { chat_id: KICKED_GROUP, text: 'hi' },
    '403 Forbidden: bot was kicked from the group chat',
  ],
  [
    '[S] 8155',
    'group that moved',
    'sendMessage',
    { chat_id: OLD_GROUP, text: 'hi' },
    '400 Bad Request: group chat was upgraded to a supergroup chat',
  ],
  [
    '[S] 8277',
    'General by its id',
    'sendMessage',
    { chat_id: FORUM, text: 'hi', message_thread_id: 1 },
    '400 Bad Request: message thread not found',
  ],
  [
    '[S] 8277',
    'unknown topic',
    'sendMessage',
    { chat_id: FORUM, text: 'hi', message_thread_id: 4_711 },
    '400 Bad Request: message thread not found',
  ],
  [
    '[S] 8277',
    'deleted topic',
    'sendMessage',
    ({ deleted }) => ({ chat_id: FORUM, text: 'hi', message_thread_id: deleted }),
    '400 Bad Request: message thread not found',
  ],
  [
    'DraftMessageManager.cpp:119',
    'closed topic',
    'sendMessage',
    ({ closed }) => ({ chat_id: FORUM, text: 'hi', message_thread_id: closed }),
    '400 Bad Request: TOPIC_CLOSED',
  ],
  [
    '[S] 8277',
    'topic in a private chat without topics',
    'sendMessage',
    toAlice({ message_thread_id: 7 }),
    '400 Bad Request: message thread not found',
  ],
  [
    '[S] 8516',
    'reply to nothing',
    'sendMessage',
    toAlice({ reply_parameters: { message_id: 4_711 } }),
    '400 Bad Request: message to be replied not found',
  ],

  [
    '[S] 11323',
    'unknown parse mode',
    'sendMessage',
    toAlice({ parse_mode: 'XML' }),
    '400 Bad Request: unsupported parse_mode',
  ],
  [
    'emulator',
    'MarkdownV2',
    'sendMessage',
    toAlice({ parse_mode: 'MarkdownV2' }),
    '400 Bad Request: parse_mode MarkdownV2 is not supported by this emulator: send entities',
  ],
  [
    'MessageEntity.cpp:3347',
    'unknown tag',
    'sendMessage',
    toAlice({ text: 'ж<h1>x</h1>', parse_mode: 'HTML' }),
    '400 Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 2',
  ],
  [
    'MessageEntity.cpp:3575',
    'tags that cross',
    'sendMessage',
    toAlice({ text: '<b><i>x</b></i>', parse_mode: 'HTML' }),
    '400 Bad Request: can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
  ],
  [
    'MessageEntity.cpp:3347',
    'tag without end',
    'sendMessage',
    toAlice({ text: 'a < b', parse_mode: 'HTML' }),
    '400 Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
  ],
  [
    'MessageEntity.cpp:3347',
    'tag cut off',
    'sendMessage',
    toAlice({ text: '<b', parse_mode: 'HTML' }),
    "400 Bad Request: can't parse entities: Unclosed start tag at byte offset 0",
  ],
  [
    'MessageEntity.cpp:3575',
    'end without start',
    'sendMessage',
    toAlice({ text: 'x</b>', parse_mode: 'HTML' }),
    "400 Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
  ],
  [
    'MessageEntity.cpp:3575',
    'start without end',
    'sendMessage',
    toAlice({ text: '<b>x', parse_mode: 'HTML' }),
    '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  ],

  [
    '[S] 11341',
    'entity that is none',
    'sendMessage',
    toAlice({ entities: ['bold'] }),
    "400 Bad Request: can't parse MessageEntity: expected an Object",
  ],
  [
    '[S] 11341',
    'entity without offset',
    'sendMessage',
    toAlice({ entities: [{ type: 'bold', length: 1 }] }),
    '400 Bad Request: can\'t parse MessageEntity: Can\'t find field "offset"',
  ],
  [
    '[S] 11341',
    'entity of no known type',
    'sendMessage',
    toAlice({ entities: [{ type: 'blink', offset: 0, length: 1 }] }),
    "400 Bad Request: can't parse MessageEntity: Unsupported type specified",
  ],
  [
    'MessageEntity.cpp:4158',
    'entity behind the text',
    'sendMessage',
    toAlice({ entities: [{ type: 'bold', offset: 5, length: 1 }] }),
    '400 Bad Request: entity begins after the end of the text at UTF-16 offset 5',
  ],
  [
    'MessageEntity.cpp:4158',
    'entity too long',
    'sendMessage',
    toAlice({ entities: [{ type: 'bold', offset: 1, length: 2 }] }),
    '400 Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3',
  ],
  [
    'MessageEntity.cpp:4158',
    'half an emoji',
    'sendMessage',
    toAlice({ text: '😀x', entities: [{ type: 'bold', offset: 1, length: 1 }] }),
    '400 Bad Request: entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1',
  ],
  [
    'td UTF-8 check',
    'lone surrogate',
    'sendMessage',
    toAlice({ text: 'x\uD83D' }),
    '400 Bad Request: strings must be encoded in UTF-8',
  ],

  [
    '[S] 9694',
    'markup that is no object',
    'sendMessage',
    toAlice({ reply_markup: [] }),
    '400 Bad Request: object expected as reply markup',
  ],
  [
    '[S] 9753',
    'markup that is no JSON',
    'sendMessage',
    toAlice({ reply_markup: '{' }),
    "400 Bad Request: can't parse reply keyboard markup JSON object",
  ],
  [
    '[S] 9455',
    'button that does nothing',
    'sendMessage',
    toAlice({ reply_markup: button('Go', {}) }),
    "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    '[S] 9455',
    'empty callback data',
    'sendMessage',
    toAlice({ reply_markup: button('Go', { callback_data: '' }) }),
    "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    '[S] 9455',
    'button without label',
    'sendMessage',
    toAlice({ reply_markup: { inline_keyboard: [[{ callback_data: 'x' }]] } }),
    '400 Bad Request: can\'t parse inline keyboard button: Can\'t find field "text"',
  ],
  [
    'ReplyMarkup.cpp:567',
    'blank label',
    'sendMessage',
    toAlice({ reply_markup: button(' ', { callback_data: 'x' }) }),
    '400 Bad Request: inline keyboard button text must be non-empty',
  ],
  [
    '[S] 9694',
    'rows that are none',
    'sendMessage',
    toAlice({ reply_markup: { inline_keyboard: [{ text: 'x' }] } }),
    '400 Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  ],
  [
    '[S] 9694',
    'unknown style',
    'sendMessage',
    toAlice({ reply_markup: button('Go', { callback_data: 'x', style: 'pink' }) }),
    "400 Bad Request: can't parse inline keyboard button: Invalid button style specified",
  ],
  [
    '[T] 1-64 bytes',
    '65 bytes of data',
    'sendMessage',
    toAlice({ reply_markup: button('Go', { callback_data: 'ж'.repeat(32) + 'x' }) }),
    '400 Bad Request: BUTTON_DATA_INVALID',
  ],
  [
    'TelegramBotAPI/errors',
    'link to this machine',
    'sendMessage',
    toAlice({ reply_markup: button('Go', { url: 'http://localhost:8080' }) }),
    "400 Bad Request: inline keyboard button URL 'http://localhost:8080' is invalid: Wrong HTTP URL",
  ],
  [
    'TelegramBotAPI/errors',
    'Mini App in a group',
    'sendMessage',
    {
      chat_id: GROUP,
      text: 'hi',
      reply_markup: button('Go', { web_app: { url: 'https://example.org' } }),
    },
    '400 Bad Request: BUTTON_TYPE_INVALID',
  ],
  [
    '[S] 117',
    '101 buttons',
    'sendMessage',
    toAlice({
      reply_markup: {
        inline_keyboard: Array.from({ length: 101 }, () => [{ text: 'x', callback_data: 'x' }]),
      },
    }),
    '400 Bad Request: reply markup is too long',
  ],

  [
    '[S] 107',
    'the same text again',
    'editMessageText',
    async (given) => toAlice({ message_id: await sent(given, { text: 'hi' }) }),
    `400 ${NOT_MODIFIED}`,
  ],
  [
    '[S] 107',
    'the same text after trimming',
    'editMessageText',
    async (given) => toAlice({ text: ' hi ', message_id: await sent(given, { text: 'hi' }) }),
    `400 ${NOT_MODIFIED}`,
  ],
  [
    '[S] 107',
    'the same keyboard again',
    'editMessageReplyMarkup',
    async (given) => ({
      chat_id: ALICE,
      reply_markup: TAP,
      message_id: await sent(given, { text: 'hi', reply_markup: TAP }),
    }),
    `400 ${NOT_MODIFIED}`,
  ],
  [
    '[S] 13541',
    'edit of nothing',
    'editMessageText',
    toAlice({ message_id: 4_711 }),
    '400 Bad Request: message to edit not found',
  ],
  [
    '[S] 13541',
    'edit without message',
    'editMessageText',
    toAlice({}),
    '400 Bad Request: message to edit not found',
  ],
  [
    'MessagesManager 23386',
    "edit of a person's message",
    'editMessageText',
    toAlice({ message_id: 1 }),
    "400 Bad Request: message can't be edited",
  ],
  [
    'MessagesManager 23386',
    'edit under a reply keyboard',
    'editMessageText',
    async (given) =>
      toAlice({
        text: 'new',
        message_id: await sent(given, { text: 'hi', reply_markup: { keyboard: [['A']] } }),
      }),
    "400 Bad Request: message can't be edited",
  ],
  [
    '[S] edit',
    'text of a file',
    'editMessageText',
    async (given) => {
      const answer = await given.call('sendDocument', { chat_id: ALICE, document: bytes(1) });
      return toAlice({
        message_id: answer.ok && (answer.result as { message_id: number }).message_id,
      });
    },
    '400 Bad Request: there is no text in the message to edit',
  ],
  [
    'ReplyMarkup.cpp:733',
    'edit to a reply keyboard',
    'editMessageText',
    async (given) =>
      toAlice({
        text: 'new',
        reply_markup: { keyboard: [['A']] },
        message_id: await sent(given, { text: 'hi' }),
      }),
    '400 Bad Request: inline keyboard expected',
  ],
  [
    '[S] 13804',
    'deletion of nothing',
    'deleteMessage',
    { chat_id: ALICE, message_id: 4_711 },
    '400 Bad Request: message to delete not found',
  ],
  [
    '[S] 13804',
    'deletion without message',
    'deleteMessage',
    { chat_id: ALICE },
    '400 Bad Request: message identifier is not specified',
  ],
  [
    '[S] 13804',
    "deletion of somebody's message in a group",
    'deleteMessage',
    ({ carolsMessage }) => ({ chat_id: GROUP, message_id: carolsMessage }),
    "400 Bad Request: message can't be deleted",
  ],
  [
    '[S] 13252',
    'reaction to nothing',
    'setMessageReaction',
    { chat_id: ALICE, message_id: 4_711, reaction: [{ type: 'emoji', emoji: '👍' }] },
    '400 Bad Request: message to react not found',
  ],
  [
    'server',
    'reaction that is none',
    'setMessageReaction',
    { chat_id: ALICE, message_id: 1, reaction: [{ type: 'emoji', emoji: '🥑' }] },
    '400 Bad Request: REACTION_INVALID',
  ],

  [
    '[S] 147',
    'answer to no tap',
    'answerCallbackQuery',
    { callback_query_id: 'nope' },
    '400 Bad Request: query is too old and response timeout expired or query ID is invalid',
  ],
  [
    '[T] 0-200',
    'toast too long',
    'answerCallbackQuery',
    { callback_query_id: 'x', text: 'x'.repeat(201) },
    '400 Bad Request: MESSAGE_TOO_LONG',
  ],
  [
    '[S] 13446',
    'unknown action',
    'sendChatAction',
    { chat_id: ALICE, action: 'dancing' },
    '400 Bad Request: wrong parameter action in request',
  ],

  [
    '[S] 12944',
    'no document',
    'sendDocument',
    { chat_id: ALICE },
    '400 Bad Request: there is no document in the request',
  ],
  [
    '[S] 12944',
    'no photo',
    'sendPhoto',
    { chat_id: ALICE },
    '400 Bad Request: there is no photo in the request',
  ],
  [
    'td',
    'empty file',
    'sendDocument',
    { chat_id: ALICE, document: bytes(0) },
    '400 Bad Request: file must be non-empty',
  ],
  [
    '[T] 50 MB',
    'file too big',
    'sendDocument',
    { chat_id: ALICE, document: bytes(50 * 1024 * 1024 + 1) },
    '413 Request Entity Too Large',
  ],
  [
    'server',
    'photo that is none',
    'sendPhoto',
    { chat_id: ALICE, photo: bytes(5, 'a.png') },
    '400 Bad Request: IMAGE_PROCESS_FAILED',
  ],
  [
    '[TD] MessageContent.cpp:5241',
    'caption too long',
    'sendDocument',
    { chat_id: ALICE, document: bytes(1), caption: 'x'.repeat(1025) },
    '400 Bad Request: message caption is too long',
  ],
  [
    'td',
    "somebody's file id",
    'sendDocument',
    { chat_id: ALICE, document: 'BQADBAADrQ' },
    '400 Bad Request: wrong remote file identifier specified: Wrong string length',
  ],
  ['[S] 8366', 'no file id', 'getFile', {}, '400 Bad Request: file_id not specified'],
  [
    '[S] 8719',
    'unknown file id',
    'getFile',
    { file_id: 'nope' },
    '400 Bad Request: wrong file_id or the file is temporarily unavailable',
  ],
  [
    '[S] 15817',
    'download of 21 MiB',
    'getFile',
    ({ alice }) => ({
      file_id: alice.sendsDocument('a.bin', new Uint8Array(21 * 1024 * 1024)).document?.file_id,
    }),
    '400 Bad Request: file is too big',
  ],

  [
    '[T] 1-32',
    'command with a dash',
    'setMyCommands',
    { commands: [{ command: 'run-pipeline', description: 'x' }] },
    '400 Bad Request: BOT_COMMAND_INVALID',
  ],
  [
    '[T] 1-32',
    'command of 33',
    'setMyCommands',
    { commands: [{ command: 'a'.repeat(33), description: 'x' }] },
    '400 Bad Request: command length must not exceed 32',
  ],
  [
    '[T] 1-256',
    'command without description',
    'setMyCommands',
    { commands: [{ command: 'a', description: '' }] },
    '400 Bad Request: command description must be non-empty',
  ],
  [
    '[T] 100',
    '101 commands',
    'setMyCommands',
    { commands: Array.from({ length: 101 }, (_, n) => ({ command: `c${n}`, description: 'x' })) },
    '400 Bad Request: BOT_COMMANDS_TOO_MUCH',
  ],
  [
    '[S] get_bot_commands',
    'commands that are no list',
    'setMyCommands',
    { commands: {} },
    '400 Bad Request: expected an Array of BotCommand',
  ],
  [
    '[S] get_bot_command_scope',
    'unknown scope',
    'setMyCommands',
    { commands: [], scope: { type: 'everyone' } },
    "400 Bad Request: can't parse BotCommandScope: Unsupported type specified",
  ],
  [
    'td',
    'language with a region',
    'setMyCommands',
    { commands: [], language_code: 'ru-RU' },
    '400 Bad Request: invalid language code specified',
  ],
  [
    '[S] get_bot_menu_button',
    'unknown menu button',
    'setChatMenuButton',
    { menu_button: { type: 'x' } },
    "400 Bad Request: can't parse menu button: MenuButton has unsupported type",
  ],
  [
    '[S] 15961',
    'webhook without TLS',
    'setWebhook',
    { url: 'http://example.org' },
    '400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
  ],
  [
    '[S] 16023',
    'secret with a blank',
    'setWebhook',
    { url: 'https://example.org', secret_token: 'a b' },
    '400 Bad Request: secret token contains unallowed characters',
  ],
  [
    '[S] get_required_string_arg',
    'webhook without address',
    'setWebhook',
    {},
    '400 Bad Request: parameter "url" is required',
  ],

  [
    'emulator',
    'a method it cannot do',
    'sendPoll',
    { chat_id: ALICE },
    '400 Bad Request: method sendPoll is not supported by this emulator',
  ],
  [
    'emulator',
    'a number as text',
    'sendMessage',
    toAlice({ text: 5 }),
    '400 Bad Request: parameter "text" must be a String (the emulator is strict here)',
  ],
  [
    'emulator',
    'half a message',
    'editMessageText',
    toAlice({ message_id: 1.5 }),
    '400 Bad Request: parameter "message_id" must be an Integer (the emulator is strict here)',
  ],
  [
    'emulator',
    'a word as flag',
    'sendMessage',
    toAlice({ disable_notification: 'maybe' }),
    '400 Bad Request: parameter "disable_notification" must be a Boolean (the emulator is strict here)',
  ],
];

describe('the emulator refuses what Telegram refuses', () => {
  it.each(CASES)('%s: %s (%s)', async (_source, _what, method, payload, refusal) => {
    const given = scene();
    const parameters = typeof payload === 'function' ? await payload(given) : payload;

    const answer = await given.call(method, parameters as Record<string, unknown>);

    expect(answer.ok ? answer.result : `${answer.error_code} ${answer.description}`).toBe(refusal);
    expect(given.emulator.calls.at(-1)).toMatchObject({ ok: false });
  });
});

describe('a token', () => {
  const ask = (emulator: Emulator, token: string) => emulator.call(token, 'getMe');

  it.each([
    ['without colon', 'abc', 'Unauthorized: invalid token specified'],
    ['that begins with 0', '0:abc', 'Unauthorized: invalid token specified'],
    ['of 81 characters', `1:${'x'.repeat(79)}`, 'Unauthorized: invalid token specified'],
    ['that nobody made', '12345:abc', 'Unauthorized'],
  ])('%s is refused ([S] ClientManager.cpp:74)', async (_what, token, description) => {
    const emulator = createEmulator();

    const answer = await ask(emulator, token);

    expect(answer).toEqual({ ok: false, error_code: 401, description });
  });
});

it('names the new chat when a group moved ([S] 8155)', async () => {
  const { call } = scene();

  const answer = await call('sendMessage', { chat_id: OLD_GROUP, text: 'hi' });

  expect(answer).toMatchObject({ parameters: { migrate_to_chat_id: NEW_GROUP } });
});

it('takes exactly what still fits: 4096 code points, 64 bytes, 200 characters', async () => {
  const { call } = scene();

  const text = '😀'.repeat(4096);
  const data = 'ж'.repeat(32);
  const answer = await call(
    'sendMessage',
    toAlice({ text, reply_markup: button('x', { callback_data: data }) }),
  );

  expect(answer).toMatchObject({ ok: true, result: { text } });
});

it('lets a message that is older than 48 hours stand', async () => {
  const given = scene();
  const message_id = await sent(given, { text: 'hi' });
  given.clock.ms += 48 * 60 * 60 * 1_000 + 1;

  const answer = await given.call('deleteMessage', { chat_id: ALICE, message_id });

  expect(answer).toMatchObject({
    description: "Bad Request: message can't be deleted for everyone",
  });
});

it('warns of parameters that Telegram ignores', async () => {
  const { call, emulator } = scene();

  const answer = await call('sendMessage', toAlice({ disable_web_page_preview: true }));

  expect(answer.ok).toBe(true);
  expect(emulator.warnings).toEqual([
    'sendMessage: Telegram knows no parameter "disable_web_page_preview" and ignores it.',
  ]);
});
