import type { Chat, Message, ReactionType, User } from '@grammyjs/types';
import { isDeepStrictEqual } from 'node:util';
import { emit, type Room, type StoredMessage, unixTime, type World } from '../world.ts';

/** Who reacts: an account, or a chat that somebody speaks as. */
export interface Reactor {
  readonly from: User;
  readonly senderChat?: Chat;
}

/** Puts these reactions of theirs in place of what they reacted with; says whether anything changed. */
export function setReactions(
  world: World,
  room: Room,
  stored: StoredMessage,
  { by, reactions }: { readonly by: Reactor; readonly reactions: readonly ReactionType[] },
): boolean {
  const reactorId = by.senderChat?.id ?? by.from.id;
  const reactors = (stored.reactors ??= new Map<number, readonly ReactionType[]>());
  const before = reactors.get(reactorId) ?? [];
  if (isDeepStrictEqual(before, reactions)) return false;
  reactors.delete(reactorId);
  if (reactions.length > 0) reactors.set(reactorId, reactions);
  stored.reactions = [...reactors.values()].flat();
  const { message_id: messageId } = stored.message;
  emit(world, { kind: 'reaction', room: room.key, messageId, reactions: stored.reactions });
  if (!by.from.is_bot || by.senderChat)
    tellBots(world, room, stored.message, by, [before, reactions]);
  return true;
}

/** In groups only administrators are told, [T] Update.message_reaction; bots' reactions never are. */
function tellBots(
  world: World,
  room: Room,
  message: Message,
  by: Reactor,
  [before, after]: readonly [readonly ReactionType[], readonly ReactionType[]],
): void {
  const actor = by.senderChat ? { actor_chat: { ...by.senderChat } } : { user: { ...by.from } };
  const isTold = ({ id }: User): boolean =>
    room.bot ? room.bot.user.id === id : room.members.get(id) === 'administrator';
  for (const bot of world.bots.values()) {
    if (!isTold(bot.user)) continue;
    bot.updates.push('message_reaction', {
      chat: { ...room.chat },
      message_id: message.message_id,
      ...actor,
      date: unixTime(world),
      old_reaction: [...before],
      new_reaction: [...after],
    });
  }
}
