import type { Conversation } from '#kernel/conversation.ts';
import { expectationKey, toExpectation } from '#kernel/expectation.ts';
import type { Store } from '#ports/store/port.ts';
import type { Asked } from './read-request.ts';

/** What a request means, and how to note that the text which was expected has come. */
interface Expected {
  readonly asked: Asked;
  readonly take?: () => Promise<void>;
}

/**
 * `asked`, or what a button has just said that the next text means, where it is free text. Once
 * taken, that holds for this text alone, also when it is handled again after a crash.
 */
export async function expected(
  asked: Asked,
  { id }: Pick<Conversation, 'id'>,
  store: Pick<Store, 'settings'>,
  { requestId, nowMs }: { readonly requestId: string; readonly nowMs: number },
): Promise<Expected> {
  if (asked.kind !== 'command' || !asked.input.isFreeText || asked.input.files) return { asked };
  const key = expectationKey(id);
  const expectation = toExpectation(await store.settings.get(key), nowMs, requestId);
  if (!expectation) return { asked };
  const { command, words, untilMs, takenBy } = expectation;
  return {
    asked: { kind: 'command', name: command, input: { ...asked.input, words } },
    async take() {
      if (takenBy !== undefined) return;
      await store.settings.set(key, { command, words, untilMs, takenBy: requestId });
    },
  };
}
