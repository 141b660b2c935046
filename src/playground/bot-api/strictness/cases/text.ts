import type { StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';
import { ALICE } from '../scene.ts';

/** Texts and their parse mode. */
export const TEXT_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 11401',
    what: 'no text',
    method: 'sendMessage',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: message text is empty',
  },
  {
    source: '[S] 11401',
    what: 'empty text',
    method: 'sendMessage',
    payload: toAlice({ text: '' }),
    refusal: '400 Bad Request: message text is empty',
  },
  {
    source: '[TD] MessageEntity.cpp:4519',
    what: 'blank text',
    method: 'sendMessage',
    payload: toAlice({ text: ' \n ' }),
    refusal: '400 Bad Request: text must be non-empty',
  },
  {
    source: '[TD] MessageEntity.cpp:4519',
    what: 'markup without text',
    method: 'sendMessage',
    payload: toAlice({ text: '<b></b>', parse_mode: 'HTML' }),
    refusal: '400 Bad Request: text must be non-empty',
  },
  {
    source: '[TD] MessageContent.cpp:4758',
    what: '4097 code points',
    method: 'sendMessage',
    payload: toAlice({ text: 'x'.repeat(4097) }),
    refusal: '400 Bad Request: message is too long',
  },
  {
    source: '[S] 11309',
    what: '32 769 bytes',
    method: 'sendMessage',
    payload: toAlice({ text: 'ж'.repeat(16_385) }),
    refusal: '400 Bad Request: text is too long',
  },
  {
    source: '[S] 11323',
    what: 'unknown parse mode',
    method: 'sendMessage',
    payload: toAlice({ parse_mode: 'XML' }),
    refusal: '400 Bad Request: unsupported parse_mode',
  },
  {
    source: 'td UTF-8 check',
    what: 'lone surrogate',
    method: 'sendMessage',
    payload: toAlice({ text: 'x\uD83D' }),
    refusal: '400 Bad Request: strings must be encoded in UTF-8',
  },
];
