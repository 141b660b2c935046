import type { ChatAdministratorRights, ChatPermissions, Message } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import type { Bot, Room } from '../world.ts';

/** What members may do, every flag present. */
export type Permissions = Required<ChatPermissions>;
/** Something that an administrator may do, or a member by the group's permissions. */
export type Right = keyof ChatAdministratorRights | keyof ChatPermissions;

/** Somebody who may nothing. */
export const NO_PERMISSIONS: Permissions = {
  can_send_messages: false,
  can_send_audios: false,
  can_send_documents: false,
  can_send_photos: false,
  can_send_videos: false,
  can_send_video_notes: false,
  can_send_voice_notes: false,
  can_send_polls: false,
  can_send_other_messages: false,
  can_add_web_page_previews: false,
  can_react_to_messages: false,
  can_change_info: false,
  can_invite_users: false,
  can_edit_tag: false,
  can_pin_messages: false,
  can_manage_topics: false,
};

/** Every permission there is. */
export const ALL_PERMISSIONS = allTrue(NO_PERMISSIONS);

/** What a group lets its members do unless told otherwise: talk, and nothing of its management. */
export const USUAL_PERMISSIONS: Permissions = {
  ...ALL_PERMISSIONS,
  can_change_info: false,
  can_pin_messages: false,
  can_manage_topics: false,
};

/** An administrator by title alone. */
export const NO_RIGHTS: Required<ChatAdministratorRights> = {
  is_anonymous: false,
  can_manage_chat: false,
  can_delete_messages: false,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: false,
  can_manage_tags: false,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_post_messages: false,
  can_edit_messages: false,
  can_pin_messages: false,
  can_manage_topics: false,
  can_manage_direct_messages: false,
  can_send_welcome_messages: false,
};

/** What apps propose for a new administrator: everything but anonymity and making others one. */
export const USUAL_RIGHTS: Required<ChatAdministratorRights> = {
  ...allTrue(NO_RIGHTS),
  is_anonymous: false,
  can_promote_members: false,
};

function allTrue<Flags extends object>(flags: Flags): Flags {
  return Object.fromEntries(Object.keys(flags).map((name) => [name, true])) as Flags;
}

/** Says whether somebody may do that there: by their rights, or by what members may do. */
export function mayDo(room: Room, userId: number, right: Right): boolean {
  const status = room.members.get(userId);
  const { rights, permissions } = room.memberDetails.get(userId) ?? {};
  if (status === 'creator') return true;
  const byPermission = (given: Permissions): boolean =>
    right in given && given[right as keyof Permissions];
  // Telegram gives no flag for talking to administrators: all of them may.
  if (status === 'administrator')
    return (
      (right in NO_RIGHTS ? (rights ?? USUAL_RIGHTS)[right as keyof typeof NO_RIGHTS] : true) ??
      false
    );
  if (status === 'restricted')
    return byPermission(room.permissions) && byPermission(permissions ?? NO_PERMISSIONS);
  return status === 'member' && byPermission(room.permissions);
}

/** Telegram's words for what is missing; from the functions of td that are named beside them. */
const MISSING = {
  // [TD] MessagesManager::can_pin_messages
  can_pin_messages: 'not enough rights to manage pinned messages in the chat',
  // [TD] DialogParticipantManager::restrict_channel_participant
  can_restrict_members: 'not enough rights to restrict/unrestrict chat member',
  // [TD] DialogParticipantManager::promote_channel_participant
  can_promote_members: 'not enough rights',
  // [TD] ForumTopicManager::create_forum_topic
  can_manage_topics: 'not enough rights to create a topic',
  // [TD] DialogInviteLinkManager::can_manage_dialog_invite_links
  can_invite_users: 'not enough rights to manage chat invite link',
  // [TD] DialogManager::set_dialog_title
  can_change_info: 'not enough rights to set chat title',
  // [S] 196: MESSAGE_DELETE_FORBIDDEN
  can_delete_messages: "message can't be deleted",
} as const;

/**
 * Refuses when the bot may not do that in the group; in private chats everything is allowed.
 * `reason` stands in for Telegram's usual words about that right. @throws {Refusal}
 */
export function checkRight(
  room: Room,
  bot: Bot,
  right: keyof typeof MISSING,
  reason: string = MISSING[right],
): void {
  if (room.person || mayDo(room, bot.user.id, right)) return;
  throw refusal(reason);
}

/** What a message is made of, its permission, and how Telegram names it; the first that fits. */
const SENDS = [
  ['animation', 'can_send_other_messages', 'animations'],
  ['sticker', 'can_send_other_messages', 'stickers'],
  ['dice', 'can_send_other_messages', 'dice'],
  ['audio', 'can_send_audios', 'music'],
  ['document', 'can_send_documents', 'documents'],
  ['photo', 'can_send_photos', 'photos'],
  ['video_note', 'can_send_video_notes', 'video notes'],
  ['video', 'can_send_videos', 'videos'],
  ['voice', 'can_send_voice_notes', 'voice notes'],
  ['poll', 'can_send_polls', 'polls'],
  ['venue', 'can_send_messages', 'venues'],
  ['location', 'can_send_messages', 'locations'],
  ['contact', 'can_send_messages', 'contacts'],
] as const;

/** What keeps somebody from sending that to the group, as Telegram names it; nothing when they may. */
export function missingToSend(
  room: Room,
  userId: number,
  content: Partial<Message>,
): string | undefined {
  const [, permission, name] = SENDS.find(([part]) => part in content) ?? TEXT;
  return room.person || mayDo(room, userId, permission) ? undefined : name;
}

const TEXT = ['text', 'can_send_messages', 'text messages'] as const;

/** Refuses when the bot may not send such a message there. @throws {Refusal} */
export function checkMaySend(room: Room, bot: Bot, content: Partial<Message>): void {
  const missing = missingToSend(room, bot.user.id, content);
  // [TD] MessageContent.cpp, can_send_message_content
  if (missing !== undefined) throw refusal(`Not enough rights to send ${missing} to the chat`);
}
