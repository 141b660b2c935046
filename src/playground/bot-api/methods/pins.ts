import { announce } from '../chats/hearing.ts';
import { publicUser } from '../chats/membership.ts';
import { findMessage, isServiceMessage, setPins, withoutReply } from '../chats/messages.ts';
import { refusal } from '../refusal.ts';
import { checkRight } from '../chats/rights.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import type { Room } from '../world.ts';
import type { Call, Handlers } from './handler.ts';

/** Methods that pin messages. */
export const pins: Handlers = {
  pinChatMessage(call) {
    const { world, bot, args } = call;
    const room = open(call);
    const { message } = findMessage(room, args.integer('message_id'), 'message to pin');
    checkRight(room, bot, 'can_pin_messages');
    // [TD] MessagesManager.cpp, pin_dialog_message; the last one is the server's.
    if (isServiceMessage(message)) throw refusal("A service message can't be pinned");
    if (room.pins.includes(message.message_id)) throw refusal('CHAT_NOT_MODIFIED');
    setPins(world, room, [...room.pins, message.message_id]);
    const { message_thread_id: topicId } = message;
    const told = announce(world, room, {
      from: publicUser(bot),
      content: { pinned_message: withoutReply(message) },
      topicId,
      silent: args.flag('disable_notification') || room.person !== undefined,
    });
    // [S] need_skip_update_message: of what it does itself, a bot hears of its pins.
    const kind = room.chat.type === 'channel' ? 'channel_post' : 'message';
    bot.updates.push(kind, told as never);
    return true;
  },

  unpinChatMessage(call) {
    const { world, bot, args } = call;
    const room = open(call);
    const wanted = args.integer('message_id') ?? room.pins.at(-1);
    const { message } = findMessage(room, wanted, 'message to unpin');
    checkRight(room, bot, 'can_pin_messages');
    unpin(world, room, message.message_id);
    return true;
  },

  unpinAllChatMessages(call) {
    const { world, bot } = call;
    const room = open(call);
    checkRight(room, bot, 'can_pin_messages');
    if (room.pins.length > 0) setPins(world, room, []);
    return true;
  },
};

function open({ world, bot, args }: Call): Room {
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkIsMember(room, bot);
  return room;
}

function unpin(world: Call['world'], room: Room, messageId: number): void {
  const left = room.pins.filter((id) => id !== messageId);
  if (left.length < room.pins.length) setPins(world, room, left);
}
