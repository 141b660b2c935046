import type { Actor } from '#kernel/actor.ts';
import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { rootOf } from '#kernel/project.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Usage } from '#ports/gateway/port.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import type { Store } from '#ports/store/port.ts';
import { closedCard, type Named, tightCard } from './cards.ts';
import { closedSince, liftOf, type Lift, type Lifts } from './lifts.ts';
import {
  dayOf,
  type Gauge,
  isSpent,
  type Limits,
  type Scope,
  toGauges,
  toKey,
  WARN_PERCENT,
} from './limits.ts';
import { nameOf, ownerIdsOf } from './owners.ts';
import { resetFor } from './reset.ts';
import { createTold } from './told.ts';

/** Who wants to have a turn, or had one. */
interface Asker {
  readonly actor: Pick<Actor, 'id' | 'name'>;
  readonly project: string;
  readonly conversation: Conversation;
}

/** The budgets as turns meet them. */
export interface Budget {
  /**
   * Says whether a turn may begin. If not, `card` is what to say; there is none when it was said
   * lately. What begins at the same moment is let in together: a budget can be passed by as much
   * as runs when it ends.
   */
  admit(
    asker: Asker & { readonly requestId: string },
  ): Promise<{ readonly kind: 'pass' } | { readonly kind: 'closed'; readonly card?: Card }>;
  /** Counts what a turn used, once, and warns of what gets tight. Never rejects. */
  used(turn: Asker & { readonly operationId: string }, usage: Usage | undefined): Promise<void>;
}

