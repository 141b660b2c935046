/** A tap is answered within Telegram's 15 s. */
const ARRIVAL_MS = 5_000;
/** Ended asks that are remembered. */
const MAX_ENDED = 1_000;

/** Asks on their way here: some are tapped before they come, others have ended before. */
export interface Arrivals {
  /** Resolves when that ask is open, or after a few seconds. */
  wait(askId: string): Promise<void>;
  arrived(askId: string): void;
  /** Whatever still brings that ask is late. */
  ended(askId: string): void;
  hasEnded(askId: string): boolean;
}

export function createArrivals(): Arrivals {
  const expected = new Map<string, PromiseWithResolvers<void>>();
  const ended = new Set<string>();
  return {
    async wait(askId) {
      const arrival = expected.get(askId) ?? Promise.withResolvers<void>();
      expected.set(askId, arrival);
      const timer = setTimeout(arrival.resolve, ARRIVAL_MS);
      await arrival.promise;
      clearTimeout(timer);
      expected.delete(askId);
    },
    arrived: (askId) => expected.get(askId)?.resolve(),
    ended(askId) {
      const [oldest] = ended;
      if (ended.size >= MAX_ENDED && oldest !== undefined) ended.delete(oldest);
      ended.add(askId);
    },
    hasEnded: (askId) => ended.has(askId),
  };
}
