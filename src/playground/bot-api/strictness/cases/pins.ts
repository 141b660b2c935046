import type { StrictnessCase } from '../case.ts';
import { pinnedNotice } from '../payloads.ts';
import { ALICE, NEW_GROUP } from '../scene.ts';

/** Pinned messages. */
export const PINS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] process_pin_chat_message_query',
    what: 'what is not there',
    method: 'pinChatMessage',
    payload: { chat_id: ALICE, message_id: 4_711 },
    refusal: '400 Bad Request: message to pin not found',
  },
  {
    source: '[TD] pin_dialog_message',
    what: 'a service message',
    method: 'pinChatMessage',
    payload: async (given) => ({ chat_id: ALICE, message_id: await pinnedNotice(given) }),
    refusal: "400 Bad Request: a service message can't be pinned",
  },
  {
    source: 'server',
    what: 'what is pinned already',
    method: 'pinChatMessage',
    payload: async ({ done, sent }) => {
      const pin = { chat_id: ALICE, message_id: await sent({}) };
      await done('pinChatMessage', pin);
      return pin;
    },
    refusal: '400 Bad Request: CHAT_NOT_MODIFIED',
  },
  {
    source: '[TD] MessagesManager::can_pin_messages',
    what: 'without the right to',
    method: 'pinChatMessage',
    payload: async ({ sent }) => ({
      chat_id: NEW_GROUP,
      message_id: await sent({ chat_id: NEW_GROUP }),
    }),
    refusal: '400 Bad Request: not enough rights to manage pinned messages in the chat',
  },
  {
    source: '[S] process_unpin_chat_message_query',
    what: 'where nothing is pinned',
    method: 'unpinChatMessage',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: message to unpin not found',
  },
  {
    source: '[TD] MessagesManager::can_pin_messages',
    what: 'without the right to',
    method: 'unpinChatMessage',
    payload: async ({ sent }) => ({
      chat_id: NEW_GROUP,
      message_id: await sent({ chat_id: NEW_GROUP }),
    }),
    refusal: '400 Bad Request: not enough rights to manage pinned messages in the chat',
  },
  {
    source: '[TD] MessagesManager::can_pin_messages',
    what: 'without the right to',
    method: 'unpinAllChatMessages',
    payload: { chat_id: NEW_GROUP },
    refusal: '400 Bad Request: not enough rights to manage pinned messages in the chat',
  },
];
