import { tooManyRequests } from './refusal.ts';

/** What a call costs. */
type Spending = 'send' | 'edit' | 'draft' | 'action';

/** A budget of its own. */
interface Rate {
  readonly perSecond: number;
  /** The most that it takes at once. */
  readonly burst: number;
}

/** How many messages and edits the emulated Telegram takes before it answers 429. */
export interface LimitSettings {
  /** Refill of a private chat's budget. Default 1: "no more than one per second" (Bot FAQ). */
  readonly privatePerSecond?: number;
  /** The most that a private chat takes at once. Default 3: "short bursts" (Bot FAQ). */
  readonly privateBurst?: number;
  /** Budget of a group. Default 20 (Bot FAQ). */
  readonly groupPerMinute?: number;
  /** Budget of a bot over all its chats. Default 30 (Bot FAQ); edits count where they are shared. */
  readonly globalPerSecond?: number;
  /**
   * Edits take from the chat's budget (`shared`, the default, tdlib/td #2592), have one of the
   * same size beside it, or cost nothing.
   */
  readonly edits?: 'shared' | 'separate' | 'free';
  /**
   * Drafts of one chat. Default 5 per second and 10 at once: Telegram publishes no figure, and
   * bots that sent faster were seen to get 429.
   */
  readonly drafts?: 'shared' | 'free' | Rate;
  /** `sendChatAction`. Default `free`. */
  readonly chatActions?: 'shared' | 'free';
  /** The least that a refused bot is told to wait, in seconds. Default 1. */
  readonly minRetryAfter?: number;
  /**
   * What a bot gets that goes on while it should wait: the chat stays shut until the time it was
   * told, and each refused call makes that `factor` times longer. Without it only the budget counts.
   */
  readonly penalty?: { readonly factor: number; readonly maxSeconds: number };
  /** `setWebhook` again within that time is refused. Default 1000 ([S] 15735). */
  readonly setWebhookEveryMs?: number;
}

/** Whose budget, and where. */
export interface Spender {
  readonly botId: number;
  readonly room: string;
  readonly kind: 'private' | 'group';
  /** Default `send`. */
  readonly what?: Spending;
  /** How many messages come of it; default 1. An album may go into debt that later calls wait for. */
  readonly messages?: number;
}

/** Budgets of all bots and chats. */
export interface Limits {
  /** Takes one call out of its budgets. @throws {Refusal} 429 when one is empty, and takes nothing */
  take(spender: Spender): void;
  /** Starts anew, as if nobody had sent anything. */
  reset(): void;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

interface Budget {
  readonly key: string;
  readonly burst: number;
  readonly perMs: number;
}

/** Time is in tiny steps of a float: a budget that is refilled to 0.9999999999 is full. */
const ROUNDING = 1e-9;

/** Budgets that refill with `now` (milliseconds); `off` never refuses. */
export function chatLimits(now: () => number, settings: LimitSettings | 'off'): Limits {
  if (settings === 'off') return { take: () => undefined, reset: () => undefined };
  const { minRetryAfter = 1, penalty } = settings;
  const buckets = new Map<string, Bucket>();
  const penalties = new Map<string, { untilMs: number; seconds: number }>();

  const refilled = ({ key, burst, perMs }: Budget): number => {
    const old = buckets.get(key) ?? { tokens: burst, atMs: now() };
    const tokens = Math.min(burst, old.tokens + (now() - old.atMs) * perMs);
    buckets.set(key, { tokens, atMs: now() });
    return tokens;
  };
  const checkPenalty = (key: string): void => {
    const running = penalties.get(key);
    if (!penalty || !running) return;
    if (running.untilMs <= now()) return void penalties.delete(key);
    refuse(key, running.seconds * penalty.factor);
  };
  const refuse = (key: string, wantedSeconds: number): never => {
    const seconds = Math.ceil(Math.min(wantedSeconds, penalty?.maxSeconds ?? Infinity));
    if (penalty) penalties.set(key, { untilMs: now() + seconds * 1_000, seconds });
    throw tooManyRequests(seconds);
  };

  return {
    take(spender) {
      const budgets = budgetsOf(spender, settings);
      const [first] = budgets;
      if (!first) return;
      checkPenalty(first.key);
      // An album larger than the whole budget needs all of it, and leaves a debt behind.
      const cost = ({ burst }: Budget): number => Math.min(spender.messages ?? 1, burst);
      const missing = budgets.map(
        (budget) => (cost(budget) - refilled(budget)) / budget.perMs / 1_000,
      );
      const waitSeconds = Math.max(...missing);
      if (waitSeconds > ROUNDING) refuse(first.key, Math.max(minRetryAfter, waitSeconds));
      for (const { key } of budgets) {
        const bucket = buckets.get(key);
        if (bucket) bucket.tokens -= spender.messages ?? 1;
      }
    },
    reset() {
      buckets.clear();
      penalties.clear();
    },
  };
}

/** The chat's own budget first: a penalty belongs to the chat. */
function budgetsOf(spender: Spender, settings: LimitSettings): Budget[] {
  const { botId, room, kind, what = 'send' } = spender;
  const { privatePerSecond = 1, privateBurst = 3, groupPerMinute = 20 } = settings;
  const { globalPerSecond = 30, edits = 'shared', chatActions = 'free' } = settings;
  const { drafts = { perSecond: 5, burst: 10 } } = settings;
  const here = `${botId} ${room}`;
  const chat = (key: string): Budget =>
    kind === 'private'
      ? { key, burst: privateBurst, perMs: privatePerSecond / 1_000 }
      : { key, burst: groupPerMinute, perMs: groupPerMinute / 60_000 };
  const all = { key: `${botId}`, burst: globalPerSecond, perMs: globalPerSecond / 1_000 };
  if (what === 'draft' && typeof drafts === 'object')
    return [{ key: `${here} drafts`, burst: drafts.burst, perMs: drafts.perSecond / 1_000 }];
  const sharing = { send: 'shared', edit: edits, draft: drafts, action: chatActions }[what];
  if (sharing === 'free') return [];
  return sharing === 'separate' ? [chat(`${here} edits`), all] : [chat(here), all];
}
