import type { Clock } from '../clock.ts';
import type { Line } from './line.ts';

/** The lines of all chats for which something waits, or was sent lately. */
export interface Lines {
  /** The line of that chat, made when there is none. */
  of(chatId: number): Line;
  find(chatId: number): Line | undefined;
  all(): Iterable<Line>;
}

/** So many are kept without a look. */
const MIN_LOOK = 1_000;

/**
 * Lines that `create` makes, each forgotten some time after it is of no use: nothing waits, nothing
 * is under way or barred, nobody was served lately, and its budget is full again, as that of a new
 * one is.
 */
export function createLines(
  create: (chatId: number) => Line,
  clock: Pick<Clock, 'now'>,
  minLook = MIN_LOOK,
): Lines {
  const lines = new Map<number, Line>();
  let lookAt = minLook;

  const forgetIdle = (): void => {
    const nowMs = clock.now();
    for (const [chatId, line] of lines) if (isIdle(line, nowMs)) lines.delete(chatId);
    // At twice as many again: so a look costs nothing per line in the long run.
    lookAt = Math.max(minLook, 2 * lines.size);
  };

  return {
    of(chatId) {
      const known = lines.get(chatId);
      if (known) return known;
      if (lines.size >= lookAt) forgetIdle();
      const line = create(chatId);
      lines.set(chatId, line);
      return line;
    },
    find: (chatId) => lines.get(chatId),
    all: () => lines.values(),
  };
}

function isIdle({ queue, progress, isBusy, budget, turns, ...line }: Line, nowMs: number): boolean {
  if (queue.length > 0 || progress.size > 0 || isBusy || budget.fullAtMs() > nowMs) return false;
  if (!turns.isForgotten(nowMs)) return false;
  return line.block.waitMs(nowMs) === 0 && line.progressBlock.waitMs(nowMs) === 0;
}
