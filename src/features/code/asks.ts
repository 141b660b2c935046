import { type Actor, hasRole } from '#kernel/actor.ts';
import { plain } from '#kernel/card.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Ask, Gateway } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import { type AskTurn, cardsOf, type Decision } from './ask-cards.ts';
import { askJournal } from './ask-journal.ts';

interface PendingAsk {
  readonly ask: Ask;
  readonly turn: AskTurn;
  /** Answers by index of the question. */
  readonly answers: Map<number, string>;
}

/** What came of a person's decision or answer. */
export type Decided =
  | { readonly kind: 'done' }
  | { readonly kind: 'ended'; readonly by?: string; readonly decision?: string }
  | { readonly kind: 'not-yours' }
  /** The agent's gateway is away just now; the ask waits. */
  | { readonly kind: 'not-now' };

/** A tap is answered within Telegram's 15 s. */
const ARRIVAL_MS = 5_000;

/** Everything the agent waits for, over all turns of this process. */
export interface Asks {
  /** Shows an ask of a running turn, or answers it at once when that command is allowed. */
  take(ask: Ask, turn: AskTurn): Promise<void>;
  /** Takes what waits now, and ends what was shown and waits no more. */
  sync(turn: AskTurn, waiting: readonly Ask[]): Promise<void>;
  /** The gateway says that it no longer waits. */
  ended(askId: string): Promise<void>;
  decide(askId: string, operationId: string, decision: Decision, actor: Actor): Promise<Decided>;
  /** `index` is that of the question in the ask; by default the first without an answer. */
  answer(ask: {
    readonly askId: string;
    readonly operationId: string;
    readonly index?: number;
    readonly text: string;
    readonly actor: Actor;
  }): Promise<Decided>;
  /** The oldest open question of a conversation: typed text answers it. */
  openQuestion(conversationId: string): { askId: string; operationId: string } | undefined;
  pending(): readonly PendingAsk[];
  countOf(operationId: string): number;
}

interface Options {
  readonly gateway: Gateway;
  readonly chat: Chat;
  readonly store: Pick<Store, 'allowances' | 'operations'>;
  readonly now: () => number;
  /** Called when the number of open asks of an operation changes. */
  readonly changed: (operationId: string) => void;
}

