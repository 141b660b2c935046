import type { CallbackQuery } from 'grammy/types';
import type { Place } from '#kernel/conversation.ts';

/** General of a forum: Telegram names it 1 and refuses that number on sends. */
const GENERAL_TOPIC = 1;

/** The chat, and the topic where it has topics, that a message stands in. */
export function placeOf(message: NonNullable<CallbackQuery['message']>): Place {
  const chatId = message.chat.id;
  // Without this flag the number is a thread of replies, not a topic.
  const topicId = 'is_topic_message' in message ? message.message_thread_id : undefined;
  return topicId === undefined || topicId === GENERAL_TOPIC ? { chatId } : { chatId, topicId };
}
