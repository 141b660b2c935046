import type { Message } from '@grammyjs/types';
import { isDeepStrictEqual } from 'node:util';
import { checkReplyMarkup, readReplyMarkup } from '../keyboard.ts';
import { changeMessage, findMessage, removeMessage } from '../messages.ts';
import { REACTION_EMOJI } from '../methods.generated.ts';
import { refusal } from '../refusal.ts';
import { budgetOf, checkIsMember, findRoom } from '../rooms.ts';
import { emit, type Room, type StoredMessage } from '../world.ts';
import type { Call, Handlers } from './handler.ts';
import { readText } from './send.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
const DELETABLE_MS = 48 * 60 * 60 * 1_000;

/** Methods that change what a chat shows already. */
export const editing: Handlers = {
  editMessageText(call) {
    const finish = readText(call);
    return edit(call, (message) => {
      if (message.text === undefined) throw refusal('there is no text in the message to edit');
      return finish();
    });
  },

  editMessageReplyMarkup: (call) =>
    edit(call, ({ text, entities }) => ({
      ...(text === undefined ? {} : { text }),
      ...(entities ? { entities } : {}),
    })),

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

  setMessageReaction(call) {
    const { world, bot, args } = call;
    const reactions = readReactions(args.json('reaction'));
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    const stored = findMessage(room, args.integer('message_id'), 'message to react');
    stored.reactions = reactions;
    const { message_id: messageId } = stored.message;
    emit(world, { kind: 'reaction', room: room.key, messageId, reactions });
    return true;
  },
};

function edit(call: Call, makeContent: (message: Message) => Partial<Message>): Message {
  const { world, bot, args } = call;
  const markup = readReplyMarkup(args.json('reply_markup'));
  if (args.chat('chat_id') === undefined && !args.integer('message_id'))
    throw refusal('Message identifier is not specified');
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkIsMember(room, bot);
  const stored = findMessage(room, args.integer('message_id'), 'message to edit');
  const { message } = stored;
  if (message.from?.id !== bot.user.id || stored.hasOtherKeyboard)
    throw refusal("message can't be edited");
  const content = makeContent(message);
  const isPrivate = room.person !== undefined;
  const keyboard = checkReplyMarkup(markup, { isPrivate, isEdit: true });
  world.limits.take(room.key, budgetOf(room));
  const isSame =
    message.text === content.text &&
    isDeepStrictEqual(message.entities, content.entities) &&
    isDeepStrictEqual(message.reply_markup, keyboard);
  if (isSame) throw refusal(NOT_MODIFIED);
  return changeMessage(world, room, stored, content, keyboard);
}

/** Its own messages and those of people in private chats; in groups an administrator's right. */
function checkDeletable({ world, bot }: Call, room: Room, stored: StoredMessage): void {
  const isOwn = stored.message.from?.id === bot.user.id;
  const isAdministrator = room.members.get(bot.user.id) === 'administrator';
  if (!isOwn && !room.person && !isAdministrator) throw refusal("message can't be deleted");
  if (world.now() - stored.atMs > DELETABLE_MS && !(isAdministrator && !room.person))
    throw refusal("message can't be deleted for everyone");
}

function readReactions(value: unknown): StoredMessage['reactions'] {
  const reactions = (value ?? []) as StoredMessage['reactions'];
  if (!Array.isArray(reactions) || reactions.length > 1) throw refusal('REACTIONS_TOO_MANY');
  for (const reaction of reactions) {
    if (reaction.type !== 'emoji')
      throw refusal('Reactions other than emoji are not supported by this emulator');
    if (!REACTION_EMOJI.includes(reaction.emoji)) throw refusal('REACTION_INVALID');
  }
  return reactions;
}
