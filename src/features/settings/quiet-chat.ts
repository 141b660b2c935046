import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import { isQuiet } from '#kernel/preferences.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'preferences'>;
  readonly now: () => number;
}

/**
 * `chat` that keeps people's quiet hours: what would ring then arrives without a sound, and no
 * later than it would otherwise.
 */
export function quietChat<Kind extends Chat>(chat: Kind, { store, now }: Options): Kind {
  const muted = async ({ actorId }: Conversation, card: Card): Promise<Card> => {
    const preferences = await store.preferences.get(actorId);
    return preferences && isQuiet(preferences, now()) ? { ...card, isMuted: true } : card;
  };

  return {
    ...chat,
    post: async (conversation, key, card) =>
      chat.post(conversation, key, await muted(conversation, card)),
    close: async (conversation, key, card) =>
      chat.close(conversation, key, await muted(conversation, card)),
  };
}
