import { type Actor, hasRole } from '#kernel/actor.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Ask, Gateway } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import { createArrivals } from './ask-arrivals.ts';
import { type AskTurn, cardsOf, type Decision } from './ask-cards.ts';
import { askEnds } from './ask-ends.ts';
import { type AskAnswer, type AskDecision, askJournal, type AskRecord } from './ask-journal.ts';
import { decided, ruled } from './ask-rules.ts';

interface PendingAsk {
  readonly ask: Ask;
  readonly turn: AskTurn;
  readonly round: number;
  /** By index of the question. */
  readonly answers: Map<number, AskAnswer>;
}

/** What came of a person's decision or answer. */
export type Decided =
  | { readonly kind: 'done' }
  | { readonly kind: 'ended'; readonly by?: string; readonly decision?: string }
  | { readonly kind: 'not-yours' }
  /** The agent's gateway is away just now; the ask waits. */
  | { readonly kind: 'not-now' };

/** Everything the agent waits for, over all turns of this process. */
export interface Asks {
  /** Shows an ask of a running turn, or answers it at once when that command is allowed. */
  take(ask: Ask, turn: AskTurn): Promise<void>;
  /**
   * Takes what waits now, and ends what was shown before `list` was called and is not in it. One
   * that fails does not keep the others; the first failure is thrown at the end.
   */
  sync(turn: AskTurn, list: () => Promise<readonly Ask[]>): Promise<void>;
  /** The turn is over: ends what it still shows, and shows nothing of it any more. */
  finish(turn: AskTurn): Promise<void>;
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
  /** The oldest open question of a conversation in a project: typed text answers it. */
  openQuestion(
    conversationId: string,
    project: string | undefined,
  ): { askId: string; operationId: string } | undefined;
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

/**
 * Approvals and questions of the agent as messages with buttons, each decided once.
 *
 * An ask is open from when it is shown until a person has decided it or it has ended. Whatever
 * moves it does so in the lane of that ask, so what is read there holds until the end. The journal
 * goes first, then the gateway, then the chat; `sync` goes on where a kill came between.
 */
export function createAsks(options: Options): Asks {
  const { gateway, chat, store, changed } = options;
  const open = new Map<string, PendingAsk>();
  /** What still comes of them must not be shown. */
  const finished = new WeakSet<AskTurn>();
  const arrivals = createArrivals();
  const inLane = keyedMutex();
  const journal = askJournal(store.operations);
  const ends = askEnds({ ...options, journal });

  const openHere = (askId: string, operationId: string): PendingAsk | undefined => {
    const known = open.get(askId);
    // The role that was checked is that in the project of the operation that was named.
    return known?.turn.operationId === operationId ? known : undefined;
  };

  /**
   * After a restart a tap can be faster than the list of what waits: then it is waited for a
   * little, unless the operation has ended or somebody has decided.
   */
  const untilOpen = async (askId: string, operationId: string): Promise<void> => {
    if (open.has(askId)) return;
    const operation = await store.operations.get(operationId);
    if (operation?.state !== 'running' && operation?.state !== 'waiting') return;
    if ((await journal.find(operationId, askId))?.decision) return;
    await arrivals.wait(askId);
  };

  const mayDecide = (turn: AskTurn, actor: Actor): boolean =>
    actor.id === turn.actorId || hasRole(actor, 'owner', turn.project);

  const drop = (askId: string): void => {
    const found = open.get(askId);
    open.delete(askId);
    if (found) changed(found.turn.operationId);
  };

  const notOpen = async (operationId: string, askId: string): Promise<Decided> => {
    const decision = (await journal.find(operationId, askId))?.decision;
    if (!decision && gateway.state().kind !== 'up') return { kind: 'not-now' };
    return { kind: 'ended', ...(decision && { by: decision.by, decision: decision.decision }) };
  };

  /** Keeps a decision before anybody hears of it; the ask stays open when that fails. */
  const settle = async (found: PendingAsk, decision: AskDecision): Promise<Decided> => {
    const { ask, turn, round } = found;
    await journal.decided(turn, ask.id, round, decision);
    drop(ask.id);
    const record = await journal.find(turn.operationId, ask.id);
    const told = record && (await ends.tell(ask, turn, { ...record, decision }, 'close'));
    if (told !== 'kept') arrivals.ended(ask.id);
    return { kind: told === 'ended' ? 'ended' : 'done' };
  };

  const isOver = (ask: Ask, turn: AskTurn): boolean =>
    arrivals.hasEnded(ask.id) || finished.has(turn);

  const show = async (ask: Ask, turn: AskTurn, record: AskRecord | undefined): Promise<void> => {
    const isAnew = record?.decision !== undefined;
    // It was taken for gone: its messages are closed, or a kill came between.
    if (isAnew) await ends.close(turn, record);
    const round = (record?.round ?? 1) + (isAnew ? 1 : 0);
    const answers = new Map(isAnew ? [] : record?.answers);
    if (isOver(ask, turn)) return;
    open.set(ask.id, { ask, turn, round, answers });
    arrivals.arrived(ask.id);
    changed(turn.operationId);
    const posts = cardsOf(ask, turn, round);
    const cards = posts.map(([key, card]) => ({ key, text: card.text }));
    try {
      await journal.shown(turn, ask.id, round, cards);
      for (const [key, card] of posts) await chat.post(turn.conversation, key, card);
      for (const index of answers.keys()) await ends.close(turn, { round, cards, answers }, index);
    } catch (error) {
      // What nobody can see must not count as open: the next look shows it.
      drop(ask.id);
      throw error;
    }
  };

  const take = async (ask: Ask, turn: AskTurn): Promise<void> => {
    if (open.get(ask.id)?.turn === turn || isOver(ask, turn)) return;
    const rule = await ruled(ask, turn, store);
    const record = await journal.find(turn.operationId, ask.id);
    const decision = record && decided(ask, record);
    if (record && decision && rule !== 'deny') {
      // Decided before a crash or while the gateway was away: it never heard of it.
      if (!record.decision) await journal.decided(turn, ask.id, record.round, decision);
      await ends.tell(ask, turn, { ...record, decision }, 'throw');
    } else if (rule) await gateway.decide(ask.id, rule);
    else return show(ask, turn, record);
    // A list from before must not have it decided once more.
    arrivals.ended(ask.id);
  };

  const end = async (turn: AskTurn, askId: string): Promise<void> => {
    if (openHere(askId, turn.operationId)) drop(askId);
    const record = await journal.find(turn.operationId, askId);
    if (record) await ends.leave(turn, askId, record);
  };

  const sync: Asks['sync'] = async (turn, list) => {
    const here = [...open.keys()].filter((askId) => openHere(askId, turn.operationId));
    const before = new Set([...here, ...(await journal.idsOf(turn.operationId))]);
    const failures: unknown[] = [];
    const each = (askId: string, work: () => Promise<void>): Promise<unknown> =>
      inLane(askId, work).catch((error: unknown) => failures.push(error));
    for (const ask of await list()) {
      before.delete(ask.id);
      await each(ask.id, () => take(ask, turn));
    }
    for (const askId of before) await each(askId, () => end(turn, askId));
    if (failures.length > 0) throw failures[0];
  };

  return {
    take: (ask, turn) => inLane(ask.id, () => take(ask, turn)),
    sync,
    finish(turn) {
      finished.add(turn);
      return sync(turn, async () => []);
    },
    ended(askId) {
      arrivals.ended(askId);
      return inLane(askId, async () => {
        const found = open.get(askId);
        if (found) await end(found.turn, askId);
      });
    },
    async decide(askId, operationId, decision, actor) {
      await untilOpen(askId, operationId);
      return inLane(askId, async () => {
        const found = openHere(askId, operationId);
        if (found?.ask.kind !== 'approval') return notOpen(operationId, askId);
        if (!mayDecide(found.turn, actor)) return { kind: 'not-yours' };
        const { command } = found.ask;
        return settle(found, { by: actor.name, actorId: actor.id, decision, command });
      });
    },
    async answer({ askId, operationId, index, text, actor }) {
      await untilOpen(askId, operationId);
      return inLane(askId, async () => {
        const found = openHere(askId, operationId);
        if (found?.ask.kind !== 'question') return notOpen(operationId, askId);
        if (!mayDecide(found.turn, actor)) return { kind: 'not-yours' };
        const { turn, round, answers } = found;
        const { questions } = found.ask;
        const at = index ?? questions.findIndex((_, each) => !answers.has(each));
        if (!questions[at] || answers.has(at)) return { kind: 'ended' };
        const by = actor.name;
        await journal.answered(turn, askId, round, { index: at, by, text });
        if (answers.size + 1 === questions.length)
          return settle(found, { by, actorId: actor.id, decision: 'answered' });
        answers.set(at, { by, text });
        const record = await journal.find(operationId, askId);
        if (record) await ends.close(turn, record, at);
        return { kind: 'done' };
      });
    },
    openQuestion(conversationId, project) {
      for (const [askId, { ask, turn }] of open) {
        const isHere = turn.conversation.id === conversationId && turn.project === project;
        if (ask.kind === 'question' && isHere) {
          return { askId, operationId: turn.operationId };
        }
      }
      return undefined;
    },
    pending: () => [...open.values()],
    countOf: (operationId) =>
      [...open.values()].filter((each) => each.turn.operationId === operationId).length,
  };
}
