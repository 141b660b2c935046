import type { Emulator } from '#playground/bot-api/emulator.ts';
import { percentile } from './load.ts';

/** What comes later than this after its update, trouble or not, is late. */
const LATE_MS = 60_000;
/** The bot's own mark of a message that Telegram may have got before. */
export const MAY_BE_DOUBLE = '(may be a duplicate)';

/** Counts the answers that name what was asked: `soak-17` and so on. */
export function answersOf(emulator: Emulator): {
  ask(mark: string): void;
  /** How many have no answer yet. */
  waiting(): number;
  report(): Readonly<Record<string, number>> & { lost: number; doubledUnmarked: number };
} {
  const askedAtMs = new Map<string, number>();
  const answers = new Map<string, { unmarked: number; marked: number; afterMs: number }>();
  emulator.events.subscribe((event) => {
    if (event.kind !== 'message' || event.message.from?.is_bot !== true) return;
    const text = event.message.text ?? '';
    const mark = /\bsoak-\d+\b/u.exec(text)?.[0] ?? '';
    const askedMs = askedAtMs.get(mark);
    if (askedMs === undefined) return;
    const known = answers.get(mark);
    const counted = known ?? { unmarked: 0, marked: 0, afterMs: performance.now() - askedMs };
    answers.set(mark, counted);
    if (text.includes(MAY_BE_DOUBLE)) counted.marked += 1;
    else counted.unmarked += 1;
  });

  return {
    ask: (mark) => void askedAtMs.set(mark, performance.now()),
    waiting: () => askedAtMs.size - answers.size,
    report() {
      const all = [...answers.values()];
      const afterMs = all.map((each) => each.afterMs).toSorted((a, b) => a - b);
      return {
        updates: askedAtMs.size,
        lost: askedAtMs.size - answers.size,
        doubledUnmarked: all.filter(({ unmarked }) => unmarked > 1).length,
        repeatedMarked: all.filter(({ marked }) => marked > 0).length,
        late: all.filter((each) => each.afterMs > LATE_MS).length,
        p50Ms: Math.round(percentile(afterMs, 0.5)),
        p95Ms: Math.round(percentile(afterMs, 0.95)),
        p99Ms: Math.round(percentile(afterMs, 0.99)),
      };
    },
  };
}
