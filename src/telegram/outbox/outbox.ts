import { Fault } from '#kernel/fault.ts';
import type { Outbox as OutboxStore, OutboxEntry } from '#ports/store/port.ts';
import type { BotApi } from '../api.ts';
import { type Clock, pause } from '../clock.ts';
import type { TelegramEvent } from '../events.ts';
import type { Limits } from '../limits.ts';
import { errorFields, type Log } from '../log.ts';
import type { RichChats } from '../rich-chats.ts';
import { createBudget } from './budget.ts';
import { createDelivery } from './delivery.ts';
import { isEnvelope } from './envelope.ts';
import {
  createJob,
  createLine,
  dequeue,
  enqueue,
  type Job,
  type Line,
  type Progress,
} from './line.ts';
import { createLines } from './lines.ts';
import { createProgressSender } from './progress.ts';

/** The one way out to Telegram's chats: durable, within the limits, most urgent first, people of one chat in turn. */
export interface Outbox {
  /**
   * Takes up what an earlier run left, then sends. Until `spentUntilMs` that run may have spent
   * everything that Telegram grants.
   */
  start(spentUntilMs?: number): Promise<void>;
  /** Resolves with how many were new, once all are stored. */
  add(entries: readonly OutboxEntry[]): Promise<number>;
  /** A cosmetic edit: the newest of its key, sent when nothing else waits for its chat. */
  progress(progress: Progress): void;
  dropProgress(chatId: number, key: string): void;
  /** The chat that a group has become, as far as Telegram has said; else itself. */
  whereIs(chatId: number): number;
  /** How many durable entries wait. */
  waiting(): number;
  /** Starts no call any more; resolves when those under way have ended, or after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

interface OutboxOptions {
  readonly store: OutboxStore;
  readonly api: BotApi;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: no chat takes rich messages. */
  readonly rich?: Pick<RichChats, 'works' | 'refused' | 'moved'>;
  readonly onEvent?: (event: TelegramEvent) => void;
}

const NEVER_RICH = {
  works: async () => false,
  refused: async () => undefined,
  moved: async () => undefined,
};

