import type { Button } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';

/** [👍] [👎] for what an operation did: anybody who may see it has one vote. */
export function voteButtons(operationId: string, say: Say): readonly Button[] {
  return (['up', 'down'] as const).map((vote) => ({
    label: say(`vote-${vote}`),
    command: 'vote',
    words: [operationId, vote],
    who: 'role',
  }));
}
