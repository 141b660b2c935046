import type { Update } from 'grammy/types';
import { conversationId } from '#kernel/conversation.ts';
import type { Request } from '#dispatch/request.ts';
import type { RoomEvent } from '#dispatch/room-event.ts';
import type { Inbox, InboxUpdate, Json, Store } from '#ports/store/port.ts';
import { pause, type Clock } from '../clock.ts';
import type { TelegramEvent } from '../events.ts';
import { createLanes } from '../lanes.ts';
import type { Limits } from '../limits.ts';
import { errorFields, type Log } from '../log.ts';
import type { Answers } from './answer.ts';
import { createGatherer } from './gather.ts';
import { createGroups } from './groups.ts';
import { toMergedRequest } from './merge.ts';
import { toRequest, type Me } from './requests.ts';
import { toRoomEvent } from './room-events.ts';

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
  readonly limits: Pick<Limits, 'requestMs' | 'gatherMs'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly answers: Answers;
  /** Runs before a message is answered; `sentAtMs` is Telegram's time. */
  readonly before?: (request: Request, sentAtMs: number) => Promise<void>;
  readonly onEvent?: (event: TelegramEvent) => void;
  /** Told of each once; after a crash perhaps again. */
  readonly onRoom?: (event: RoomEvent) => Promise<void>;
}

/** Updates that are one request; mostly one. */
type Group = readonly [InboxUpdate, ...InboxUpdate[]];

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
 * takes too long counts as failed; what it answers later still arrives. A text that was cut, an
 * album and a batch of forwards are one request: all of it is in the inbox until that is handled.
 */
