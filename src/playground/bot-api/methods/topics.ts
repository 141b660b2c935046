import type { ForumTopic } from '@grammyjs/types';
import { cleanName } from '../text/clean.ts';
import { publicUser } from '../chats/membership.ts';
import { refusal } from '../refusal.ts';
import { checkRight, mayDo } from '../chats/rights.ts';
import { budgetOf, checkMayWrite, findRoom, GENERAL_TOPIC_ID } from '../chats/rooms.ts';
import { codePoints } from '../text/text.ts';
import {
  changeTopic,
  openTopic,
  removeTopic,
  type TopicChange,
  unpinTopic,
} from '../chats/topics.ts';
import type { Room, Topic } from '../world.ts';
import type { Call, Handlers } from './handler.ts';

const MAX_NAME = 128;
/** [T] createForumTopic.icon_color */
const ICON_COLORS = [7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047];
/** [TD] ForumTopicManager, the functions of these names. */
const NO_RIGHT = {
  edit: 'Not enough rights to edit the topic',
  close: 'Not enough rights to close or open the topic',
  delete: 'Not enough rights to delete the topic',
} as const;

/** Topics of forums, and of private chats where the bot's settings switch them on. */
export const topics: Handlers = {
  createForumTopic(call): ForumTopic {
    const room = findForum(call, 'with-private');
    checkRight(room, call.bot, 'can_manage_topics');
    const name = readName(call);
    if (name === '') throw refusal('Title must be non-empty');
    const iconColor = call.args.integer('icon_color');
    // Nobody knows the words for a colour that is RGB and none of the six; these are td's.
    if (iconColor !== undefined && !ICON_COLORS.includes(iconColor))
      throw refusal('Invalid icon color specified');
    checkIcon(call);
    // Creating a topic is sending a message, tdlib/td issue 2592.
    const kind = budgetOf(room);
    call.world.limits.take({ botId: call.bot.user.id, room: room.key, kind, what: 'send' });
    const made = { name, ...(iconColor === undefined ? {} : { iconColor }) };
    const topic = openTopic(call.world, room, publicUser(call.bot), made);
    return { message_thread_id: topic.id, name, icon_color: topic.iconColor as number };
  },

  editForumTopic: (call) => {
    const room = findForum(call, 'with-private');
    const topic = findTopic(call, room);
    checkOwn(call, room, topic, 'edit');
    return change(call, room, topic, readEdit(call));
  },

  closeForumTopic: (call) => close(call, true),
  reopenForumTopic: (call) => close(call, false),

  deleteForumTopic(call) {
    const room = findForum(call, 'with-private');
    const topic = findTopic(call, room);
    if (topic === room.general) throw refusal('TOPIC_ID_INVALID');
    if (topic.openedBy !== call.bot.user.id)
      checkRight(room, call.bot, 'can_delete_messages', NO_RIGHT.delete);
    removeTopic(call.world, room, topic.id);
    return true;
  },

  unpinAllForumTopicMessages(call) {
    const room = findForum(call, 'with-private');
    checkRight(room, call.bot, 'can_pin_messages');
    unpinTopic(call.world, room, findTopic(call, room));
    return true;
  },

  editGeneralForumTopic: (call) =>
    changeGeneral(call, 'edit', () => {
      const name = readName(call);
      if (name === '') throw refusal('Title must be non-empty');
      return { name };
    }),
  closeGeneralForumTopic: (call) => changeGeneral(call, 'close', () => ({ isClosed: true })),
  // [T] It will be shown if it was hidden, and closed when it is hidden.
  reopenGeneralForumTopic: (call) =>
    changeGeneral(call, 'close', () => ({ isClosed: false, isHidden: false })),
  hideGeneralForumTopic: (call) =>
    changeGeneral(call, 'close', () => ({ isHidden: true, isClosed: true })),
  unhideGeneralForumTopic: (call) => changeGeneral(call, 'close', () => ({ isHidden: false })),

  unpinAllGeneralForumTopicMessages(call) {
    const room = findForum(call, 'forums-only');
    checkRight(room, call.bot, 'can_pin_messages');
    unpinTopic(call.world, room, generalOf(room));
    return true;
  },

  /** This emulator has no custom emoji. */
  getForumTopicIconStickers: () => [],
};

