/** So many at once, and one more each `refillMs`. */
export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

/** How fast the bot may talk and how long it waits. Sends, edits, deletes and chat actions of a chat share one budget. */
export interface Limits {
  readonly private: Rate;
  readonly group: Rate;
  readonly global: Rate;
  /** Between two cosmetic edits in one chat. */
  readonly privateProgressMs: number;
  readonly groupProgressMs: number;
  /** Between two drafts of one chat, or a draft and a cosmetic edit. */
  readonly draftMs: number;
  /** The first pause after a failure; it doubles up to `maxRetryMs`. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  /** How long Telegram may hold a poll; 1-50. */
  readonly pollSeconds: number;
  /** How long a poll may stay silent beyond that before it is given up. */
  readonly pollGraceMs: number;
  /** Between two tries while Telegram refuses the token. */
  readonly unauthorizedMs: number;
  /** How long one request may take before its person is told and the next one begins. */
  readonly requestMs: number;
  /** How long the next part of what was sent as one may take. */
  readonly gatherMs: number;
  /** After so long an absence those who waited are told. */
  readonly awayMs: number;
}

/**
 * Telegram's known limits: 1 per second in a private chat with short bursts, 20 per minute in a
 * group, about 30 per second over all. A group's burst and refill add up to 20 in any minute.
 */
export const TELEGRAM_LIMITS: Limits = {
  private: { burst: 3, refillMs: 1_000 },
  group: { burst: 3, refillMs: Math.ceil(60_000 / 17) },
  global: globalRate(30),
  privateProgressMs: 1_100,
  groupProgressMs: 3_100,
  draftMs: 1_000,
  retryMs: 500,
  maxRetryMs: 30_000,
  pollSeconds: 30,
  pollGraceMs: 15_000,
  unauthorizedMs: 60_000,
  requestMs: 2 * 60_000,
  gatherMs: 1_500,
  awayMs: 2 * 60_000,
};

/** The budget over all chats for so many sends per second; of 30 it is the one above. */
export function globalRate(perSecond: number): Rate {
  // A little slower than allowed: Telegram's clock is not ours.
  return { burst: Math.max(1, Math.round(perSecond / 6)), refillMs: 1_020 / perSecond };
}
