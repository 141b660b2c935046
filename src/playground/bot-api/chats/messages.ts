import type { InlineKeyboardMarkup, Message, User } from '@grammyjs/types';
import { endDraft } from './drafts.ts';
import { refusal } from '../refusal.ts';
import { plainText } from '../rich/plain-text.ts';
import { type Bot, emit, type Room, type StoredMessage, unixTime, type World } from '../world.ts';

/** What a new message is made of. */
export interface NewMessage {
  readonly from: User;
  /** Text, document, photo and so on, as Telegram's `Message` has them. */
  readonly content: Partial<Message>;
  readonly topicId?: number | undefined;
  /** The message is the beginning of a topic, which gets its id. */
  readonly opensTopic?: boolean;
  readonly replyTo?: Message | undefined;
  readonly keyboard?: InlineKeyboardMarkup | undefined;
  readonly silent?: boolean;
  readonly hasOtherKeyboard?: boolean;
}

/** A card that shows progress is edited for hours. */
const KEPT_VERSIONS = 100;
const CAPTION = new Set(['caption', 'caption_entities', 'show_caption_above_media']);
const CONTENT = new Set([
  ...CAPTION,
  'text',
  'entities',
  'link_preview_options',
  'rich_message',
  'animation',
  'audio',
  'document',
  'photo',
  'sticker',
  'video',
  'video_note',
  'voice',
  'has_media_spoiler',
  'contact',
  'dice',
  'location',
  'poll',
  'venue',
]);

/** Puts a message into the chat and tells who listens. */
export function addMessage(world: World, room: Room, made: NewMessage): StoredMessage {
  const { from, content, keyboard } = made;
  const replyTo = made.replyTo ?? topicOpener(room, made.topicId);
  const messageId = nextMessageId(world, room);
  const topicId = made.opensTopic ? messageId : made.topicId;
  const isPost = room.chat.type === 'channel';
  const message = {
    message_id: messageId,
    ...(isPost ? { sender_chat: { ...room.chat } } : { from: { ...from } }),
    chat: { ...room.chat },
    date: unixTime(world),
    ...(topicId === undefined ? {} : { message_thread_id: topicId, is_topic_message: true }),
    ...(replyTo ? { reply_to_message: withoutReply(replyTo) } : {}),
    ...content,
    ...(keyboard ? { reply_markup: keyboard } : {}),
  } as Message;
  const stored: StoredMessage = {
    message,
    versions: [{ text: shownText(message), atMs: world.now() }],
    edits: 0,
    silent: made.silent ?? false,
    hasOtherKeyboard: made.hasOtherKeyboard ?? false,
    atMs: world.now(),
    reactions: [],
  };
  room.messages.push(stored);
  if (room.bot && room.bot.user.id === made.from.id) endDraft(world, room, topicId);
  emit(world, { kind: 'message', room: room.key, message, silent: stored.silent });
  return stored;
}

/** What a person reads in the message. */
export function shownText(message: Message): string {
  const { text, caption, rich_message: rich } = message;
  return text ?? caption ?? (rich ? plainText(rich.blocks) : '');
}

/**
 * Supergroups and channels count their own messages; all other chats of an account share one count.
 * A plain group has one number for everybody here, above the counts of all the bots in it.
 */
function nextMessageId(world: World, room: Room): number {
  const countsAlone = ({ chat }: Room): boolean =>
    chat.type === 'supergroup' || chat.type === 'channel';
  const isOf = ({ bot, members }: Room, { user }: Bot): boolean =>
    bot ? bot.user.id === user.id : members.has(user.id);
  const accounts = [...world.bots.values()].filter((bot) => isOf(room, bot));
  const isShared = (other: Room): boolean =>
    other === room || (!countsAlone(other) && accounts.some((bot) => isOf(other, bot)));
  const sharing = countsAlone(room) ? [room] : [...world.rooms.values()].filter(isShared);
  room.lastMessageId = Math.max(...sharing.map(({ lastMessageId }) => lastMessageId)) + 1;
  return room.lastMessageId;
}