/** [TD] ForumTopicManager::is_forum; private chats since Bot API 9.4. */
function findForum({ world, bot, args }: Call, which: 'with-private' | 'forums-only'): Room {
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkMayWrite(room, bot);
  const isPrivateForum = room.person !== undefined && bot.user.has_topics_enabled;
  if (room.chat.is_forum || (isPrivateForum && which === 'with-private')) return room;
  throw refusal('The chat is not a forum');
}

/** [TD] ForumTopicManager::can_be_message_thread_id; what is not there is refused by the server. */
function findTopic({ args }: Call, room: Room): Topic {
  const topicId = args.integer('message_thread_id') ?? 0;
  if (topicId <= 0) throw refusal('Invalid message thread identifier specified');
  const topic = topicId === GENERAL_TOPIC_ID ? room.general : room.topics.get(topicId);
  if (!topic) throw refusal('TOPIC_ID_INVALID');
  return topic;
}

function generalOf({ general }: Room): Topic {
  if (!general) throw new Error('A forum without General.');
  return general;
}

/** Its own topics a bot may change without any right. Members' permissions do not reach so far. */
function checkOwn({ bot }: Call, room: Room, topic: Topic, what: 'edit' | 'close'): void {
  if (room.person || topic.openedBy === bot.user.id) return;
  const isChief = room.members.get(bot.user.id) === 'administrator';
  if (!isChief || !mayDo(room, bot.user.id, 'can_manage_topics')) throw refusal(NO_RIGHT[what]);
}

function close(call: Call, isClosed: boolean): true {
  const room = findForum(call, 'forums-only');
  const topic = findTopic(call, room);
  checkOwn(call, room, topic, 'close');
  return change(call, room, topic, { isClosed });
}

function changeGeneral(call: Call, what: 'edit' | 'close', read: () => TopicChange): true {
  const room = findForum(call, 'forums-only');
  const general = generalOf(room);
  checkOwn(call, room, general, what);
  return change(call, room, general, read());
}

function change({ world, bot }: Call, room: Room, topic: Topic, wanted: TopicChange | null): true {
  if (wanted === null) return true;
  const isChanged = changeTopic(world, room, publicUser(bot), { topic, change: wanted });
  if (!isChanged) throw refusal('TOPIC_NOT_MODIFIED');
  return true;
}

/** [TD] ForumTopicManager::edit_forum_topic: with neither name nor icon nothing is asked for. */
function readEdit(call: Call): TopicChange | null {
  const given = call.args.string('name') ?? '';
  const iconEmojiId = call.args.string('icon_custom_emoji_id');
  const name = readName(call);
  if (given !== '' && name === '') throw refusal('Title must be non-empty');
  if (given === '' && iconEmojiId === undefined) return null;
  checkIcon(call);
  return {
    ...(given === '' ? {} : { name }),
    ...(iconEmojiId === undefined ? {} : { iconEmojiId }),
  };
}

/** td cuts a name that is too long; the emulator says so, because nobody wants that. */
function readName({ world, args }: Call): string {
  const name = cleanName(args.string('name') ?? '', Infinity);
  if (codePoints(name) <= MAX_NAME) return name;
  world.warnings.add(`The name of a topic was cut to ${MAX_NAME} characters: "${name}".`);
  return cleanName(name, MAX_NAME);
}

/** Only icons of `getForumTopicIconStickers` are taken. */
function checkIcon({ args }: Call): void {
  if (args.string('icon_custom_emoji_id')) throw refusal('DOCUMENT_INVALID');
}
