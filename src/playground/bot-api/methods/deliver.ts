import type { InlineKeyboardMarkup, Message } from '@grammyjs/types';
import { checkReplyMarkup, type ReplyMarkup, readReplyMarkup } from '../keyboards/keyboard.ts';
import { publicUser } from '../chats/membership.ts';
import { addMessage, type NewMessage } from '../chats/messages.ts';
import { refusal } from '../refusal.ts';
import { showReplyKeyboard } from '../keyboards/reply-keyboard.ts';
import { checkMaySend } from '../chats/rights.ts';
import { budgetOf, checkMayWrite, checkTopic, findRoom } from '../chats/rooms.ts';
import type { Room } from '../world.ts';
import type { Call } from './handler.ts';
import { findReplied, readReply, type Replied } from './reply.ts';
import { refuseUnbuilt } from './unbuilt.ts';

/**
 * Sends a message as every send method does, in Telegram's order of refusals. `makeContent` runs
 * once the chat is known to take messages.
 */
export function deliver(call: Call, makeContent: (room: Room) => Partial<Message>): Message {
  return deliverAll(call, (room) => [makeContent(room)])[0] as Message;
}

/** Sends several messages that are one call: all of them, or none. */
export function deliverAll(
  call: Call,
  makeContents: (room: Room) => readonly Partial<Message>[],
): Message[] {
  const { world, bot, args } = call;
  const reply = readReply(call);
  const markup = readReplyMarkup(args.json('reply_markup'));
  refuseUnbuilt(call);
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkMayWrite(room, bot);
  const replied = findReplied(room, reply);
  const topicId = topicFor(call, room, replied);
  checkTopic(room, bot, topicId);
  const options = readOptions(call, room);
  const contents = makeContents(room);
  for (const content of contents) checkMaySend(room, bot, content);
  const keyboard = checkReplyMarkup(markup, {
    isPrivate: room.person !== undefined,
    isEdit: false,
  });
  world.limits.take({
    botId: bot.user.id,
    room: room.key,
    kind: budgetOf(room),
    messages: contents.length,
  });
  const { replyTo, ...quoted } = replied;
  return contents.map((content) =>
    post(call, room, markup, {
      from: publicUser(bot),
      content: { ...quoted, ...options, ...content },
      topicId,
      replyTo,
      keyboard,
      silent: args.flag('disable_notification'),
      hasOtherKeyboard: markup !== undefined && markup.kind !== 'inline',
    }),
  );
}

/** A reply in a forum goes to the topic of what it replies to, unless the bot names another one. */
function topicFor({ world, args }: Call, room: Room, { replyTo }: Replied): number | undefined {
  const asked = args.integer('message_thread_id') || undefined;
  if (!room.general || !replyTo) return asked;
  const there = replyTo.message_thread_id;
  if (asked !== undefined && asked !== there)
    world.warnings.add(
      `A reply to a message of topic ${there ?? 'General'} names topic ${asked}: what Telegram does then is not known.`,
    );
  return asked ?? there;
}

function post(
  { world }: Call,
  room: Room,
  markup: ReplyMarkup | undefined,
  made: NewMessage & { readonly keyboard: InlineKeyboardMarkup | undefined },
): Message {
  const { message } = addMessage(world, room, made);
  if (markup && markup.kind !== 'inline') showReplyKeyboard(world, room, message, markup.markup);
  // [T] InlineKeyboardMarkup.force_reply, Bot API 10.3.
  if (markup?.kind === 'inline' && markup.markup.force_reply)
    showReplyKeyboard(world, room, message, { force_reply: true });
  return message;
}

/** What a message says about itself for good. */
function readOptions({ args }: Call, room: Room): Partial<Message> {
  const effectId = args.string('message_effect_id') ?? '';
  // [TD] MessagesManager.cpp, process_message_send_options.
  if (/[1-9]/u.test(effectId) && !room.person)
    throw refusal("Can't use message effects in the chat");
  return {
    ...(args.flag('protect_content') ? { has_protected_content: true } : {}),
    ...(effectId === '' ? {} : { effect_id: effectId }),
  };
}
