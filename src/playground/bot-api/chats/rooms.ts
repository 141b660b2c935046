import type { Chat, User } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import { mayDo, USUAL_PERMISSIONS } from './rights.ts';
import { type Bot, type Person, type Room, unixTime, type World } from '../world.ts';

/** General is there in every forum, and Telegram refuses its id on sends. */
export const GENERAL_TOPIC_ID = 1;
/** The colour of a topic whose maker chose none. */
export const FIRST_ICON_COLOR = 7_322_096;

/** The private chat of a bot and a person; made when first asked for. */
export function privateRoom(world: World, bot: Bot, person: Person): Room {
  const key = `${bot.user.id}:${person.user.id}`;
  return (
    world.rooms.get(key) ?? addRoom(world, { key, chat: privateChat(person.user), bot, person })
  );
}

/** A private chat is called as the person in it. */
export function privateChat({ id, first_name, last_name, username }: User): Chat.PrivateChat {
  const chat: Chat.PrivateChat = { id, type: 'private', first_name };
  if (last_name !== undefined) chat.last_name = last_name;
  if (username !== undefined) chat.username = username;
  return chat;
}

/** The group or channel of that id, whoever is in it. */
export function groupRoom(world: World, chatId: number): Room | undefined {
  return world.rooms.get(`group:${chatId}`);
}

/** Makes a group; the id's form is checked because Telegram's clients and libraries rely on it. */
export function addGroup(
  world: World,
  chat: Chat.GroupChat | Chat.SupergroupChat | Chat.ChannelChat,
): Room {
  const isLong = /^-100\d{6,}$/u.test(String(chat.id));
  if ((chat.type !== 'group') !== isLong || chat.id >= 0)
    throw new Error(`${chat.id} is no id of a ${chat.type}: -100… is a supergroup, -… a group.`);
  if (groupRoom(world, chat.id)) throw new Error(`There is a group ${chat.id} already.`);
  return addRoom(world, { key: `group:${chat.id}`, chat });
}

function addRoom(world: World, about: Pick<Room, 'key' | 'chat' | 'bot' | 'person'>): Room {
  const general = { id: GENERAL_TOPIC_ID, name: 'General', isClosed: false, isHidden: false };
  const room: Room = {
    ...about,
    messages: [],
    topics: new Map(),
    members: new Map(),
    memberDetails: new Map(),
    permissions: { ...USUAL_PERMISSIONS },
    ...(about.chat.is_forum ? { general } : {}),
    inviteLinks: new Map(),
    pins: [],
    drafts: new Map(),
    stoppedDrafts: new Set(),
    access: 'never-started',
    // Message 1 of a supergroup is its own making, and in a forum it is General.
    lastMessageId: about.chat.type === 'supergroup' ? GENERAL_TOPIC_ID : 0,
  };
  world.rooms.set(room.key, room);
  return room;
}

/** The chat a bot means. @throws {Refusal} when it does not exist or the bot cannot know it */
export function findRoom(world: World, bot: Bot, chatId: number | string | undefined): Room {
  if (chatId === undefined || chatId === '') throw refusal('chat_id is empty');
  const room = typeof chatId === 'string' ? byName(world, chatId) : byId(world, bot, chatId);
  if (!room) throw refusal('chat not found');
  if (room.migratedTo !== undefined)
    throw refusal('group chat was upgraded to a supergroup chat', 400, {
      migrate_to_chat_id: room.migratedTo,
    });
  expireRestrictions(world, room);
  return room;
}

function byId(world: World, bot: Bot, chatId: number): Room | undefined {
  if (chatId < 0) {
    const group = groupRoom(world, chatId);
    return group?.members.has(bot.user.id) ? group : undefined;
  }
  const room = world.rooms.get(`${bot.user.id}:${chatId}`);
  if (room && room.access !== 'never-started') return room;
  const person = world.people.get(chatId);
  const isKnown = [...world.rooms.values()].some(
    ({ members }) => members.has(chatId) && isIn(members.get(bot.user.id)),
  );
  return person && isKnown ? privateRoom(world, bot, person) : undefined;
}

function byName(world: World, name: string): Room | undefined {
  const wanted = name.replace(/^@/u, '').toLowerCase();
  return [...world.rooms.values()].find(
    ({ chat }) => chat.type !== 'private' && chat.username?.toLowerCase() === wanted,
  );
}

/** Refuses when the bot may not write there. @throws {Refusal} */
export function checkMayWrite(room: Room, bot: Bot): void {
  if (room.person) {
    if (room.person.isDeactivated) throw refusal('user is deactivated', 403);
    if (room.access === 'blocked') throw refusal('bot was blocked by the user', 403);
    if (room.access === 'never-started')
      throw refusal("bot can't initiate conversation with a user", 403);
    return;
  }
  checkIsMember(room, bot);
  // [TD] MessagesManager::can_send_message
  if (room.chat.type === 'channel' && !mayDo(room, bot.user.id, 'can_post_messages'))
    throw refusal('Need administrator rights in the channel chat');
}

/** Refuses when the bot is not in the group. @throws {Refusal} */
export function checkIsMember(room: Room, bot: Bot): void {
  if (room.person) return;
  const membership = room.members.get(bot.user.id);
  const kind = room.chat.type;
  if (membership === 'kicked') throw refusal(`bot was kicked from the ${kind} chat`, 403);
  if (!isIn(membership)) throw refusal(`bot is not a member of the ${kind} chat`, 403);
}

/** Refuses a topic that is not there or is closed; General must be left out. @throws {Refusal} */
export function checkTopic(room: Room, bot: Bot, topicId: number | undefined): void {
  const topic = topicId ? room.topics.get(topicId) : room.general;
  if (topicId && !topic) throw refusal('message thread not found');
  if (topic && !mayWriteIn(room, topic, bot.user.id)) throw refusal('TOPIC_CLOSED');
}

/** A closed topic is open to who may manage topics, and to who opened it. */
export function mayWriteIn(
  room: Room,
  topic: { readonly isClosed: boolean; readonly openedBy?: number },
  userId: number,
): boolean {
  if (!topic.isClosed || topic.openedBy === userId) return true;
  const isChief = ['creator', 'administrator'].includes(room.members.get(userId) ?? '');
  return isChief && mayDo(room, userId, 'can_manage_topics');
}

/** Says whether somebody with that membership is in the group now. */
export function isIn(membership: string | undefined): boolean {
  return ['creator', 'administrator', 'member', 'restricted'].includes(membership ?? '');
}

/** Lets restrictions and bans end whose time is over. Telegram tells nobody. */
function expireRestrictions(world: World, room: Room): void {
  for (const [userId, { untilDate = 0 }] of room.memberDetails) {
    if (untilDate === 0 || untilDate > unixTime(world)) continue;
    room.memberDetails.delete(userId);
    room.members.set(userId, room.members.get(userId) === 'restricted' ? 'member' : 'left');
  }
}

/** Which budget the chat has. */
export function budgetOf(room: Room): 'private' | 'group' {
  return room.person ? 'private' : 'group';
}
