import { backoffMs } from '../clock.ts';
import { createDraftSender, isDraft } from './draft.ts';
import type { DeliveryOptions } from './delivery.ts';
import type { Line, Progress } from './line.ts';

/** Texts remembered so that the same is not sent twice. */
const MAX_SHOWN = 1_000;

/** Sends one cosmetic edit; resolves with whether Telegram was called. Nothing is kept of it. */
export function createProgressSender({
  store,
  api,
  limits,
  clock,
  log,
  move,
}: DeliveryOptions): (line: Line, progress: Progress) => Promise<boolean> {
  const shown = new Map<string, string>();
  const sendDraft = createDraftSender({ api, limits, clock, log });

  const remember = (key: string, text: string): void => {
    shown.delete(key);
    shown.set(key, text);
    for (const oldest of shown.keys()) {
      if (shown.size <= MAX_SHOWN) break;
      shown.delete(oldest);
    }
  };

  return async (line, progress) => {
    const { key } = progress;
    line.progress.delete(key);
    line.current = progress;
    if (isDraft(progress)) return sendDraft(line, progress);
    const target = await store.get(key);
    if (target?.state !== 'sent' || target.messageId === undefined) return false;
    const body = await progress.render();
    if (!body) return false;
    const text = JSON.stringify(body);
    if (shown.get(key) === text) return false;
    const address = { chat_id: line.chatId, message_id: target.messageId };
    const outcome = await api.call('editMessageText', { ...address, ...body });
    const nowMs = clock.now();
    line.progressBlock.extend(nowMs, line.progressEveryMs);
    if (outcome.kind === 'ok') remember(key, text);
    if (outcome.kind !== 'broken') line.failures = 0;
    if (outcome.kind === 'flood') {
      log.warn({ key, chatId: line.chatId, ...outcome }, 'Telegram asks to wait');
      line.block.extend(nowMs, outcome.retryAfterMs);
      await store.penalize(line.chatId, nowMs + outcome.retryAfterMs);
    }
    if (outcome.kind === 'broken') {
      line.failures += 1;
      line.block.extend(nowMs, backoffMs(limits, line.failures));
    }
    const isLate = outcome.kind === 'flood' || outcome.kind === 'broken';
    // A newer one may have come meanwhile; a closed one must not come back.
    if (isLate && line.current === progress && !line.progress.has(key))
      line.progress.set(key, progress);
    if (outcome.kind === 'refused' && outcome.movedTo !== undefined) {
      await store.moveChat(line.chatId, outcome.movedTo);
      move(line, outcome.movedTo);
    }
    return true;
  };
}
