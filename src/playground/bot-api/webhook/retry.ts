import type { Random } from '../random.ts';

/** A bot that answers 410 for longer than this loses its webhook ([S] WEBHOOK_DROP_TIMEOUT). */
export const GONE_FOR_MS = 23 * 60 * 60 * 1_000;

/** [S] MAX_RETRY_AFTER. */
const MAX_RETRY_AFTER_SECONDS = 3_600;
/** The longest back-off is somewhere between this and twice this ([S] WEBHOOK_MAX_RESEND_TIMEOUT). */
const MAX_DELAY_SECONDS = 60;

/**
 * How long an update waits after one more failure: as long as the bot's `Retry-After` says, else
 * not at all after the first failure, and then 2, 4, 8… seconds. Doubles `delaySeconds`.
 */
export function retryAfterMs(
  attempt: { readonly fails: number; delaySeconds: number },
  retryAfterSeconds: number,
  random: Random,
): number {
  const asked = Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, retryAfterSeconds));
  if (asked > 0 || attempt.fails === 0) return asked * 1_000;
  const longest = MAX_DELAY_SECONDS + Math.floor(random() * (MAX_DELAY_SECONDS + 1));
  attempt.delaySeconds = Math.min(longest, attempt.delaySeconds * 2);
  return attempt.delaySeconds * 1_000;
}
