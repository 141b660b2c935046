import type { StrictnessCase } from '../case.ts';
import { bytes } from '../payloads.ts';
import {
  ALICE,
  BOB,
  CAROL,
  DAVE,
  ERIN,
  FORUM,
  KICKED_GROUP,
  LEFT_GROUP,
  NEW_GROUP,
  OLD_GROUP,
} from '../scene.ts';

/** Chats, topics and who may write there. */
export const CHATS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 8201',
    what: 'no chat',
    method: 'sendMessage',
    payload: { text: 'hi' },
    refusal: '400 Bad Request: chat_id is empty',
  },
  {
    source: '[S] 6571',
    what: 'unknown chat',
    method: 'sendMessage',
    payload: { chat_id: 999, text: 'hi' },
    refusal: '400 Bad Request: chat not found',
  },
  {
    source: '[S] 6571',
    what: 'person who never wrote',
    method: 'sendMessage',
    payload: { chat_id: ERIN, text: 'hi' },
    refusal: '400 Bad Request: chat not found',
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'person known from a group only',
    method: 'sendMessage',
    payload: { chat_id: CAROL, text: 'hi' },
    refusal: "403 Forbidden: bot can't initiate conversation with a user",
  },
  {
    source: '[S] 124',
    what: 'person who blocked the bot',
    method: 'sendMessage',
    payload: { chat_id: BOB, text: 'hi' },
    refusal: '403 Forbidden: bot was blocked by the user',
  },
  {
    source: '[S] 8136',
    what: 'deleted account',
    method: 'sendMessage',
    payload: { chat_id: DAVE, text: 'hi' },
    refusal: '403 Forbidden: user is deactivated',
  },
  {
    source: '[S] 8165',
    what: 'supergroup left',
    method: 'sendMessage',
    payload: { chat_id: LEFT_GROUP, text: 'hi' },
    refusal: '403 Forbidden: bot is not a member of the supergroup chat',
  },
  {
    source: '[S] 8150',
    what: 'thrown out of a group',
    method: 'sendMessage',
    payload: { chat_id: KICKED_GROUP, text: 'hi' },
    refusal: '403 Forbidden: bot was kicked from the group chat',
  },
  {
    source: '[S] 8155',
    what: 'group that moved',
    method: 'sendMessage',
    payload: { chat_id: OLD_GROUP, text: 'hi' },
    refusal: '400 Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: NEW_GROUP },
  },
  {
    source: '[S] 13446',
    what: 'unknown action',
    method: 'sendChatAction',
    payload: { chat_id: ALICE, action: 'dancing' },
    refusal: '400 Bad Request: wrong parameter action in request',
  },
  {
    source: '[S] 124',
    what: 'action for a person who blocked the bot',
    method: 'sendChatAction',
    payload: { chat_id: BOB, action: 'typing' },
    refusal: '403 Forbidden: bot was blocked by the user',
  },
  {
    source: '[S] 8201',
    what: 'document without chat',
    method: 'sendDocument',
    payload: { document: bytes(1) },
    refusal: '400 Bad Request: chat_id is empty',
  },
  {
    source: '[S] 8201',
    what: 'chat that is an empty name',
    method: 'sendMessage',
    payload: { chat_id: '', text: 'hi' },
    refusal: '400 Bad Request: chat_id is empty',
  },
  {
    source: '[S] 6596',
    what: 'chat of an unknown name',
    method: 'sendMessage',
    payload: { chat_id: '@nobody_is_called_that', text: 'hi' },
    refusal: '400 Bad Request: chat not found',
  },
  {
    source: '[S] 8165',
    what: 'facts about a supergroup it left',
    method: 'getChat',
    payload: { chat_id: LEFT_GROUP },
    refusal: '403 Forbidden: bot is not a member of the supergroup chat',
  },
  {
    source: '[S] 8155',
    what: 'facts about a group that moved',
    method: 'getChat',
    payload: { chat_id: OLD_GROUP },
    refusal: '400 Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: NEW_GROUP },
  },
  {
    source: '[S] 8136',
    what: 'file for a deleted account',
    method: 'sendDocument',
    payload: { chat_id: DAVE, document: bytes(1) },
    refusal: '403 Forbidden: user is deactivated',
  },
  {
    source: '[S] 8150',
    what: 'thrown out of a supergroup',
    method: 'sendMessage',
    payload: ({ forum, bot }) => {
      forum.remove(bot, 'kicked');
      return { chat_id: FORUM, text: 'hi' };
    },
    refusal: '403 Forbidden: bot was kicked from the supergroup chat',
  },
];
