import { backoffMs } from '../clock.ts';
import type { DeliveryOptions } from './delivery.ts';
import type { Line, Progress } from './line.ts';

type Draft = Progress & { readonly draft: NonNullable<Progress['draft']> };

/**
 * Sends one draft; resolves with whether Telegram was called. It is worth nothing later: when
 * Telegram asks to wait, drafts and cosmetic edits of the chat wait, and nothing goes in its place.
 */
export function createDraftSender({
  api,
  limits,
  clock,
  log,
}: Pick<DeliveryOptions, 'api' | 'limits' | 'clock' | 'log'>): (
  line: Line,
  progress: Draft,
) => Promise<boolean> {
  return async (line, progress) => {
    const { key, draft } = progress;
    const body = await progress.render();
    if (!body || line.current !== progress) return false;
    const outcome = await api.call(draft.method(), { chat_id: line.chatId, ...body });
    const nowMs = clock.now();
    line.progressBlock.extend(nowMs, limits.draftMs);
    if (outcome.kind !== 'broken') line.failures = 0;
    if (outcome.kind === 'refused') await draft.refused(outcome.code, outcome.description);
    if (outcome.kind === 'flood') {
      log.warn({ key, chatId: line.chatId, ...outcome }, 'Telegram asks drafts to wait');
      line.progressBlock.extend(nowMs, outcome.retryAfterMs);
    }
    if (outcome.kind === 'broken') {
      line.failures += 1;
      line.block.extend(nowMs, backoffMs(limits, line.failures));
    }
    const isLate = outcome.kind === 'flood' || outcome.kind === 'broken';
    // A newer one may have come meanwhile; one that was ended must not come back.
    if (isLate && line.current === progress && !line.progress.has(key))
      line.progress.set(key, progress);
    return true;
  };
}

export function isDraft(progress: Progress): progress is Draft {
  return progress.draft !== undefined;
}
