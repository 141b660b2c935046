import type { StrictnessCase } from '../case.ts';
import { button, bytes, toAlice } from '../payloads.ts';
import { ALICE, GROUP } from '../scene.ts';

const NOT_MODIFIED =
  '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Messages that are there already: edits, deletions, reactions, taps. */
export const EDITS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 107',
    what: 'the same text again',
    method: 'editMessageText',
    payload: async (given) => toAlice({ message_id: await given.sent({ text: 'hi' }) }),
    refusal: NOT_MODIFIED,
  },
  {
    source: '[S] 107',
    what: 'the same text after trimming',
    method: 'editMessageText',
    payload: async (given) =>
      toAlice({ text: ' hi ', message_id: await given.sent({ text: 'hi' }) }),
    refusal: NOT_MODIFIED,
  },
  {
    source: '[S] 107',
    what: 'the same keyboard again',
    method: 'editMessageReplyMarkup',
    payload: async (given) => ({
      chat_id: ALICE,
      reply_markup: button('Tap', { callback_data: 'x' }),
      message_id: await given.sent({
        text: 'hi',
        reply_markup: button('Tap', { callback_data: 'x' }),
      }),
    }),
    refusal: NOT_MODIFIED,
  },
  {
    source: '[S] 13541',
    what: 'edit of nothing',
    method: 'editMessageText',
    payload: toAlice({ message_id: 4_711 }),
    refusal: '400 Bad Request: message to edit not found',
  },
  {
    source: '[S] 13541',
    what: 'edit without message',
    method: 'editMessageText',
    payload: toAlice({}),
    refusal: '400 Bad Request: message to edit not found',
  },
  {
    source: 'MessagesManager 23386',
    what: "edit of a person's message",
    method: 'editMessageText',
    payload: ({ alicesMessage }) => toAlice({ message_id: alicesMessage }),
    refusal: "400 Bad Request: message can't be edited",
  },
  {
    source: 'MessagesManager 23386',
    what: 'edit under a reply keyboard',
    method: 'editMessageText',
    payload: async (given) =>
      toAlice({
        text: 'new',
        message_id: await given.sent({ text: 'hi', reply_markup: { keyboard: [['A']] } }),
      }),
    refusal: "400 Bad Request: message can't be edited",
  },
  {
    source: '[S] edit',
    what: 'text of a file',
    method: 'editMessageText',
    payload: async (given) => {
      const answer = await given.call('sendDocument', { chat_id: ALICE, document: bytes(1) });
      return toAlice({
        message_id: answer.ok && (answer.result as { message_id: number }).message_id,
      });
    },
    refusal: '400 Bad Request: there is no text in the message to edit',
  },
  {
    source: 'ReplyMarkup.cpp:733',
    what: 'edit to a reply keyboard',
    method: 'editMessageText',
    payload: async (given) =>
      toAlice({
        text: 'new',
        reply_markup: { keyboard: [['A']] },
        message_id: await given.sent({ text: 'hi' }),
      }),
    refusal: '400 Bad Request: inline keyboard expected',
  },
  {
    source: '[S] 13804',
    what: 'deletion of nothing',
    method: 'deleteMessage',
    payload: { chat_id: ALICE, message_id: 4_711 },
    refusal: '400 Bad Request: message to delete not found',
  },
  {
    source: '[S] 13804',
    what: 'deletion without message',
    method: 'deleteMessage',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: message identifier is not specified',
  },
  {
    source: '[S] 13804',
    what: "deletion of somebody's message in a group",
    method: 'deleteMessage',
    payload: ({ carolsMessage }) => ({ chat_id: GROUP, message_id: carolsMessage }),
    refusal: "400 Bad Request: message can't be deleted",
  },
  {
    source: '[S] 13252',
    what: 'reaction to nothing',
    method: 'setMessageReaction',
    payload: { chat_id: ALICE, message_id: 4_711, reaction: [{ type: 'emoji', emoji: '👍' }] },
    refusal: '400 Bad Request: message to react not found',
  },
  {
    source: 'server',
    what: 'reaction that is none',
    method: 'setMessageReaction',
    payload: ({ alicesMessage }) => ({
      chat_id: ALICE,
      message_id: alicesMessage,
      reaction: [{ type: 'emoji', emoji: '🥑' }],
    }),
    refusal: '400 Bad Request: REACTION_INVALID',
  },
  {
    source: 'emulator',
    what: 'half a message',
    method: 'editMessageText',
    payload: toAlice({ message_id: 1.5 }),
    refusal:
      '400 Bad Request: parameter "message_id" must be an Integer (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: '[T] deleteMessage',
    what: 'deletion after 48 hours',
    method: 'deleteMessage',
    payload: async ({ sent, clock }) => {
      const message_id = await sent({});
      clock.ms += 48 * 60 * 60 * 1_000 + 1;
      return { chat_id: ALICE, message_id };
    },
    refusal: "400 Bad Request: message can't be deleted for everyone",
  },
  {
    source: '[S] 13804',
    what: 'deletion without chat',
    method: 'deleteMessage',
    payload: { message_id: 1 },
    refusal: '400 Bad Request: chat identifier is not specified',
  },
  {
    source: '[S] 13541',
    what: 'edit without chat and message',
    method: 'editMessageText',
    payload: { text: 'hi' },
    refusal: '400 Bad Request: message identifier is not specified',
  },
  {
    source: '[S] 11401',
    what: 'edit to nothing',
    method: 'editMessageText',
    payload: async ({ sent }) => ({ chat_id: ALICE, message_id: await sent({}) }),
    refusal: '400 Bad Request: message text is empty',
  },
  {
    source: '[TD] MessageContent.cpp:4758',
    what: 'edit to 4097 code points',
    method: 'editMessageText',
    payload: async ({ sent }) => toAlice({ message_id: await sent({}), text: 'x'.repeat(4097) }),
    refusal: '400 Bad Request: message is too long',
  },
  {
    source: 'server',
    what: 'two reactions',
    method: 'setMessageReaction',
    payload: ({ alicesMessage }) => ({
      chat_id: ALICE,
      message_id: alicesMessage,
      reaction: [
        { type: 'emoji', emoji: '👍' },
        { type: 'emoji', emoji: '👎' },
      ],
    }),
    refusal: '400 Bad Request: REACTIONS_TOO_MANY',
  },
  {
    source: '[T] setMessageReaction',
    what: 'a custom reaction that is not on the message',
    method: 'setMessageReaction',
    payload: ({ alicesMessage }) => ({
      chat_id: ALICE,
      message_id: alicesMessage,
      reaction: [{ type: 'custom_emoji', custom_emoji_id: '1' }],
    }),
    refusal: '400 Bad Request: REACTION_INVALID',
  },
];
