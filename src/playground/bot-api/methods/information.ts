import type { ChatFullInfo, File } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import type { Bot, Room } from '../world.ts';
import { primaryLink } from './chats.ts';
import type { Handlers } from './handler.ts';

/** What a bot can ask about chats and files. */
export const information: Handlers = {
  getChat({ world, bot, args }) {
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    return toFullInfo(room, bot);
  },

  getFile({ world, bot, args }): File {
    const fileId = args.string('file_id') ?? '';
    if (fileId === '') throw refusal('file_id not specified');
    const file = world.files.find(bot.user.id, fileId);
    if (!file) throw refusal('wrong file_id or the file is temporarily unavailable');
    const file_path = world.files.publish(file);
    const { file_id, file_unique_id, bytes } = file;
    return { file_id, file_unique_id, file_size: bytes.length, file_path };
  },
};

function toFullInfo(room: Room, bot: Bot): ChatFullInfo {
  const { chat, description, permissions } = room;
  const accepted = {
    unlimited_gifts: false,
    limited_gifts: false,
    unique_gifts: false,
    premium_subscription: false,
    gifts_from_channels: false,
  };
  const full = { accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: accepted };
  const pinned = room.messages.findLast(({ message }) => room.pins.includes(message.message_id));
  const link = primaryLink(room, bot);
  const isGroup = chat.type === 'group' || chat.type === 'supergroup';
  return {
    ...chat,
    ...full,
    ...(chat.username === undefined ? {} : { active_usernames: [chat.username] }),
    ...(description ? { description } : {}),
    ...(isGroup ? { permissions: { ...permissions } } : {}),
    ...(link === undefined ? {} : { invite_link: link }),
    ...(pinned ? { pinned_message: pinned.message } : {}),
    ...(room.discusses === undefined ? {} : { linked_chat_id: room.discusses }),
  } as ChatFullInfo;
}
