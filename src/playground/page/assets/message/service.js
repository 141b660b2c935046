import { word } from '../base/words.js';

/** What a message that nobody wrote tells; nothing for one that somebody did. */
export function serviceWords(message) {
  const who = message.from?.first_name ?? '';
  const names = (message.new_chat_members ?? []).map(({ first_name: name }) => name).join(', ');
  if (message.new_chat_members) return `${names} ${word('joined')}`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} ${word('left')}`;
  if (message.group_chat_created ?? message.supergroup_chat_created) return word('groupMade');
  if (message.new_chat_title) return `${word('renamed')} “${message.new_chat_title}”`;
  if (message.pinned_message) return `${who} ${word('pinnedIt')}`;
  if (message.forum_topic_created)
    return `${word('topicOpened')} “${message.forum_topic_created.name}”`;
  if (message.forum_topic_edited?.name)
    return `${word('topicRenamed')} “${message.forum_topic_edited.name}”`;
  if (message.forum_topic_closed) return word('topicClosed');
  if (message.forum_topic_reopened) return word('topicReopened');
  if (message.migrate_to_chat_id ?? message.migrate_from_chat_id) return word('migrated');
  return undefined;
}
