import type { Actor } from '#kernel/actor.ts';
import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Usage } from '#ports/gateway/port.ts';

interface Asker {
  readonly actor: Pick<Actor, 'id' | 'name'>;
  readonly project: string;
  readonly conversation: Conversation;
}

/** What turns need of the budgets. */
export interface TurnBudget {
  /** Says whether a turn may begin; if not, `card` is what to say, unless it was said lately. */
  admit(
    asker: Asker & { readonly requestId: string },
  ): Promise<{ readonly kind: 'pass' } | { readonly kind: 'closed'; readonly card?: Card }>;
  /** Counts what a turn used, once for each operation. Never rejects. */
  used(turn: Asker & { readonly operationId: string }, usage: Usage | undefined): Promise<void>;
}
