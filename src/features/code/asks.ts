import { type Actor, hasRole } from '#kernel/actor.ts';
import { plain } from '#kernel/card.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Ask, Gateway } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import { type AskTurn, cardsOf, type Decision } from './ask-cards.ts';

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
  /** The gateway says that it no longer waits. */
  ended(askId: string): Promise<void>;
  decide(askId: string, operationId: string, decision: Decision, actor: Actor): Promise<Decided>;
  /** `index` is that of the question in the ask. */
  answer(
    askId: string,
    operationId: string,
    index: number,
    text: string,
    actor: Actor,
  ): Promise<Decided>;
  /** The oldest open question of a conversation: typed text answers it. */
  openQuestion(
    conversationId: string,
  ): { readonly askId: string; readonly operationId: string } | undefined;
  /** The first question of an ask that has no answer yet. */
  nextQuestion(askId: string): number;
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

  /**
   * The open ask. After a restart a tap can be faster than the list of what waits: then it is
   * waited for a little, unless the operation has ended or somebody has decided.
   */
  const find = async (askId: string, operationId: string): Promise<PendingAsk | undefined> => {
    const known = open.get(askId);
    if (known) return known;
    const operation = await store.operations.get(operationId);
    if (operation?.state !== 'running' && operation?.state !== 'waiting') return undefined;
    const before = await whoEnded(operationId, askId);
    if (before.kind === 'ended' && before.by !== undefined) return undefined;
    const arrival = arrivals.get(askId) ?? Promise.withResolvers<void>();
    arrivals.set(askId, arrival);
    const timer = setTimeout(arrival.resolve, ARRIVAL_MS);
    await arrival.promise;
    clearTimeout(timer);
    arrivals.delete(askId);
    return open.get(askId);
  };

  const mayDecide = (turn: AskTurn, actor: Actor): boolean =>
    actor.id === turn.actorId || hasRole(actor, 'owner');

  const record = async (
    operationId: string,
    name: string,
    what: Record<string, string | number>,
  ) => {
    await store.operations.startStep(operationId, name, now());
    await store.operations.endStep(operationId, name, what, now());
  };

  const drop = (askId: string): PendingAsk | undefined => {
    const found = open.get(askId);
    open.delete(askId);
    if (found) changed(found.turn.operationId);
    return found;
  };

  /** Who ended it before, as the journal has it. */
  const whoEnded = async (operationId: string, askId: string): Promise<Decided> => {
    const steps = await store.operations.steps(operationId);
    const step = steps.find((each) => each.name === `ask:${askId}`);
    const { by, decision } = (step?.result ?? {}) as { by?: string; decision?: string };
    return {
      kind: 'ended',
      ...(by === undefined ? {} : { by }),
      ...(decision === undefined ? {} : { decision }),
    };
  };

  const notOpen = (operationId: string, askId: string): Promise<Decided> =>
    gateway.state().kind === 'up'
      ? whoEnded(operationId, askId)
      : Promise.resolve({ kind: 'not-now' });

  const isAllowed = async (command: string, turn: AskTurn): Promise<boolean> => {
    if (turn.templateCommands.has(command)) return true;
    const allowed = await store.allowances.list(turn.project);
    return allowed.some((each) => each.command === command);
  };

  const answersSoFar = async (operationId: string, askId: string): Promise<Map<number, string>> => {
    const prefix = `answer:${askId}:`;
    const steps = await store.operations.steps(operationId);
    return new Map(
      steps
        .filter((step) => step.name.startsWith(prefix) && step.endedAtMs !== undefined)
        .map((step) => [
          Number(step.name.slice(prefix.length)),
          (step.result as { text: string }).text,
        ]),
    );
  };

  return {
    async take(ask, turn) {
      if (open.has(ask.id)) return;
      const answers = await answersSoFar(turn.operationId, ask.id);
      if (open.has(ask.id)) return;
      open.set(ask.id, { ask, turn, answers });
      arrivals.get(ask.id)?.resolve();
      if (ask.kind === 'approval' && !isInside(ask.directory, turn.directory)) {
        // The agent may name any directory for a command: another project is none of its business.
        open.delete(ask.id);
        await gateway.decide(ask.id, 'deny');
        return;
      }
      if (ask.kind === 'approval' && (await isAllowed(ask.command, turn))) {
        open.delete(ask.id);
        await gateway.decide(ask.id, 'allow-once');
        return;
      }
      changed(turn.operationId);
      for (const [key, card] of cardsOf(ask, turn)) await chat.post(turn.conversation, key, card);
    },
    async ended(askId) {
      const found = drop(askId);
      if (!found) return;
      const { ask, turn } = found;
      const text = turn.say('ask-expired');
      for (const [key, card] of cardsOf(ask, turn)) {
        await chat.close(turn.conversation, key, { text: `${card.text}\n\n${text}` });
      }
    },
    async decide(askId, operationId, decision, actor) {
      const found = await find(askId, operationId);
      if (!found || found.ask.kind !== 'approval') return notOpen(operationId, askId);
      if (!mayDecide(found.turn, actor)) return { kind: 'not-yours' };
      const { ask, turn } = found;
      drop(askId);
      const waits = await gateway.decide(askId, decision === 'deny' ? 'deny' : 'allow-once');
      if (!waits) return whoEnded(operationId, askId);
      await record(operationId, `ask:${askId}`, { by: actor.name, decision, atMs: now() });
      if (decision === 'always') {
        const { project } = turn;
        await store.allowances.add({
          project,
          command: ask.command,
          actorId: actor.id,
          atMs: now(),
        });
      }
      const done = turn.say(`ask-decided-${decision}`, { actor: plain(actor.name) });
      const [[key, card] = []] = cardsOf(ask, turn);
      if (key && card)
        await chat.close(turn.conversation, key, { text: `${card.text}\n\n${done}` });
      return { kind: 'done' };
    },
    async answer(askId, operationId, index, text, actor) {
      const found = await find(askId, operationId);
      if (!found || found.ask.kind !== 'question') return notOpen(operationId, askId);
      if (!mayDecide(found.turn, actor)) return { kind: 'not-yours' };
      const { ask, turn, answers } = found;
      answers.set(index, text);
      await record(operationId, `answer:${askId}:${index}`, { text, by: actor.name });
      const cards = cardsOf(ask, turn);
      const [key, card] = cards[index] ?? [];
      const done = turn.say('ask-answered', { actor: plain(actor.name), answer: plain(text) });
      if (key && card)
        await chat.close(turn.conversation, key, { text: `${card.text}\n\n${done}` });
      if (answers.size < ask.questions.length) return { kind: 'done' };
      drop(askId);
      const byId = ask.questions.map((each, at) => [each.id, [answers.get(at) ?? '']] as const);
      const waits = await gateway.answer(askId, Object.fromEntries(byId));
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
    nextQuestion(askId) {
      const { answers } = open.get(askId) ?? {};
      let index = 0;
      while (answers?.has(index)) index += 1;
      return index;
    },
    pending: () => [...open.values()],
    countOf: (operationId) =>
      [...open.values()].filter((each) => each.turn.operationId === operationId).length,
  };
}

/** Whether a command would run in the project; one that names no directory runs in it. */
function isInside(directory: string | undefined, project: string): boolean {
  return directory === undefined || directory === project || directory.startsWith(`${project}/`);
}
