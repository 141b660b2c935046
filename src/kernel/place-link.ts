import type { Place } from './conversation.ts';

/** Supergroups have numbers below this. */
const SUPERGROUPS = -1_000_000_000_000;

/** The address of a place in a supergroup, for those who are in it; other chats have none. */
export function placeLink({ chatId, topicId = 1 }: Place): string | undefined {
  if (chatId >= SUPERGROUPS) return undefined;
  return `https://t.me/c/${SUPERGROUPS - chatId}/${topicId}`;
}
