import type { ChatAdministratorRights } from '@grammyjs/types';
import type { StrictnessCase } from '../case.ts';
import { ALICE, FORUM, GROUP, LEFT_GROUP, type Scene } from '../scene.ts';

/** The bot becomes an administrator of the forum. */
function promoted({ forum, bot }: Scene, rights: Partial<ChatAdministratorRights> = {}): void {
  forum.add(bot, 'administrator', rights);
}

/** A topic of the forum, with the bot as its administrator. */
function inTopic(more: object = {}) {
  return (given: Scene): Record<string, unknown> => {
    promoted(given);
    return { chat_id: FORUM, message_thread_id: given.topic, ...more };
  };
}

const NOT_MODIFIED = '400 Bad Request: TOPIC_NOT_MODIFIED';
const NO_FORUM = '400 Bad Request: the chat is not a forum';
const NO_EDIT = '400 Bad Request: not enough rights to edit the topic';
const NO_CLOSE = '400 Bad Request: not enough rights to close or open the topic';

/** Topics of forums. */
export const TOPICS_CASES: readonly StrictnessCase[] = [
  {
    source: '[TD] ForumTopicManager::create_forum_topic',
    what: 'topic of a plain member',
    method: 'createForumTopic',
    payload: { chat_id: FORUM, name: 'x' },
    refusal: '400 Bad Request: not enough rights to create a topic',
  },
  {
    source: '[TD] ForumTopicManager::create_forum_topic',
    what: 'topic of an administrator without that right',
    method: 'createForumTopic',
    payload: (given) => {
      promoted(given, { can_manage_topics: false });
      return { chat_id: FORUM, name: 'x' };
    },
    refusal: '400 Bad Request: not enough rights to create a topic',
  },
  {
    source: '[TD] ForumTopicManager::create_forum_topic',
    what: 'topic without a name',
    method: 'createForumTopic',
    payload: (given) => {
      promoted(given);
      return { chat_id: FORUM, name: '  ' };
    },
    refusal: '400 Bad Request: title must be non-empty',
  },
  {
    source: '[TD] ForumTopicManager::create_forum_topic',
    what: 'icon of a seventh colour',
    method: 'createForumTopic',
    payload: (given) => {
      promoted(given);
      return { chat_id: FORUM, name: 'x', icon_color: 0xff_00_00 };
    },
    refusal: '400 Bad Request: invalid icon color specified',
  },
  {
    source: '[T] getForumTopicIconStickers',
    what: 'icon that is none of those',
    method: 'createForumTopic',
    payload: (given) => {
      promoted(given);
      return { chat_id: FORUM, name: 'x', icon_custom_emoji_id: '1' };
    },
    refusal: '400 Bad Request: DOCUMENT_INVALID',
  },
  {
    source: '[TD] ForumTopicManager::is_forum',
    what: 'topic of a plain group',
    method: 'createForumTopic',
    payload: { chat_id: GROUP, name: 'x' },
    refusal: NO_FORUM,
  },
  {
    source: '[TD] ForumTopicManager::is_forum',
    what: 'topic of a private chat of a bot without topics',
    method: 'createForumTopic',
    payload: { chat_id: ALICE, name: 'x' },
    refusal: NO_FORUM,
  },
  {
    source: '[S] 8165',
    what: 'topic of a supergroup that the bot left',
    method: 'createForumTopic',
    payload: { chat_id: LEFT_GROUP, name: 'x' },
    refusal: '403 Forbidden: bot is not a member of the supergroup chat',
  },
  {
    source: 'tdlib/td #2592',
    what: 'a topic more than the budget has',
    method: 'createForumTopic',
    limits: { groupPerMinute: 2 },
    payload: async (given) => {
      promoted(given);
      await given.sent({ chat_id: FORUM });
      await given.done('createForumTopic', { chat_id: FORUM, name: 'x' });
      return { chat_id: FORUM, name: 'y' };
    },
    refusal: '429 Too Many Requests: retry after 30',
    parameters: { retry_after: 30 },
  },
  {
    source: '[TD] ForumTopicManager::can_be_message_thread_id',
    what: 'no topic named',
    method: 'editForumTopic',
    payload: { chat_id: FORUM, name: 'x' },
    refusal: '400 Bad Request: invalid message thread identifier specified',
  },
  {
    source: 'server',
    what: 'deleted topic',
    method: 'editForumTopic',
    payload: ({ deleted }) => ({ chat_id: FORUM, name: 'x', message_thread_id: deleted }),
    refusal: '400 Bad Request: TOPIC_ID_INVALID',
  },
  {
    source: '[TD] ForumTopicManager::edit_forum_topic',
    what: 'topic of somebody else',
    method: 'editForumTopic',
    payload: ({ topic }) => ({ chat_id: FORUM, name: 'x', message_thread_id: topic }),
    refusal: NO_EDIT,
  },
  {
    source: '[TD] ForumTopicManager::edit_forum_topic',
    what: "somebody else's topic, where members may open their own",
    method: 'editForumTopic',
    payload: ({ forum, topic }) => {
      forum.allows({ can_manage_topics: true });
      return { chat_id: FORUM, name: 'x', message_thread_id: topic };
    },
    refusal: NO_EDIT,
  },
  {
    source: 'server',
    what: 'the name it has',
    method: 'editForumTopic',
    payload: inTopic({ name: 'Shop' }),
    refusal: NOT_MODIFIED,
  },
  {
    source: '[TD] ForumTopicManager::edit_forum_topic',
    what: 'name of blanks',
    method: 'editForumTopic',
    payload: inTopic({ name: '   ' }),
    refusal: '400 Bad Request: title must be non-empty',
  },
  {
    source: '[TD] ForumTopicManager::toggle_forum_topic_is_closed',
    what: 'topic of somebody else, as an administrator without that right',
    method: 'closeForumTopic',
    payload: (given) => {
      promoted(given, { can_manage_topics: false });
      return { chat_id: FORUM, message_thread_id: given.topic };
    },
    refusal: NO_CLOSE,
  },
  {
    source: 'server',
    what: 'closed topic',
    method: 'closeForumTopic',
    payload: (given) => ({ ...inTopic()(given), message_thread_id: given.closed }),
    refusal: NOT_MODIFIED,
  },
  {
    source: 'server',
    what: 'open topic',
    method: 'reopenForumTopic',
    payload: inTopic(),
    refusal: NOT_MODIFIED,
  },
  {
    source: '[TD] ForumTopicManager::delete_forum_topic',
    what: 'topic of somebody else',
    method: 'deleteForumTopic',
    payload: (given) => {
      promoted(given, { can_delete_messages: false });
      return { chat_id: FORUM, message_thread_id: given.topic };
    },
    refusal: '400 Bad Request: not enough rights to delete the topic',
  },
  {
    source: 'server',
    what: 'General',
    method: 'deleteForumTopic',
    payload: inTopic({ message_thread_id: 1 }),
    refusal: '400 Bad Request: TOPIC_ID_INVALID',
  },
  {
    source: '[TD] MessagesManager::can_pin_messages',
    what: 'pins of a topic',
    method: 'unpinAllForumTopicMessages',
    payload: ({ topic }) => ({ chat_id: FORUM, message_thread_id: topic }),
    refusal: '400 Bad Request: not enough rights to manage pinned messages in the chat',
  },
  {
    source: '[TD] MessagesManager::can_pin_messages',
    what: 'pins of General',
    method: 'unpinAllGeneralForumTopicMessages',
    payload: { chat_id: FORUM },
    refusal: '400 Bad Request: not enough rights to manage pinned messages in the chat',
  },
  {
    source: '[TD] ForumTopicManager::edit_forum_topic',
    what: 'General without a name',
    method: 'editGeneralForumTopic',
    payload: (given) => ({ ...inTopic()(given), name: '' }),
    refusal: '400 Bad Request: title must be non-empty',
  },
  {
    source: '[TD] ForumTopicManager::toggle_forum_topic_is_hidden',
    what: 'hiding General as a plain member',
    method: 'hideGeneralForumTopic',
    payload: { chat_id: FORUM },
    refusal: NO_CLOSE,
  },
  {
    source: 'server',
    what: 'hiding it twice',
    method: 'hideGeneralForumTopic',
    payload: async (given) => {
      promoted(given);
      await given.done('hideGeneralForumTopic', { chat_id: FORUM });
      return { chat_id: FORUM };
    },
    refusal: NOT_MODIFIED,
  },
  {
    source: 'DraftMessageManager.cpp:119',
    what: 'General when it is closed',
    method: 'sendMessage',
    payload: ({ forum }) => {
      forum.closesTopic(1);
      return { chat_id: FORUM, text: 'hi' };
    },
    refusal: '400 Bad Request: TOPIC_CLOSED',
  },
];
