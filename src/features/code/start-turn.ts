import type { Card } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Json, Store } from '#ports/store/port.ts';
import { currentSession } from './sessions.ts';
import type { TurnBudget } from './turn-budget.ts';
import type { TurnInput } from './turn-input.ts';

/** What is needed to ask the agent for something. */
export interface TurnStart {
  readonly operations: Operations;
  readonly budget: Pick<TurnBudget, 'admit'>;
  readonly store: Pick<Store, 'projects' | 'settings' | 'operations'>;
  /** `false`: no model is configured, and the bot explains how to add one. */
  readonly hasModel: boolean;
}

/** What the agent is asked for. */
type Wanted = Omit<TurnInput, 'actorName' | 'session'>;

/**
 * Starts a turn of the agent in `project`, once for each request, unless there is no budget for
 * it: then the card says so.
 */
export async function startTurn(
  { operations, budget, store, hasModel }: TurnStart,
  project: string,
  wanted: Wanted,
  call: Call,
): Promise<Card | undefined> {
  const { actor, conversation, requestId, say } = call;
  if (!hasModel) return { text: say('code-no-model') };
  const id = `turn-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
  // The same request again, after a crash, was let through already.
  if (!(await store.operations.get(id))) {
    const admitted = await budget.admit({ actor, project, conversation, requestId });
    if (admitted.kind === 'closed') return admitted.card;
  }
  const session = await currentSession(store.settings, conversation, project);
  const input: TurnInput = {
    ...wanted,
    actorName: actor.name,
    ...(session === 1 ? {} : { session }),
  };
  await operations.start({
    id,
    kind: 'turn',
    conversationId: conversation.id,
    actorId: actor.id,
    project,
    input: input as unknown as Json,
  });
  return undefined;
}
