import type { ForumTopicCreated, Message, User } from '@grammyjs/types';
import { announce } from './hearing.ts';
import { setPins } from './messages.ts';
import { FIRST_ICON_COLOR } from './rooms.ts';
import { emit, type Room, type Topic, type World } from '../world.ts';

/** What a topic begins with. */
export interface NewTopic {
  readonly name: string;
  /** RGB, one of six. The first when absent. */
  readonly iconColor?: number;
}

/** Opens a topic with the service message that carries its id, and tells the bots. */
export function openTopic(world: World, room: Room, by: User, made: NewTopic): Topic {
  const iconColor = made.iconColor ?? FIRST_ICON_COLOR;
  const created = { name: made.name, icon_color: iconColor } as ForumTopicCreated;
  const content = { forum_topic_created: created };
  const { message_id: id } = announce(world, room, { from: by, content, opensTopic: true });
  const topic: Topic = { id, name: made.name, isClosed: false, iconColor, openedBy: by.id };
  room.topics.set(id, topic);
  tell(world, room);
  return topic;
}

/** How a topic changes; what is absent stays. */
export interface TopicChange {
  readonly name?: string;
  /** Empty: back to the coloured icon. */
  readonly iconEmojiId?: string;
  readonly isClosed?: boolean;
  readonly isHidden?: boolean;
}

/** Changes a topic, with a service message in it; says whether anything changed. */
export function changeTopic(
  world: World,
  room: Room,
  by: User,
  { topic, change }: { readonly topic: Topic; readonly change: TopicChange },
): boolean {
  const edited = {
    ...(change.name === undefined || change.name === topic.name ? {} : { name: change.name }),
    ...(change.iconEmojiId === undefined || change.iconEmojiId === (topic.iconEmojiId ?? '')
      ? {}
      : { icon_custom_emoji_id: change.iconEmojiId }),
  };
  const content: Partial<Message> = {
    ...(Object.keys(edited).length > 0 ? { forum_topic_edited: edited } : {}),
    ...flagChange(change.isClosed, topic.isClosed, 'forum_topic_closed', 'forum_topic_reopened'),
    ...flagChange(
      change.isHidden,
      topic.isHidden ?? false,
      'general_forum_topic_hidden',
      'general_forum_topic_unhidden',
    ),
  };
  if (Object.keys(content).length === 0) return false;
  Object.assign(topic, change);
  tell(world, room);
  const topicId = topic === room.general ? undefined : topic.id;
  for (const [kind, value] of Object.entries(content))
    announce(world, room, { from: by, content: { [kind]: value }, topicId });
  return true;
}

function flagChange(
  to: boolean | undefined,
  from: boolean,
  set: keyof Message,
  unset: keyof Message,
): Partial<Message> {
  if (to === undefined || to === from) return {};
  return { [to ? set : unset]: {} };
}

/** Removes a topic with all its messages; Telegram tells bots nothing of it. */
export function removeTopic(world: World, room: Room, topicId: number): void {
  const gone = room.messages.filter(({ message }) => message.message_thread_id === topicId);
  const ids = new Set(gone.map(({ message }) => message.message_id));
  const kept = room.messages.filter(({ message }) => !ids.has(message.message_id));
  room.messages.splice(0, room.messages.length, ...kept);
  room.topics.delete(topicId);
  if (room.drafts.delete(topicId)) emit(world, { kind: 'draft', room: room.key });
  for (const messageId of ids) emit(world, { kind: 'deleted', room: room.key, messageId });
  const pins = room.pins.filter((id) => !ids.has(id));
  if (pins.length < room.pins.length) setPins(world, room, pins);
  tell(world, room);
}

/** Unpins everything in one topic, or in General. */
export function unpinTopic(world: World, room: Room, topic: Topic): void {
  const topicId = topic === room.general ? undefined : topic.id;
  const isElsewhere = (id: number): boolean => {
    const pinned = room.messages.find(({ message }) => message.message_id === id)?.message;
    return pinned?.message_thread_id !== topicId;
  };
  setPins(world, room, room.pins.filter(isElsewhere));
}

function tell(world: World, room: Room): void {
  emit(world, { kind: 'topics', room: room.key, topics: [...room.topics.values()] });
}
