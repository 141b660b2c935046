import type { Card } from '#kernel/card.ts';
import type { Chat } from './port.ts';

/** One message as a person would see it. */
export interface MemoryMessage {
  readonly key: string;
  readonly conversationId: string;
  /** The newest. */
  card: Card;
  /** What it showed over time, the newest last. */
  readonly versions: Card[];
  closed: boolean;
}

/** A chat that keeps its messages in an array. */
export function memoryChat(): Chat & {
  readonly messages: readonly MemoryMessage[];
  /** By key: the answers that were being written, the newest last. */
  readonly written: ReadonlyMap<string, readonly string[]>;
} {
  const messages: MemoryMessage[] = [];
  const written = new Map<string, string[]>();
  const rich = new Set<number>();
  const find = (key: string) => messages.find((message) => message.key === key);
  const put = (key: string, conversationId: string, card: Card): void => {
    const known = find(key);
    if (!known) messages.push({ key, conversationId, card, versions: [card], closed: false });
    else if (!known.closed) {
      known.card = card;
      known.versions.push(card);
    }
  };
  return {
    messages,
    written,
    async post(conversation, key, card) {
      if (!find(key)) put(key, conversation.id, card);
    },
    async show(conversation, key, card) {
      put(key, conversation.id, card);
    },
    async close(conversation, key, card) {
      const known = find(key);
      if (!known) return;
      put(key, conversation.id, card);
      known.closed = true;
    },
    async write(_conversation, key, text) {
      written.set(key, [...(written.get(key) ?? []), text]);
    },
    isRich: async (chatId) => rich.has(chatId),
    async setRich(chatId, isRich) {
      if (isRich) rich.add(chatId);
      else rich.delete(chatId);
    },
  };
}
