/** What goes wrong, how often, and for which calls. */
export type FaultRule = {
  /** Any method when absent. */
  readonly method?: string;
  /** Any chat, and calls without one, when absent. */
  readonly chatId?: number;
  /** How many calls it hits before it is used up. */
  readonly times: number;
} & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** The connection dies and nothing happened. */
  | { readonly kind: 'drop-before' }
  /** The connection dies, but what was asked for has happened. */
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'delay'; readonly ms: number }
);

/** Rules for what goes wrong next. */
export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /** Calls that the rules will still hit. */
  remaining(): number;
}

/** What the emulator asks before each call. */
export interface FaultSource extends Faults {
  /** Uses up and returns what hits this call: every delay, and the first other rule. */
  hit(method: string, chatId: number | undefined): FaultRule[];
}

/** No faults yet; the oldest rule that fits is used up first. */
export function faultSource(): FaultSource {
  let rules: { readonly rule: FaultRule; left: number }[] = [];

  return {
    add(rule) {
      rules.push({ rule, left: rule.times });
    },
    clear() {
      rules = [];
    },
    remaining: () => rules.reduce((sum, { left }) => sum + left, 0),
    hit(method, chatId) {
      const hits: FaultRule[] = [];
      for (const entry of rules) {
        const isSpent = entry.rule.kind !== 'delay' && hits.some(({ kind }) => kind !== 'delay');
        if (isSpent || !fits(entry.rule, method, chatId)) continue;
        entry.left -= 1;
        hits.push(entry.rule);
      }
      rules = rules.filter(({ left }) => left > 0);
      return hits;
    },
  };
}

function fits(rule: FaultRule, method: string, chatId: number | undefined): boolean {
  if (rule.chatId !== undefined && rule.chatId !== chatId) return false;
  return rule.method === undefined || rule.method.toLowerCase() === method.toLowerCase();
}
