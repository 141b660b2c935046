import type { Update } from '@grammyjs/types';
import type { Clock } from '../clock.ts';
import type { UpdateFault } from '../faults/fault-rule.ts';
import { longPolls, type Poll } from './long-polls.ts';
import { UPDATE_KINDS } from '../request/methods.generated.ts';
import type { Refusal } from '../refusal.ts';

/** A kind of update, such as `message`. */
type UpdateKind = Exclude<keyof Update, 'update_id'>;

/** An update that waits. */
export interface Waiting {
  readonly update: Update;
  readonly kind: UpdateKind;
  readonly expiresAtMs: number;
}

/** The updates that wait for one bot. */
export interface UpdateQueue {
  push<Kind extends UpdateKind>(kind: Kind, payload: NonNullable<Update[Kind]>): void;
  /** Forgets what `offset` confirms and resolves with what waits, or with nothing in time. */
  poll(poll: Poll): Promise<Update[]>;
  /** Ends a long poll that waits now: with that refusal, or with nothing. */
  endPoll(refusal?: Refusal): void;
  /** Remembers which kinds are queued from now on; an empty list means the default ones. */
  allow(kinds: readonly string[]): void;
  allowed(): readonly string[] | undefined;
  /** 1 while a long poll waits, else 0. */
  waitingPolls(): 0 | 1;
  pendingCount(): number;
  /** What waits, oldest first. */
  waiting(): readonly Waiting[];
  /** Takes one out, as delivered or given up. */
  remove(entry: Waiting): void;
  /** Tells of each update that comes, until the result is called. */
  subscribe(listener: () => void): () => void;
  /** Forgets what waits, and what a fault lets come later. */
  clear(): void;
}

/** What else decides about a queue. */
interface QueueOptions {
  /** What goes wrong with an update that is about to be queued. */
  readonly strike?: (kind: string, payload: object) => UpdateFault | undefined;
  readonly warn?: (warning: string) => void;
}

const FIRST_UPDATE_ID = 100_000_001;
const KEEP_MS = 24 * 60 * 60 * 1_000;
/** A tap that nobody fetched is worthless sooner than a message ([S] add_update timeouts). */
const KEEP_TAP_MS = 150_000;
/** Telegram takes an offset further ahead than this for a mistake and starts at the first update. */
const OFFSET_SLACK = 10;
/** More than these are lost ([TD] TQueue.cpp). */
const MAX_WAITING = 100_000;
/** An answer ends before it grows larger than 4 MiB ([S] JsonUpdates). */
const MAX_ANSWER_CHARACTERS = 1 << 22;
const REORDER_WITHIN_MS = 1_000;
const ONLY_ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const DEFAULT_KINDS = UPDATE_KINDS.filter((kind) => !ONLY_ON_REQUEST.has(kind));

/** An entry that is there a second time shows up only once the first one is gone. */
interface Entry extends Waiting {
  readonly echoOf?: Waiting;
  wasShown: boolean;
}

/** An empty queue; the clock decides when updates expire. */
export function updateQueue(clock: Clock, options: QueueOptions = {}): UpdateQueue {
  let nextId = FIRST_UPDATE_ID;
  let queue: Entry[] = [];
  let allowed: readonly string[] | undefined;
  /** Updates that a fault holds back until the next one came. */
  let heldBack: (() => void)[] = [];
  /** Calls off what a fault lets come later. */
  const onTheWay = new Set<() => void>();
  const listeners = new Set<() => void>();

  const live = (): Entry[] => {
    const nowMs = clock.now();
    queue = queue.filter((entry) => entry.expiresAtMs > nowMs);
    return queue.filter(({ echoOf }) => !echoOf || !queue.some((other) => other === echoOf));
  };
  const forget = (offset: number): void => {
    if (offset < 0) queue = queue.slice(offset);
    if (offset <= 0 || offset > nextId + OFFSET_SLACK) return;
    queue = queue.filter(
      ({ update, echoOf, wasShown }) => update.update_id >= offset || (echoOf && !wasShown),
    );
  };
  const take = ({ offset, limit }: Pick<Poll, 'offset' | 'limit'>): Update[] => {
    live();
    forget(offset);
    let left = MAX_ANSWER_CHARACTERS;
    const fitting = live()
      .slice(0, limit)
      .filter(({ update }) => (left -= 50 + JSON.stringify(update).length) > 0);
    for (const entry of fitting) entry.wasShown = true;
    return fitting.map(({ update }) => structuredClone(update));
  };
  const polls = longPolls(clock, take);
  const queueNow = (kind: UpdateKind, payload: object, isTwice: boolean): void => {
    if (queue.length >= MAX_WAITING) {
      options.warn?.(`An update "${kind}" was lost: ${MAX_WAITING} wait already.`);
      return;
    }
    const update = { update_id: nextId, [kind]: payload } as Update;
    const keepMs = kind === 'callback_query' ? KEEP_TAP_MS : KEEP_MS;
    const entry = { update, kind, expiresAtMs: clock.now() + keepMs, wasShown: false };
    queue.push(entry);
    if (isTwice) queue.push({ ...entry, echoOf: entry });
    nextId += 1;
    const released = heldBack;
    heldBack = [];
    for (const release of released) release();
    polls.wake();
    for (const listener of listeners) listener();
  };

  const comeLater = (ms: number, queueIt: () => void): void => {
    const callOff = clock.after(ms, () => {
      onTheWay.delete(callOff);
      queueIt();
    });
    onTheWay.add(callOff);
  };

  return {
    push(kind, payload) {
      if (!(allowed ?? DEFAULT_KINDS).includes(kind)) return;
      const copy = structuredClone(payload) as object;
      const fault = options.strike?.(kind, copy);
      const queueIt = once(() => queueNow(kind, copy, fault?.kind === 'duplicate-update'));
      if (fault?.kind === 'delay-update') return comeLater(fault.ms, queueIt);
      if (fault?.kind !== 'reorder-update') return queueIt();
      heldBack.push(queueIt);
      comeLater(fault.ms ?? REORDER_WITHIN_MS, queueIt);
    },
    async poll(poll) {
      polls.takeOver();
      const updates = take(poll);
      if (updates.length > 0 || poll.timeoutSeconds === 0) return updates;
      return poll.signal?.aborted ? [] : polls.wait(poll);
    },
    endPoll: (refusal) => polls.end(refusal),
    allow(kinds) {
      const known = kinds.filter((kind) => UPDATE_KINDS.includes(kind));
      allowed = known.length > 0 ? known : undefined;
    },
    allowed: () => allowed,
    waitingPolls: () => (polls.isWaiting() ? 1 : 0),
    pendingCount: () => live().length,
    waiting: live,
    remove(entry) {
      queue = queue.filter((other) => other !== entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      queue = [];
      heldBack = [];
      for (const callOff of onTheWay) callOff();
      onTheWay.clear();
    },
  };
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
