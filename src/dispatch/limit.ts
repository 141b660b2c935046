/** Says whether a request may pass, and if not, when to come back and whether that was said before. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly seconds: number; readonly told: boolean };

interface Bucket {
  tokens: number;
  atMs: number;
  told: boolean;
}

/** Requests at once, and per minute in the long run, of one person. */
const DEFAULT_LIMIT = { burst: 20, perMinute: 40 };

/** People whose bucket is remembered; beyond that the longest untouched is forgotten. */
const MAX_BUCKETS = 10_000;

/** A token bucket per person. */
export function createLimiter(
  now: () => number,
  limit: { readonly burst: number; readonly perMinute: number } = DEFAULT_LIMIT,
): (actorId: number) => Verdict {
  const buckets = new Map<number, Bucket>();
  const perMs = limit.perMinute / 60_000;

  return (actorId) => {
    const atMs = now();
    const old = buckets.get(actorId) ?? { tokens: limit.burst, atMs, told: false };
    buckets.delete(actorId);
    const tokens = Math.min(limit.burst, old.tokens + (atMs - old.atMs) * perMs);
    const pass = tokens >= 1;
    buckets.set(actorId, { tokens: pass ? tokens - 1 : tokens, atMs, told: !pass });
    const oldest = buckets.keys().next();
    if (buckets.size > MAX_BUCKETS && !oldest.done) buckets.delete(oldest.value);
    if (pass) return { kind: 'pass' };
    return { kind: 'wait', seconds: Math.ceil((1 - tokens) / perMs / 1_000), told: old.told };
  };
}
