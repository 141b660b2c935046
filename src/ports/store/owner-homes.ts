import { type Conversation, conversationId } from '#kernel/conversation.ts';
import type { Store } from './port.ts';

/** The private conversations of all owners with whom the bot has spoken. */
export async function ownerHomes(
  store: Pick<Store, 'actors' | 'conversations'>,
  ownerIds: readonly number[],
): Promise<readonly Conversation[]> {
  const stored = (await store.actors.list()).filter(({ role }) => role === 'owner');
  const ids = new Set([...ownerIds, ...stored.map(({ id }) => id)]);
  const homes = await Promise.all(
    [...ids].map((id) => store.conversations.get(conversationId({ chatId: id }, id))),
  );
  return homes.filter((home) => home !== undefined);
}
