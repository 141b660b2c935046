import type { Chat, User } from '@grammyjs/types';
import { hearing, memberChange } from './hearing.ts';
import { addMessage } from './messages.ts';
import { addGroup } from './rooms.ts';
import { type Bot, type Membership, type Room, unixTime, type World } from './world.ts';

/** What a group is made of. */
export interface GroupSettings {
  /** -100… is a supergroup, any other negative number a plain group. */
  readonly id: number;
  readonly title: string;
  /** Has topics; supergroups only. */
  readonly forum?: boolean;
  readonly username?: string;
}

/** A group as its owner handles it. */
export interface Group {
  readonly id: number;
  /** Adds a bot, or changes what it may do there. */
  add(bot: { readonly id: number }, as?: 'member' | 'administrator'): void;
  /** Removes a bot: it left, or was thrown out. */
  remove(bot: { readonly id: number }, as?: 'left' | 'kicked'): void;
  /** Opens a topic and returns its id. */
  opensTopic(name: string): number;
  closesTopic(topicId: number): void;
  deletesTopic(topicId: number): void;
  /** Makes it a supergroup with a new id; the old chat is gone. */
  migratesTo(id: number): Group;
}

const OWNER: User = { id: 777_000_001, is_bot: false, first_name: 'Owner' };

/** Makes a group and the handle to it. */
export function makeGroup(world: World, settings: GroupSettings): Group {
  const { id, title, forum, username } = settings;
  const chat: Chat.GroupChat | Chat.SupergroupChat = String(id).startsWith('-100')
    ? {
        id,
        type: 'supergroup',
        title,
        ...(forum ? { is_forum: true } : {}),
        ...(username === undefined ? {} : { username }),
      }
    : { id, type: 'group', title };
  if (forum && chat.type !== 'supergroup') throw new Error('Only a supergroup has topics.');
  return handleOf(world, addGroup(world, chat));
}

function handleOf(world: World, room: Room): Group {
  const change = (botId: number, is: Membership): void => {
    const bot = botOf(world, botId);
    const was = room.members.get(botId) ?? 'left';
    room.members.set(botId, is);
    const changed = memberChange(room, OWNER, bot, { was, is }, unixTime(world));
    bot.updates.push('my_chat_member', changed);
  };

  return {
    id: room.chat.id,
    add: (bot, as = 'member') => change(bot.id, as),
    remove: (bot, as = 'left') => change(bot.id, as),
    opensTopic(name) {
      if (!room.chat.is_forum) throw new Error(`"${room.chat.title}" is no forum.`);
      const opened = { name, icon_color: 7_322_096 as const };
      const { message } = addMessage(world, room, {
        from: OWNER,
        content: { forum_topic_created: opened },
      });
      message.message_thread_id = message.message_id;
      message.is_topic_message = true;
      room.topics.set(message.message_id, { id: message.message_id, name, isClosed: false });
      for (const bot of hearing(world, room, message))
        bot.updates.push('message', message as never);
      return message.message_id;
    },
    closesTopic(topicId) {
      const topic = room.topics.get(topicId);
      if (!topic) throw new Error(`There is no topic ${topicId}.`);
      topic.isClosed = true;
    },
    deletesTopic(topicId) {
      room.topics.delete(topicId);
    },
    migratesTo(id) {
      const fresh = addGroup(world, { id, type: 'supergroup', title: room.chat.title ?? '' });
      for (const [member, membership] of room.members) fresh.members.set(member, membership);
      room.migratedTo = id;
      const { message } = addMessage(world, room, {
        from: OWNER,
        content: { migrate_to_chat_id: id },
      });
      for (const bot of hearing(world, room, message))
        bot.updates.push('message', message as never);
      return handleOf(world, fresh);
    },
  };
}

function botOf(world: World, botId: number): Bot {
  const bot = [...world.bots.values()].find(({ user }) => user.id === botId);
  if (!bot) throw new Error(`There is no bot ${botId}.`);
  return bot;
}
