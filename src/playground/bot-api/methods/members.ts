import type { ChatAdministratorRights, ChatMember, User } from '@grammyjs/types';
import type { MemberDetails } from '../chats/member-details.ts';
import { clean } from '../text/clean.ts';
import {
  chatMember,
  changeMember,
  type MemberChange,
  OWNER,
  publicUser,
  readUntilDate,
  userOf,
} from '../chats/membership.ts';
import { refusal } from '../refusal.ts';
import { ALL_PERMISSIONS, checkRight, mayDo, NO_RIGHTS } from '../chats/rights.ts';
import { checkIsMember, checkMayWrite, findRoom, isIn } from '../chats/rooms.ts';
import { codePoints } from '../text/text.ts';
import type { Room } from '../world.ts';
import type { Call, Handlers } from './handler.ts';
import { readPermissions } from './permissions.ts';

const MAX_TITLE = 16;
const SUPERGROUPS = 'method is available only for supergroups';
const SUPERGROUPS_AND_CHANNELS = 'method is available for supergroup and channel chats only';

/** Who is in a group, and what a bot does to them. */
export const members: Handlers = {
  getChatMember(call): ChatMember {
    const userId = readUserId(call);
    const room = findRoom(call.world, call.bot, call.args.chat('chat_id'));
    checkIsMember(room, call.bot);
    const user = userOf(call.world, userId);
    // tdlib/telegram-bot-api issue 795
    if (!user) throw refusal('Member not found');
    if (!room.person) return chatMember(room, user, call.bot.user.id);
    const isHere = userId === room.chat.id || userId === call.bot.user.id;
    if (!isHere) throw refusal('Member not found');
    return { status: 'member', user };
  },

  getChatAdministrators(call): ChatMember[] {
    const { world, bot, args } = call;
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    if (room.person) throw refusal('there are no administrators in the private chat');
    const isListed = (user: User): boolean =>
      !user.is_bot || user.id === bot.user.id || args.flag('return_bots');
    return [...room.members]
      .filter(([, status]) => status === 'creator' || status === 'administrator')
      .map(([id]) => userOf(world, id))
      .filter((user) => user !== undefined && isListed(user))
      .map((user) => chatMember(room, user as User, bot.user.id));
  },

  getChatMemberCount: countMembers,
  getChatMembersCount: countMembers,

  banChatMember(call) {
    const { world, args } = call;
    const userId = readUserId(call);
    const room = findWritable(call);
    if (room.person) throw refusal("Can't ban members in private chats");
    const user = findTarget(call, room, userId, "Can't restrict self");
    const untilDate = readUntilDate(world, args.integer('until_date'));
    return change(call, room, { user, is: 'kicked', details: { untilDate } });
  },

  unbanChatMember(call) {
    const userId = readUserId(call);
    const room = findWritable(call);
    if (isSmall(room)) throw refusal(SUPERGROUPS_AND_CHANNELS);
    const isBanned = room.members.get(userId) === 'kicked';
    if (call.args.flag('only_if_banned') && !isBanned) return true;
    const user = findTarget(call, room, userId, "Can't unrestrict self");
    // Who is a member is thrown out so, [T] unbanChatMember.
    return change(call, room, { user, is: 'left' });
  },

  restrictChatMember(call) {
    const { world, args } = call;
    const userId = readUserId(call);
    const permissions = readPermissions(call);
    const room = findWritable(call);
    if (room.chat.type !== 'supergroup') throw refusal(SUPERGROUPS);
    const user = findTarget(call, room, userId, "Can't restrict self");
    const isHere = isIn(room.members.get(userId));
    const isFree = Object.keys(ALL_PERMISSIONS).every(
      (name) => permissions[name as keyof typeof permissions],
    );
    if (isFree) return change(call, room, { user, is: isHere ? 'member' : 'left' });
    const details = { permissions, untilDate: readUntilDate(world, args.integer('until_date')) };
    return change(call, room, { user, is: isHere ? 'restricted' : 'left', details });
  },

  promoteChatMember(call) {
    const userId = readUserId(call);
    const rights = readRights(call);
    const room = findWritable(call);
    if (isSmall(room)) throw refusal(SUPERGROUPS_AND_CHANNELS);
    const isDemotion = Object.values(rights).every((right) => !right);
    const user = findCandidate(call, room, userId, isDemotion);
    if (isDemotion) return change(call, room, { user, is: 'member' });
    const { title } = room.memberDetails.get(userId) ?? {};
    const promotedBy = call.bot.user.id;
    const details = { rights, promotedBy, ...(title === undefined ? {} : { title }) };
    return change(call, room, { user, is: 'administrator', details });
  },

  setChatAdministratorCustomTitle(call) {
    const { bot, args, world } = call;
    const userId = readUserId(call);
    const room = findWritable(call);
    if (room.chat.type !== 'supergroup') throw refusal(SUPERGROUPS);
    const status = room.members.get(userId);
    if (status === 'creator') throw refusal('only creator can edit their custom title');
    const user = status === 'administrator' ? userOf(world, userId) : undefined;
    if (!user) throw refusal('user is not an administrator');
    const details = room.memberDetails.get(userId) ?? {};
    if (details.promotedBy !== bot.user.id)
      throw refusal('not enough rights to change custom title of the user');
    const title = clean(args.string('custom_title') ?? '').trim();
    if (/\p{Emoji_Presentation}/u.test(title)) throw refusal('ADMIN_RANK_EMOJI_NOT_ALLOWED');
    if (codePoints(title) > MAX_TITLE) throw refusal('ADMIN_RANK_INVALID');
    const { title: _, ...rest } = details;
    const titled: MemberDetails = title === '' ? rest : { ...rest, title };
    return change(call, room, { user, is: 'administrator', details: titled });
  },

  leaveChat({ world, bot, args }) {
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    if (room.person) throw refusal("Can't leave private chats");
    const user = publicUser(bot);
    changeMember(world, room, { by: user, user, is: 'left' });
    return true;
  },
};

