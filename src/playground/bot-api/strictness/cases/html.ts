import type { StrictnessCase } from '../case.ts';
import { bytes, toAlice } from '../payloads.ts';
import { ALICE } from '../scene.ts';

/** Telegram's HTML. */
export const HTML_CASES: readonly StrictnessCase[] = [
  {
    source: 'MessageEntity.cpp:3347',
    what: 'unknown tag',
    method: 'sendMessage',
    payload: toAlice({ text: 'ж<h1>x</h1>', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 2',
  },
  {
    source: 'MessageEntity.cpp:3575',
    what: 'tags that cross',
    method: 'sendMessage',
    payload: toAlice({ text: '<b><i>x</b></i>', parse_mode: 'HTML' }),
    refusal:
      '400 Bad Request: can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'tag without end',
    method: 'sendMessage',
    payload: toAlice({ text: 'a < b', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'tag cut off',
    method: 'sendMessage',
    payload: toAlice({ text: '<b', parse_mode: 'HTML' }),
    refusal: "400 Bad Request: can't parse entities: Unclosed start tag at byte offset 0",
  },
  {
    source: 'MessageEntity.cpp:3575',
    what: 'end without start',
    method: 'sendMessage',
    payload: toAlice({ text: 'x</b>', parse_mode: 'HTML' }),
    refusal: "400 Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
  },
  {
    source: 'MessageEntity.cpp:3575',
    what: 'start without end',
    method: 'sendMessage',
    payload: toAlice({ text: '<b>x', parse_mode: 'HTML' }),
    refusal:
      '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  },
  {
    source: 'MessageEntity.cpp:3575',
    what: 'end tag cut off',
    method: 'sendMessage',
    payload: toAlice({ text: '<b>x</b', parse_mode: 'HTML' }),
    refusal: "400 Bad Request: can't parse entities: Unclosed end tag at byte offset 4",
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'attribute cut off',
    method: 'sendMessage',
    payload: toAlice({ text: '<a href="x', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: can\'t parse entities: Unclosed start tag "a" at byte offset 0',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'attribute with a bare slash',
    method: 'sendMessage',
    payload: toAlice({ text: '<a href=x/y>z</a>', parse_mode: 'HTML' }),
    refusal: "400 Bad Request: can't parse entities: Unexpected end of name token at byte offset 8",
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'attribute without name',
    method: 'sendMessage',
    payload: toAlice({ text: '<a ="x">z</a>', parse_mode: 'HTML' }),
    refusal:
      '400 Bad Request: can\'t parse entities: Empty attribute name in the tag "a" at byte offset 0',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'span that is no spoiler',
    method: 'sendMessage',
    payload: toAlice({ text: '<span class="x">z</span>', parse_mode: 'HTML' }),
    refusal:
      '400 Bad Request: can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'unknown tag in a caption',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: bytes(1), caption: '<p>x</p>', parse_mode: 'HTML' },
    refusal: '400 Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'unknown tag in an edit',
    method: 'editMessageText',
    payload: async ({ sent }) =>
      toAlice({ message_id: await sent({}), text: '<p>x</p>', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'line break as a tag',
    method: 'sendMessage',
    payload: toAlice({ text: 'a<br>b', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 1',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'less-than as text',
    method: 'sendMessage',
    payload: toAlice({ text: 'if a <b && c> d', parse_mode: 'HTML' }),
    refusal:
      '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  },
  {
    source: 'MessageEntity.cpp:3347',
    what: 'attribute and then nothing',
    method: 'sendMessage',
    payload: toAlice({ text: '<a href', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: can\'t parse entities: Unclosed start tag "a" at byte offset 0',
  },
];