export function createHandler(options: HandlerOptions): Handler {
  const { inbox, settings, me, limits, clock, log, answers, before, onEvent } = options;
  const lanes = createLanes();
  const groups = createGroups({ inbox, settings });
  const gatherer = createGatherer({
    clock,
    gatherMs: limits.gatherMs,
    release: ([first, ...others]) => first && begin([first, ...others]),
  });
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

  async function handle(group: Group, begunAtMs: number): Promise<void> {
    const [{ id, body }] = group;
    const update = body as unknown as Update;
    if (group.length > 1) await remember(group);
    try {
      const event = toRoomEvent(update);
      if (event) await options.onRoom?.(event);
      const request = toMergedRequest(group, me);
      if (request) {
        await before?.(request, request.sentAtMs ?? Infinity);
        const outcome = await serve(request, update.callback_query?.id);
        onEvent?.({ kind: 'handled', outcome, ms: clock.now() - begunAtMs });
      } else if (update.callback_query) answers.dismiss(update.callback_query.id);
    } catch (error) {
      log.error({ ...errorFields(error), updateId: id }, 'update not understood');
    }
    await groups.end(group.map((one) => one.id));
  }

  // Without it a crash at the very end could handle the other parts a second time; no more.
  async function remember(group: Group): Promise<void> {
    await groups.begin(group.map(({ id }) => id)).catch((error: unknown) => {
      log.error(errorFields(error), 'what belongs together cannot be noted');
    });
  }

  async function serve(request: Request, callbackId: string | undefined): Promise<'ok' | 'failed'> {
    const requestId = request.id;
    const ended = new AbortController();
    const answered = answers.answer(request, callbackId).catch((error: unknown) => {
      log.error({ ...errorFields(error), requestId }, 'request failed');
      return 'unanswered' as const;
    });
    const tooLong = pause(clock, limits.requestMs, ended.signal).then(() => 'too long' as const);
    const outcome = await Promise.race([answered, tooLong]);
    ended.abort();
    if (outcome === 'ok' || outcome === 'failed') return outcome;
    if (outcome === 'too long') {
      log.error({ requestId, afterMs: limits.requestMs }, 'request takes too long, given up');
      if (callbackId !== undefined) answers.dismiss(callbackId);
    }
    await answers.apologize(request);
    return 'failed';
  }

  function begin(group: Group): void {
    const ids = group.map(({ id }) => id);
    const [{ id }] = group;
    const lane = laneOf(group, me);
    const begunAtMs = clock.now();
    const work = () => (overdue.has(id) ? giveUp(group) : handle(group, begunAtMs));
    const run = (lane === undefined ? work() : lanes.run(lane, work))
      .catch((error: unknown) => {
        for (const one of ids) unclosed.add(one);
        log.error({ ...errorFields(error), updateId: id }, 'update cannot be closed');
      })
      .finally(() => {
        for (const one of ids) running.delete(one);
        if (inLanes.delete(id) && isBehind && inLanes.size === ROOM_AGAIN) void catchUp();
      });
    for (const one of ids) running.set(one, run);
    if (lane !== undefined) inLanes.add(id);
  }

  function accept(updates: readonly InboxUpdate[]): void {
    for (const update of updates) {
      // Stored a moment ago and found in the inbox by `catchUp` before it came here.
      if (isEnding || running.has(update.id) || gatherer.holds(update.id)) continue;
      const isInLane = laneOf([update], me) !== undefined;
      // One that finds no room makes the later ones wait too, or they would overtake it.
      isBehind ||= isInLane && inLanes.size + gatherer.size() >= MAX_WAITING;
      if (!isInLane && !gatherer.isPart(update)) begin([update]);
      else if (isBehind) hasLeft = true;
      else gatherer.take(update);
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

  async function giveUp(group: Group): Promise<void> {
    const ids = group.map(({ id }) => id);
    log.error({ updateIds: ids }, `update not done after ${MAX_STARTS} starts, given up`);
    const request = toMergedRequest(group, me);
    if (request) await answers.apologize(request);
    await groups.end(ids);
  }

  return {
    async resume() {
      const { whole, pending } = await groups.restore(await inbox.pending());
      const earlier = ((await settings.get(STARTS)) ?? {}) as Readonly<Record<string, number>>;
      const heads = headsOf(pending, me);
      const starts = Object.fromEntries(
        pending.map(({ id }) => [id, (earlier[id] ?? 0) + (heads.has(id) ? 1 : 0)]),
      );
      // Counted before anything is tried: what kills the process cannot be counted after.
      if (pending.length > 0 || Object.keys(earlier).length > 0) await settings.set(STARTS, starts);
      for (const { id } of pending) if ((starts[id] ?? 0) > MAX_STARTS) overdue.add(id);
      // What was being handled as one is the same one again.
      for (const update of pending) {
        const group = whole.get(update.id);
        if (group) begin(group);
        else if (!running.has(update.id)) accept([update]);
      }
    },

    accept,

    async idle() {
      isEnding = true;
      gatherer.stop();
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

const URGENT = /^\/(?:stop|cancel[\w-]*)(?=\s|$)/iu;

/** What begins at once: the first of each conversation, and what waits for nobody. */
function headsOf(pending: readonly InboxUpdate[], me: Me): Set<number> {
  const lanes = new Set<string>();
  const heads = pending.filter((update) => {
    const lane = laneOf([update], me);
    if (lane === undefined) return true;
    const isFirst = !lanes.has(lane);
    lanes.add(lane);
    return isFirst;
  });
  return new Set(heads.map(({ id }) => id));
}

/** The conversation whose order a group keeps; `undefined` when it waits for nobody. */
function laneOf(group: Group, me: Me): string | undefined {
  for (const { body } of group) {
    const request = toRequestSafely(body, me);
    if (request?.kind !== 'text' && request?.kind !== 'other') continue;
    if (request.kind === 'text' && URGENT.test(request.text)) return undefined;
    return conversationId(request.place, request.from.id);
  }
  return undefined;
}

function toRequestSafely(body: Json, me: Me): Request | undefined {
  try {
    return toRequest(body as unknown as Update, me);
  } catch {
    return undefined;
  }
}
