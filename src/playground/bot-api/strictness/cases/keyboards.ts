import type { StrictnessCase } from '../case.ts';
import { button, toAlice } from '../payloads.ts';
import { GROUP } from '../scene.ts';

/** Keyboards and their buttons. */
export const KEYBOARDS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 9694',
    what: 'markup that is no object',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: [] }),
    refusal: '400 Bad Request: object expected as reply markup',
  },
  {
    source: '[S] 9753',
    what: 'markup that is no JSON',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: '{' }),
    refusal: "400 Bad Request: can't parse reply keyboard markup JSON object",
  },
  {
    source: '[S] 9455',
    what: 'button that does nothing',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', {}) }),
    refusal:
      "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  },
  {
    source: '[S] 9455',
    what: 'empty callback data',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { callback_data: '' }) }),
    refusal:
      "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  },
  {
    source: '[S] 9455',
    what: 'button without label',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { inline_keyboard: [[{ callback_data: 'x' }]] } }),
    refusal: '400 Bad Request: can\'t parse inline keyboard button: Can\'t find field "text"',
  },
  {
    source: 'ReplyMarkup.cpp:567',
    what: 'blank label',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button(' ', { callback_data: 'x' }) }),
    refusal: '400 Bad Request: inline keyboard button text must be non-empty',
  },
  {
    source: '[S] 9694',
    what: 'rows that are none',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: { inline_keyboard: [{ text: 'x' }] } }),
    refusal:
      '400 Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  },
  {
    source: '[S] 9694',
    what: 'unknown style',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { callback_data: 'x', style: 'pink' }) }),
    refusal: "400 Bad Request: can't parse inline keyboard button: Invalid button style specified",
  },
  {
    source: '[T] 1-64 bytes',
    what: '65 bytes of data',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { callback_data: 'ж'.repeat(32) + 'x' }) }),
    refusal: '400 Bad Request: BUTTON_DATA_INVALID',
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'link to this machine',
    method: 'sendMessage',
    payload: toAlice({ reply_markup: button('Go', { url: 'http://localhost:8080' }) }),
    refusal:
      "400 Bad Request: inline keyboard button URL 'http://localhost:8080' is invalid: Wrong HTTP URL",
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'Mini App in a group',
    method: 'sendMessage',
    payload: {
      chat_id: GROUP,
      text: 'hi',
      reply_markup: button('Go', { web_app: { url: 'https://example.org' } }),
    },
    refusal: '400 Bad Request: BUTTON_TYPE_INVALID',
  },
  {
    source: '[S] 117',
    what: '101 buttons',
    method: 'sendMessage',
    payload: toAlice({
      reply_markup: {
        inline_keyboard: Array.from({ length: 101 }, () => [{ text: 'x', callback_data: 'x' }]),
      },
    }),
    refusal: '400 Bad Request: reply markup is too long',
  },
];
