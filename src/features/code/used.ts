import type { Gateway, Usage } from '#ports/gateway/port.ts';
import type { RunOutcome } from './follow.ts';
import type { Turn } from './show-turn.ts';

/**
 * What the turn used. An answer brings it along; what was stopped, failed or was read back after a
 * break has cost something too, and the gateway is asked. `undefined`: nobody knows.
 */
export async function usageOf(
  gateway: Pick<Gateway, 'usage'>,
  about: { readonly operationId: string; readonly turn: Turn; readonly outcome: RunOutcome },
): Promise<Usage | undefined> {
  const { operationId, turn, outcome } = about;
  if (outcome.kind === 'answered' && outcome.usage) return outcome.usage;
  return gateway.usage(turn.sessionKey, operationId);
}
