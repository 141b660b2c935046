import type { Json, OperationStore } from '#ports/store/port.ts';

/** How an ask was decided: `once`, `always`, `deny`, or `gone` when nobody decided it. */
interface AskDecision {
  readonly by: string;
  readonly decision: string;
}

/** The messages that show an ask, so that they can be closed by a later process. */
type ShownCards = readonly { readonly key: string; readonly text: string }[];

/** What became of the asks of an operation, kept as steps of its journal. */
export interface AskJournal {
  shown(operationId: string, askId: string, cards: ShownCards): Promise<void>;
  decided(operationId: string, askId: string, decision: AskDecision): Promise<void>;
  answered(operationId: string, askId: string, index: number, text: string): Promise<void>;
  decisionOf(operationId: string, askId: string): Promise<AskDecision | undefined>;
  answersOf(operationId: string, askId: string): Promise<Map<number, string>>;
  /** Asks that were shown and have no decision, with their messages. */
  undecided(operationId: string): Promise<ReadonlyMap<string, ShownCards>>;
}

/** The journal of asks over the journal of operations. */
export function askJournal(store: OperationStore, now: () => number): AskJournal {
  const record = async (operationId: string, name: string, what: Json): Promise<void> => {
    await store.startStep(operationId, name, now());
    await store.endStep(operationId, name, what, now());
  };
  const ended = async (operationId: string, prefix: string) =>
    (await store.steps(operationId))
      .filter((step) => step.name.startsWith(prefix) && step.endedAtMs !== undefined)
      .map((step) => [step.name.slice(prefix.length), step.result] as const);

  return {
    shown: (operationId, askId, cards) =>
      record(
        operationId,
        `shown:${askId}`,
        cards.map((card) => ({ ...card })),
      ),
    decided: (operationId, askId, decision) => record(operationId, `ask:${askId}`, { ...decision }),
    answered: (operationId, askId, index, text) =>
      record(operationId, `answer:${askId}:${index}`, text),
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
