import type { StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';
import { FORUM } from '../scene.ts';

/** Topics and replies: where in a chat a message goes. */
export const THREADS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 8277',
    what: 'General by its id',
    method: 'sendMessage',
    payload: { chat_id: FORUM, text: 'hi', message_thread_id: 1 },
    refusal: '400 Bad Request: message thread not found',
  },
  {
    source: '[S] 8277',
    what: 'unknown topic',
    method: 'sendMessage',
    payload: { chat_id: FORUM, text: 'hi', message_thread_id: 4_711 },
    refusal: '400 Bad Request: message thread not found',
  },
  {
    source: '[S] 8277',
    what: 'deleted topic',
    method: 'sendMessage',
    payload: ({ deleted }) => ({ chat_id: FORUM, text: 'hi', message_thread_id: deleted }),
    refusal: '400 Bad Request: message thread not found',
  },
  {
    source: 'DraftMessageManager.cpp:119',
    what: 'closed topic',
    method: 'sendMessage',
    payload: ({ closed }) => ({ chat_id: FORUM, text: 'hi', message_thread_id: closed }),
    refusal: '400 Bad Request: TOPIC_CLOSED',
  },
  {
    source: '[S] 8277',
    what: 'topic in a private chat without topics',
    method: 'sendMessage',
    payload: toAlice({ message_thread_id: 7 }),
    refusal: '400 Bad Request: message thread not found',
  },
  {
    source: '[S] 8516',
    what: 'reply to nothing',
    method: 'sendMessage',
    payload: toAlice({ reply_parameters: { message_id: 4_711 } }),
    refusal: '400 Bad Request: message to be replied not found',
  },
  {
    source: '[S] reply',
    what: 'reply without message',
    method: 'sendMessage',
    payload: toAlice({ reply_parameters: { quote: 'x' } }),
    refusal: '400 Bad Request: can\'t find field "message_id"',
  },
  {
    source: '[S] 8516',
    what: 'reply to nothing, the old way',
    method: 'sendMessage',
    payload: toAlice({ reply_to_message_id: 4_711 }),
    refusal: '400 Bad Request: message to be replied not found',
  },
  {
    source: '[S] 8277',
    what: 'action in an unknown topic',
    method: 'sendChatAction',
    payload: { chat_id: FORUM, action: 'typing', message_thread_id: 4_711 },
    refusal: '400 Bad Request: message thread not found',
  },
];
