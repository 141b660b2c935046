import type { Message } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { readReplyMarkup } from './keyboard.ts';
import { ALICE, makeScene } from '../strictness/scene.ts';

it.each([
  ['a callback', { callback_data: 'x' }],
  ['a style and an icon', { callback_data: 'x', style: 'danger', icon_custom_emoji_id: '5368' }],
  ['a text to copy', { copy_text: { text: 'x' } }],
  ['nothing to do', { disabled: {} }],
  ['a Mini App', { web_app: { url: 'https://example.org/app' } }],
  ['an inline query', { switch_inline_query: '' }],
  ['an inline query here', { switch_inline_query_current_chat: 'x' }],
  [
    'an inline query somewhere',
    { switch_inline_query_chosen_chat: { query: 'x', allow_user_chats: true } },
  ],
  ['a user', { url: 'tg://user?id=101' }],
])('gives a message a button with %s', async (_what, action) => {
  const { done } = makeScene();
  const reply_markup = { inline_keyboard: [[{ text: 'Go', ...action }]] };

  const message = await done<Message>('sendMessage', { chat_id: ALICE, text: 'x', reply_markup });

  expect(message.reply_markup).toEqual(reply_markup);
});

it.each([
  ['example.org', 'http://example.org/'],
  ['HTTPS://Example.ORG?x=1', 'https://example.org/?x=1'],
  ['tg://Resolve?domain=x', 'tg://resolve?domain=x'],
])('cleans the link %s', async (url, cleaned) => {
  const { done } = makeScene();
  const reply_markup = { inline_keyboard: [[{ text: 'Go', url }]] };

  const message = await done<Message>('sendMessage', { chat_id: ALICE, text: 'x', reply_markup });

  expect(message.reply_markup?.inline_keyboard[0]?.[0]).toMatchObject({ url: cleaned });
});

it('reads a reply keyboard with all it says', () => {
  const keyboard = [
    ['Yes', { text: 'No', style: 'danger' }],
    [
      { text: 'Phone', request_contact: true },
      { text: 'Place', request_location: true },
      { text: 'Poll', request_poll: { type: 'quiz' } },
      { text: 'App', web_app: { url: 'https://example.org' } },
      { text: 'People', request_users: { request_id: 1 } },
      { text: 'Chat', request_chat: { request_id: 2, chat_is_channel: false } },
    ],
    [{ text: '' }],
  ];
  const looks = {
    is_persistent: true,
    resize_keyboard: true,
    one_time_keyboard: true,
    selective: true,
    input_field_placeholder: 'Say',
  };

  const [first, second] = keyboard;
  expect(readReplyMarkup({ keyboard, ...looks })).toEqual({
    kind: 'keyboard',
    markup: { keyboard: [[{ text: 'Yes' }, first?.[1]], second], ...looks },
  });
});

it.each([
  [
    { remove_keyboard: true, selective: true },
    { kind: 'remove', markup: { remove_keyboard: true, selective: true } },
  ],
  [
    { force_reply: true, input_field_placeholder: 'Say' },
    { kind: 'force-reply', markup: { force_reply: true, input_field_placeholder: 'Say' } },
  ],
  [{ inline_keyboard: [[]] }, undefined],
  [{}, undefined],
])('reads %j', (given, expected) => {
  expect(readReplyMarkup(given)).toEqual(expected);
});

it('drops the thirteenth button of a row, as td does', () => {
  const row = Array.from({ length: 13 }, (_, n) => ({ text: `${n}`, callback_data: 'x' }));

  const read = readReplyMarkup({ inline_keyboard: [row] });

  expect(read?.kind === 'inline' && read.markup.inline_keyboard[0]).toHaveLength(12);
});
