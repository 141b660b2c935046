import type { ChatAdministratorRights } from '@grammyjs/types';
import type { StrictnessCase } from '../case.ts';
import { ALICE, CAROL, ERIN, FORUM, GROUP, type Scene } from '../scene.ts';

const OWNER = 777_000_001;
const NOBODY = 4_711;
const NO_RESTRICT = '400 Bad Request: not enough rights to restrict/unrestrict chat member';
const SUPERGROUPS = '400 Bad Request: method is available only for supergroups';
const NOT_FOR_GROUPS = '400 Bad Request: method is available for supergroup and channel chats only';

/** About somebody in the forum, with the bot as its administrator. */
function asChief(more: object, rights: Partial<ChatAdministratorRights> = {}) {
  return ({ forum, bot }: Scene): Record<string, unknown> => {
    forum.add(bot, 'administrator', rights);
    return { chat_id: FORUM, user_id: CAROL, ...more };
  };
}

/** The same, and Carol is an administrator whom the owner made one. */
function aboutChief(more: object, rights: Partial<ChatAdministratorRights> = {}) {
  return (given: Scene): Record<string, unknown> => {
    given.forum.add({ id: CAROL }, 'administrator');
    return asChief(more, rights)(given);
  };
}

const self = (payload: (given: Scene) => object) => (given: Scene) => ({
  ...payload(given),
  user_id: given.bot.id,
});

