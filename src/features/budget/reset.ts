import type { Store } from '#ports/store/port.ts';
import type { Reset } from './cards.ts';

/** When the budgets begin anew, on the clock of the reader where it is known. */
export async function resetFor(
  store: Pick<Store, 'preferences'>,
  readerId: number,
  { toMs, nowMs }: { readonly toMs: number; readonly nowMs: number },
): Promise<Reset> {
  const { utcOffsetMinutes } = (await store.preferences.get(readerId)) ?? {};
  return {
    at: { atMs: toMs, show: 'time', ...(utcOffsetMinutes !== undefined && { utcOffsetMinutes }) },
    // Whole minutes: nobody waits for the second.
    left: { elapsedMs: Math.ceil((toMs - nowMs) / 60_000) * 60_000 },
  };
}
