import type { Update } from 'grammy/types';
import { conversationId } from '#kernel/conversation.ts';
import type { Request } from '#dispatch/request.ts';
import type { Inbox, InboxUpdate, Json, Store } from '#ports/store/port.ts';
import { createLanes } from '../lanes.ts';
import { errorFields, type Log } from '../log.ts';
import type { Answers } from './answer.ts';
import { toRequest, type Me } from './requests.ts';

/** Brings stored updates to whoever answers them. */
export interface Handler {
  /** Takes up what an earlier run left. */
  resume(): Promise<void>;
  /** Resolves when there is room for more. */
  readonly accept: (updates: readonly InboxUpdate[]) => Promise<void>;
  /** Resolves when nothing is being handled. */
  idle(): Promise<void>;
}

interface HandlerOptions {
  readonly inbox: Inbox;
  readonly settings: Store['settings'];
  readonly me: Me;
  readonly log: Log;
  readonly answers: Answers;
}

/** More at a time would only fill the memory. */
const MAX_RUNNING = 500;
/** An update that is still not done after so many starts is what stops us. */
const MAX_STARTS = 5;
const STARTS = 'telegram-starts-by-update';

/**
 * Handles requests one by one per conversation, side by side otherwise. Taps, `/stop` and
 * `/cancel…` wait for nobody: they are how a person ends what the others wait for.
 */
export function createHandler(options: HandlerOptions): Handler {
  const { inbox, settings, me, log, answers } = options;
  const lanes = createLanes();
  const running = new Set<Promise<void>>();

  async function handle({ id, body }: InboxUpdate): Promise<void> {
    const update = body as unknown as Update;
    try {
      const request = toRequest(update, me);
      if (request) await serve(request, update.callback_query?.id);
      else if (update.callback_query) answers.dismiss(update.callback_query.id);
    } catch (error) {
      log.error({ ...errorFields(error), updateId: id }, 'update not understood');
    }
    await inbox.done(id);
  }

  async function serve(request: Request, callbackId: string | undefined): Promise<void> {
    try {
      await answers.answer(request, callbackId);
    } catch (error) {
      log.error({ ...errorFields(error), requestId: request.id }, 'request failed');
      await answers.apologize(request);
    }
  }

  function begin(update: InboxUpdate, work: () => Promise<void> = () => handle(update)): void {
    const lane = laneOf(update, me);
    const run = (lane === undefined ? work() : lanes.run(lane, work))
      .catch((error: unknown) => {
        log.error({ ...errorFields(error), updateId: update.id }, 'update cannot be closed');
      })
      .finally(() => running.delete(run));
    running.add(run);
  }

  async function giveUp({ id, body }: InboxUpdate): Promise<void> {
    log.error({ updateId: id }, `update not done after ${MAX_STARTS} starts, given up`);
    const request = toRequest(body as unknown as Update, me);
    if (request) await answers.apologize(request);
    await inbox.done(id);
  }

  return {
    async resume() {
      const pending = await inbox.pending();
      const before = ((await settings.get(STARTS)) ?? {}) as Readonly<Record<string, number>>;
      const starts = Object.fromEntries(pending.map(({ id }) => [id, (before[id] ?? 0) + 1]));
      // Counted before anything is tried: what kills the process cannot be counted after.
      if (pending.length > 0 || Object.keys(before).length > 0) await settings.set(STARTS, starts);
      for (const update of pending)
        if ((starts[update.id] ?? 0) > MAX_STARTS) begin(update, () => giveUp(update));
        else begin(update);
    },

    async accept(updates) {
      for (const update of updates) begin(update);
      while (running.size >= MAX_RUNNING) await Promise.race(running);
    },

    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

const URGENT = /^\/(?:stop|cancel[\w-]*)(?=\s|$)/iu;

/** The conversation whose order an update keeps; `undefined` when it waits for nobody. */
function laneOf({ body }: InboxUpdate, me: Me): string | undefined {
  const request = toRequestSafely(body, me);
  if (request?.kind !== 'text' && request?.kind !== 'other') return undefined;
  if (request.kind === 'text' && URGENT.test(request.text)) return undefined;
  return conversationId(request.place, request.from.id);
}

function toRequestSafely(body: Json, me: Me): Request | undefined {
  try {
    return toRequest(body as unknown as Update, me);
  } catch {
    return undefined;
  }
}
