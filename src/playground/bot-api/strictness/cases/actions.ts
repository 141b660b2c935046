import type { StrictnessCase } from '../case.ts';
import { button, toAlice } from '../payloads.ts';
import { GROUP } from '../scene.ts';

const INLINE = "can't parse inline keyboard button: ";
const PLAIN = "can't parse keyboard button: ";

/** Source, what is wrong, the markup, and Telegram's complaint. */
type Row = readonly [source: string, what: string, reply_markup: object, complaint: string];

const app = (url: string): object => ({ web_app: { url } });
const key = (more: object): object => ({ keyboard: [[{ text: 'Go', ...more }]] });

const ROWS: readonly Row[] = [
  ['server', 'a game', button('Go', { callback_game: {} }), 'BUTTON_TYPE_INVALID'],
  [
    'TelegramBotAPI/errors',
    'a login without a domain',
    button('Go', { login_url: { url: 'https://example.org' } }),
    'BOT_DOMAIN_INVALID',
  ],
  [
    '[TD] ReplyMarkup.cpp:567',
    'a login without TLS',
    button('Go', { login_url: { url: 'http://example.org' } }),
    "inline keyboard button login URL 'http://example.org' is invalid: Only HTTPS links are allowed",
  ],
  [
    '[TD] ReplyMarkup.cpp:567',
    'a user as a Mini App',
    button('Go', app('tg://user?id=1')),
    "link to a user can't be used in Web App URL buttons",
  ],
  [
    '[TD] TargetDialogTypes',
    'a query for no kind of chat',
    button('Go', { switch_inline_query_chosen_chat: { query: 'x' } }),
    'at least one chat type must be allowed',
  ],
  [
    '[S] 9455',
    'an icon that is a word',
    button('Go', { callback_data: 'x', icon_custom_emoji_id: 'x' }),
    `${INLINE}Field "icon_custom_emoji_id" must be a valid Number`,
  ],
  [
    '[S] 9455',
    'a copy button without text',
    button('Go', { copy_text: {} }),
    `${INLINE}Can't find field "text"`,
  ],
  [
    '[S] 9694',
    'a flag that is a word',
    { keyboard: [['Go']], resize_keyboard: 'yes' },
    'field "resize_keyboard" must be of type Boolean',
  ],
  ['[S] 9455', 'a key in pink', key({ style: 'pink' }), `${PLAIN}Invalid button style specified`],
  [
    '[S] 9455',
    'a key that asks for people without an id',
    key({ request_users: {} }),
    `${PLAIN}Can't find field "request_id"`,
  ],
  ...['x', 2 ** 31, -(2 ** 31) - 1].map((request_id): Row => [
    '[T] request_id: signed 32-bit',
    `a key that asks for a chat by the id ${request_id}`,
    key({ request_chat: { request_id, chat_is_channel: false } }),
    `${PLAIN}Field "request_id" must be of type Number`,
  ]),
  [
    '[TD] ReplyMarkup.cpp:567',
    'a key with a Mini App without TLS',
    key(app('http://example.org')),
    "keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
  ],
  [
    '[TD] ReplyMarkup.cpp:567',
    'a key with a user as a Mini App',
    key(app('tg://user?id=1')),
    "link to a user can't be used in Web App URL buttons",
  ],
];

/** What td says of a request in a group, by the field. */
const PRIVATE_ONLY = {
  request_contact: 'phone number can be requested in private chats only',
  request_location: 'location can be requested in private chats only',
  request_poll: 'poll can be requested in private chats only',
  web_app: 'web App buttons can be used in private chats only',
  request_users: 'users can be requested in private chats only',
  request_chat: 'chats can be requested in private chats only',
};

const VALUES: Readonly<Record<string, unknown>> = {
  request_poll: {},
  web_app: { url: 'https://example.org' },
  request_users: { request_id: 1 },
  request_chat: { request_id: 1, chat_is_channel: false },
};

/** What buttons and keys do, beyond taps. */
export const ACTIONS_CASES: readonly StrictnessCase[] = [
  ...ROWS.map(([source, what, reply_markup, complaint]) => ({
    source,
    what,
    method: 'sendMessage',
    payload: toAlice({ reply_markup }),
    refusal: `400 Bad Request: ${complaint}`,
  })),
  ...Object.entries(PRIVATE_ONLY).map(([name, complaint]) => ({
    source: '[TD] ReplyMarkup.cpp:567',
    what: `${name} in a group`,
    method: 'sendMessage',
    payload: { chat_id: GROUP, text: 'hi', reply_markup: key({ [name]: VALUES[name] ?? true }) },
    refusal: `400 Bad Request: ${complaint}`,
  })),
  {
    source: 'emulator',
    what: 'a key that asks for a bot',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: key({ request_managed_bot: { request_id: 1 } }) }),
    refusal: `400 Bad Request: ${PLAIN}request_managed_bot is not supported by this emulator`,
    stricterThanTelegram: 'not built',
  },
  {
    source: '[T] 1-64 characters',
    what: 'a placeholder of 65',
    method: 'sendMessage',
    payload: toAlice({
      reply_markup: { force_reply: true, input_field_placeholder: 'x'.repeat(65) },
    }),
    refusal:
      '400 Bad Request: field "input_field_placeholder" takes 64 characters (the emulator is strict here)',
    stricterThanTelegram: "Telegram's words for it are not known",
  },
];
