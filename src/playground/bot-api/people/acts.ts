import type { Chat, Message, ReactionType, ReactionTypeEmoji, User } from '@grammyjs/types';
import { ANONYMOUS, type Group, roomOfGroup } from '../chats/group.ts';
import { changeMember, onReturn } from '../chats/membership.ts';
import { REACTION_EMOJI } from '../request/methods.generated.ts';
import { setReactions } from '../chats/reactions.ts';
import { missingToSend } from '../chats/rights.ts';
import { isIn, mayWriteIn } from '../chats/rooms.ts';
import { openTopic, removeTopic } from '../chats/topics.ts';
import type { Person, Room, World } from '../world.ts';

/** In whose name somebody speaks: their own, the group's, or a channel's. */
export interface Voice {
  readonly from: User;
  readonly senderChat?: Chat;
}

/** How Telegram signs what somebody writes as a channel. */
const CHANNEL_BOT: User = {
  id: 136_817_688,
  is_bot: true,
  first_name: 'Channel',
  username: 'Channel_Bot',
};
/** More of them on one message are for subscribers of Telegram Premium. */
const MAX_REACTIONS = 3;

/** Their own name, as it is when they speak. */
export function ownVoice(person: Person): Voice {
  return {
    get from() {
      return { ...person.user };
    },
  };
}

/** The voice somebody speaks with there. @throws when they may not speak so */
export function voiceOf(world: World, person: Person, room: Room, as?: 'anonymous' | Group): Voice {
  if (as === undefined) return ownVoice(person);
  if (as !== 'anonymous')
    return { from: CHANNEL_BOT, senderChat: { ...roomOfGroup(world, as).chat } };
  if (!['creator', 'administrator'].includes(room.members.get(person.user.id) ?? ''))
    throw new Error(`${person.user.first_name} is no administrator of "${room.chat.title}".`);
  return { from: ANONYMOUS, senderChat: { ...room.chat } };
}

/** What of a message says in whose name it is. */
export function signatureOf({ senderChat }: Voice): Pick<Message, 'sender_chat'> {
  return senderChat ? { sender_chat: { ...senderChat } } : {};
}

/** @throws when the app would not let that person send that there */
export function checkMaySpeak(
  room: Room,
  person: Person,
  content: Partial<Message>,
  topicId: number | undefined,
): void {
  if (room.person) return;
  const name = person.user.first_name;
  const where = `"${room.chat.title}"`;
  if (!isIn(room.members.get(person.user.id))) throw new Error(`${name} is not in ${where}.`);
  const missing = missingToSend(room, person.user.id, content);
  if (missing !== undefined) throw new Error(`${name} may send no ${missing} to ${where}.`);
  const topic = topicId === undefined ? room.general : room.topics.get(topicId);
  if (topicId !== undefined && !topic) throw new Error(`There is no topic ${topicId}.`);
  if (topic && !mayWriteIn(room, topic, person.user.id))
    throw new Error(`The topic "${topic.name}" is closed.`);
}

/** What a person can do in a chat beside writing and tapping. */
export interface Acts {
  /** Reacts with these in place of earlier reactions; with none, takes them back. */
  reacts(
    message: number | { readonly message_id: number },
    ...emoji: readonly ReactionTypeEmoji['emoji'][]
  ): void;
  /** Opens a topic and returns its id: in a private chat where the bot's settings allow it. */
  opensTopic(name: string): number;
  /** Deletes a topic of a private chat with all its messages. */
  deletesTopic(topicId: number): void;
  /** Joins the group, which the bots hear. */
  joins(): void;
  leaves(): void;
}

/** Lets a person do these. */
export function actsInChat(world: World, person: Person, room: Room, voice: Voice): Acts {
  const move = (is: 'joined' | 'left'): void => {
    if (room.person) throw new Error('Nobody joins or leaves a private chat.');
    const { user } = person;
    const details = room.memberDetails.get(user.id);
    const kept = is === 'left' && details?.permissions ? { details } : {};
    const change = is === 'joined' ? onReturn(room, user.id) : { is, ...kept };
    changeMember(world, room, { by: user, user, ...change });
  };

  return {
    reacts(message, ...emoji) {
      const messageId = typeof message === 'number' ? message : message.message_id;
      const stored = room.messages.find((some) => some.message.message_id === messageId);
      if (!stored) throw new Error(`There is no message ${messageId}.`);
      const unknown = emoji.find((one) => !REACTION_EMOJI.includes(one));
      if (unknown !== undefined) throw new Error(`${unknown} is no reaction.`);
      if (emoji.length > MAX_REACTIONS) throw new Error('These are too many reactions.');
      const reactions = emoji.map((one): ReactionType => ({ type: 'emoji', emoji: one }));
      setReactions(world, room, stored, { by: voice, reactions });
    },
    opensTopic(name) {
      if (room.bot && !room.bot.user.allows_users_to_create_topics)
        throw new Error('The bot does not let people open topics.');
      if (!room.bot && !room.chat.is_forum) throw new Error(`"${room.chat.title}" is no forum.`);
      if (!room.bot) checkMayOpen(room, person);
      return openTopic(world, room, voice.from, { name }).id;
    },
    deletesTopic(topicId) {
      if (!room.bot) throw new Error('Topics of groups are for their owner to delete.');
      if (!room.topics.has(topicId)) throw new Error(`There is no topic ${topicId}.`);
      removeTopic(world, room, topicId);
    },
    joins: () => move('joined'),
    leaves: () => move('left'),
  };
}

function checkMayOpen(room: Room, person: Person): void {
  const status = room.members.get(person.user.id);
  const isChief = status === 'creator' || status === 'administrator';
  if (!isChief && !(isIn(status) && room.permissions.can_manage_topics))
    throw new Error(`${person.user.first_name} may open no topic here.`);
}
