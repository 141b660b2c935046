import type { Update } from '@grammyjs/types';
import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';

/** How a poll asks; everything checked already. */
export interface Poll {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
  /** Aborted when the caller hangs up. */
  readonly signal?: AbortSignal | undefined;
}

/** The long poll of one bot: there is one at a time. */
export interface LongPolls {
  /** Another poll begins: the one that waits, if any, hears of it and gets nothing more. */
  takeOver(): void;
  /** Resolves with what comes, or with nothing in time. After `takeOver` only. */
  wait(poll: Poll): Promise<Update[]>;
  /** Something came: the poll that waits gets it, together with what comes right after it. */
  wake(): void;
  /** Ends the poll that waits: with that refusal, or with nothing. */
  end(refusal?: Refusal): void;
  isWaiting(): boolean;
}

const OTHER_POLL =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
/** Real time: updates that come together are handed over together ([S] LONG_POLL_MAX_DELAY). */
const GATHER_MS = 2;

interface Waiting {
  readonly poll: Poll;
  readonly resolve: (updates: Update[]) => void;
  readonly reject: (error: Refusal) => void;
  readonly stop: () => void;
}

/** Nobody waits yet; `take` says what a poll gets now. */
export function longPolls(clock: Clock, take: (poll: Poll) => Update[]): LongPolls {
  let waiting: Waiting | undefined;

  const stopWaiting = (): Waiting | undefined => {
    const ended = waiting;
    ended?.stop();
    waiting = undefined;
    return ended;
  };
  const end = (refusal?: Refusal): void => {
    const ended = stopWaiting();
    if (refusal) ended?.reject(refusal);
    else ended?.resolve([]);
  };
  const handOver = (): void => {
    // The offset counts again: what it confirms in advance never shows up.
    if (!waiting) return;
    const { offset, ...poll } = waiting.poll;
    const updates = take({ ...poll, offset: Math.max(0, offset) });
    if (updates.length > 0) stopWaiting()?.resolve(updates);
  };

  return {
    takeOver: () => end(new Refusal(409, OTHER_POLL)),
    wait(poll) {
      return new Promise((resolve, reject) => {
        const giveUp = (): void => end();
        const disarm = clock.after(poll.timeoutSeconds * 1_000, giveUp);
        poll.signal?.addEventListener('abort', giveUp, { once: true });
        const stop = (): void => {
          disarm();
          poll.signal?.removeEventListener('abort', giveUp);
        };
        waiting = { poll, resolve, reject, stop };
      });
    },
    wake() {
      if (waiting) setTimeout(handOver, GATHER_MS);
    },
    end,
    isWaiting: () => waiting !== undefined,
  };
}
