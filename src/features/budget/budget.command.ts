import { hasRole } from '#kernel/actor.ts';
import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import { conversationId } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';
import { whatWords } from './cards.ts';
import { liftWish } from './lift-wish.ts';
import type { Lifts } from './lifts.ts';
import { dayOf, type Limits, toKey } from './limits.ts';
import { overview } from './overview.ts';
import { scopeOf } from './scope-of.ts';

interface Options {
  readonly store: Pick<
    Store,
    'usage' | 'actors' | 'audit' | 'projects' | 'preferences' | 'conversations'
  >;
  readonly chat: Chat;
  readonly lifts: Lifts;
  readonly limits: Limits;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}

/**
 * `/budget`: what is used today and what is left; `/budget lift vera 2h` of an owner lets somebody
 * go on for a while. Dispatch records who lifted what.
 */
export function budgetCommand(options: Options): Command {
  const { store, chat, lifts, limits, ownerIds, sayIn, now } = options;

  const lift = async (input: Words, call: Call): Promise<Card | Toast> => {
    const { say, actor, requestId } = call;
    if (!hasRole(actor, 'owner')) {
      return { toast: say('dispatch-forbidden', { needs: 'owner', has: actor.role }) };
    }
    const wish = liftWish(input);
    if (!wish) return { text: say('budget-usage') };
    const named = await scopeOf(store, wish.who, ownerIds);
    if (!named) return { text: say('budget-unknown', { name: plain(shorten(wish.who, 80)) }) };
    const scope = named.scope.kind === 'all' ? 'all' : toKey(named.scope);
    const what = whatWords(named, say).replaceAll('*', '');
    const nowMs = now();
    const before = (await lifts.list()).find(
      (each) => each.scope === scope && each.untilMs > nowMs,
    );
    if (wish.until === 'off') {
      const was = await lifts.end(scope, nowMs);
      if (was) call.changed?.(before, undefined);
      return {
        toast: shorten(say(was ? 'budget-lift-ended' : 'budget-not-lifted', { what }), 200),
      };
    }
    const untilMs = wish.until === 'midnight' ? dayOf(nowMs, limits).toMs : nowMs + wish.until.ms;
    const after = { scope, untilMs, by: actor.name, atMs: nowMs };
    await lifts.lift(after);
    call.changed?.(before, after);
    if (named.scope.kind === 'user' && named.scope.actorId !== actor.id) {
      const { actorId } = named.scope;
      const home = await store.conversations.get(conversationId({ chatId: actorId }, actorId));
      const words = { actor: plain(actor.name), until: { atMs: untilMs } };
      if (home) {
        const text = sayIn(home.language)('budget-lifted-yours', words);
        await chat.post(home, `budget-lift:${requestId}`, { text });
      }
    }
    return { toast: shorten(say('budget-lifted', { what, until: { atMs: untilMs } }), 200) };
  };

  return {
    name: 'budget',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run(input, call) {
      const [verb] = input.words;
      if (verb === undefined) return overview(options, call);
      return verb.toLowerCase() === 'lift' ? lift(input, call) : { text: call.say('budget-usage') };
    },
  };
}
