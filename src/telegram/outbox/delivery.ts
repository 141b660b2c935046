import type { Outbox as OutboxStore, OutboxEntry } from '#ports/store/port.ts';
import type { BotApi } from '../api.ts';
import { backoffMs, type Clock } from '../clock.ts';
import type { TelegramEvent } from '../events.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { RichChats } from '../rich-chats.ts';
import { toCall } from './call.ts';
import { envelopeOf } from './envelope.ts';
import { judge, type Verdict } from './judge.ts';
import type { Job, Line } from './line.ts';
import { createPlainly } from './plainly.ts';

export interface DeliveryOptions {
  readonly store: OutboxStore;
  readonly api: BotApi;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly rich: Pick<RichChats, 'works' | 'refused' | 'moved'>;
  /** Hands everything of a line to the chat that its group became. */
  readonly move: (line: Line, toChatId: number) => void;
}

interface JobOptions extends DeliveryOptions {
  /** Puts entries that are stored into the line, right behind `job`. */
  readonly follow: (line: Line, job: Job, entries: readonly OutboxEntry[]) => void;
  /** Called when the entry needs nothing any more. */
  readonly left: (line: Line, job: Job) => void;
  readonly onEvent: (event: TelegramEvent) => void;
}

/** A message that never goes out because its last edit goes as the message. */
const REPLACED = 'replaced';
const REPLACED_UNSURE = 'replaced, may have been sent';

/** Sends one entry and keeps its fate; resolves with whether Telegram was called. */
export function createDelivery(options: JobOptions): (line: Line, job: Job) => Promise<boolean> {
  const { store, api, limits, clock, log, rich, move, left, onEvent } = options;
  const plainly = createPlainly(options);

  async function end(line: Line, job: Job, verdict: Verdict): Promise<void> {
    const { key } = job.entry;
    const about = { key, chatId: line.chatId, method: job.entry.method };
    const nowMs = clock.now();
    if (verdict.kind !== 'retry') line.failures = 0;
    switch (verdict.kind) {
      case 'sent':
        await store.mark(key, { state: 'sent', ...toMessageId(verdict.messageId) });
        left(line, job);
        onEvent({
          kind: 'delivered',
          priority: job.entry.priority,
          ms: nowMs - job.addedAtMs,
        });
        return;
      case 'failed':
        if (!verdict.isQuiet) log.warn({ ...about, reason: verdict.reason }, 'message dropped');
        await store.mark(key, { state: 'failed', error: verdict.reason });
        left(line, job);
        return;
      case 'change':
        log.warn({ ...about, reason: verdict.reason }, `message sent again: ${verdict.change}`);
        if (verdict.change === 'plain') job.isPlain = true;
        else if (verdict.change === 'topic-lost') job.isTopicLost = true;
        else if (verdict.change === 'file-lost') job.isFileLost = true;
        else if (verdict.change === 'document') job.isDocument = true;
        else {
          await rich.refused(line.chatId);
          await plainly.turn(line, job);
        }
        break;
      case 'moved':
        log.info({ ...about, toChatId: verdict.toChatId }, 'group became a supergroup');
        await store.moveChat(line.chatId, verdict.toChatId);
        await rich.moved(line.chatId, verdict.toChatId);
        await rest(job);
        move(line, verdict.toChatId);
        return;
      case 'flood':
        log.warn({ ...about, retryAfterMs: verdict.retryAfterMs }, 'Telegram asks to wait');
        line.block.extend(nowMs, verdict.retryAfterMs);
        await store.penalize(line.chatId, nowMs + verdict.retryAfterMs);
        break;
      case 'retry':
        line.failures += 1;
        if (verdict.mayBeDone) job.lostAnswers += 1;
        job.mayBeDone ||= verdict.mayBeDone;
        line.block.extend(nowMs, backoffMs(limits, line.failures));
        log.warn({ ...about, reason: verdict.reason }, 'Telegram does not answer');
        break;
      case 'locked-out':
        line.block.extend(nowMs, limits.unauthorizedMs);
        log.error({ ...about, reason: verdict.reason }, 'Telegram refuses the token');
        break;
    }
    await rest(job);
  }

  // `sending` in the store means "may be done": it must outlive a restart, and only it.
  async function rest(job: Job): Promise<void> {
    delete job.answer;
    if (!job.mayBeDone) await store.mark(job.entry.key, { state: 'waiting' });
  }

  async function replace(line: Line, target: Job, edit: Job): Promise<void> {
    const error = target.mayBeDone ? REPLACED_UNSURE : REPLACED;
    await store.mark(target.entry.key, { state: 'failed', error });
    edit.mayBeDone ||= target.mayBeDone;
    edit.isInstead = true;
    left(line, target);
    // Of a rich message that goes plainly: its other parts carry the buttons that the edit ends.
    const parts = new Set(
      envelopeOf(target.entry)
        .plainly?.slice(1)
        .map(({ key }) => key),
    );
    for (const part of line.queue.filter((job) => parts.has(job.entry.key))) {
      await store.mark(part.entry.key, { state: 'failed', error: REPLACED });
      left(line, part);
    }
  }

  /** The message that `edit` is about; `undefined` when there is none and none is needed. */
  async function messageOf(line: Line, edit: Job, key: string): Promise<number | undefined> {
    const waiting = line.queue.find((job) => job.entry.key === key);
    if (waiting) await replace(line, waiting, edit);
    if (edit.isInstead) return undefined;
    const target = await store.get(key);
    if (target?.state === 'sent') return target.messageId;
    edit.isInstead = target?.error === REPLACED || target?.error === REPLACED_UNSURE;
    edit.mayBeDone ||= target?.error === REPLACED_UNSURE;
    return undefined;
  }

  return async (line, job) => {
    // The message would be outdated on arrival: its last edit stands in line already.
    const edit = line.queue.find(({ envelope }) => envelope.edits === job.entry.key);
    if (edit && !job.answer) {
      await replace(line, job, edit);
      return false;
    }
    await plainly.ifNeeded(line, job);
    const { edits } = job.envelope;
    let messageId: number | undefined;
    if (!job.answer && edits !== undefined) {
      messageId = await messageOf(line, job, edits);
      // What may have gone out must end, so that it does not seem to go on for ever.
      const isNoise = envelopeOf(job.entry).inPlaceOnly === true && !job.mayBeDone;
      if (messageId === undefined && (isNoise || !job.isInstead)) {
        await end(line, job, { kind: 'failed', reason: 'nothing to edit', isQuiet: true });
        return false;
      }
    }
    const isFirst = !job.answer;
    // Kept on the job: when the store fails now, the call is not made a second time for it.
    job.answer ??= await send(job, messageId);
    await end(line, job, judge(job, job.answer.outcome, job.answer.messageId));
    return isFirst;
  };

  async function send(
    job: Job,
    messageId: number | undefined,
  ): Promise<NonNullable<Job['answer']>> {
    await store.mark(job.entry.key, { state: 'sending' });
    const { method, body, upload, timeoutMs } = toCall(job, messageId);
    const outcome = await api.call(method, body, { timeoutMs, ...(upload && { upload }) });
    return { outcome, ...toMessageId(messageId) };
  }
}

function toMessageId(messageId: number | undefined): { messageId?: number } {
  return messageId === undefined ? {} : { messageId };
}
