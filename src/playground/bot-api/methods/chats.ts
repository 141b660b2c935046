import type { ChatInviteLink } from '@grammyjs/types';
import { isDeepStrictEqual } from 'node:util';
import { cleanName, cutText } from '../text/clean.ts';
import { announce } from '../chats/hearing.ts';
import { publicUser } from '../chats/membership.ts';
import { refusal } from '../refusal.ts';
import { checkRight, type Permissions } from '../chats/rights.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import { codePoints } from '../text/text.ts';
import type { Bot, Room, World } from '../world.ts';
import type { Call, Handlers } from './handler.ts';
import { readPermissions } from './permissions.ts';

const MAX_TITLE = 128;
const MAX_DESCRIPTION = 255;
const MAX_LINK_NAME = 32;
const MAX_LINK_MEMBERS = 99_999;

/** How a group is called and set up, and who may come in by which link. */
export const chats: Handlers = {
  setChatTitle(call) {
    const { world, bot, args } = call;
    const room = findGroup(call, "Can't change private chat title");
    const title = cleanName(args.string('title') ?? '', MAX_TITLE);
    // [TD] DialogManager::set_dialog_title
    if (title === '') throw refusal('Title must be non-empty');
    checkRight(room, bot, 'can_change_info');
    if (title === room.chat.title) return true;
    Object.assign(room.chat, { title });
    announce(world, room, { from: publicUser(bot), content: { new_chat_title: title } });
    return true;
  },

  setChatDescription(call) {
    const room = findGroup(call, "Can't change private chat description");
    const description = cutText(call.args.string('description') ?? '', MAX_DESCRIPTION);
    checkRight(room, call.bot, 'can_change_info', 'Not enough rights to set chat description');
    // [S] 130: CHAT_ABOUT_NOT_MODIFIED
    if (description === (room.description ?? '')) throw refusal('chat description is not modified');
    room.description = description;
    return true;
  },

  setChatPermissions(call) {
    const wanted = readPermissions(call);
    const room = findGroup(call, "Can't change private chat permissions");
    if (room.chat.type === 'channel') throw refusal("Can't change channel chat permissions");
    const reason = 'Not enough rights to change chat permissions';
    checkRight(room, call.bot, 'can_restrict_members', reason);
    const isSame = isDeepStrictEqual(room.permissions, wanted satisfies Permissions);
    // The server's own words when nothing changes.
    if (isSame) throw refusal('CHAT_NOT_MODIFIED');
    room.permissions = wanted;
    return true;
  },

  exportChatInviteLink(call) {
    const room = findInvited(call);
    for (const [link, old] of room.inviteLinks)
      if (old.is_primary && old.creator.id === call.bot.user.id)
        room.inviteLinks.set(link, { ...old, is_revoked: true });
    return addLink(call, room, { is_primary: true }).invite_link;
  },

  createChatInviteLink(call): ChatInviteLink {
    const { args } = call;
    const room = findInvited(call);
    const name = cleanName(args.string('name') ?? '', Infinity);
    const memberLimit = args.integer('member_limit') ?? 0;
    const expireDate = args.integer('expire_date') ?? 0;
    const isByRequest = args.flag('creates_join_request');
    // Telegram's words for the first two are the server's and not public.
    if (codePoints(name) > MAX_LINK_NAME) throw refusal('INVITE_LINK_NAME_INVALID');
    if (memberLimit < 0 || memberLimit > MAX_LINK_MEMBERS) throw refusal('USAGE_LIMIT_INVALID');
    // [TD] DialogInviteLinkManager
    if (isByRequest && memberLimit > 0)
      throw refusal("Member limit can't be specified for links requiring administrator approval");
    return addLink(call, room, {
      creates_join_request: isByRequest,
      ...(name === '' ? {} : { name }),
      ...(expireDate > 0 ? { expire_date: expireDate } : {}),
      ...(memberLimit > 0 ? { member_limit: memberLimit } : {}),
    });
  },

  revokeChatInviteLink(call): ChatInviteLink {
    const room = findInvited(call);
    const name = call.args.string('invite_link') ?? '';
    const link = room.inviteLinks.get(name);
    if (link?.creator.id !== call.bot.user.id) throw refusal('INVITE_HASH_EXPIRED');
    const revoked = { ...link, is_revoked: true };
    room.inviteLinks.set(name, revoked);
    if (link.is_primary) addLink(call, room, { is_primary: true });
    return revoked;
  },
};

/** The bot's own primary link, which nobody else sees. */
export function primaryLink(room: Room, bot: Bot): string | undefined {
  const isOwn = (link: ChatInviteLink): boolean =>
    link.is_primary && !link.is_revoked && link.creator.id === bot.user.id;
  return [...room.inviteLinks.values()].find(isOwn)?.invite_link;
}

function findGroup({ world, bot, args }: Call, aboutPrivate: string): Room {
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkIsMember(room, bot);
  if (room.person) throw refusal(aboutPrivate);
  return room;
}

function findInvited(call: Call): Room {
  const room = findGroup(call, "Can't invite members to a private chat");
  checkRight(room, call.bot, 'can_invite_users');
  return room;
}

function addLink(
  { world, bot }: { readonly world: World; readonly bot: Bot },
  room: Room,
  about: Partial<ChatInviteLink>,
): ChatInviteLink {
  const link: ChatInviteLink = {
    invite_link: `https://t.me/+Emulated${String(world.nextNumber()).padStart(8, '0')}`,
    creator: publicUser(bot),
    creates_join_request: false,
    is_primary: false,
    is_revoked: false,
    ...about,
  };
  room.inviteLinks.set(link.invite_link, link);
  return link;
}