function countMembers({ world, bot, args }: Call): number {
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkIsMember(room, bot);
  if (room.person) return 2;
  return [...room.members.values()].filter(isIn).length;
}

function findWritable({ world, bot, args }: Call): Room {
  const room = findRoom(world, bot, args.chat('chat_id'));
  if (room.chat.type === 'channel') checkIsMember(room, bot);
  else checkMayWrite(room, bot);
  return room;
}

function isSmall({ chat }: Room): boolean {
  return chat.type === 'private' || chat.type === 'group';
}

/** [S] get_user_id */
function readUserId({ args }: Call): number {
  const userId = args.integer('user_id') ?? 0;
  if (userId <= 0) throw refusal('Invalid user_id specified');
  return userId;
}

/** Whom a bot may ban or restrict; [TD] DialogParticipantManager::restrict_channel_participant. */
function findTarget(call: Call, room: Room, userId: number, aboutSelf: string): User {
  const { world, bot } = call;
  if (userId === bot.user.id) throw refusal(aboutSelf);
  if (userId === OWNER.id) throw refusal("Can't remove chat owner");
  checkRight(room, bot, 'can_restrict_members');
  const user = userOf(world, userId);
  // tdlib/telegram-bot-api issue 802
  if (!user) throw refusal('PARTICIPANT_ID_INVALID');
  const { promotedBy } = room.memberDetails.get(userId) ?? {};
  const isForeign = room.members.get(userId) === 'administrator' && promotedBy !== bot.user.id;
  // [S] 124: USER_ADMIN_INVALID
  if (isForeign) throw refusal('user is an administrator of the chat');
  return user;
}

/** Whom a bot may promote; [TD] DialogParticipantManager::promote_channel_participant. */
function findCandidate(call: Call, room: Room, userId: number, isDemotion: boolean): User {
  const { world, bot } = call;
  if (userId === OWNER.id) throw refusal("Can't remove chat owner");
  if (userId === bot.user.id) throw refusal("Can't promote self");
  checkRight(room, bot, 'can_promote_members');
  const user = userOf(world, userId);
  if (!user) throw refusal('PARTICIPANT_ID_INVALID');
  if (!isIn(room.members.get(userId))) throw refusal('USER_NOT_PARTICIPANT');
  const { promotedBy } = room.memberDetails.get(userId) ?? {};
  const isForeign = room.members.get(userId) === 'administrator' && promotedBy !== bot.user.id;
  if (isForeign) throw refusal('CHAT_ADMIN_REQUIRED');
  const given = Object.entries(isDemotion ? {} : readRights(call)).filter(([, isGiven]) => isGiven);
  // Nobody gives a right away that they do not have.
  const isTooMuch = given.some(
    ([right]) =>
      right !== 'is_anonymous' && !mayDo(room, bot.user.id, right as keyof ChatAdministratorRights),
  );
  if (isTooMuch) throw refusal('RIGHT_FORBIDDEN');
  return user;
}

/** Any right makes an administrator, and with it `can_manage_chat`, [T] promoteChatMember. */
function readRights({ args }: Call): Required<ChatAdministratorRights> {
  const names = Object.keys(NO_RIGHTS) as (keyof ChatAdministratorRights)[];
  const rights = { ...NO_RIGHTS };
  for (const name of names) rights[name] = args.flag(name);
  if (names.some((name) => rights[name])) rights.can_manage_chat = true;
  return rights;
}

function change({ world, bot }: Call, room: Room, made: Omit<MemberChange, 'by'>): true {
  changeMember(world, room, { by: publicUser(bot), ...made });
  return true;
}
