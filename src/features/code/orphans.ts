import type { Language, Say } from '#kernel/language.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'operations' | 'conversations'>;
  readonly chat: Chat;
  readonly sayIn: (language: Language) => Say;
}

/** More turns than could have been cut off before this start. */
const LOOKED_AT = 200;
const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'canceled']);

/**
 * Closes the cards of turns that have ended while their card could not be told so: a card must not
 * go on saying "Working" for ever. One that was closed stays as it is.
 */
export async function closeOrphans({ store, chat, sayIn }: Options): Promise<void> {
  for (const operation of await store.operations.recent({ limit: LOOKED_AT })) {
    const { id, kind, state, project = '', conversationId } = operation;
    if (kind !== 'turn' || !ENDED.has(state)) continue;
    const conversation = await store.conversations.get(conversationId);
    if (!conversation) continue;
    const text = sayIn(conversation.language)('turn-orphan', { project, state });
    await chat.close(conversation, `${id}:progress`, { text, ring: false });
  }
}
