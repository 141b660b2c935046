import type { ChatMember, ChatMemberUpdated, Message, User } from '@grammyjs/types';
import { announce } from './hearing.ts';
import type { MemberDetails, Membership } from './member-details.ts';
import { USUAL_RIGHTS, NO_PERMISSIONS } from './rights.ts';
import { isIn } from './rooms.ts';
import { type Bot, type Room, unixTime, type World } from '../world.ts';

/** Who made the groups; nobody has to hand the owner around. */
export const OWNER: User = { id: 777_000_001, is_bot: false, first_name: 'Owner' };

/** Longer than this from now is forever, [T] banChatMember. */
const LONGEST_SECONDS = 366 * 24 * 60 * 60;
const SHORTEST_SECONDS = 30;

/** When a ban or a restriction ends, as Telegram takes it: 0 is never. */
export function readUntilDate(world: World, untilDate: number | undefined): number {
  const seconds = (untilDate ?? 0) - unixTime(world);
  return seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS ? 0 : (untilDate ?? 0);
}

/** The account of that id: a person's, a bot's, or the owner's. */
export function userOf(world: World, userId: number): User | undefined {
  if (userId === OWNER.id) return OWNER;
  const bot = botOf(world, userId);
  return bot ? publicUser(bot) : world.people.get(userId)?.user;
}

/** The bot of that id. */
export function botOf(world: World, botId: number): Bot | undefined {
  return [...world.bots.values()].find(({ user }) => user.id === botId);
}

/** A bot as messages and updates name it: without what only `getMe` tells. */
export function publicUser({ user }: Bot): User {
  const { id, is_bot, first_name, username } = user;
  return { id, is_bot, first_name, username };
}

/** How somebody stands to the group, as bots are told. `viewer` decides who can be edited. */
export function chatMember(room: Room, user: User, viewerId?: number): ChatMember {
  const status = room.members.get(user.id) ?? 'left';
  const details = room.memberDetails.get(user.id) ?? {};
  return describeMember(user, status, details, viewerId);
}

function describeMember(
  user: User,
  status: Membership,
  { rights, title, permissions, untilDate = 0, promotedBy }: MemberDetails,
  viewerId?: number,
): ChatMember {
  const titled = title === undefined ? {} : { custom_title: title };
  switch (status) {
    case 'creator':
      return { status, user, is_anonymous: rights?.is_anonymous ?? false, ...titled };
    case 'administrator': {
      const canBeEdited = viewerId !== undefined && promotedBy === viewerId;
      return { status, user, can_be_edited: canBeEdited, ...(rights ?? USUAL_RIGHTS), ...titled };
    }
    case 'kicked':
      return { status, user, until_date: untilDate };
    case 'member':
      return { status, user };
    // Who is restricted stays so while away.
    case 'restricted':
    case 'left':
      if (!permissions) return { status: 'left', user };
      return {
        status: 'restricted',
        user,
        is_member: status === 'restricted',
        ...permissions,
        until_date: untilDate,
      };
  }
}

/** What `my_chat_member` carries when a person blocks the bot of a private chat, or no longer. */
export function blockChange(
  room: Room,
  from: User,
  bot: Bot,
  { was, is }: { readonly was: Membership; readonly is: Membership },
  date: number,
): ChatMemberUpdated {
  const user = publicUser(bot);
  return {
    chat: { ...room.chat },
    from,
    date,
    old_chat_member: describeMember(user, was, {}),
    new_chat_member: describeMember(user, is, {}),
  };
}

/** A change of how somebody stands to a group. */
export interface MemberChange {
  readonly by: User;
  readonly user: User;
  readonly is: Membership;
  readonly details?: MemberDetails;
}

/**
 * Changes how somebody stands to the group and tells the bots: `my_chat_member` to the bot it is
 * about, `chat_member` to administrators, and the service message about who came or went.
 */
export function changeMember(world: World, room: Room, change: MemberChange): void {
  const { by, user, is, details = {} } = change;
  const wasIn = isIn(room.members.get(user.id));
  const before = chatMember(room, user);
  room.members.set(user.id, is);
  if (Object.keys(details).length > 0) room.memberDetails.set(user.id, details);
  else room.memberDetails.delete(user.id);
  const update = {
    chat: { ...room.chat },
    from: by,
    date: unixTime(world),
    old_chat_member: before,
    new_chat_member: chatMember(room, user),
  };
  for (const bot of world.bots.values()) {
    if (bot.user.id === user.id) bot.updates.push('my_chat_member', update);
    else if (room.members.get(bot.user.id) === 'administrator')
      bot.updates.push('chat_member', update);
  }
  const content = serviceOf(user, { wasIn, isIn: isIn(is) });
  if (content) announce(world, room, { from: by, content });
}

function serviceOf(
  user: User,
  { wasIn, isIn }: { readonly wasIn: boolean; readonly isIn: boolean },
): Partial<Message> | undefined {
  if (wasIn === isIn) return undefined;
  return isIn ? { new_chat_members: [user] } : { left_chat_member: user };
}

/** What comes back when somebody restricted returns: they are still restricted. */
export function onReturn(room: Room, userId: number): Pick<MemberChange, 'is' | 'details'> {
  const details = room.memberDetails.get(userId);
  return details?.permissions ? { is: 'restricted', details } : { is: 'member' };
}

/** Details of somebody whose permissions are cut to these. */
export function restrictedTo(
  permissions: Partial<typeof NO_PERMISSIONS>,
  untilDate = 0,
): MemberDetails {
  return { permissions: { ...NO_PERMISSIONS, ...permissions }, untilDate };
}