/** An outbox over the store. It alone sees 429, 5xx and network errors. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { store, api, limits, clock, log, rich = NEVER_RICH, onEvent = () => undefined } = options;
  const lines = createLines((chatId) => {
    const line = createLine(chatId, limits);
    if (spentUntilMs !== undefined) line.budget.drain(spentUntilMs);
    return line;
  }, clock);
  /** The supergroups that groups became. */
  const movedTo = new Map<number, number>();
  const known = new Set<string>();
  const globalBudget = createBudget(limits.global);
  const running = new Set<Promise<void>>();
  const early: OutboxEntry[] = [];
  let state: 'new' | 'running' | 'stopped' = 'new';
  let spentUntilMs: number | undefined;

  const whereIs = (chatId: number): number => {
    const next = movedTo.get(chatId);
    return next === undefined ? chatId : whereIs(next);
  };

  const lineOf = (chatId: number): Line => lines.of(whereIs(chatId));

  const accept = (entry: OutboxEntry, mayBeDone = false): void => {
    if (known.has(entry.key)) return;
    known.add(entry.key);
    const line = lineOf(entry.chatId);
    enqueue(line.queue, createJob({ ...entry, chatId: line.chatId }, mayBeDone, clock.now()));
  };

  const move = (from: Line, toChatId: number): void => {
    if (from.chatId === toChatId) return;
    // First, so that no two chats ever lead to one another.
    movedTo.delete(toChatId);
    movedTo.set(from.chatId, toChatId);
    const to = lineOf(toChatId);
    const nowMs = clock.now();
    // For the call that told of the move; its own line is of no use any more.
    from.budget.spend(nowMs);
    to.budget.lowerTo(from.budget);
    to.block.extend(nowMs, from.block.waitMs(nowMs));
    for (const job of from.queue.splice(0))
      enqueue(to.queue, { ...job, entry: { ...job.entry, chatId: toChatId } });
    for (const one of from.progress.values())
      to.progress.set(one.key, { ...one, chatId: toChatId });
    from.progress.clear();
    advance(to);
  };

  const left = (line: Line, job: Job): void => {
    dequeue(line.queue, job);
    known.delete(job.entry.key);
  };

  const follow = (line: Line, job: Job, entries: readonly OutboxEntry[]): void => {
    const fresh = entries.filter(({ key }) => !known.has(key));
    for (const { key } of fresh) known.add(key);
    const jobs = fresh.map((entry) => createJob(entry, false, clock.now()));
    line.queue.splice(line.queue.indexOf(job) + 1, 0, ...jobs);
  };

  /** Ahead of `movedTo`: what is stored from the first write on belongs to the new chat. */
  const leaving = new Map<number, number>();
  const moving: OutboxStore = {
    ...store,
    moveChat(fromChatId, toChatId) {
      leaving.set(fromChatId, toChatId);
      return store.moveChat(fromChatId, toChatId);
    },
  };
  const toTelegram = { store: moving, api, limits, clock, log, rich, move };
  const deliver = createDelivery({ ...toTelegram, follow, left, onEvent });
  const sendProgress = createProgressSender(toTelegram);

  /** Starts the next call for `line`, or a timer for it. */
  function advance(line: Line): void {
    line.cancelTimer();
    if (state !== 'running' || line.isBusy) return;
    const nowMs = clock.now();
    const next = line.turns.next(line.queue, nowMs);
    const [progress] = line.progress.values();
    if (!next && !progress) return;
    // A cosmetic edit leaves one call in the chat's budget, so that a final need not wait for it.
    const waitMs = Math.max(
      line.block.waitMs(nowMs),
      next ? next.waitMs : line.budget.waitMs(nowMs, 1),
      globalBudget.waitMs(nowMs, next ? 0 : 1),
      next ? 0 : line.progressBlock.waitMs(nowMs),
    );
    if (waitMs > 0) {
      line.cancelTimer = clock.after(Math.ceil(waitMs), () => advance(line));
      return;
    }
    line.isBusy = true;
    globalBudget.spend(nowMs);
    const run = work(line, next?.job, progress).finally(() => {
      line.isBusy = false;
      running.delete(run);
      advance(line);
    });
    running.add(run);
  }

  async function work(line: Line, job?: Job, progress?: Progress): Promise<void> {
    try {
      const called = job
        ? await deliver(line, job)
        : progress && (await sendProgress(line, progress));
      if (!called) return;
      line.budget.spend(clock.now());
      if (job) line.turns.served(job, clock.now());
    } catch (error) {
      await rescue(line, job, error).catch((failure: unknown) => {
        log.error({ ...errorFields(failure), chatId: line.chatId }, 'outbox cannot use its store');
        line.block.extend(clock.now(), limits.maxRetryMs);
      });
    }
  }

  /** What fails by itself fails again: only the store gets another chance. */
  async function rescue(line: Line, job: Job | undefined, error: unknown): Promise<void> {
    if (error instanceof Fault && error.code === 'store-failed') throw error;
    const { chatId } = line;
    if (!job) return log.error({ ...errorFields(error), chatId }, 'progress cannot be shown');
    await drop(job.entry, error);
    left(line, job);
  }

  async function drop({ key, chatId }: OutboxEntry, error: unknown): Promise<void> {
    log.error({ ...errorFields(error), key, chatId }, 'message cannot be sent, dropped');
    await store.mark(key, { state: 'failed', error: String(error) });
  }

  return {
    async start(spent) {
      const nowMs = clock.now();
      if (spent !== undefined) {
        spentUntilMs = Math.min(spent, nowMs);
        globalBudget.drain(spentUntilMs);
        for (const line of lines.all()) line.budget.drain(spentUntilMs);
      }
      for (const [chatId, untilMs] of await store.penalties())
        if (untilMs > nowMs) lineOf(chatId).block.extend(nowMs, untilMs - nowMs);
      for (const entry of await store.unsent())
        if (isEnvelope(entry.payload)) accept(entry, entry.state === 'sending');
        else await drop(entry, 'payload of another version');
      for (const entry of early.splice(0)) accept(entry);
      state = 'running';
      for (const line of lines.all()) advance(line);
    },

    async add(entries) {
      const added = await store.add(entries);
      for (const entry of entries) {
        const isNew = added === entries.length || (await store.get(entry.key))?.state === 'waiting';
        if (!isNew) continue;
        if (state === 'new') early.push(entry);
        else accept(entry);
      }
      for (const chatId of new Set(entries.map((entry) => entry.chatId))) advance(lineOf(chatId));
      return added;
    },

    progress(progress) {
      const line = lineOf(progress.chatId);
      line.progress.set(progress.key, progress);
      advance(line);
    },

    dropProgress(chatId, key) {
      const line = lines.find(whereIs(chatId));
      line?.progress.delete(key);
      if (line?.current?.key === key) line.current = undefined;
    },

    whereIs: (chatId) => whereIs(leaving.get(chatId) ?? chatId),

    waiting: () => [...lines.all()].reduce((sum, line) => sum + line.queue.length, 0),

    async stop(deadlineMs) {
      state = 'stopped';
      for (const line of lines.all()) line.cancelTimer();
      const ended = new AbortController();
      const all = Promise.all(running).finally(() => ended.abort());
      await Promise.race([all, pause(clock, deadlineMs, ended.signal)]);
    },
  };
}
