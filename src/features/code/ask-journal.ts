import type { Json, OperationStore, Step } from '#ports/store/port.ts';
import type { AskTurn, Decision } from './ask-cards.ts';

/** How an ask was decided; `gone` when it ended and nobody had decided it. */
export interface AskDecision {
  readonly by: string;
  readonly actorId?: number;
  readonly decision: Decision | 'answered' | 'gone';
  /** What was allowed or denied. */
  readonly command?: string;
}

/** What somebody answered to one question. */
export interface AskAnswer {
  readonly by: string;
  readonly text: string;
}

/** The messages that show an ask, so that they can be closed by a later process. */
type ShownCards = readonly { readonly key: string; readonly text: string }[];

/** What the journal knows of an ask that was shown. */
export interface AskRecord {
  /** From 1. One that was taken for gone and waits all the same is asked anew: the next round. */
  readonly round: number;
  readonly cards: ShownCards;
  readonly decision?: AskDecision;
  /** By index of the question. */
  readonly answers: ReadonlyMap<number, AskAnswer>;
}

type Noting = Pick<AskTurn, 'note'>;

/** What became of the asks of an operation, kept as notes of its journal. */
export interface AskJournal {
  shown(turn: Noting, askId: string, round: number, cards: ShownCards): Promise<void>;
  decided(turn: Noting, askId: string, round: number, decision: AskDecision): Promise<void>;
  answered(
    turn: Noting,
    askId: string,
    round: number,
    answer: AskAnswer & { readonly index: number },
  ): Promise<void>;
  /** `undefined`: it was never shown. */
  find(operationId: string, askId: string): Promise<AskRecord | undefined>;
  /** Ids of all that were shown. */
  idsOf(operationId: string): Promise<readonly string[]>;
}

/** The journal of asks over the journal of operations. */
export function askJournal(store: Pick<OperationStore, 'steps'>): AskJournal {
  const ended = async (operationId: string): Promise<ReadonlyMap<string, Step>> => {
    const steps = await store.steps(operationId);
    const over = steps.filter((step) => step.endedAtMs !== undefined);
    return new Map(over.map((step) => [step.name, step]));
  };

  return {
    shown: (turn, askId, round, cards) =>
      turn.note(`${SHOWN}${askId}`, { round, cards: cards.map((card) => ({ ...card })) }),
    decided: (turn, askId, round, decision) => turn.note(`ask:${askId}`, { ...decision, round }),
    answered: (turn, askId, round, { index, by, text }) =>
      turn.note(`answer:${askId}:${index}`, { by, text, round }),
    async find(operationId, askId) {
      const steps = await ended(operationId);
      const shown = steps.get(`${SHOWN}${askId}`)?.result;
      if (shown === undefined) return undefined;
      const { round = 1, cards } = asShown(shown);
      const decision = steps.get(`ask:${askId}`)?.result as (AskDecision & Round) | undefined;
      const isOfRound = decision !== undefined && (decision.round ?? 1) === round;
      const answers = cards.flatMap((_, index) => {
        const answer = asAnswer(steps.get(`answer:${askId}:${index}`)?.result);
        return answer && (answer.round ?? 1) === round ? [[index, answer] as const] : [];
      });
      return { round, cards, answers: new Map(answers), ...(isOfRound && { decision }) };
    },
    async idsOf(operationId) {
      const names = [...(await ended(operationId)).keys()];
      return names.filter((name) => name.startsWith(SHOWN)).map((name) => name.slice(SHOWN.length));
    },
  };
}

const SHOWN = 'shown:';

interface Round {
  readonly round?: number;
}

/** Earlier versions noted the cards alone. */
function asShown(value: Json): Round & { readonly cards: ShownCards } {
  if (Array.isArray(value)) return { cards: value };
  return value as unknown as Round & { readonly cards: ShownCards };
}

/** Earlier versions noted the text alone. */
function asAnswer(value: Json | undefined): (AskAnswer & Round) | undefined {
  if (typeof value === 'string') return { by: '', text: value };
  return value as unknown as (AskAnswer & Round) | undefined;
}
