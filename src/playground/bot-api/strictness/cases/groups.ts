import type { StrictnessCase } from '../case.ts';
import { bytes } from '../payloads.ts';
import { ALICE, FORUM, GROUP, type Scene } from '../scene.ts';

const CHANNEL = -1_001_000_000_009;
const ALL = { can_send_messages: true };

/** To a forum whose members may not send that. */
function muted(flag: string, payload: object) {
  return ({ forum }: Scene): Record<string, unknown> => {
    forum.allows({ [flag]: false });
    return { chat_id: FORUM, ...payload };
  };
}

/** To the forum, with the bot as its administrator. */
function asChief(payload: object) {
  return ({ forum, bot }: Scene): Record<string, unknown> => {
    forum.add(bot, 'administrator');
    return { chat_id: FORUM, ...payload };
  };
}

/** To a channel, with the bot as an administrator who may not post. */
function inChannel(payload: object) {
  return ({ emulator, bot }: Scene): Record<string, unknown> => {
    const channel = emulator.group({ id: CHANNEL, title: 'News', channel: true });
    channel.add(bot, 'administrator', { can_post_messages: false });
    return { chat_id: CHANNEL, ...payload };
  };
}

/** What members may send, how groups are set up, and links into them. */
export const GROUPS_CASES: readonly StrictnessCase[] = [
  {
    source: 'TelegramBotAPI/errors',
    what: 'text where members may not talk',
    method: 'sendMessage',
    payload: muted('can_send_messages', { text: 'hi' }),
    refusal: '400 Bad Request: not enough rights to send text messages to the chat',
  },
  {
    source: '[TD] can_send_message_content',
    what: 'file where members may send none',
    method: 'sendDocument',
    payload: muted('can_send_documents', { document: bytes(1) }),
    refusal: '400 Bad Request: not enough rights to send documents to the chat',
  },
  {
    source: '[TD] can_send_message_content',
    what: 'text of a bot that was restricted',
    method: 'sendMessage',
    payload: ({ forum, bot }) => {
      forum.restricts(bot, { can_send_photos: true });
      return { chat_id: FORUM, text: 'hi' };
    },
    refusal: '400 Bad Request: not enough rights to send text messages to the chat',
  },
  {
    source: '[TD] MessagesManager::can_send_message',
    what: 'to a channel without that right',
    method: 'sendMessage',
    payload: inChannel({ text: 'hi' }),
    refusal: '400 Bad Request: need administrator rights in the channel chat',
  },
  {
    source: '[TD] DialogManager::set_dialog_title',
    what: 'title of a private chat',
    method: 'setChatTitle',
    payload: { chat_id: ALICE, title: 'x' },
    refusal: "400 Bad Request: can't change private chat title",
  },
  {
    source: '[TD] DialogManager::set_dialog_title',
    what: 'no title',
    method: 'setChatTitle',
    payload: asChief({ title: ' ' }),
    refusal: '400 Bad Request: title must be non-empty',
  },
  {
    source: '[TD] DialogManager::set_dialog_title',
    what: 'title by a plain member',
    method: 'setChatTitle',
    payload: { chat_id: GROUP, title: 'x' },
    refusal: '400 Bad Request: not enough rights to set chat title',
  },
  {
    source: '[TD] DialogManager::set_dialog_description',
    what: 'description by a plain member',
    method: 'setChatDescription',
    payload: { chat_id: FORUM, description: 'x' },
    refusal: '400 Bad Request: not enough rights to set chat description',
  },
  {
    source: '[S] 130',
    what: 'the description it has',
    method: 'setChatDescription',
    payload: asChief({ description: '' }),
    refusal: '400 Bad Request: chat description is not modified',
  },
  {
    source: '[TD] DialogManager::set_dialog_permissions',
    what: 'permissions by a plain member',
    method: 'setChatPermissions',
    payload: { chat_id: FORUM, permissions: ALL },
    refusal: '400 Bad Request: not enough rights to change chat permissions',
  },
  {
    source: '[TD] DialogManager::set_dialog_permissions',
    what: 'permissions of a channel',
    method: 'setChatPermissions',
    payload: inChannel({ permissions: ALL }),
    refusal: "400 Bad Request: can't change channel chat permissions",
  },
  {
    source: 'server',
    what: 'the permissions it has',
    method: 'setChatPermissions',
    payload: async (given) => {
      const payload = asChief({ permissions: ALL })(given);
      await given.done('setChatPermissions', payload);
      return payload;
    },
    refusal: '400 Bad Request: CHAT_NOT_MODIFIED',
  },
  {
    source: '[TD] DialogInviteLinkManager::can_manage_dialog_invite_links',
    what: 'link into a private chat',
    method: 'exportChatInviteLink',
    payload: { chat_id: ALICE },
    refusal: "400 Bad Request: can't invite members to a private chat",
  },
  {
    source: '[TD] DialogInviteLinkManager::can_manage_dialog_invite_links',
    what: 'link by a member who may not invite',
    method: 'exportChatInviteLink',
    payload: muted('can_invite_users', {}),
    refusal: '400 Bad Request: not enough rights to manage chat invite link',
  },
  {
    source: '[T] 0-32',
    what: 'link with a name of 33',
    method: 'createChatInviteLink',
    payload: asChief({ name: 'x'.repeat(33) }),
    refusal: '400 Bad Request: INVITE_LINK_NAME_INVALID',
    stricterThanTelegram: "Telegram's words are not public",
  },
  {
    source: '[T] 1-99999',
    what: 'link for a hundred thousand',
    method: 'createChatInviteLink',
    payload: asChief({ member_limit: 100_000 }),
    refusal: '400 Bad Request: USAGE_LIMIT_INVALID',
    stricterThanTelegram: "Telegram's words are not public",
  },
  {
    source: '[T] 1-99999',
    what: 'link for fewer than nobody',
    method: 'createChatInviteLink',
    payload: asChief({ member_limit: -1 }),
    refusal: '400 Bad Request: USAGE_LIMIT_INVALID',
    stricterThanTelegram: "Telegram's words are not public",
  },
  {
    source: '[S] get_chat_permissions',
    what: 'permissions that are a list',
    method: 'setChatPermissions',
    payload: asChief({ permissions: [] }),
    refusal: '400 Bad Request: object expected as permissions',
  },
  {
    source: '[TD] DialogInviteLinkManager::create_dialog_invite_link',
    what: 'link for a few and by request',
    method: 'createChatInviteLink',
    payload: asChief({ member_limit: 3, creates_join_request: true }),
    refusal:
      "400 Bad Request: member limit can't be specified for links requiring administrator approval",
  },
  {
    source: 'server',
    what: 'link that is none',
    method: 'revokeChatInviteLink',
    payload: asChief({ invite_link: 'https://t.me/+x' }),
    refusal: '400 Bad Request: INVITE_HASH_EXPIRED',
  },
];
