import type { Update } from 'grammy/types';
import { conversationId } from '#kernel/conversation.ts';
import type { Request } from '#dispatch/request.ts';
import type { Inbox, InboxUpdate, Json, Store } from '#ports/store/port.ts';
import { pause, type Clock } from '../clock.ts';
import { createLanes } from '../lanes.ts';
import type { Limits } from '../limits.ts';
import { errorFields, type Log } from '../log.ts';
import type { Answers } from './answer.ts';
import { toRequest, type Me } from './requests.ts';

/** Brings stored updates to whoever answers them. */
export interface Handler {
  /** Takes up what an earlier run left. */
  resume(): Promise<void>;
  /** Handles stored updates, at once or when there is room for them. */
  readonly accept: (updates: readonly InboxUpdate[]) => void;
  /** Begins nothing that waits for room; resolves when nothing is being handled. */
  idle(): Promise<void>;
}

interface HandlerOptions {
  readonly inbox: Inbox;
  readonly settings: Store['settings'];
  readonly me: Me;
  readonly limits: Pick<Limits, 'requestMs'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly answers: Answers;
}

/** More at a time would only fill the memory; the others stay in the inbox until there is room. */
const MAX_WAITING = 500;
/** When only so many are left, the next are fetched. */
const ROOM_AGAIN = 250;
/** An update that is still not done after so many starts is what stops us. */
const MAX_STARTS = 5;
const STARTS = 'telegram-starts-by-update';

/**
 * Handles requests one by one per conversation, side by side otherwise. Taps, `/stop` and
 * `/cancel…` wait for nobody: they are how a person ends what the others wait for. A request that
 * takes too long counts as failed; what it answers later still arrives.
 */
export function createHandler(options: HandlerOptions): Handler {
  const { inbox, settings, me, limits, clock, log, answers } = options;
  const lanes = createLanes();
  const running = new Map<number, Promise<void>>();
  /** Updates in lanes: those that may have to wait for one another. */
  const inLanes = new Set<number>();
  /** Handled, but the store could not be told. */
  const unclosed = new Set<number>();
  /** Started too often already. */
  const overdue = new Set<number>();
  let isBehind = false;
  let hasLeft = false;
  let isEnding = false;

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
    const requestId = request.id;
    const ended = new AbortController();
    const answered = answers.answer(request, callbackId).then(
      () => true,
      (error: unknown) => {
        log.error({ ...errorFields(error), requestId }, 'request failed');
        return false;
      },
    );
    const tooLong = pause(clock, limits.requestMs, ended.signal).then(() => 'too long' as const);
    const outcome = await Promise.race([answered, tooLong]);
    ended.abort();
    if (outcome === true) return;
    if (outcome === 'too long') {
      log.error({ requestId, afterMs: limits.requestMs }, 'request takes too long, given up');
      if (callbackId !== undefined) answers.dismiss(callbackId);
    }
    await answers.apologize(request);
  }

  function begin(update: InboxUpdate, lane: string | undefined): void {
    const { id } = update;
    const work = () => (overdue.has(id) ? giveUp(update) : handle(update));
    const run = (lane === undefined ? work() : lanes.run(lane, work))
      .catch((error: unknown) => {
        unclosed.add(id);
        log.error({ ...errorFields(error), updateId: id }, 'update cannot be closed');
      })
      .finally(() => {
        running.delete(id);
        if (inLanes.delete(id) && isBehind && inLanes.size === ROOM_AGAIN) void catchUp();
      });
    running.set(id, run);
    if (lane !== undefined) inLanes.add(id);
  }

  function accept(updates: readonly InboxUpdate[]): void {
    for (const update of updates) {
      // Stored a moment ago and found in the inbox by `catchUp` before it came here.
      if (running.has(update.id)) continue;
      const lane = laneOf(update, me);
      // One that finds no room makes the later ones wait too, or they would overtake it.
      isBehind ||= lane !== undefined && inLanes.size >= MAX_WAITING;
      if (lane === undefined || !isBehind) begin(update, lane);
      else hasLeft = true;
    }
  }

  /** Begins what waits in the inbox, as far as there is room. */
  async function catchUp(): Promise<void> {
    if (isEnding) return;
    const begun = new Set([...running.keys(), ...unclosed]);
    try {
      let waiting: readonly InboxUpdate[];
      do {
        hasLeft = false;
        waiting = await inbox.pending();
      } while (hasLeft);
      isBehind = false;
      accept(waiting.filter(({ id }) => !begun.has(id)));
    } catch (error) {
      log.error(errorFields(error), 'updates cannot be read');
      await pause(clock, 1_000, new AbortController().signal);
      return catchUp();
    }
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
      for (const { id } of pending) if ((starts[id] ?? 0) > MAX_STARTS) overdue.add(id);
      accept(pending);
    },

    accept,

    async idle() {
      isEnding = true;
      while (running.size > 0) await Promise.all(running.values());
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
