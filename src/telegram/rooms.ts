import type { Rooms } from '#ports/rooms/port.ts';
import type { BotApi } from './api.ts';

const TIMEOUT_MS = 10_000;
/** Telegram's limit for the name of a topic. */
const MAX_NAME_CODE_POINTS = 128;

/** Groups over the Bot API, asked anew each time: rights change without a word to us. */
export function createRooms({ api }: { readonly api: BotApi }): Rooms {
  const ask = async (method: string, body: Readonly<Record<string, string | number>> = {}) => {
    const outcome = await api.call(method, body, { timeoutMs: TIMEOUT_MS });
    return outcome.kind === 'ok'
      ? (outcome.result as Readonly<Record<string, unknown>>)
      : undefined;
  };

  return {
    async about(chatId) {
      const [chat, me] = await Promise.all([ask('getChat', { chat_id: chatId }), ask('getMe')]);
      if (!chat || !me) return undefined;
      const member = await ask('getChatMember', { chat_id: chatId, user_id: Number(me['id']) });
      const isAdministrator = member?.['status'] === 'administrator';
      return {
        title: typeof chat['title'] === 'string' ? chat['title'] : '',
        isForum: chat['is_forum'] === true,
        hearsAll: me['can_read_all_group_messages'] === true || isAdministrator,
        mayOpenTopics: isAdministrator && member['can_manage_topics'] === true,
      };
    },

    async openTopic(chatId, name) {
      const cut = Array.from(name).slice(0, MAX_NAME_CODE_POINTS).join('');
      const body = { chat_id: chatId, name: cut };
      const outcome = await api.call('createForumTopic', body, { timeoutMs: TIMEOUT_MS });
      if (outcome.kind === 'broken') return { kind: outcome.mayBeDone ? 'unsure' : 'refused' };
      if (outcome.kind !== 'ok') return { kind: 'refused' };
      const topicId = (outcome.result as { readonly message_thread_id?: unknown } | null)
        ?.message_thread_id;
      return typeof topicId === 'number' ? { kind: 'opened', topicId } : { kind: 'unsure' };
    },
  };
}
