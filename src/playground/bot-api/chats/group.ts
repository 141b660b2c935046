import type { ChatAdministratorRights, ChatPermissions, Message, User } from '@grammyjs/types';
import { detectEntities } from '../text/detect.ts';
import { announce } from './hearing.ts';
import type { Membership } from './member-details.ts';
import { changeMember, onReturn, OWNER, restrictedTo, userOf } from './membership.ts';
import { USUAL_RIGHTS } from './rights.ts';
import { addGroup, GENERAL_TOPIC_ID, groupRoom, isIn } from './rooms.ts';
import { changeTopic, openTopic, removeTopic, type TopicChange } from './topics.ts';
import type { Room, World } from '../world.ts';

/** What a group is made of. */
export interface GroupSettings {
  /** -100… is a supergroup or a channel, any other negative number a plain group. */
  readonly id: number;
  readonly title: string;
  /** Has topics; supergroups only. */
  readonly forum?: boolean;
  /** Only administrators write, in the channel's name. */
  readonly channel?: boolean;
  readonly username?: string;
  /** What members may do; talking alone unless told otherwise. */
  readonly permissions?: ChatPermissions;
  /** The channel whose posts are forwarded here by Telegram. */
  readonly discusses?: Group;
}

/** Somebody by their id: a person, a bot. */
interface Somebody {
  readonly id: number;
}

/** A group or channel as its owner handles it. */
export interface Group {
  readonly id: number;
  /** Adds a bot or a person, or changes what they may do there; `rights` differ from the usual ones. */
  add(
    who: Somebody,
    as?: 'member' | 'administrator',
    rights?: Partial<ChatAdministratorRights>,
  ): void;
  /** Removes a bot or a person: they left, or were thrown out. */
  remove(who: Somebody, as?: 'left' | 'kicked'): void;
  /** Takes permissions from one member; those that are not named too. Time is in seconds. */
  restricts(who: Somebody, permissions?: ChatPermissions, untilDate?: number): void;
  /** Changes what members may do who are not administrators. */
  allows(permissions: ChatPermissions): void;
  /** Opens a topic and returns its id. */
  opensTopic(name: string): number;
  /** 1 is General. */
  closesTopic(topicId: number): void;
  reopensTopic(topicId: number): void;
  renamesTopic(topicId: number, name: string): void;
  deletesTopic(topicId: number): void;
  /** Writes in the name of a channel. */
  posts(text: string): Message;
  /** Makes it a supergroup with a new id; the old chat is gone. */
  migratesTo(id: number): Group;
}

/** The account that Telegram forwards a channel's posts with. */
const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: 'Telegram' };

/** Makes a group and the handle to it. */
export function makeGroup(world: World, settings: GroupSettings): Group {
  const { id, title, forum, channel, username } = settings;
  const named = username === undefined ? {} : { username };
  const isLong = String(id).startsWith('-100');
  if (forum && (!isLong || channel)) throw new Error('Only a supergroup has topics.');
  const room = addGroup(world, chatOf());
  room.members.set(OWNER.id, 'creator');
  Object.assign(room.permissions, settings.permissions);
  if (settings.discusses) room.discusses = settings.discusses.id;
  return handleOf(world, room);

  function chatOf(): Parameters<typeof addGroup>[1] {
    if (channel) return { id, type: 'channel', title, ...named };
    if (!isLong) return { id, type: 'group', title };
    return { id, type: 'supergroup', title, ...(forum ? { is_forum: true } : {}), ...named };
  }
}

function handleOf(world: World, room: Room): Group {
  const change = (who: Somebody, is: Membership, more: object = {}): void => {
    const user = userOf(world, who.id);
    if (!user) throw new Error(`There is no bot ${who.id}, and no person.`);
    changeMember(world, room, { by: OWNER, user, is, ...more });
  };
  const changeOfTopic = (topicId: number, wanted: TopicChange): void => {
    const topic = topicId === GENERAL_TOPIC_ID ? room.general : room.topics.get(topicId);
    if (!topic) throw new Error(`There is no topic ${topicId}.`);
    changeTopic(world, room, OWNER, { topic, change: wanted });
  };

  return {
    id: room.chat.id,
    add(who, as = 'member', rights = {}) {
      const details = { rights: { ...USUAL_RIGHTS, ...rights }, promotedBy: OWNER.id };
      if (as === 'administrator') change(who, as, { details });
      else if (isIn(room.members.get(who.id))) change(who, as);
      else change(who, as, onReturn(room, who.id));
    },
    remove: (who, as = 'left') => change(who, as, keptWhileAway(room, who.id, as)),
    restricts: (who, permissions = {}, untilDate = 0) =>
      change(who, 'restricted', { details: restrictedTo(permissions, untilDate) }),
    allows(permissions) {
      room.permissions = { ...room.permissions, ...permissions };
    },
    opensTopic(name) {
      if (!room.chat.is_forum) throw new Error(`"${room.chat.title}" is no forum.`);
      return openTopic(world, room, OWNER, { name }).id;
    },
    closesTopic: (topicId) => changeOfTopic(topicId, { isClosed: true }),
    reopensTopic: (topicId) => changeOfTopic(topicId, { isClosed: false }),
    renamesTopic: (topicId, name) => changeOfTopic(topicId, { name }),
    deletesTopic: (topicId) => removeTopic(world, room, topicId),
    posts: (text) => post(world, room, text),
    migratesTo: (id) => handleOf(world, migrate(world, room, id)),
  };
}

/** Restrictions outlast leaving. */
function keptWhileAway(room: Room, userId: number, as: 'left' | 'kicked'): object {
  const details = room.memberDetails.get(userId);
  return as === 'left' && details?.permissions ? { details } : {};
}

function post(world: World, room: Room, text: string): Message {
  if (room.chat.type !== 'channel') throw new Error(`"${room.chat.title}" is no channel.`);
  const entities = detectEntities(text);
  const content = { text, ...(entities.length > 0 ? { entities } : {}) };
  const message = announce(world, room, { from: OWNER, content });
  const { chat } = room;
  for (const other of world.rooms.values()) {
    if (other.discusses !== chat.id) continue;
    const { date, message_id } = message;
    const forwarded: Partial<Message> = {
      ...content,
      sender_chat: { ...chat },
      forward_origin: { type: 'channel', chat: { ...chat }, message_id, date },
      is_automatic_forward: true,
    };
    announce(world, other, { from: TELEGRAM, content: forwarded });
  }
  return structuredClone(message);
}

/** How Telegram signs what a group itself does, and its anonymous administrators. */
export const ANONYMOUS: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

function migrate(world: World, room: Room, id: number): Room {
  const fresh = addGroup(world, { id, type: 'supergroup', title: room.chat.title ?? '' });
  for (const [member, membership] of room.members) fresh.members.set(member, membership);
  for (const [member, details] of room.memberDetails) fresh.memberDetails.set(member, details);
  fresh.permissions = { ...room.permissions };
  announce(world, room, { from: OWNER, content: { migrate_to_chat_id: id } });
  room.migratedTo = id;
  // In the new chat it is the group itself that tells where it came from, as its first message.
  fresh.lastMessageId = 0;
  const from = { migrate_from_chat_id: room.chat.id, sender_chat: { ...fresh.chat } };
  announce(world, fresh, { from: ANONYMOUS, content: from });
  return fresh;
}

/** The group of a handle. @throws when there is none */
export function roomOfGroup(world: World, { id }: Somebody): Room {
  const room = groupRoom(world, id);
  if (!room) throw new Error(`There is no group ${id}.`);
  return room;
}
