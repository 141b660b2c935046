import type { Say } from '#kernel/language.ts';
import type { Store } from '#ports/store/port.ts';
import type { UsageSpan, UsageSum } from '#ports/store/usage.ts';
import { gaugeLine, liftedLine, type Named, usedLine, whatWords } from './cards.ts';
import { type Lift, liftOf, type Lifts } from './lifts.ts';
import { type Limits, type Scope, toGauges } from './limits.ts';

/** What an overview is made of. */
export interface OverviewOptions {
  readonly store: Pick<Store, 'usage' | 'actors' | 'audit' | 'projects' | 'preferences'>;
  readonly lifts: Lifts;
  readonly limits: Limits;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly now: () => number;
}

/** The budgets at one moment. */
export interface Moment {
  readonly nowMs: number;
  readonly day: UsageSpan;
  readonly lifts: readonly Lift[];
}

/** A budget's use, its bars, and whether it is lifted. */
export function section(
  named: Named & { readonly scope: Scope },
  sum: UsageSum,
  { limits, lifts, nowMs, say }: Moment & { readonly limits: Limits; readonly say: Say },
): string {
  const lift = liftOf(lifts, named.scope, nowMs);
  const lines = [
    usedLine(sum, say),
    ...toGauges(named.scope, sum, limits).map((gauge) => gaugeLine(gauge, say)),
    ...(lift ? [liftedLine(lift, say)] : []),
  ];
  return [`**${whatWords(named, say)}**`, ...lines.map((line) => `- ${line}`)].join('\n');
}
