import type { Ask, GatewayEvent } from '../port.ts';
import { toApproval, toQuestions } from './asks.ts';
import { approval, approvalResolved, question, questionResolved } from './frames.ts';
import type { runReader } from './runs.ts';

/** One frame of the gateway in our words. */
export type News =
  | { readonly kind: 'run'; readonly events: readonly GatewayEvent[] }
  | { readonly kind: 'asked'; readonly ask: Ask }
  | { readonly kind: 'ask-ended'; readonly askId: string; readonly outcome: string };

/**
 * Reads one event frame; absent when it says nothing that concerns us.
 * @throws {ZodError} for a frame that does not have the shape it must have
 */
export function readFrame(
  runs: ReturnType<typeof runReader>,
  event: string,
  payload: unknown,
): News | undefined {
  switch (event) {
    case 'chat':
    case 'agent':
      return { kind: 'run', events: runs.read(event, payload) };
    case 'exec.approval.requested':
      return asked(toApproval(approval.parse(payload)));
    case 'question.requested':
      return asked(toQuestions(question.parse(payload)));
    case 'exec.approval.resolved': {
      const { id, decision } = approvalResolved.parse(payload);
      return { kind: 'ask-ended', askId: id, outcome: decision ?? 'expired' };
    }
    case 'question.resolved': {
      const { id, status } = questionResolved.parse(payload);
      return { kind: 'ask-ended', askId: id, outcome: status };
    }
    default:
      return undefined;
  }
}

function asked(ask: Ask | undefined): News | undefined {
  return ask && { kind: 'asked', ask };
}
