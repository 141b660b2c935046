import { keyedMutex } from '#lib/mutex.ts';
import type { Json, Store } from '#ports/store/port.ts';

/** How much to say to who is kept out: everything, one line, or nothing. */
type Telling = 'card' | 'line' | 'nothing';

interface Told {
  readonly why: string;
  readonly atMs: number;
  readonly requestId: string;
  readonly as: Telling;
}

/** After a card, and after each line, nothing is said for so long. */
const LINE_AGAIN_MS = 10 * 60 * 1_000;
/** Reasons that are remembered of one person: who changes between projects may have several. */
const MAX_TOLD = 20;

/**
 * Decides that everything is said once for one `why`, and then a line from time to time. It holds
 * across a restart; the same request gets the same again.
 */
export function createTold(
  settings: Store['settings'],
): (actorId: number, why: string, requestId: string, nowMs: number) => Promise<Telling> {
  const inTurn = keyedMutex();
  return (actorId, why, requestId, nowMs) =>
    inTurn(String(actorId), async () => {
      const setting = `budget-told:${actorId}`;
      const stored = await settings.get(setting);
      const all = Array.isArray(stored) ? (stored as unknown as readonly Told[]) : [];
      const told = all.find((each) => each.why === why);
      if (told?.requestId === requestId) return told.as;
      // Whatever the reason: two that come in turns must not make two lines.
      const isLate = all.every(({ atMs }) => Math.abs(nowMs - atMs) >= LINE_AGAIN_MS);
      if (told && !isLate) return 'nothing';
      const fresh: Told = { why, atMs: nowMs, requestId, as: told ? 'line' : 'card' };
      const others = all.filter((each) => each.why !== why).slice(1 - MAX_TOLD);
      await settings.set(setting, [...others, fresh] as unknown as Json);
      return fresh.as;
    });
}
