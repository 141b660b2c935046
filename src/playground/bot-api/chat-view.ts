import type { Chat, Message, MessageEntity, ReactionType, User } from '@grammyjs/types';
import type { MessageVersion, Room, StoredMessage, Topic } from './world.ts';

/** A message as a person sees it now. Serializable. */
export interface MessageView {
  readonly message_id: number;
  readonly from: User | undefined;
  /** The text, or the caption of a file. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Labels, row by row. */
  readonly buttons: readonly (readonly string[])[];
  readonly document: Message['document'];
  readonly photo: Message['photo'];
  /** How often it was edited. */
  readonly edits: number;
  /** What it showed, oldest first; the last one is what shows now. */
  readonly versions: readonly MessageVersion[];
  readonly disable_notification: boolean;
  /** Seconds since the epoch. */
  readonly date: number;
  readonly message_thread_id: number | undefined;
  readonly reply_to_message_id: number | undefined;
  readonly reactions: readonly ReactionType[];
  /** As Telegram would give it to a bot. */
  readonly message: Message;
}

/** A chat with all it shows. Serializable. */
export interface ChatSnapshot {
  /** Names the chat in events. */
  readonly room: string;
  readonly chat: Chat;
  readonly topics: readonly Topic[];
  readonly messages: readonly MessageView[];
}

/** The whole chat as it is now. */
export function snapshotRoom(room: Room): ChatSnapshot {
  const topics = structuredClone([...room.topics.values()]);
  return { room: room.key, chat: { ...room.chat }, topics, messages: viewRoom(room) };
}

/** What the chat, or one topic of it, shows now; oldest first. Changes nothing, changes with nothing. */
export function viewRoom(room: Room, topicId?: number): MessageView[] {
  return room.messages
    .filter(({ message }) => topicId === undefined || message.message_thread_id === topicId)
    .map(viewMessage);
}

/** One message as a person sees it. */
export function viewMessage(stored: StoredMessage): MessageView {
  const message = structuredClone(stored.message);
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return {
    message_id: message.message_id,
    from: message.from,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: rows.map((row) => row.map(({ text }) => text)),
    document: message.document,
    photo: message.photo,
    edits: stored.versions.length - 1,
    versions: structuredClone(stored.versions),
    disable_notification: stored.silent,
    date: message.date,
    message_thread_id: message.message_thread_id,
    reply_to_message_id: message.reply_to_message?.message_id,
    reactions: structuredClone(stored.reactions),
    message,
  };
}
