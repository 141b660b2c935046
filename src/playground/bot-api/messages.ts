import type { InlineKeyboardMarkup, Message, User } from '@grammyjs/types';
import { refusal } from './refusal.ts';
import { emit, type Room, type StoredMessage, unixTime, type World } from './world.ts';

/** What a new message is made of. */
export interface NewMessage {
  readonly from: User;
  /** Text, document, photo and so on, as Telegram's `Message` has them. */
  readonly content: Partial<Message>;
  readonly topicId?: number | undefined;
  readonly replyTo?: Message | undefined;
  readonly keyboard?: InlineKeyboardMarkup | undefined;
  readonly silent?: boolean;
  readonly hasOtherKeyboard?: boolean;
}

/** Puts a message into the chat and tells who listens. */
export function addMessage(world: World, room: Room, made: NewMessage): StoredMessage {
  const { from, content, topicId, keyboard } = made;
  const replyTo = made.replyTo ?? topicOpener(room, topicId);
  const message = {
    message_id: nextMessageId(world, room),
    from: { ...from },
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
    silent: made.silent ?? false,
    hasOtherKeyboard: made.hasOtherKeyboard ?? false,
    atMs: world.now(),
    reactions: [],
  };
  room.messages.push(stored);
  emit(world, { kind: 'message', room: room.key, message, silent: stored.silent });
  return stored;
}

/** What a person reads in the message. */
function shownText(message: Message): string {
  return message.text ?? message.caption ?? '';
}

/** Supergroups count their own messages; all other chats of a bot share one count. */
function nextMessageId(world: World, room: Room): number {
  const sharing =
    room.chat.type === 'supergroup'
      ? [room]
      : [...world.rooms.values()].filter(({ chat }) => chat.type !== 'supergroup');
  room.lastMessageId = Math.max(...sharing.map(({ lastMessageId }) => lastMessageId)) + 1;
  return room.lastMessageId;
}

/** In a topic, a message that replies to nothing replies to the one that opened the topic. */
function topicOpener(room: Room, topicId: number | undefined): Message | undefined {
  if (topicId === undefined) return undefined;
  return room.messages.find(({ message }) => message.message_id === topicId)?.message;
}

function withoutReply(message: Message): Message {
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
  const { reply_markup: _, entities: __, ...rest } = stored.message;
  const kept = 'text' in changes ? rest : { ...rest, ...entitiesOf(stored.message) };
  const markup = keyboard ? { reply_markup: keyboard } : {};
  stored.message = { ...kept, ...changes, edit_date: unixTime(world), ...markup };
  stored.versions.push({ text: shownText(stored.message), atMs: world.now() });
  const { message, silent } = stored;
  emit(world, { kind: 'edited', room: room.key, message, silent });
  return message;
}

function entitiesOf({ entities }: Message): Partial<Message> {
  return entities ? { entities } : {};
}

/** Takes the message out of the chat. */
export function removeMessage(world: World, room: Room, stored: StoredMessage): void {
  room.messages.splice(room.messages.indexOf(stored), 1);
  emit(world, { kind: 'deleted', room: room.key, messageId: stored.message.message_id });
}