/** In a topic, a message that replies to nothing replies to the one that opened the topic. */
function topicOpener(room: Room, topicId: number | undefined): Message | undefined {
  if (topicId === undefined) return undefined;
  return room.messages.find(({ message }) => message.message_id === topicId)?.message;
}

/** The message as another one may carry it: no message holds two that hold others. */
export function withoutReply(message: Message): Message {
  const { reply_to_message: _, ...rest } = message;
  return rest;
}

/** The message of that id. @throws {Refusal} `<what> not found` */
export function findMessage(
  room: Room,
  messageId: number | undefined,
  what: string,
): StoredMessage {
  const found = room.messages.find(({ message }) => message.message_id === messageId);
  if (!found) throw refusal(`${what} not found`);
  return found;
}

/** Shows something else in place of what the message showed. */
export function changeMessage(
  world: World,
  room: Room,
  stored: StoredMessage,
  changes: Partial<Message>,
  keyboard: InlineKeyboardMarkup | undefined,
): Message {
  const changed = changedMessage(stored.message, changes, keyboard);
  stored.message = { ...changed, edit_date: unixTime(world) };
  stored.edits += 1;
  stored.versions.push({ text: shownText(stored.message), atMs: world.now() });
  if (stored.versions.length > KEPT_VERSIONS) stored.versions.shift();
  const { message, silent } = stored;
  emit(world, { kind: 'edited', room: room.key, message, silent });
  return message;
}

/**
 * The message as it would be. New text or media takes the place of all content, a caption (an empty
 * one too) of the caption, and no changes leave the content alone. The keyboard is always new.
 */
export function changedMessage(
  message: Message,
  changes: Partial<Message>,
  keyboard: InlineKeyboardMarkup | undefined,
): Message {
  const names = Object.keys(changes);
  const isContent = names.some((name) => CONTENT.has(name) && !CAPTION.has(name));
  const isCaption = names.some((name) => CAPTION.has(name));
  const isReplaced = (name: string): boolean =>
    name === 'reply_markup' || (isContent && CONTENT.has(name)) || (isCaption && CAPTION.has(name));
  const kept = Object.entries(message).filter(([name]) => !isReplaced(name));
  const { caption, ...rest } = changes;
  return {
    ...Object.fromEntries(kept),
    ...rest,
    ...(caption === undefined || caption === '' ? {} : { caption }),
    ...(keyboard ? { reply_markup: keyboard } : {}),
  } as Message;
}

/** Takes the message out of the chat, and out of the pinned ones. */
export function removeMessage(world: World, room: Room, stored: StoredMessage): void {
  const { message_id: messageId } = stored.message;
  room.messages.splice(room.messages.indexOf(stored), 1);
  emit(world, { kind: 'deleted', room: room.key, messageId });
  if (room.pins.includes(messageId))
    setPins(
      world,
      room,
      room.pins.filter((id) => id !== messageId),
    );
}

/** Changes which messages are pinned, the newest last. */
export function setPins(world: World, room: Room, messageIds: readonly number[]): void {
  room.pins = [...messageIds];
  emit(world, { kind: 'pins', room: room.key, messageIds: room.pins });
}

/** Says whether the message tells what happened to the chat; such a one is no content to repeat. */
export function isServiceMessage(message: Message): boolean {
  return !Object.keys(message).some((name) => CONTENT.has(name) && !CAPTION.has(name));
}

/** Says whether the message is of a kind that has a caption, be it empty. */
export function hasCaption(message: Message): boolean {
  const kinds = ['animation', 'audio', 'document', 'photo', 'video', 'voice'];
  return kinds.some((name) => name in message);
}

/** What of a message is content: all of it goes where new content comes. */
export function contentOf(message: Message): Partial<Message> {
  return Object.fromEntries(Object.entries(message).filter(([name]) => CONTENT.has(name)));
}
