import { setTimeout as sleep } from 'node:timers/promises';
import type { LogSource } from '#features/logs/source.ts';
import type { LogLine } from '#ports/deployer/port.ts';

/** The last lines that the bot has logged, in memory: wherever else they go, `/logs bot` has them. */
export interface LogRing extends LogSource {
  /** Takes one line; must be masked already. */
  add(line: string): void;
}

const MOST_LINES = 2_000;
const MOST_LINE_CHARS = 4_000;
/** How late a follower sees what came. */
const LOOK_MS = 500;

/** An empty ring. */
export function createLogRing(): LogRing {
  const lines: string[] = [];
  /** Of all lines ever: what is behind the last one in `lines`. */
  let count = 0;
  const toLines = (texts: readonly string[]): readonly LogLine[] => texts.map((text) => ({ text }));
  return {
    add(line) {
      const text = line.trimEnd();
      lines.push(text.length > MOST_LINE_CHARS ? `${text.slice(0, MOST_LINE_CHARS)}…` : text);
      if (lines.length > MOST_LINES) lines.shift();
      count += 1;
    },
    logs: async (query) => toLines(lines.slice(-query.lines)),
    async *follow(query, signal) {
      let seen = Math.max(0, count - query.lines);
      while (!signal.aborted) {
        // Who is slower than the ring misses the oldest.
        const missed = Math.min(count - seen, lines.length);
        seen = count;
        if (missed > 0) yield* toLines(lines.slice(-missed));
        await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    },
  };
}
