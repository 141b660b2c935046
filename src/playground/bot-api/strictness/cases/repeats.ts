import type { Message } from '@grammyjs/types';
import type { Payload, StrictnessCase } from '../case.ts';
import { pinnedNotice, toAlice } from '../payloads.ts';
import { ALICE, GROUP } from '../scene.ts';

const FROM_ALICE = { chat_id: ALICE, from_chat_id: ALICE };

/** Messages that are repeated, or taken away by the dozen. */
export const REPEATS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] get_required_string_arg',
    what: 'from nowhere',
    method: 'copyMessage',
    payload: { chat_id: ALICE, message_id: 1 },
    refusal: '400 Bad Request: parameter "from_chat_id" is required',
  },
  {
    source: '[S] process_copy_message_query',
    what: 'what is not there',
    method: 'copyMessage',
    payload: { ...FROM_ALICE, message_id: 4_711 },
    refusal: '400 Bad Request: message to copy not found',
  },
  {
    source: '[S] process_forward_message_query',
    what: 'what is not there',
    method: 'forwardMessage',
    payload: { ...FROM_ALICE, message_id: 4_711 },
    refusal: '400 Bad Request: message to forward not found',
  },
  {
    source: '[TD] can_forward_message',
    what: 'what is protected',
    method: 'forwardMessage',
    payload: async ({ sent }) => ({
      ...FROM_ALICE,
      message_id: await sent({ protect_content: true }),
    }),
    refusal: "400 Bad Request: the message can't be forwarded",
  },
  {
    source: '[TD] can_forward_message',
    what: 'a service message',
    method: 'forwardMessage',
    payload: async (given) => ({ ...FROM_ALICE, message_id: await pinnedNotice(given) }),
    refusal: "400 Bad Request: the message can't be forwarded",
  },
  {
    source: '[TD] can_forward_message',
    what: 'a service message',
    method: 'copyMessage',
    payload: async (given) => ({ ...FROM_ALICE, message_id: await pinnedNotice(given) }),
    refusal: "400 Bad Request: the message can't be copied",
  },
  {
    source: '[S] get_message_ids',
    what: 'no ids',
    method: 'forwardMessages',
    payload: FROM_ALICE,
    refusal: '400 Bad Request: message identifiers are not specified',
  },
  {
    source: '[S] get_message_ids',
    what: 'an empty list of ids',
    method: 'copyMessages',
    payload: { ...FROM_ALICE, message_ids: [] },
    refusal: '400 Bad Request: message identifiers are not specified',
  },
  {
    source: '[TD] forward_messages_impl',
    what: 'ids that do not rise',
    method: 'forwardMessages',
    payload: { ...FROM_ALICE, message_ids: [2, 1] },
    refusal: '400 Bad Request: message identifiers must be in a strictly increasing order',
  },
  {
    source: '[TD] forward_messages_impl',
    what: 'nothing that can be forwarded',
    method: 'forwardMessages',
    payload: async ({ sent }) => ({
      ...FROM_ALICE,
      message_ids: [await sent({ protect_content: true })],
    }),
    refusal: '400 Bad Request: there are no messages to forward',
  },
  {
    source: '[TD] forward_messages_impl',
    what: 'nothing that is still there',
    method: 'copyMessages',
    payload: { ...FROM_ALICE, message_ids: [4_711, 4_712] },
    refusal: '400 Bad Request: there are no messages to forward',
  },
  {
    source: '[TD] can_edit_message',
    what: 'what was forwarded',
    method: 'editMessageText',
    payload: async ({ done, sent }) => {
      const forward = { ...FROM_ALICE, message_id: await sent({}) };
      const { message_id } = await done<Message>('forwardMessage', forward);
      return toAlice({ message_id, text: 'new' });
    },
    refusal: "400 Bad Request: message can't be edited",
  },
  {
    source: '[S] get_message_ids',
    what: 'no ids',
    method: 'deleteMessages',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: message identifiers are not specified',
  },
  {
    source: '[S] 12418',
    what: 'a hundred and one ids',
    method: 'deleteMessages',
    payload: deletion(...Array.from({ length: 101 }, (_, index) => index + 1)),
    refusal: '400 Bad Request: too many message identifiers specified',
  },
  {
    source: '[S] get_message_ids',
    what: 'ids that are no list',
    method: 'deleteMessages',
    payload: { chat_id: ALICE, message_ids: {} },
    refusal: '400 Bad Request: expected an Array of message identifiers',
  },
  {
    source: '[S] get_message_ids',
    what: 'an id that is none',
    method: 'deleteMessages',
    payload: deletion(true),
    refusal: '400 Bad Request: message identifier must be a Number',
  },
  {
    source: '[S] get_message_ids',
    what: 'an id that is a word',
    method: 'deleteMessages',
    payload: deletion('one'),
    refusal: "400 Bad Request: can't parse message identifier as Number",
  },
  {
    source: '[S] get_message_ids',
    what: 'a negative id',
    method: 'deleteMessages',
    payload: deletion(-1),
    refusal: '400 Bad Request: invalid message identifier specified',
  },
  {
    source: '[S] MESSAGE_DELETE_FORBIDDEN',
    what: "somebody's message in a group, among its own",
    method: 'deleteMessages',
    payload: async ({ carolsMessage, sent }) => ({
      chat_id: GROUP,
      message_ids: [await sent({ chat_id: GROUP }), carolsMessage],
    }),
    refusal: "400 Bad Request: message can't be deleted",
  },
];

function deletion(...message_ids: readonly unknown[]): Payload {
  return { chat_id: ALICE, message_ids };
}
