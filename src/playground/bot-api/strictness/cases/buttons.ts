import type { StrictnessCase } from '../case.ts';
import { button, bytes, toAlice } from '../payloads.ts';
import { ALICE } from '../scene.ts';

/** Inline buttons: what they do and say. */
export const BUTTONS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 9694',
    what: 'rows that are no list',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { inline_keyboard: {} } }),
    refusal: '400 Bad Request: field "inline_keyboard" must be of type Array',
  },
  {
    source: '[S] 9694',
    what: 'keyboard whose rows are none',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { keyboard: ['A'] } }),
    refusal: '400 Bad Request: field "keyboard" must be an Array of Arrays',
  },
  {
    source: '[S] 9694',
    what: 'keyboard with a number as button',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { keyboard: [[5]] } }),
    refusal:
      "400 Bad Request: can't parse keyboard button: KeyboardButton must be a String or an Object",
  },
  {
    source: '[S] 9455',
    what: 'inline button that is a word',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { inline_keyboard: [['Go']] } }),
    refusal:
      "400 Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object",
  },
  {
    source: '[S] 9455',
    what: 'label that is a number',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { inline_keyboard: [[{ text: 1, callback_data: 'x' }]] } }),
    refusal:
      '400 Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String',
  },
  {
    source: 'server',
    what: 'a button that pays',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { pay: true }) }),
    refusal: '400 Bad Request: BUTTON_TYPE_INVALID',
  },
  {
    source: 'emulator',
    what: 'a button of two kinds',
    method: 'sendMessage',
    payload: toAlice({
      reply_markup: button('Go', { url: 'https://example.org', callback_data: 'x' }),
    }),
    refusal:
      "400 Bad Request: can't parse inline keyboard button: exactly one of url, callback_data must be used (emulator)",
    stricterThanTelegram: 'Telegram takes the first kind it knows',
  },
  {
    source: '[S] 9455',
    what: 'callback data that is a number',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { callback_data: 5 }) }),
    refusal:
      '400 Bad Request: can\'t parse inline keyboard button: Field "callback_data" must be of type String',
  },
  {
    source: '[S] 9455',
    what: 'Mini App that is a word',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { web_app: 'https://example.org' }) }),
    refusal:
      '400 Bad Request: can\'t parse inline keyboard button: Field "web_app" must be of type Object',
  },
  {
    source: '[T] 1-256',
    what: 'nothing to copy',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { copy_text: { text: '' } }) }),
    refusal: '400 Bad Request: BUTTON_COPY_TEXT_INVALID',
  },
  {
    source: '[T] 1-256',
    what: '257 characters to copy',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { copy_text: { text: 'x'.repeat(257) } }) }),
    refusal: '400 Bad Request: BUTTON_COPY_TEXT_INVALID',
  },
  {
    source: '[TD] ReplyMarkup.cpp',
    what: 'Mini App without TLS',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { web_app: { url: 'http://example.org' } }) }),
    refusal:
      "400 Bad Request: inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'link into a private network',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { url: 'http://192.168.1.2/' }) }),
    refusal: '400 Bad Request: BUTTON_URL_INVALID',
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'link that is a word',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { url: 'nowhere' }) }),
    refusal: "400 Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'link of another protocol',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { url: 'ftp://example.org' }) }),
    refusal:
      "400 Bad Request: inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
  },
  {
    source: '[T] 1-64 bytes',
    what: '65 bytes of data in an edit',
    method: 'editMessageReplyMarkup',
    payload: async ({ sent }) => ({
      chat_id: ALICE,
      message_id: await sent({}),
      reply_markup: button('Go', { callback_data: 'x'.repeat(65) }),
    }),
    refusal: '400 Bad Request: BUTTON_DATA_INVALID',
  },
  {
    source: '[T] 1-64 bytes',
    what: '65 bytes of data under a file',
    method: 'sendDocument',
    payload: {
      chat_id: ALICE,
      document: bytes(1),
      reply_markup: button('Go', { callback_data: 'x'.repeat(65) }),
    },
    refusal: '400 Bad Request: BUTTON_DATA_INVALID',
  },
];
