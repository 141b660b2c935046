import type { OperationStore } from '#ports/store/port.ts';
import type { AskTurn } from './ask-cards.ts';

/** How an ask was decided: `once`, `always`, `deny`, or `gone` when nobody decided it. */
interface AskDecision {
  readonly by: string;
  readonly decision: string;
}

/** The messages that show an ask, so that they can be closed by a later process. */
type ShownCards = readonly { readonly key: string; readonly text: string }[];

/** What became of the asks of an operation, kept as notes of its journal. */
export interface AskJournal {
  shown(turn: Pick<AskTurn, 'note'>, askId: string, cards: ShownCards): Promise<void>;
  decided(turn: Pick<AskTurn, 'note'>, askId: string, decision: AskDecision): Promise<void>;
  answered(turn: Pick<AskTurn, 'note'>, askId: string, index: number, text: string): Promise<void>;
  decisionOf(operationId: string, askId: string): Promise<AskDecision | undefined>;
  answersOf(operationId: string, askId: string): Promise<Map<number, string>>;
  /** Asks that were shown and have no decision, with their messages. */
  undecided(operationId: string): Promise<ReadonlyMap<string, ShownCards>>;
}

/** The journal of asks over the journal of operations. */
export function askJournal(store: Pick<OperationStore, 'steps'>): AskJournal {
  const ended = async (operationId: string, prefix: string) =>
    (await store.steps(operationId))
      .filter((step) => step.name.startsWith(prefix) && step.endedAtMs !== undefined)
      .map((step) => [step.name.slice(prefix.length), step.result] as const);

  return {
    shown: (turn, askId, cards) =>
      turn.note(
        `shown:${askId}`,
        cards.map((card) => ({ ...card })),
      ),
    decided: (turn, askId, decision) => turn.note(`ask:${askId}`, { ...decision }),
    answered: (turn, askId, index, text) => turn.note(`answer:${askId}:${index}`, text),
    async decisionOf(operationId, askId) {
      const [found] = await ended(operationId, `ask:${askId}`);
      return found?.[1] as AskDecision | undefined;
    },
    async answersOf(operationId, askId) {
      const found = await ended(operationId, `answer:${askId}:`);
      return new Map(found.map(([index, text]) => [Number(index), text as string]));
    },
    async undecided(operationId) {
      const decided = new Set((await ended(operationId, 'ask:')).map(([askId]) => askId));
      const shown = await ended(operationId, 'shown:');
      return new Map(
        shown
          .filter(([askId]) => !decided.has(askId))
          .map(([askId, cards]) => [askId, cards as unknown as ShownCards]),
      );
    },
  };
}
