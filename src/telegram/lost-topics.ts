import type { Place } from '#kernel/conversation.ts';
import type { BotApi } from './api.ts';

/**
 * `api` that tells when a topic of a group is no longer there: Telegram sends no word of that. In
 * private chats the same refusal has been Telegram's own fault for hours, so it proves nothing.
 */
export function noticingLostTopics(api: BotApi, lost: (place: Place) => void): BotApi {
  return {
    async call(method, body, options) {
      const outcome = await api.call(method, body, options);
      const { chat_id: chatId, message_thread_id: topicId } = body;
      const isLost =
        outcome.kind === 'refused' && /message thread not found/iu.test(outcome.description);
      if (isLost && typeof chatId === 'number' && chatId < 0 && typeof topicId === 'number')
        lost({ chatId, topicId });
      return outcome;
    },
  };
}
