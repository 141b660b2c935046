import type { Conversation } from '#kernel/conversation.ts';
import { expectationKey, toExpectation } from '#kernel/expectation.ts';
import type { Store } from '#ports/store/port.ts';
import type { Asked } from './read-request.ts';

/**
 * `asked`, or what a button has just said that the next text means, where it is free text. That
 * holds for one text, and for that one again when it is handled again after a crash.
 */
export async function expected(
  asked: Asked,
  { id }: Pick<Conversation, 'id'>,
  store: Pick<Store, 'settings'>,
  { requestId, nowMs }: { readonly requestId: string; readonly nowMs: number },
): Promise<Asked> {
  if (asked.kind !== 'command' || !asked.input.isFreeText || asked.input.files) return asked;
  const key = expectationKey(id);
  const expectation = toExpectation(await store.settings.get(key), nowMs, requestId);
  if (!expectation) return asked;
  const { command, words, untilMs } = expectation;
  if (expectation.takenBy === undefined) {
    await store.settings.set(key, { command, words, untilMs, takenBy: requestId });
  }
  return { kind: 'command', name: command, input: { ...asked.input, words } };
}
