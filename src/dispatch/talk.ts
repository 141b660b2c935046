import { type Conversation, conversationId } from '#kernel/conversation.ts';
import { expectationKey, fileExpectationKey, toExpectation } from '#kernel/expectation.ts';
import { DEFAULT_ANSWERS } from '#kernel/group.ts';
import type { Store } from '#ports/store/port.ts';
import type { Request } from './request.ts';

/**
 * Says whether talk in a group is for us: by that group's choice, where the place is bound to a
 * project, or because the person has just tapped a button that asks for their next text.
 */
export async function isForUs(
  request: Request,
  store: Pick<Store, 'groups' | 'topics' | 'settings'>,
  nowMs: number,
): Promise<boolean> {
  if (!request.isTalk) return true;
  const { place, from, isForwarded } = request;
  // A picture that names nobody is no request, wherever it is shown; unless it was asked for.
  if (request.kind === 'other') {
    const key = fileExpectationKey(conversationId(place, from.id));
    return toExpectation(await store.settings.get(key), nowMs, request.id) !== undefined;
  }
  const answers = (await store.groups.get(place.chatId))?.answers ?? DEFAULT_ANSWERS;
  if (answers === 'all') return true;
  if (answers === 'topics' && (await store.topics.get(place))) return true;
  if (isForwarded) return false;
  const expectation = await store.settings.get(expectationKey(conversationId(place, from.id)));
  return toExpectation(expectation, nowMs, request.id) !== undefined;
}

/** `conversation` as it is at its place: where that is bound, in the project of the place. */
export async function atPlace(
  conversation: Conversation,
  store: Pick<Store, 'topics'>,
): Promise<Conversation> {
  const bound = await store.topics.get(conversation);
  return bound ? { ...conversation, project: bound.project, isBound: true } : conversation;
}