interface Options {
  readonly store: Pick<
    Store,
    'usage' | 'settings' | 'actors' | 'audit' | 'conversations' | 'preferences'
  >;
  readonly chat: Chat;
  readonly lifts: Lifts;
  readonly limits: Limits;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** What was used stays so long. */
const KEEP_MS = 400 * DAY_MS;

/** Budgets over what the store says was used. */
export function createBudget(options: Options): Budget {
  const { store, chat, lifts, limits, ownerIds, sayIn, now, log } = options;
  const told = createTold(store.settings);
  let prunedDayMs = 0;

  const gaugesOf = async ({ actor, project }: Asker, nowMs: number): Promise<readonly Gauge[]> => {
    const scopes: readonly Scope[] = [
      { kind: 'user', actorId: actor.id },
      { kind: 'project', project: rootOf(project) },
      { kind: 'total' },
    ];
    const read = async (scope: Scope): Promise<readonly Gauge[]> => {
      const { tokens, microUsd } = limits[scope.kind];
      if (tokens === undefined && microUsd === undefined) return [];
      const { kind: _, ...of } = scope;
      return toGauges(scope, await store.usage.sum(dayOf(nowMs, limits), of), limits);
    };
    return (await Promise.all(scopes.map(read))).flat();
  };

  /** `reader` sees the own budget as the own one, but not where others read it too. */
  const named = ({ scope }: Gauge, { actor }: Asker, reader?: Conversation): Named => {
    if (scope.kind === 'project') return { scope, name: scope.project };
    const isOwn = reader?.actorId === actor.id && reader.chatId === actor.id;
    return scope.kind === 'user' && !isOwn ? { scope, name: actor.name } : { scope };
  };

  const show = async (
    gauge: Gauge,
    asker: Asker,
    { reader, isOwner, all }: { reader: Conversation; isOwner: boolean; all: readonly Lift[] },
  ): Promise<void> => {
    const nowMs = now();
    const { fromMs, toMs } = dayOf(nowMs, limits);
    const mayLift = isOwner && isSpent(gauge);
    if (mayLift && liftOf(all, gauge.scope, nowMs)) return;
    const about = `budget:${toKey(gauge.scope)}:${gauge.measure}:${fromMs}`;
    // Once a day; who can lift it hears of each time that it closes.
    const key = mayLift ? `spent:${closedSince(all, gauge.scope)}` : 'near';
    const reset = await resetFor(store, reader.actorId, { toMs, nowMs });
    const words = { reset, mayLift, say: sayIn(reader.language) };
    const card = tightCard(gauge, named(gauge, asker, reader), words);
    await chat.post(reader, `${about}:${key}:${reader.actorId}`, card);
  };

  const warn = async (
    gauges: readonly Gauge[],
    asker: Asker,
    who: 'everybody' | 'other-owners',
  ): Promise<void> => {
    if (gauges.length === 0) return;
    const all = await lifts.list();
    const owners = await ownerIdsOf(store, ownerIds);
    const homes = await ownerHomes(store, ownerIds);
    const isOwner = owners.includes(asker.actor.id);
    for (const gauge of gauges) {
      if (who === 'everybody') {
        await show(gauge, asker, { reader: asker.conversation, isOwner, all });
      }
      for (const reader of homes) {
        if (reader.actorId === asker.actor.id) continue;
        await show(gauge, asker, { reader, isOwner: true, all });
      }
    }
  };

  return {
    async admit(asker) {
      const nowMs = now();
      const spent = (await gaugesOf(asker, nowMs)).filter(isSpent);
      if (spent.length === 0) return { kind: 'pass' };
      const all = await lifts.list();
      const closed = spent.filter(({ scope }) => !liftOf(all, scope, nowMs));
      if (closed.length === 0) return { kind: 'pass' };
      const { actor, conversation, requestId, project } = asker;
      const { fromMs, toMs } = dayOf(nowMs, limits);
      const why = closed.map(
        ({ scope, measure }) => `${toKey(scope)} ${measure} ${closedSince(all, scope)}`,
      );
      log('a turn is over the budget', { actor: actor.id, project, closed: why });
      await warn(closed, asker, 'other-owners');
      const telling = await told(actor.id, [fromMs, ...why].join(', '), requestId, nowMs);
      if (telling === 'nothing') return { kind: 'closed' };
      const say = sayIn(conversation.language);
      const reset = await resetFor(store, actor.id, { toMs, nowMs });
      if (telling === 'line') {
        return { kind: 'closed', card: { text: say('budget-still-closed', { ...reset }) } };
      }
      const ids = await ownerIdsOf(store, ownerIds);
      const owners = ids.includes(actor.id)
        ? 'me'
        : await Promise.all(ids.map((id) => nameOf(store, id)));
      const shown = closed.map((gauge) => ({ gauge, named: named(gauge, asker, conversation) }));
      return { kind: 'closed', card: closedCard(shown, { reset, owners, say }) };
    },

    async used(turn, usage) {
      const { operationId, actor, project } = turn;
      try {
        const nowMs = now();
        const costMicroUsd = toCount((usage?.costUsd ?? Number.NaN) * 1e6);
        await store.usage.add({
          operationId,
          actorId: actor.id,
          project: rootOf(project),
          inputTokens: toCount(usage?.inputTokens ?? 0) ?? 0,
          outputTokens: toCount(usage?.outputTokens ?? 0) ?? 0,
          ...(costMicroUsd !== undefined && { costMicroUsd }),
          atMs: nowMs,
        });
        const tight = (await gaugesOf(turn, nowMs)).filter(
          ({ percent }) => percent >= WARN_PERCENT,
        );
        await warn(tight, turn, 'everybody');
        const { fromMs } = dayOf(nowMs, limits);
        if (fromMs !== prunedDayMs) await store.usage.prune(nowMs - KEEP_MS);
        prunedDayMs = fromMs;
      } catch (error) {
        log('what a turn used could not be counted', { operation: operationId, error });
      }
    },
  };
}

/** More than one turn can use; many of them still add up exactly. */
const MOST = 1e12;

/** What the gateway says may be anything; `undefined`: no number of things. */
function toCount(number: number): number | undefined {
  return number >= 0 ? Math.round(Math.min(number, MOST)) : undefined;
}
