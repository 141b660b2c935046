import type { Conversation } from '#kernel/conversation.ts';
import { expectationKey, toExpectation } from '#kernel/expectation.ts';
import type { Store } from '#ports/store/port.ts';
import type { readRequest } from './read-request.ts';

type Asked = Awaited<ReturnType<typeof readRequest>>;

/**
 * `asked`, or what a button has just said that the next text means, where it is free text. That
 * holds for one text.
 */
export async function expected(
  asked: Asked,
  { id }: Pick<Conversation, 'id'>,
  store: Pick<Store, 'settings'>,
  nowMs: number,
): Promise<Asked> {
  if (asked.kind !== 'command' || !asked.input.isFreeText) return asked;
  const key = expectationKey(id);
  const expectation = toExpectation(await store.settings.get(key), nowMs);
  if (!expectation) return asked;
  await store.settings.set(key, null);
  const { command, words } = expectation;
  return { kind: 'command', name: command, input: { ...asked.input, words } };
}
