import type {
  Chat,
  ForceReply,
  Message,
  MessageEntity,
  ReactionType,
  ReplyKeyboardMarkup,
  User,
} from '@grammyjs/types';
import { shownText } from './messages.ts';
import type { MessageVersion } from './message-version.ts';
import type { Draft, Room, StoredMessage, Topic } from '../world.ts';

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
  /** Of every size, the largest last. */
  readonly photo: Message['photo'];
  readonly animation: Message['animation'];
  readonly audio: Message['audio'];
  readonly sticker: Message['sticker'];
  readonly video: Message['video'];
  readonly video_note: Message['video_note'];
  readonly voice: Message['voice'];
  readonly location: Message['location'];
  readonly contact: Message['contact'];
  /** The same for all messages of one album. */
  readonly media_group_id: string | undefined;
  readonly is_pinned: boolean;
  readonly forward_origin: Message['forward_origin'];
  readonly quote: Message['quote'];
  /** How often it was edited. */
  readonly edits: number;
  /** What it showed, the last hundred, oldest first; the last one is what shows now. */
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
  /** Ids of the pinned messages, the newest last. */
  readonly pins: readonly number[];
  readonly drafts: readonly Draft[];
  readonly replyKeyboard?: ReplyKeyboardMarkup | ForceReply;
}

/** The whole chat as it is now. */
export function snapshotRoom(room: Room): ChatSnapshot {
  const { key, chat, pins, replyKeyboard } = room;
  const beside = { topics: [...room.topics.values()], pins, drafts: [...room.drafts.values()] };
  return {
    room: key,
    chat: { ...chat },
    messages: viewRoom(room),
    ...structuredClone({ ...beside, ...(replyKeyboard ? { replyKeyboard } : {}) }),
  };
}

/** What the chat, or one topic of it, shows now; oldest first. Changes nothing, changes with nothing. */
export function viewRoom(room: Room, topicId?: number): MessageView[] {
  return storedIn(room, topicId).map((stored) => viewMessage(stored, room.pins));
}

/** The messages of the chat, or of one topic of it, oldest first. */
export function storedIn(room: Room, topicId?: number): readonly StoredMessage[] {
  if (topicId === undefined) return room.messages;
  return room.messages.filter(({ message }) => message.message_thread_id === topicId);
}

/** One message as a person sees it; `pins` are those of its chat. */
export function viewMessage(stored: StoredMessage, pins: readonly number[]): MessageView {
  const message = structuredClone(stored.message);
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return {
    message_id: message.message_id,
    from: message.from,
    text: shownText(message),
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: rows.map((row) => row.map(({ text }) => text)),
    document: message.document,
    photo: message.photo,
    animation: message.animation,
    audio: message.audio,
    sticker: message.sticker,
    video: message.video,
    video_note: message.video_note,
    voice: message.voice,
    location: message.location,
    contact: message.contact,
    media_group_id: message.media_group_id,
    is_pinned: pins.includes(message.message_id),
    forward_origin: message.forward_origin,
    quote: message.quote,
    edits: stored.edits,
    versions: structuredClone(stored.versions),
    disable_notification: stored.silent,
    date: message.date,
    message_thread_id: message.message_thread_id,
    reply_to_message_id: message.reply_to_message?.message_id,
    reactions: structuredClone(stored.reactions),
    message,
  };
}
