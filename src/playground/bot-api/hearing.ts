import type { ChatMember, ChatMemberUpdated, Message, User } from '@grammyjs/types';
import { isIn } from './rooms.ts';
import type { Bot, Membership, Room, World } from './world.ts';

/** The bots that get an update about what a person wrote: privacy mode is on unless switched off. */
export function hearing(world: World, room: Room, message: Message): Bot[] {
  if (room.bot) return [room.bot];
  return [...world.bots.values()].filter((bot) => {
    const membership = room.members.get(bot.user.id);
    if (!isIn(membership)) return false;
    const hearsAll = bot.user.can_read_all_group_messages || membership === 'administrator';
    return hearsAll || isMeantFor(bot, message);
  });
}

function isMeantFor(bot: Bot, message: Message): boolean {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const name = `@${bot.user.username.toLowerCase()}`;
  const isService = message.text === undefined && message.document === undefined;
  if (isService || message.reply_to_message?.from?.id === bot.user.id) return true;
  return entities.some(({ type, offset, length }) => {
    const word = text.slice(offset, offset + length).toLowerCase();
    if (type === 'mention') return word === name;
    return type === 'bot_command' && (!word.includes('@') || word.endsWith(name));
  });
}

/** What `my_chat_member` carries when the bot's place in a chat changes. */
export function memberChange(
  room: Room,
  from: User,
  bot: Bot,
  { was, is }: { readonly was: Membership; readonly is: Membership },
  date: number,
): ChatMemberUpdated {
  return {
    chat: { ...room.chat },
    from,
    date,
    old_chat_member: toMember(bot, was),
    new_chat_member: toMember(bot, is),
  };
}

function toMember(bot: Bot, status: Membership): ChatMember {
  const { id, is_bot, first_name, username } = bot.user;
  const user = { id, is_bot, first_name, username };
  const until = status === 'kicked' ? { until_date: 0 } : {};
  return { user, status, ...until } as unknown as ChatMember;
}
