import type { BotApi } from './api.ts';
import { pause, type Clock } from './clock.ts';

const TRIES = 3;
const RETRY_MS = 300;
/** A flood is waited for no longer than this: the person has to hear that it is still there. */
const MOST_WAIT_MS = 5_000;

/**
 * Deletes what people sent, past the queue of everything else: it may be a secret. Resolves with
 * `true` when all of it is gone, also when it was gone before.
 */
export async function forget(
  { api, clock }: { readonly api: BotApi; readonly clock: Clock },
  chatId: number,
  messageIds: readonly number[],
): Promise<boolean> {
  const gone = await Promise.all(messageIds.map((id) => forgetOne(api, clock, chatId, id)));
  return gone.every(Boolean);
}

async function forgetOne(
  api: BotApi,
  clock: Clock,
  chatId: number,
  messageId: number,
): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const outcome = await api.call(
      'deleteMessage',
      { chat_id: chatId, message_id: messageId },
      { timeoutMs: 10_000 },
    );
    if (outcome.kind === 'ok') return true;
    if (outcome.kind === 'refused') return /not found/iu.test(outcome.description);
    const waitMs = outcome.kind === 'flood' ? outcome.retryAfterMs : RETRY_MS * tries;
    if (waitMs > MOST_WAIT_MS) return false;
    await pause(clock, waitMs, new AbortController().signal);
  }
  return false;
}
