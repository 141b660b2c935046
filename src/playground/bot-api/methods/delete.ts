import { findMessage, isServiceMessage, removeMessage } from '../chats/messages.ts';
import { refusal } from '../refusal.ts';
import { mayDo } from '../chats/rights.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import type { Room, StoredMessage } from '../world.ts';
import type { Call, Handlers } from './handler.ts';
import { readMessageIds } from './message-ids.ts';

const DELETABLE_MS = 48 * 60 * 60 * 1_000;

/** Methods that take messages away. */
export const deleting: Handlers = {
  deleteMessage(call) {
    const { world, bot, args } = call;
    if (args.chat('chat_id') === undefined) throw refusal('Chat identifier is not specified');
    if (!args.integer('message_id')) throw refusal('Message identifier is not specified');
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    const stored = findMessage(room, args.integer('message_id'), 'message to delete');
    checkDeletable(call, room, stored);
    removeMessage(world, room, stored);
    return true;
  },

  deleteMessages(call) {
    const { world, bot, args } = call;
    const ids = readMessageIds(args);
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    // [S] check_messages with allow_empty: what is gone already is no complaint.
    const found = room.messages.filter(({ message }) => ids.includes(message.message_id));
    for (const stored of found) checkDeletable(call, room, stored);
    for (const stored of found) removeMessage(world, room, stored);
    return true;
  },
};

/** Its own messages and those of people in private chats; in groups an administrator's right. */
function checkDeletable({ world, bot }: Call, room: Room, stored: StoredMessage): void {
  const { message } = stored;
  const isOwn = message.from?.id === bot.user.id && !isServiceMessage(message);
  const mayDeleteAll = !room.person && mayDo(room, bot.user.id, 'can_delete_messages');
  if (!isOwn && !room.person && !mayDeleteAll) throw refusal("message can't be deleted");
  if (world.now() - stored.atMs > DELETABLE_MS && !mayDeleteAll)
    throw refusal("message can't be deleted for everyone");
}
