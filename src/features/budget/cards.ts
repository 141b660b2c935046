import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { Quantity } from '#kernel/quantity.ts';
import { shorten } from '#lib/text.ts';
import type { UsageSum } from '#ports/store/usage.ts';
import type { Lift } from './lifts.ts';
import { type Gauge, isSpent, type Scope, toKey } from './limits.ts';

/** A budget with the name that its reader knows it by. */
export interface Named {
  readonly scope: Scope | { readonly kind: 'all' };
  /** Untrusted; `undefined`: it is the reader's own, or needs none. */
  readonly name?: string;
}

/** When it begins anew, in the reader's words. */
export interface Reset {
  readonly at: Quantity;
  readonly left: Quantity;
}

const BAR_CELLS = 10;

/** `Your budget`, `The budget of Vera`, … */
export function whatWords({ scope, name }: Named, say: Say): string {
  if (scope.kind === 'user' && name === undefined) return say('budget-of-you');
  return say(`budget-of-${scope.kind}`, { name: plain(shorten(name ?? '', 40)) });
}

/** `Tokens [████░░░░░░] 40% · 400,000 of 1,000,000`. */
export function gaugeLine({ measure, used, limit, percent, unpriced }: Gauge, say: Say): string {
  const filled = Math.min(BAR_CELLS, Math.floor((percent / 100) * BAR_CELLS));
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  if (measure === 'tokens') return say('budget-tokens', { bar, percent, used, limit });
  const money = { used: { usd: used / 1e6 }, limit: { usd: limit / 1e6 } };
  if (used === 0 && unpriced > 0) return say('budget-usd-unknown', money);
  return say('budget-usd', { bar, percent, ...money, unpriced });
}

/** `3 turns · 12,000 tokens · $0.12`. */
export function usedLine(sum: UsageSum, say: Say): string {
  const { turns, unpriced } = sum;
  return say('budget-used', {
    turns,
    tokens: sum.inputTokens + sum.outputTokens,
    cost: { usd: sum.costMicroUsd / 1e6 },
    unpriced,
    priced: turns - unpriced,
  });
}

/** Until when a budget stops nobody, and by whom. */
export function liftedLine({ untilMs, by }: Lift, say: Say): string {
  return say('budget-lifted-by', { until: { atMs: untilMs }, actor: plain(by) });
}

/** [Lift until midnight] [Lift for 1 h], for who may. */
export function liftButtons(named: readonly Named[], say: Say): readonly (readonly Button[])[] {
  return named.map(({ scope, name }) => {
    const key = scope.kind === 'all' ? 'all' : toKey(scope);
    const what = shorten(name ?? say(`budget-${scope.kind}`), 16);
    const button = (word: string, until: string): Button => ({
      label:
        named.length === 1 ? say(`budget-lift-${word}`) : say(`budget-lift-${word}-of`, { what }),
      command: 'budget',
      words: ['lift', key, until],
    });
    return [button('day', 'midnight'), button('hour', '1h')];
  });
}

/** Tells that a budget gets tight or is used up; `mayLift`: with buttons. */
export function tightCard(
  gauge: Gauge,
  named: Named,
  { reset, mayLift, say }: { reset: Reset; mayLift: boolean; say: Say },
): Card {
  const what = whatWords(named, say);
  const spent = isSpent(gauge);
  const title = say(spent ? 'budget-spent' : 'budget-near', { what, percent: gauge.percent });
  const text = [title, gaugeLine(gauge, say), say('budget-then', { ...reset })].join('\n\n');
  return mayLift && spent ? { text, buttons: liftButtons([named], say) } : { text };
}

/** Why a request is not begun, from when on it is, and whom to ask; an owner lifts it at once. */
export function closedCard(
  closed: readonly { readonly gauge: Gauge; readonly named: Named }[],
  { reset, owners, say }: { reset: Reset; owners: readonly string[] | 'me'; say: Say },
): Card {
  const lines = closed.map(
    ({ gauge, named }) => `- ${whatWords(named, say)} · ${gaugeLine(gauge, say)}`,
  );
  const names = owners === 'me' ? '' : owners.slice(0, 5).map(plain).join(', ');
  const ask =
    owners === 'me' ? say('budget-ask-me') : say('budget-ask', { names, count: owners.length });
  const text = [say('budget-closed'), lines.join('\n'), say('budget-reset', { ...reset }), ask];
  const scopes = new Map(closed.map(({ named }) => [JSON.stringify(named.scope), named]));
  return {
    text: text.join('\n\n'),
    ...(owners === 'me' && { buttons: liftButtons([...scopes.values()], say) }),
  };
}