/** Approvals and questions of the agent as messages with buttons, each decided once. */
export function createAsks({ gateway, chat, store, now, changed }: Options): Asks {
  const open = new Map<string, PendingAsk>();
  const arrivals = new Map<string, PromiseWithResolvers<void>>();
  const journal = askJournal(store.operations);

  /**
   * The open ask. After a restart a tap can be faster than the list of what waits: then it is
   * waited for a little, unless the operation has ended or somebody has decided.
   */
  const find = async (askId: string, operationId: string): Promise<PendingAsk | undefined> => {
    const known = open.get(askId);
    if (known) return known;
    const operation = await store.operations.get(operationId);
    if (operation?.state !== 'running' && operation?.state !== 'waiting') return undefined;
    if (await journal.decisionOf(operationId, askId)) return undefined;
    const arrival = arrivals.get(askId) ?? Promise.withResolvers<void>();
    arrivals.set(askId, arrival);
    const timer = setTimeout(arrival.resolve, ARRIVAL_MS);
    await arrival.promise;
    clearTimeout(timer);
    arrivals.delete(askId);
    return open.get(askId);
  };

  const mayDecide = (turn: AskTurn, actor: Actor): boolean =>
    actor.id === turn.actorId || hasRole(actor, 'owner', turn.project);

  const close = async ({ ask, turn }: PendingAsk, words: string, only?: number): Promise<void> => {
    for (const [index, [key, card]] of cardsOf(ask, turn).entries()) {
      if (only !== undefined && only !== index) continue;
      await chat.close(turn.conversation, key, { text: `${card.text}\n\n${words}` });
    }
  };

  const drop = (askId: string): PendingAsk | undefined => {
    const found = open.get(askId);
    open.delete(askId);
    if (found) changed(found.turn.operationId);
    return found;
  };

  const notOpen = async (operationId: string, askId: string): Promise<Decided> => {
    if (gateway.state().kind !== 'up') return { kind: 'not-now' };
    return { kind: 'ended', ...(await journal.decisionOf(operationId, askId)) };
  };

  /** The decision that needs no person, or nothing. */
  const settled = async (ask: Ask, turn: AskTurn): Promise<'allow-once' | 'deny' | undefined> => {
    if (ask.kind !== 'approval') return undefined;
    // The agent may name any directory for a command: another project is none of its business.
    if (ask.directory !== undefined && !(await turn.holds(ask.directory))) return 'deny';
    // Decided by a person before a crash, and the gateway never heard of it.
    const before = await journal.decisionOf(turn.operationId, ask.id);
    if (before) return before.decision === 'deny' ? 'deny' : 'allow-once';
    if (turn.templateCommands.has(ask.command)) return 'allow-once';
    const allowed = await store.allowances.list(turn.project);
    return allowed.some((each) => each.command === ask.command) ? 'allow-once' : undefined;
  };

  const asks: Asks = {
    async take(ask, turn) {
      if (open.has(ask.id)) return;
      open.set(ask.id, { ask, turn, answers: new Map() });
      const decision = await settled(ask, turn);
      if (decision) {
        open.delete(ask.id);
        await gateway.decide(ask.id, decision);
        return;
      }
      const answers = await journal.answersOf(turn.operationId, ask.id);
      open.set(ask.id, { ask, turn, answers });
      arrivals.get(ask.id)?.resolve();
      changed(turn.operationId);
      const cards = cardsOf(ask, turn);
      const shown = cards.map(([key, card]) => ({ key, text: card.text }));
      await journal.shown(turn, ask.id, shown);
      for (const [key, card] of cards) await chat.post(turn.conversation, key, card);
    },
    async sync(turn, waiting) {
      for (const ask of waiting) await asks.take(ask, turn);
      for (const [askId, cards] of await journal.undecided(turn.operationId)) {
        if (waiting.some((ask) => ask.id === askId)) continue;
        drop(askId);
        await journal.decided(turn, askId, { by: '', decision: 'gone' });
        for (const { key, text } of cards) {
          const closed = { text: `${text}\n\n${turn.say('ask-expired')}` };
          await chat.close(turn.conversation, key, closed);
        }
      }
    },
    async ended(askId) {
      const found = drop(askId);
      if (!found) return;
      const { say } = found.turn;
      await journal.decided(found.turn, askId, { by: '', decision: 'gone' });
      await close(found, say('ask-expired'));
    },
    async decide(askId, operationId, decision, actor) {
      const found = await find(askId, operationId);
      if (found?.ask.kind !== 'approval') return notOpen(operationId, askId);
      if (!mayDecide(found.turn, actor)) return { kind: 'not-yours' };
      const { ask, turn } = found;
      // Taken out before the first wait: of two taps at once only one decides.
      if (!drop(askId)) return notOpen(operationId, askId);
      const { project } = turn;
      await journal.decided(turn, askId, { by: actor.name, decision });
      if (decision === 'always') {
        const { command } = found.ask;
        await store.allowances.add({ project, command, actorId: actor.id, atMs: now() });
      }
      const waits = await gateway
        .decide(ask.id, decision === 'deny' ? 'deny' : 'allow-once')
        .catch(() => undefined);
      // The gateway is away: the decision is kept, and told when it asks again.
      if (waits === false) return { kind: 'ended' };
      await close(found, turn.say(`ask-decided-${decision}`, { actor: plain(actor.name) }));
      return { kind: 'done' };
    },
    async answer({ askId, operationId, index, text, actor }) {
      const found = await find(askId, operationId);
      if (found?.ask.kind !== 'question') return notOpen(operationId, askId);
      if (!mayDecide(found.turn, actor)) return { kind: 'not-yours' };
      const { ask, turn, answers } = found;
      const { questions } = found.ask;
      const at = index ?? questions.findIndex((_, each) => !answers.has(each));
      if (!questions[at] || answers.has(at)) return { kind: 'ended' };
      answers.set(at, text);
      await journal.answered(turn, askId, at, text);
      const words = turn.say('ask-answered', { actor: plain(actor.name), answer: plain(text) });
      await close(found, words, at);
      if (answers.size < questions.length || !drop(askId)) return { kind: 'done' };
      await journal.decided(turn, askId, { by: actor.name, decision: 'answered' });
      const byId = questions.map(({ id }, number) => [id, [answers.get(number) ?? '']] as const);
      const waits = await gateway.answer(ask.id, Object.fromEntries(byId));
      return waits ? { kind: 'done' } : { kind: 'ended' };
    },
    openQuestion(conversationId) {
      for (const [askId, { ask, turn }] of open) {
        if (ask.kind === 'question' && turn.conversation.id === conversationId) {
          return { askId, operationId: turn.operationId };
        }
      }
      return undefined;
    },
    pending: () => [...open.values()],
    countOf: (operationId) =>
      [...open.values()].filter((each) => each.turn.operationId === operationId).length,
  };
  return asks;
}
