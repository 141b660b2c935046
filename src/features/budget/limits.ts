import type { UsageSpan, UsageSum } from '#ports/store/usage.ts';

/** What may be used in one day; what is absent is not limited. */
interface Limit {
  readonly tokens?: number;
  readonly microUsd?: number;
}

/** The budgets of a bot. */
export interface Limits {
  /** Of each person. */
  readonly user: Limit;
  /** Of each project. */
  readonly project: Limit;
  /** Of everybody together. */
  readonly total: Limit;
  /** The clock whose midnight begins a new day. */
  readonly utcOffsetMinutes: number;
}

/** Whose use is counted. */
export type Scope =
  | { readonly kind: 'user'; readonly actorId: number }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'total' };

/** One budget on one day, and how much of it is used. */
export interface Gauge {
  readonly scope: Scope;
  readonly measure: 'tokens' | 'usd';
  /** Tokens, or millionths of a US dollar. */
  readonly used: number;
  readonly limit: number;
  readonly percent: number;
  /** Of `usd`: how many turns have no known price, so that `used` is less than the truth. */
  readonly unpriced: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** From this part of a budget on, people are warned. */
export const WARN_PERCENT = 80;

/** The day that `nowMs` lies in. */
export function dayOf(nowMs: number, { utcOffsetMinutes }: Limits): UsageSpan {
  const offsetMs = utcOffsetMinutes * 60_000;
  const fromMs = Math.floor((nowMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
  return { fromMs, toMs: fromMs + DAY_MS };
}

/** `user:7`, `project:shop`, `total`. */
export function toKey(scope: Scope): string {
  if (scope.kind === 'user') return `user:${scope.actorId}`;
  return scope.kind === 'project' ? `project:${scope.project}` : 'total';
}

/** How much of its budgets a scope has used. */
export function toGauges(scope: Scope, sum: UsageSum, limits: Limits): readonly Gauge[] {
  const { tokens, microUsd } = limits[scope.kind];
  const gauge = (measure: Gauge['measure'], used: number, limit: number | undefined) =>
    limit === undefined
      ? []
      : [
          {
            scope,
            measure,
            used,
            limit,
            percent: Math.floor((used / limit) * 100),
            unpriced: measure === 'usd' ? sum.unpriced : 0,
          },
        ];
  return [
    ...gauge('tokens', sum.inputTokens + sum.outputTokens, tokens),
    ...gauge('usd', sum.costMicroUsd, microUsd),
  ];
}

/** Nothing is left of it. */
export function isSpent({ used, limit }: Gauge): boolean {
  return used >= limit;
}
