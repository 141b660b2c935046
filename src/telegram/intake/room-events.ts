import type { ChatMember, ChatMemberUpdated, Message, Update } from 'grammy/types';
import type { RoomEvent } from '#dispatch/room-event.ts';
import { placeOf } from './place.ts';
import { who } from './who.ts';

/** What `update` says about a group or a topic; `undefined` when it says nothing of the kind. */
export function toRoomEvent(update: Update): RoomEvent | undefined {
  if (update.my_chat_member) return fromMembership(update.my_chat_member);
  return update.message && fromService(update.message);
}

function fromMembership(change: ChatMemberUpdated): RoomEvent | undefined {
  const { chat, from, old_chat_member: before, new_chat_member: now } = change;
  if (chat.type !== 'group' && chat.type !== 'supergroup') return undefined;
  if (isIn(before) || !isIn(now)) return undefined;
  return { kind: 'added', chatId: chat.id, title: chat.title, by: who(from) };
}

function isIn(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member;
  return member.status !== 'left' && member.status !== 'kicked';
}

/** Each of the two groups is told of the move: the first to come does it, the other finds it done. */
function fromService(message: Message): RoomEvent | undefined {
  const { chat, migrate_to_chat_id: toChatId, migrate_from_chat_id: fromChatId } = message;
  if (toChatId !== undefined) return { kind: 'moved', chatId: chat.id, toChatId };
  if (fromChatId !== undefined) return { kind: 'moved', chatId: fromChatId, toChatId: chat.id };
  if (message.forum_topic_closed) return { kind: 'topic-closed', place: placeOf(message) };
  if (message.forum_topic_reopened) return { kind: 'topic-reopened', place: placeOf(message) };
  return undefined;
}
