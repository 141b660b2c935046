import type { Update } from '@grammyjs/types';
import { UPDATE_KINDS } from './methods.generated.ts';
import { Refusal } from './refusal.ts';

/** A kind of update, such as `message`. */
type UpdateKind = Exclude<keyof Update, 'update_id'>;

/** How a poll asks; everything checked already. */
interface Poll {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
  /** Aborted when the caller hangs up. */
  readonly signal?: AbortSignal | undefined;
}

/** The updates that wait for one bot. */
export interface UpdateQueue {
  push<Kind extends UpdateKind>(kind: Kind, payload: NonNullable<Update[Kind]>): void;
  /** Forgets what `offset` confirms and resolves with what waits, or with nothing in time. */
  poll(poll: Poll): Promise<Update[]>;
  /** Ends a long poll that waits now. */
  endPoll(conflict: string): void;
  /** Remembers which kinds are queued from now on; an empty list means the default ones. */
  allow(kinds: readonly string[]): void;
  allowed(): readonly string[] | undefined;
  /** 1 while a long poll waits, else 0. */
  waitingPolls(): 0 | 1;
  pendingCount(): number;
  clear(): void;
}

const OTHER_POLL =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const FIRST_UPDATE_ID = 100_000_001;
const KEEP_MS = 24 * 60 * 60 * 1_000;
/** A tap that nobody fetched is worthless sooner than a message. */
const KEEP_TAP_MS = 150_000;
/** Updates that come together are handed over together. */
const GATHER_MS = 2;
/** Telegram takes an offset further ahead than this for a mistake and starts at the first update. */
const OFFSET_SLACK = 10;
const ONLY_ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const DEFAULT_KINDS = UPDATE_KINDS.filter((kind) => !ONLY_ON_REQUEST.has(kind));

interface Waiting {
  readonly limit: number;
  readonly resolve: (updates: Update[]) => void;
  readonly reject: (error: Refusal) => void;
  readonly stop: () => void;
}

/** An empty queue; `now` is in milliseconds and decides when updates expire. */
export function updateQueue(now: () => number): UpdateQueue {
  let nextId = FIRST_UPDATE_ID;
  let queue: { update: Update; expiresAtMs: number }[] = [];
  let allowed: readonly string[] | undefined;
  let waiting: Waiting | undefined;

  const live = (): Update[] => {
    const time = now();
    queue = queue.filter((entry) => entry.expiresAtMs > time);
    return queue.map((entry) => entry.update);
  };
  const stopWaiting = (): Waiting | undefined => {
    const ended = waiting;
    ended?.stop();
    waiting = undefined;
    return ended;
  };
  const endPoll = (conflict: string): void => {
    stopWaiting()?.reject(new Refusal(409, conflict));
  };
  const forget = (offset: number): void => {
    if (offset < 0) queue = queue.slice(offset);
    if (offset <= 0 || offset > nextId + OFFSET_SLACK) return;
    queue = queue.filter((entry) => entry.update.update_id >= offset);
  };
  const wait = ({ limit, timeoutSeconds, signal }: Poll): Promise<Update[]> => {
    endPoll(OTHER_POLL);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        stopWaiting();
        resolve([]);
      };
      const timer = setTimeout(giveUp, timeoutSeconds * 1_000);
      signal?.addEventListener('abort', giveUp, { once: true });
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
      };
      waiting = { limit, resolve, reject, stop };
    });
  };
  const wake = (): void => {
    if (!waiting) return;
    const updates = live().slice(0, waiting.limit);
    if (updates.length > 0) stopWaiting()?.resolve(structuredClone(updates));
  };

  return {
    push(kind, payload) {
      if (!(allowed ?? DEFAULT_KINDS).includes(kind)) return;
      const keepMs = kind === 'callback_query' ? KEEP_TAP_MS : KEEP_MS;
      const update = { update_id: nextId, [kind]: structuredClone(payload) } as Update;
      queue.push({ update, expiresAtMs: now() + keepMs });
      nextId += 1;
      if (waiting) setTimeout(wake, GATHER_MS);
    },
    async poll(poll) {
      live();
      forget(poll.offset);
      const updates = live().slice(0, poll.limit);
      if (updates.length > 0 || poll.timeoutSeconds === 0) return structuredClone(updates);
      if (poll.signal?.aborted) return [];
      return wait(poll);
    },
    endPoll,
    allow(kinds) {
      const known = kinds.filter((kind) => UPDATE_KINDS.includes(kind));
      allowed = known.length > 0 ? known : undefined;
    },
    allowed: () => allowed,
    waitingPolls: () => (waiting ? 1 : 0),
    pendingCount: () => live().length,
    clear() {
      queue = [];
    },
  };
}