/** Who is in a group, and what a bot may do to them. */
export const MEMBERS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] get_user_id',
    what: 'nobody named',
    method: 'getChatMember',
    payload: { chat_id: GROUP },
    refusal: '400 Bad Request: invalid user_id specified',
  },
  {
    source: 'tdlib/telegram-bot-api #795',
    what: 'an id that is nobody',
    method: 'getChatMember',
    payload: { chat_id: GROUP, user_id: NOBODY },
    refusal: '400 Bad Request: member not found',
  },
  {
    source: 'tdlib/telegram-bot-api #795',
    what: 'somebody else in a private chat',
    method: 'getChatMember',
    payload: { chat_id: ALICE, user_id: CAROL },
    refusal: '400 Bad Request: member not found',
  },
  {
    source: '[S] process_get_chat_administrators_query',
    what: 'administrators of a private chat',
    method: 'getChatAdministrators',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there are no administrators in the private chat',
  },
  {
    source: '[TD] DialogParticipantManager::ban_dialog_participant',
    what: 'ban in a private chat',
    method: 'banChatMember',
    payload: { chat_id: ALICE, user_id: ALICE },
    refusal: "400 Bad Request: can't ban members in private chats",
  },
  {
    source: '[TD] DialogParticipantManager::restrict_channel_participant',
    what: 'ban by a plain member',
    method: 'banChatMember',
    payload: { chat_id: FORUM, user_id: CAROL },
    refusal: NO_RESTRICT,
  },
  {
    source: '[TD] DialogParticipantManager::set_channel_participant_status_impl',
    what: 'ban of the owner',
    method: 'banChatMember',
    payload: asChief({ user_id: OWNER }),
    refusal: "400 Bad Request: can't remove chat owner",
  },
  {
    source: '[TD] DialogParticipantManager::restrict_channel_participant',
    what: 'ban of itself',
    method: 'banChatMember',
    payload: self(asChief({})),
    refusal: "400 Bad Request: can't restrict self",
  },
  {
    source: '[S] 124',
    what: 'ban of an administrator',
    method: 'banChatMember',
    payload: aboutChief({}),
    refusal: '400 Bad Request: user is an administrator of the chat',
  },
  {
    source: 'tdlib/telegram-bot-api #802',
    what: 'ban of nobody',
    method: 'banChatMember',
    payload: asChief({ user_id: NOBODY }),
    refusal: '400 Bad Request: PARTICIPANT_ID_INVALID',
  },
  {
    source: '[S] process_unban_chat_member_query',
    what: 'in a plain group',
    method: 'unbanChatMember',
    payload: { chat_id: GROUP, user_id: CAROL },
    refusal: NOT_FOR_GROUPS,
  },
  {
    source: '[S] process_restrict_chat_member_query',
    what: 'in a plain group',
    method: 'restrictChatMember',
    payload: { chat_id: GROUP, user_id: CAROL, permissions: {} },
    refusal: SUPERGROUPS,
  },
  {
    source: '[S] get_chat_permissions',
    what: 'no permissions',
    method: 'restrictChatMember',
    payload: { chat_id: FORUM, user_id: CAROL },
    refusal: '400 Bad Request: object expected as permissions',
  },
  {
    source: '[S] get_chat_permissions',
    what: 'permission that is no flag',
    method: 'restrictChatMember',
    payload: { chat_id: FORUM, user_id: CAROL, permissions: { can_send_messages: 'no' } },
    refusal:
      '400 Bad Request: can\'t parse chat permissions: Field "can_send_messages" must be of type Boolean',
  },
  {
    source: '[S] process_promote_chat_member_query',
    what: 'in a plain group',
    method: 'promoteChatMember',
    payload: { chat_id: GROUP, user_id: CAROL, can_pin_messages: true },
    refusal: NOT_FOR_GROUPS,
  },
  {
    source: '[TD] DialogParticipantManager::promote_channel_participant',
    what: 'by an administrator who may not',
    method: 'promoteChatMember',
    payload: asChief({ can_pin_messages: true }),
    refusal: '400 Bad Request: not enough rights',
  },
  {
    source: '[TD] DialogParticipantManager::promote_channel_participant',
    what: 'itself',
    method: 'promoteChatMember',
    payload: self(asChief({ can_pin_messages: true })),
    refusal: "400 Bad Request: can't promote self",
  },
  {
    source: '[TD] DialogParticipantManager::set_channel_participant_status_impl',
    what: 'the owner',
    method: 'promoteChatMember',
    payload: asChief({ user_id: OWNER, can_pin_messages: true }),
    refusal: "400 Bad Request: can't remove chat owner",
  },
  {
    source: 'server',
    what: 'nobody',
    method: 'promoteChatMember',
    payload: asChief({ user_id: NOBODY, can_pin_messages: true }, { can_promote_members: true }),
    refusal: '400 Bad Request: PARTICIPANT_ID_INVALID',
  },
  {
    source: 'server',
    what: 'somebody outside',
    method: 'promoteChatMember',
    payload: asChief({ user_id: ERIN, can_pin_messages: true }, { can_promote_members: true }),
    refusal: '400 Bad Request: USER_NOT_PARTICIPANT',
  },
  {
    source: 'server',
    what: 'an administrator of somebody else',
    method: 'promoteChatMember',
    payload: aboutChief({ can_pin_messages: true }, { can_promote_members: true }),
    refusal: '400 Bad Request: CHAT_ADMIN_REQUIRED',
  },
  {
    source: 'server',
    what: 'a right that the bot lacks',
    method: 'promoteChatMember',
    payload: asChief(
      { can_pin_messages: true },
      { can_promote_members: true, can_pin_messages: false },
    ),
    refusal: '400 Bad Request: RIGHT_FORBIDDEN',
  },
  {
    source: '[S] process_set_chat_administrator_custom_title_query',
    what: 'in a plain group',
    method: 'setChatAdministratorCustomTitle',
    payload: { chat_id: GROUP, user_id: CAROL, custom_title: 'x' },
    refusal: SUPERGROUPS,
  },
  {
    source: '[S] process_set_chat_administrator_custom_title_query',
    what: 'of the owner',
    method: 'setChatAdministratorCustomTitle',
    payload: asChief({ user_id: OWNER, custom_title: 'x' }),
    refusal: '400 Bad Request: only creator can edit their custom title',
  },
  {
    source: '[S] process_set_chat_administrator_custom_title_query',
    what: 'of a member',
    method: 'setChatAdministratorCustomTitle',
    payload: asChief({ custom_title: 'x' }),
    refusal: '400 Bad Request: user is not an administrator',
  },
  {
    source: '[S] process_set_chat_administrator_custom_title_query',
    what: 'of an administrator of somebody else',
    method: 'setChatAdministratorCustomTitle',
    payload: aboutChief({ custom_title: 'x' }),
    refusal: '400 Bad Request: not enough rights to change custom title of the user',
  },
  ...['x'.repeat(17), '😀'].map((title): StrictnessCase => {
    const isLong = title.length > 16;
    return {
      source: '[T] 0-16, no emoji',
      what: isLong ? 'of 17 characters' : 'with an emoji',
      method: 'setChatAdministratorCustomTitle',
      payload: async (given) => {
        given.forum.add(given.bot, 'administrator', { can_promote_members: true });
        const about = { chat_id: FORUM, user_id: CAROL };
        await given.done('promoteChatMember', { ...about, can_pin_messages: true });
        return { ...about, custom_title: title };
      },
      refusal: `400 Bad Request: ADMIN_RANK_${isLong ? 'INVALID' : 'EMOJI_NOT_ALLOWED'}`,
    };
  }),
  {
    source: '[TD] DialogParticipantManager::leave_dialog',
    what: 'a private chat',
    method: 'leaveChat',
    payload: { chat_id: ALICE },
    refusal: "400 Bad Request: can't leave private chats",
  },
];
