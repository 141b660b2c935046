import { tooManyRequests } from './refusal.ts';

/** How many messages and edits a chat takes. */
export interface LimitSettings {
  /** Refill of a private chat's budget. Default 1. */
  readonly privatePerSecond?: number;
  /** The most that a private chat takes at once. Default 3. */
  readonly privateBurst?: number;
  /** Budget of a group, sends and edits together. Default 20. */
  readonly groupPerMinute?: number;
}

/** Budgets of all chats. */
export interface Limits {
  /** Takes one message or edit out of the chat's budget. @throws {Refusal} 429 when it is empty */
  take(room: string, kind: 'private' | 'group'): void;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Budgets that refill with `now` (milliseconds); `off` never refuses. */
export function chatLimits(now: () => number, settings: LimitSettings | 'off'): Limits {
  if (settings === 'off') return { take: () => undefined };
  const { privatePerSecond = 1, privateBurst = 3, groupPerMinute = 20 } = settings;
  const buckets = new Map<string, Bucket>();

  return {
    take(room, kind) {
      const burst = kind === 'private' ? privateBurst : groupPerMinute;
      const perMs = kind === 'private' ? privatePerSecond / 1_000 : groupPerMinute / 60_000;
      const time = now();
      const old = buckets.get(room) ?? { tokens: burst, atMs: time };
      const tokens = Math.min(burst, old.tokens + (time - old.atMs) * perMs);
      const isEnough = tokens >= 1 - 1e-9;
      buckets.set(room, { tokens: isEnough ? tokens - 1 : tokens, atMs: time });
      if (!isEnough) throw tooManyRequests(Math.ceil((1 - tokens) / perMs / 1_000));
    },
  };
}
