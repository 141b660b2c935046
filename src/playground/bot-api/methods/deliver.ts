import type { InlineKeyboardMarkup, Message } from '@grammyjs/types';
import { checkReplyMarkup, readReplyMarkup } from '../keyboard.ts';
import { addMessage } from '../messages.ts';
import { refusal } from '../refusal.ts';
import { budgetOf, checkMayWrite, checkTopic, findRoom } from '../rooms.ts';
import type { Room } from '../world.ts';
import type { Call } from './handler.ts';

/**
 * Sends a message as every send method does, in Telegram's order of refusals. `makeContent` runs
 * once the chat is known to take messages.
 */
export function deliver(call: Call, makeContent: () => Partial<Message>): Message {
  const { world, bot, args } = call;
  const reply = readReply(call);
  const markup = readReplyMarkup(args.json('reply_markup'));
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkMayWrite(room, bot);
  const replyTo = findReplied(room, reply);
  const topicId = args.integer('message_thread_id') || undefined;
  checkTopic(room, bot, topicId);
  const content = makeContent();
  const isPrivate = room.person !== undefined;
  const keyboard: InlineKeyboardMarkup | undefined = checkReplyMarkup(markup, {
    isPrivate,
    isEdit: false,
  });
  world.limits.take(room.key, budgetOf(room));
  const { message } = addMessage(world, room, {
    from: publicUser(call),
    content,
    topicId,
    replyTo,
    keyboard,
    silent: args.flag('disable_notification'),
    hasOtherKeyboard: markup?.kind === 'other',
  });
  return message;
}

/** The bot as messages name it: without what only `getMe` tells. */
function publicUser({ bot: { user } }: Call): NonNullable<Message['from']> {
  const { id, is_bot, first_name, username } = user;
  return { id, is_bot, first_name, username };
}

interface Reply {
  readonly messageId: number;
  readonly isOptional: boolean;
}

function readReply({ args }: Call): Reply | undefined {
  const parameters = args.json('reply_parameters') as Readonly<Record<string, unknown>> | undefined;
  const legacyId = args.integer('reply_to_message_id');
  if (!parameters) return legacyId ? { messageId: legacyId, isOptional: false } : undefined;
  const messageId = parameters['message_id'];
  if (!Number.isInteger(messageId))
    throw refusal('Can\'t parse reply parameters: Field "message_id" must be of type Number');
  return {
    messageId: messageId as number,
    isOptional: parameters['allow_sending_without_reply'] === true,
  };
}

function findReplied(room: Room, reply: Reply | undefined): Message | undefined {
  if (!reply) return undefined;
  const found = room.messages.find(({ message }) => message.message_id === reply.messageId);
  if (!found && !reply.isOptional) throw refusal('message to be replied not found');
  return found?.message;
}
